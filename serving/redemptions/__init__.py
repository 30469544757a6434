"""Redeeming rewards over HTTP. Not here: stock and states (`loyalty.rewards`)."""
