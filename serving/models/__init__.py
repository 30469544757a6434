"""Models, their versions and how good they are, over HTTP. Not here: the registry (`ml.registry`)."""
