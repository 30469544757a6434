"""Eligibility: who may take part in a program, a reward, a promotion. The door of the room; see README.md."""

from loyalty.eligibility.act import list_overrides, set_overrides, set_program_eligibility, withdraw_override
from loyalty.eligibility.cached import EligibilityAnswer, EligibilityReader
from loyalty.eligibility.decide import standing
from loyalty.eligibility.definition import criteria_from_json, criteria_to_json
from loyalty.eligibility.errors import (
    ConditionNotMet,
    EligibilityDenied,
    EligibilityInvalid,
    NoLongerOpen,
    NotYetOpen,
    OverrideInvalid,
    OverrideUnknown,
    SegmentExcluded,
    SegmentMissing,
    SubjectUnknown,
    TierTooLow,
)
from loyalty.eligibility.model import (
    OVERRIDE_ID_PREFIX,
    Criteria,
    Override,
    Person,
    SetOverride,
    Standing,
    Subject,
    SubjectKind,
    Verdict,
)
from loyalty.eligibility.store import (
    ProgramCriteria,
    ask_people,
    ask_program_criteria,
    load_people,
    program_criteria,
    read_people,
    read_program_criteria,
)

__all__ = [
    "OVERRIDE_ID_PREFIX",
    "ConditionNotMet",
    "Criteria",
    "EligibilityAnswer",
    "EligibilityDenied",
    "EligibilityInvalid",
    "EligibilityReader",
    "NoLongerOpen",
    "NotYetOpen",
    "Override",
    "OverrideInvalid",
    "OverrideUnknown",
    "Person",
    "ProgramCriteria",
    "SegmentExcluded",
    "SegmentMissing",
    "SetOverride",
    "Standing",
    "Subject",
    "SubjectKind",
    "SubjectUnknown",
    "TierTooLow",
    "Verdict",
    "ask_people",
    "ask_program_criteria",
    "criteria_from_json",
    "criteria_to_json",
    "list_overrides",
    "load_people",
    "program_criteria",
    "read_people",
    "read_program_criteria",
    "set_overrides",
    "set_program_eligibility",
    "standing",
    "withdraw_override",
]
