"""Journeys, their versions and the steps of their life as rows. Knows SQL; not here: members on their way (`store_enrollments.py`)."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.database import Work
from loyalty.ids import new_id
from loyalty.journeys.cron import read_cron
from loyalty.journeys.definition import read_journey
from loyalty.journeys.errors import JourneyUnknown, JourneyVersionUnknown
from loyalty.journeys.model import Journey, JourneyStatus, VersionKey
from loyalty.programs.store import current_program

HEAD_COLUMNS = "j.code, j.program_code, j.status, j.live_version, j.draft_version, j.next_run_at, j.changed_at"
HEAD = f"select {HEAD_COLUMNS} from journeys j where j.code = %(code)s"  # noqa: S608 (our own column list)
HEADS = f"""
select {HEAD_COLUMNS}, v.definition from journeys j
join journey_versions v on v.journey_code = j.code and v.version = coalesce(j.live_version, j.draft_version)
where j.code > %(after)s and j.status = any(%(statuses)s) order by j.code limit %(limit)s
"""  # noqa: S608
INSERT_HEAD = """
insert into journeys (code, program_code, status, draft_version, changed_at) values (%(code)s, %(program_code)s, 'DRAFT', null, %(now)s)
on conflict (code) do nothing
"""
UPDATE_HEAD = """
update journeys set status = %(status)s, live_version = %(live_version)s, draft_version = %(draft_version)s,
    next_run_at = %(next_run_at)s, changed_at = %(now)s
where code = %(code)s
"""
INSERT_VERSION = """
insert into journey_versions (journey_code, version, definition, content_hash, actor, recorded_at)
values (%(code)s, %(version)s, %(definition)s::jsonb, %(hash)s, %(actor)s, %(now)s)
"""
NEWEST = "select version, content_hash from journey_versions where journey_code = %(code)s order by version desc limit 1"
VERSIONS = """
select version, definition, actor, recorded_at from journey_versions where journey_code = %(code)s order by version desc limit 200
"""
DEFINITIONS = """
select v.journey_code, v.version, v.content_hash, v.definition::text as definition
from unnest(%(codes)s::text[], %(versions)s::integer[]) as w (journey_code, version) join journey_versions v using (journey_code, version)
"""
HASHES = """
select v.journey_code, v.version, v.content_hash
from unnest(%(codes)s::text[], %(versions)s::integer[]) as w (journey_code, version) join journey_versions v using (journey_code, version)
"""
LIVE = "select code, live_version, status from journeys where status in ('ACTIVE', 'PAUSED')"
# Whoever moves members on shares this lock; whoever publishes, pauses or archives waits for them and keeps newcomers out.
SHARE = "select code, live_version, status from journeys where code = any(%(codes)s::text[]) order by code for share"
INSERT_MOVE = """
insert into journey_moves (journey_code, id, from_status, to_status, version, inside, node_map, moved_count, actor, reason, recorded_at)
values (%(code)s, %(id)s, %(from_status)s, %(to_status)s, %(version)s, %(inside)s, %(node_map)s::jsonb, %(moved_count)s, %(actor)s,
        %(reason)s, %(now)s)
"""
MOVES = """
select from_status, to_status, version, inside, node_map, moved_count, actor, reason, recorded_at from journey_moves
where journey_code = %(code)s order by id desc limit 200
"""
REMEMBERED_MAX = 500


@dataclass(frozen=True, slots=True)
class JourneyHead:
    """Where a journey stands: which version is live, which one waits, and when its schedule ticks next."""

    code: str
    program_code: str
    status: JourneyStatus
    live_version: int | None
    draft_version: int | None
    next_run_at: datetime | None
    changed_at: datetime

    @property
    def newest_version(self) -> int | None:
        """The draft, or what is live."""
        return self.draft_version or self.live_version


@dataclass(frozen=True, slots=True)
class JourneySummary:
    """A journey in a listing, with the definition that is live (or the draft, before)."""

    head: JourneyHead
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JourneyVersion:
    """One version as it was saved."""

    version: int
    definition: Mapping[str, Any]
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class JourneyMove:
    """A step of a journey's life, and what it did to those inside."""

    from_status: str
    to_status: str
    version: int | None
    inside: str | None
    node_map: Mapping[str, str] | None
    moved_count: int
    actor: str
    reason: str | None
    recorded_at: datetime


class _Remembered:
    """Versions never change, so they are read once. The hash is part of the key: another database's version 1 is another version."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, bytes], Journey] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, int, bytes]) -> Journey | None:
        return self._kept.get(key)

    def keep(self, key: tuple[str, int, bytes], journey: Journey) -> None:
        with self._lock:
            self._kept[key] = journey
            while len(self._kept) > REMEMBERED_MAX:
                self._kept.popitem(last=False)


_REMEMBERED = _Remembered()


def find_head(code: str, *, within: Work, lock: bool = False) -> JourneyHead:
    """Where the journey stands; with `lock`, nobody else moves it until the transaction ends.

    Raises:
        JourneyUnknown: no journey has this code.
    """
    row = within.exec_driver_sql(HEAD + (" for update" if lock else ""), {"code": code}).one_or_none()
    if row is None:
        raise JourneyUnknown(f"There is no journey '{code[:80]}'.", journey_code=code[:80])
    return head_of(row)


def try_head(code: str, *, within: Work) -> JourneyHead | None:
    """Where the journey stands, locked; None: there is none."""
    row = within.exec_driver_sql(HEAD + " for update", {"code": code}).one_or_none()
    return None if row is None else head_of(row)


def list_heads(statuses: Collection[JourneyStatus], *, after: str, limit: int, within: Work) -> list[JourneySummary]:
    """Journeys that stand there, in the order of their codes, after this code."""
    facts = {"statuses": [str(one) for one in statuses], "after": after, "limit": limit}
    return [JourneySummary(head_of(row), row.definition) for row in within.exec_driver_sql(HEADS, facts)]


def insert_head(code: str, program_code: str, now: datetime, within: Work) -> bool:
    """The journey is there; whether this call made it."""
    return within.exec_driver_sql(INSERT_HEAD, {"code": code, "program_code": program_code, "now": now}).rowcount == 1


def set_head(head: JourneyHead, now: datetime, within: Work) -> None:
    """The journey stands so."""
    facts = {
        "code": head.code,
        "status": str(head.status),
        "live_version": head.live_version,
        "draft_version": head.draft_version,
        "next_run_at": head.next_run_at,
        "now": now,
    }
    within.exec_driver_sql(UPDATE_HEAD, facts)


def newest_version(code: str, within: Work) -> tuple[int, bytes] | None:
    """The number and the content's hash of the newest version; None: there is none yet."""
    row = within.exec_driver_sql(NEWEST, {"code": code}).one_or_none()
    return None if row is None else (row.version, bytes(row.content_hash))


def insert_version(key: VersionKey, document: Mapping[str, object], actor: str, now: datetime, within: Work) -> None:
    """The version is there for ever."""
    facts = {
        "code": key.journey_code,
        "version": key.version,
        "definition": json.dumps(document),
        "hash": content_hash(document),
        "actor": actor,
        "now": now,
    }
    within.exec_driver_sql(INSERT_VERSION, facts)


def content_hash(document: Mapping[str, object]) -> bytes:
    """Equal documents have one hash, however their keys are ordered."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":")).encode()).digest()


def journeys_of(keys: Collection[VersionKey], within: Work) -> dict[VersionKey, Journey]:
    """These versions, ready to be walked; one that is not there is not in the answer."""
    if not keys:
        return {}
    facts = {"codes": [key.journey_code for key in keys], "versions": [key.version for key in keys]}
    told = {(row.journey_code, row.version): bytes(row.content_hash) for row in within.exec_driver_sql(HASHES, facts)}
    unknown = [(code, version) for (code, version), digest in told.items() if _REMEMBERED.get((code, version, digest)) is None]
    if unknown:
        asked = {"codes": [code for code, _ in unknown], "versions": [version for _, version in unknown]}
        for row in within.exec_driver_sql(DEFINITIONS, asked):
            key = (row.journey_code, row.version, bytes(row.content_hash))
            _REMEMBERED.keep(key, read_journey(row.journey_code, json.loads(row.definition), None))
    found = {VersionKey(code, version): _REMEMBERED.get((code, version, digest)) for (code, version), digest in told.items()}
    return {key: journey for key, journey in found.items() if journey is not None}


def journey_of(key: VersionKey, within: Work) -> Journey:
    """One version, ready to be walked.

    Raises:
        JourneyVersionUnknown: the journey has no such version.
    """
    found = journeys_of([key], within).get(key)
    if found is None:
        raise JourneyVersionUnknown(
            f"The journey '{key.journey_code}' has no version {key.version}.", journey_code=key.journey_code, version=key.version
        )
    return found


def live_versions(within: Work) -> dict[VersionKey, JourneyStatus]:
    """The live version of every journey that is ACTIVE or PAUSED."""
    return {VersionKey(row.code, row.live_version): JourneyStatus(row.status) for row in within.exec_driver_sql(LIVE)}


def share(codes: Collection[str], within: Work, *, skip_locked: bool = False) -> dict[VersionKey, JourneyStatus]:
    """The live versions of these journeys, none of which changes its standing until the transaction ends. `skip_locked`: one that is just
    being changed is not in the answer."""
    rows = within.exec_driver_sql(SHARE + (" skip locked" if skip_locked else ""), {"codes": list(codes)})
    return {VersionKey(row.code, row.live_version): JourneyStatus(row.status) for row in rows}


def list_versions(code: str, *, within: Work) -> list[JourneyVersion]:
    """The versions, newest first, at most 200.

    Raises:
        JourneyUnknown: no journey has this code.
    """
    find_head(code, within=within)
    return [JourneyVersion(*row) for row in within.exec_driver_sql(VERSIONS, {"code": code})]


def append_move(move: JourneyMove, code: str, within: Work) -> None:
    """The step of the journey's life is written down."""
    facts = {
        "code": code,
        "id": new_id(),
        "from_status": move.from_status,
        "to_status": move.to_status,
        "version": move.version,
        "inside": move.inside,
        "node_map": None if move.node_map is None else json.dumps(dict(move.node_map)),
        "moved_count": move.moved_count,
        "actor": move.actor,
        "reason": move.reason,
        "now": move.recorded_at,
    }
    within.exec_driver_sql(INSERT_MOVE, facts)


def list_moves(code: str, *, within: Work) -> list[JourneyMove]:
    """The steps of the journey's life, newest first, at most 200.

    Raises:
        JourneyUnknown: no journey has this code.
    """
    find_head(code, within=within)
    return [JourneyMove(*row) for row in within.exec_driver_sql(MOVES, {"code": code})]


def program_zone(program_code: str, within: Work) -> ZoneInfo:
    """The time zone of the program: that of members who do not say theirs.

    Raises:
        ProgramUnknown: there is no such program.
    """
    return ZoneInfo(current_program(program_code, within=within).program.timezone)


def next_tick(journey: Journey, after: datetime, within: Work) -> datetime | None:
    """When the journey's schedule ticks next after the instant; None: it has none, or it never does."""
    cron = journey.start.trigger.cron
    return None if cron is None else read_cron(cron).next_after(after, program_zone(journey.program_code, within))


def head_of(row: Any) -> JourneyHead:  # noqa: ANN401 (a row of HEAD_COLUMNS)
    """Where a journey stands, out of a row."""
    return JourneyHead(
        row.code, row.program_code, JourneyStatus(row.status), row.live_version, row.draft_version, row.next_run_at, row.changed_at
    )
