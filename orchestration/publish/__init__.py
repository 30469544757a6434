"""Publishing as a stage: a day's answers put where readers see yesterday or today, never a mix. Not here: making any of them."""

GROUP = "publish"
OWNERS = ["team:data"]
