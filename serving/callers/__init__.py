"""Who is calling, over HTTP. Not here: making keys (`loyalty.access`)."""
