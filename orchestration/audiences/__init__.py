"""Audiences as a stage: whom a campaign reaches on a day, with which offer. Not here: choosing (`loyalty/campaigns`) and sending."""

GROUP = "audiences"
OWNERS = ["team:marketing"]
