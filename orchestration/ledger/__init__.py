"""The ledger's stage: members enrolled, purchases turned into points, lots expired, books proven. Not here: what earns what (`loyalty`)."""

GROUP = "ledger"
OWNERS = ["team:loyalty"]
KINDS = {"postgres", "python"}
