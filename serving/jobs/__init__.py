"""Bulk files over HTTP, and the thread that works on them. Not here: what their rows mean (`loyalty.jobs`)."""
