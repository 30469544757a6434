"""Which programs a customer's purchases count for. One, so far. Not here: what a program says (`definitions/programs`)."""

PROGRAM_CODE = "journey"
"""The program of the demo's definitions. A company with several programs will have one ledger stage per program."""
