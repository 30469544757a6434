"""Campaigns over HTTP, and the worker beside the requests. Not here: choosing members (`loyalty.campaigns`)."""
