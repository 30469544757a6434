"""Tiers over HTTP: where a member stands and what comes next. Not here: who qualifies (`loyalty.tiers`)."""
