"""Who may take part: criteria, overrides, and what is known of a person. Not here: judging (decide), SQL (store), the cache (cached)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.members.model import MemberStatus
from loyalty.rules.logic import Logic

OVERRIDE_ID_PREFIX = "elo"


class SubjectKind(StrEnum):
    """What somebody takes part in."""

    PROGRAM = "PROGRAM"
    REWARD = "REWARD"
    PROMOTION = "PROMOTION"


class Subject(NamedTuple):
    """One program, reward or promotion. A program's own code is the subject's code."""

    kind: SubjectKind
    code: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """Who may take part; what is left out asks nothing. `segments_in`: in at least one; `segments_out`: in none."""

    tier_minimum_code: str | None = None
    segments_in: tuple[str, ...] = ()
    segments_out: tuple[str, ...] = ()
    condition: Logic | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


EVERYBODY = Criteria()


class Verdict(StrEnum):
    """What an override says: in whatever tier, segments and condition say, or out."""

    ALLOW = "ALLOW"
    DENY = "DENY"


@dataclass(frozen=True, slots=True)
class Override:
    """A decision about one member: who took it, why, and until when it holds (None: until it is withdrawn)."""

    id: UUID
    program_code: str
    subject: Subject
    member_id: UUID
    verdict: Verdict
    reason: str
    actor: str | None
    valid_until: datetime | None
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    def holds_at(self, at: datetime) -> bool:
        """Whether it counts at the instant."""
        return self.withdrawn_at is None and (self.valid_until is None or self.valid_until > at)


@dataclass(frozen=True, slots=True)
class SetOverride:
    """Allow or deny a member; it takes the place of a standing override of the same member and subject."""

    program_code: str
    subject: Subject
    member_id: UUID
    verdict: Verdict
    reason: str
    valid_until: datetime | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a member when eligibility is judged. `overrides`: the standing ones, by subject."""

    member_id: UUID
    program_code: str
    status: MemberStatus
    joined_at: datetime
    tier_code: str | None = None
    segments: frozenset[str] = frozenset()
    features: Mapping[str, object] = field(default_factory=dict)
    overrides: Mapping[Subject, Override] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a member may take part in a subject; `refusals` are all reasons why not, in the documented order."""

    subject: Subject
    refusals: tuple[LoyaltyError, ...] = ()
    override: Override | None = None

    @property
    def is_eligible(self) -> bool:
        """Nothing speaks against it."""
        return not self.refusals
