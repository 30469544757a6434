"""Programs: earning rules, expiry and tiers as files with stored revisions. The door of the room; see README.md."""

from loyalty.programs.definition import read_program
from loyalty.programs.errors import ProgramDefinitionInvalid, ProgramUnknown
from loyalty.programs.model import EarningRule, OrderLine, Program, ProgramRevision, Tier, TierLadder
from loyalty.programs.store import current_program, store_program
from loyalty.programs.tiers import tier_case, tier_for, tier_rank

__all__ = [
    "EarningRule",
    "OrderLine",
    "Program",
    "ProgramDefinitionInvalid",
    "ProgramRevision",
    "ProgramUnknown",
    "Tier",
    "TierLadder",
    "current_program",
    "read_program",
    "store_program",
    "tier_case",
    "tier_for",
    "tier_rank",
]
