"""Segments as a stage: who is described by which rule at the end of each day. Not here: rules and membership (`loyalty`)."""

GROUP = "segments"
OWNERS = ["team:marketing"]
