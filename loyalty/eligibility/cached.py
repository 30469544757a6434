"""What a member may take part in, kept in Redis under a name of everything it was made of. The only module of the room that knows Redis.

The name (a stamp that the database gives in one statement) changes with the member's tier, segments, scores, status and overrides and with
every revision of program, rewards and promotions, in the transaction of the change itself. So there is nothing to invalidate and nothing
that a process killed at the wrong moment leaves stale; an answer nobody asks for any more goes by itself. Not here: judging (decide).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import redis

from loyalty.cache import CacheBreaker, CacheUnavailable
from loyalty.clock import Clock, business_date
from loyalty.database import Work
from loyalty.eligibility import store
from loyalty.eligibility.decide import standing
from loyalty.eligibility.model import Criteria, Person, Standing, Subject, SubjectKind
from loyalty.programs.model import Program
from loyalty.programs.store import current_program

PREFIX = "khaywe:{eligibility}:"
KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    """What a member may take part in. `items`: one per subject, as JSON: kind, code, is_eligible, reasons, override.

    `source`: "cache" or "database"; the two never differ in `items`.
    """

    member_id: UUID
    items: tuple[dict[str, Any], ...]
    source: str


class EligibilityReader:
    """Answers from Redis where it can, else from the database. Without Redis the answers are the same, only slower."""

    def __init__(self, cache: redis.Redis | None = None, breaker: CacheBreaker | None = None) -> None:
        self._cache = cache
        self._breaker = breaker or CacheBreaker()

    def of_members(self, member_ids: Sequence[UUID], *, program_code: str, within: Work, clock: Clock) -> dict[UUID, EligibilityAnswer]:
        """For each member of the program: the program itself, every reward on offer and every active promotion, judged now.

        Raises:
            ProgramUnknown: no program has this code.
        """
        now = clock.now()
        stamps = store.stamps(member_ids, program_code, now, within)
        answers = self._kept(stamps, now)
        missing = [member_id for member_id in stamps if member_id not in answers]
        if missing:
            found, fresh_until = _judged(missing, program_code, now, within)
            # What changed while it was judged is answered and not kept: it may be newer than its stamp.
            after = store.stamps(missing, program_code, now, within)
            self._keep({member_id: stamp for member_id, stamp in after.items() if stamps[member_id] == stamp}, found, now, fresh_until)
            answers |= found
        return {member_id: answers[member_id] for member_id in member_ids if member_id in answers}

    def _kept(self, stamps: Mapping[UUID, str], now: datetime) -> dict[UUID, EligibilityAnswer]:
        cache = self._cache
        if cache is None or not stamps:
            return {}
        keys = [_key(member_id, stamp) for member_id, stamp in stamps.items()]
        try:
            values: Any = self._breaker.call(lambda: cache.mget(keys))
        except CacheUnavailable:
            return {}
        found = {}
        for member_id, value in zip(stamps, values, strict=True):
            kept = json.loads(value) if value is not None else None
            if kept and datetime.fromisoformat(kept["from"]) <= now < datetime.fromisoformat(kept["until"]):
                found[member_id] = EligibilityAnswer(member_id, tuple(kept["items"]), "cache")
        return found

    def _keep(self, stamps: dict[UUID, str], found: dict[UUID, EligibilityAnswer], now: datetime, until: datetime) -> None:
        cache = self._cache
        if cache is None or not stamps:
            return
        values = {
            _key(member_id, stamp): json.dumps({"from": now.isoformat(), "until": until.isoformat(), "items": found[member_id].items})
            for member_id, stamp in stamps.items()
        }

        def write() -> None:
            with cache.pipeline(transaction=False) as pipeline:
                for key, value in values.items():
                    pipeline.set(key, value, ex=KEPT_SECONDS)
                pipeline.execute()

        try:
            self._breaker.call(write)
        except CacheUnavailable:
            return


def _judged(member_ids: Sequence[UUID], program_code: str, now: datetime, within: Work) -> tuple[dict[UUID, EligibilityAnswer], datetime]:
    """The answers, and until when nothing of them changes by time alone."""
    program = current_program(program_code, within=within, at=now).program
    of_program = store.program_criteria([program_code], within)[program_code].criteria
    subjects = {Subject(SubjectKind.PROGRAM, program_code): of_program} | store.subjects(program_code, within)
    people = store.load_people(member_ids, now, within)
    answers = {
        person.member_id: EligibilityAnswer(
            person.member_id,
            tuple(_item(standing(person, subject, criteria, program, now, of_program)) for subject, criteria in subjects.items()),
            "database",
        )
        for person in people.values()
    }
    return answers, _fresh_until(subjects.values(), people.values(), program, now)


def _fresh_until(criteria: Iterable[Criteria], people: Iterable[Person], program: Program, now: datetime) -> datetime:
    """The next instant at which something begins or ends; at the latest the local day, with which a tenure grows."""
    edges = [edge for one in criteria for edge in (one.starts_at, one.ends_at)]
    edges += [override.valid_until for person in people for override in person.overrides.values()]
    tomorrow = business_date(now, program.timezone) + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo(program.timezone))
    return min([midnight, *(edge for edge in edges if edge is not None and edge > now)])


def _item(found: Standing) -> dict[str, Any]:
    override = found.override
    return {
        "kind": str(found.subject.kind),
        "code": found.subject.code,
        "is_eligible": found.is_eligible,
        "reasons": [
            {"code": refusal.code, "detail": refusal.message, "facts": json.loads(_json(refusal.facts))} for refusal in found.refusals
        ],
        "override": None
        if override is None
        else {
            "verdict": str(override.verdict),
            "reason": override.reason,
            "actor": override.actor,
            "valid_until": override.valid_until.isoformat() if override.valid_until else None,
        },
    }


def _json(facts: dict[str, object]) -> str:
    return json.dumps(facts, default=str)


def _key(member_id: UUID, stamp: str) -> str:
    return f"{PREFIX}{member_id.hex}:{stamp}"
