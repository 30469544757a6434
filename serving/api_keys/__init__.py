"""The keys of machines, over HTTP. Not here: what a key is (`loyalty.access`)."""
