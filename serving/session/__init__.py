"""Signing in to the console and out of it, over HTTP. Not here: what a session is (`loyalty.access`)."""
