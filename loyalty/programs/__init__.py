"""Programs: wallets, earning rules, tiers and limits as files with stored revisions. The door of the room; see README.md."""

from loyalty.programs.definition import program_from_json, read_program
from loyalty.programs.difference import Change, difference
from loyalty.programs.errors import (
    ProgramArchived,
    ProgramDefinitionInvalid,
    ProgramMoveRefused,
    ProgramUnknown,
    RevisionInPast,
    RevisionScheduled,
)
from loyalty.programs.model import (
    EarningRule,
    OrderLine,
    Program,
    ProgramRevision,
    ProgramStatus,
    StoredProgram,
    StoredRevision,
    Tier,
    TierLadder,
)
from loyalty.programs.store import (
    change_program_status,
    current_program,
    first_program_code,
    programs,
    revisions,
    seed_program,
    store_program,
)
from loyalty.programs.tiers import tier_case, tier_for, tier_rank
from loyalty.programs.trial import try_out
from loyalty.programs.writing import program_to_json

__all__ = [
    "Change",
    "EarningRule",
    "OrderLine",
    "Program",
    "ProgramArchived",
    "ProgramDefinitionInvalid",
    "ProgramMoveRefused",
    "ProgramRevision",
    "ProgramStatus",
    "ProgramUnknown",
    "RevisionInPast",
    "RevisionScheduled",
    "StoredProgram",
    "StoredRevision",
    "Tier",
    "TierLadder",
    "change_program_status",
    "current_program",
    "difference",
    "first_program_code",
    "program_from_json",
    "program_to_json",
    "programs",
    "read_program",
    "revisions",
    "seed_program",
    "store_program",
    "tier_case",
    "tier_for",
    "tier_rank",
    "try_out",
]
