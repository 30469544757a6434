"""Campaigns and their audiences over HTTP. Not here: choosing an audience (`loyalty.campaigns`)."""
