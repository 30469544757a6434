"""Is the service alive, ready, and how busy. Not here: the figures themselves (`http/observability.py`)."""
