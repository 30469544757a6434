"""Segments over HTTP: sizes, rules, new versions. Not here: evaluating them (`loyalty.segments`)."""
