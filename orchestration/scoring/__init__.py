"""Scores as a stage: what a model or a ladder says of every customer as of the days. Not here: models (`ml/`) and ladders."""

GROUP = "scoring"
OWNERS = ["team:science"]
