"""The steps of a journey's life: save a draft, publish it (and what becomes of those inside), pause, resume, archive.

Not here: moving single members (`act.py`), what a sound journey is (`graph.py`, `references.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from loyalty import messages
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.journeys import store_inside as inside_rows
from loyalty.journeys import store_versions as rows
from loyalty.journeys.actions import Actions
from loyalty.journeys.definition import try_journey
from loyalty.journeys.errors import (
    JourneyActionUnavailable,
    JourneyExists,
    JourneyNodesUnmapped,
    JourneyStatusConflict,
    JourneyVersionConflict,
)
from loyalty.journeys.graph import graph_problems
from loyalty.journeys.model import Inside, Journey, JourneyStatus, VersionKey, WaitNode
from loyalty.journeys.problems import Problem, refuse
from loyalty.journeys.references import reference_problems, unavailable
from loyalty.journeys.sending import source_of, withdraw_messages
from loyalty.journeys.store_enrollments import count_passages
from loyalty.journeys.store_events import wake
from loyalty.journeys.store_inside import Destination, Place
from loyalty.journeys.store_versions import JourneyHead, JourneyMove

STOPPED = ""
"""In a node map: members at that node go nowhere, their way ends."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A version that stands; `is_new`: this call made it."""

    head: JourneyHead
    version: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the members at a node of an older version: they FINISH_OLD, STOP, or go to `target`."""

    place: Place
    fate: Inside
    target: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that was taken (or, as a dry run, would be), and what it does to those inside."""

    head: JourneyHead
    is_new: bool
    fates: tuple[Fate, ...] = ()

    @property
    def moved_count(self) -> int:
        """How many members were stopped or taken over."""
        return sum(one.place.count for one in self.fates if one.fate is not Inside.FINISH_OLD)


def examine_journey(
    code: str, document: object, *, catalogue: Catalogue, actions: Actions, within: Work
) -> tuple[Journey | None, list[Problem], list[Problem]]:
    """The journey as far as it can be read, what keeps it from being saved, and what keeps it from being published."""
    journey, problems = try_journey(code, document, catalogue)
    if journey is None:
        return None, problems, []
    unread = {one.node_id for one in problems if one.node_id is not None}
    problems = [*problems, *graph_problems(journey, unread), *reference_problems(journey, actions, within)]
    return journey, problems, unavailable(journey, actions)


def save_journey(
    code: str,
    document: Mapping[str, object],
    *,
    catalogue: Catalogue,
    actions: Actions,
    actor: str,
    within: Work,
    clock: Clock,
    expected_version: int | None = None,
    dry_run: bool = False,
) -> Saved:
    """The document is the journey's draft; what is live stays live until it is published. Saving what is the newest version already writes
    nothing.

    Raises:
        JourneyDefinitionInvalid: it is not sound; every problem names its node.
        JourneyExists, JourneyStatusConflict (archived), JourneyVersionConflict: in this order.
    """
    journey, problems, _ = examine_journey(code, document, catalogue=catalogue, actions=actions, within=within)
    if journey is None or problems:
        refuse(code, problems)
    now = clock.now()
    head = rows.try_head(code, within=within)
    _refuse_save(code, journey, head, expected_version)
    newest = rows.newest_version(code, within)
    if newest is not None and head is not None and newest[1] == rows.content_hash(document) and newest[0] == head.newest_version:
        return Saved(head, newest[0], False)
    version = 1 if newest is None else newest[0] + 1
    drafted = JourneyHead(code, journey.program_code, JourneyStatus.DRAFT, None, version, None, now) if head is None else head
    drafted = replace(drafted, draft_version=version, changed_at=now)
    if not dry_run:
        rows.insert_head(code, journey.program_code, now, within)
        rows.insert_version(VersionKey(code, version), document, actor, now, within)
        rows.set_head(drafted, now, within)
    return Saved(drafted, version, True)


def publish_journey(
    code: str,
    *,
    actions: Actions,
    catalogue: Catalogue,
    actor: str,
    within: Work,
    clock: Clock,
    inside: Inside = Inside.FINISH_OLD,
    node_map: Mapping[str, str] | None = None,
    version: int | None = None,
    reason: str | None = None,
    dry_run: bool = False,
) -> Moved:
    """The draft is the one live version, and those inside older versions finish there, are stopped, or go on in the new one.

    `node_map` says for MIGRATE where the members at an old node go (`STOPPED`: nowhere); a node that both versions have under one id and
    of one type needs no word. A wait that both versions have unchanged is kept, with its time. `version` is the draft that the caller has
    looked at. A dry run answers the same, with the counts of those inside, and changes nothing.

    Raises:
        JourneyUnknown, JourneyStatusConflict (archived, or nothing to publish), JourneyVersionConflict, JourneyDefinitionInvalid (what it
        names is gone meanwhile), JourneyActionUnavailable, JourneyNodesUnmapped: in this order.
    """
    before = rows.find_head(code, within=within, lock=True)
    _refuse_archived(before)
    target = before.draft_version or before.live_version
    if target is None or (before.draft_version is None and version is None):
        raise JourneyStatusConflict(f"The journey '{code}' has no draft to publish.", journey_code=code, status=str(before.status))
    if version is not None and version != target:
        raise JourneyVersionConflict(
            f"Version {version} of '{code}' does not wait to be published: the newest is {target}.",
            journey_code=code,
            newest_version=target,
        )
    key = VersionKey(code, target)
    journey = rows.journey_of(key, within)
    _refuse_unsound(journey, catalogue, actions, within)
    now = clock.now()
    places = inside_rows.places_inside(code, but_version=target, within=within)
    fates = _fates(code, journey, places, inside, node_map or {}, within=within)
    status = JourneyStatus.PAUSED if before.status is JourneyStatus.PAUSED else JourneyStatus.ACTIVE
    after = replace(
        before, status=status, live_version=target, draft_version=None, next_run_at=rows.next_tick(journey, now, within), changed_at=now
    )
    moved = Moved(after, before.live_version != target, fates)
    if dry_run:
        return moved
    _carry_out(code, key, fates, within, clock)
    told = dict(node_map) if node_map is not None else None
    move = JourneyMove(before.status, status, target, str(inside), told, moved.moved_count, actor, reason, now)
    rows.set_head(after, now, within)
    rows.append_move(move, code, within)
    wake(within)
    return moved


def pause_journey(code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False) -> Moved:
    """Nobody comes in, nobody moves on, no message of it goes out until it is resumed. What happens meanwhile is heard: waits for it end,
    goals are reached.

    Raises:
        JourneyUnknown, JourneyStatusConflict: it is archived, or was never published.
    """
    way = JourneyStatus.ACTIVE, JourneyStatus.PAUSED
    return _stepped(code, way, actor=actor, reason=reason, within=within, clock=clock, dry_run=dry_run)


def resume_journey(code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False) -> Moved:
    """It goes on: timers that came due meanwhile fire now, each once; a schedule goes on with its next tick.

    Raises:
        JourneyUnknown, JourneyStatusConflict: it is archived, or was never published.
    """
    way = JourneyStatus.PAUSED, JourneyStatus.ACTIVE
    return _stepped(code, way, actor=actor, reason=reason, within=within, clock=clock, dry_run=dry_run)


def archive_journey(code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False) -> Moved:
    """It is over: everybody inside is stopped, nobody comes in again, messages still waiting are withdrawn, and what happened stays.

    Raises:
        JourneyUnknown: no journey has this code.
    """
    before = rows.find_head(code, within=within, lock=True)
    if before.status is JourneyStatus.ARCHIVED:
        return Moved(before, False)
    now = clock.now()
    places = inside_rows.places_inside(code, but_version=0, within=within)
    fates = tuple(Fate(place, Inside.STOP, None) for place in places)
    after = replace(before, status=JourneyStatus.ARCHIVED, draft_version=None, next_run_at=None, changed_at=now)
    moved = Moved(after, True, fates)
    if not dry_run:
        _carry_out(code, VersionKey(code, before.live_version or 1), fates, within, clock)
        rows.set_head(after, now, within)
        move = JourneyMove(before.status, after.status, before.live_version, "STOP", None, moved.moved_count, actor, reason, now)
        rows.append_move(move, code, within)
        messages.withdraw(source_of(code), within=within, clock=clock)
    return moved


def _stepped(
    code: str, way: tuple[JourneyStatus, JourneyStatus], *, actor: str, reason: str | None, within: Work, clock: Clock, dry_run: bool
) -> Moved:
    begins, ends = way
    before = rows.find_head(code, within=within, lock=True)
    _refuse_archived(before)
    if before.status is ends:
        return Moved(before, False)
    if before.status is not begins:
        raise JourneyStatusConflict(f"The journey '{code}' was never published.", journey_code=code, status=str(before.status))
    now = clock.now()
    tick = before.next_run_at
    if ends is JourneyStatus.ACTIVE and before.live_version is not None:
        tick = rows.next_tick(rows.journey_of(VersionKey(code, before.live_version), within), now, within)
    after = replace(before, status=ends, next_run_at=tick, changed_at=now)
    if not dry_run:
        rows.set_head(after, now, within)
        rows.append_move(JourneyMove(before.status, ends, before.live_version, None, None, 0, actor, reason, now), code, within)
        if ends is JourneyStatus.PAUSED:
            messages.hold(source_of(code), actor=actor, within=within, clock=clock)
        else:
            messages.let_go(source_of(code), within=within)
        wake(within)
    return Moved(after, True)


def _fates(
    code: str, journey: Journey, places: list[Place], inside: Inside, node_map: Mapping[str, str], *, within: Work
) -> tuple[Fate, ...]:
    strangers = sorted({target for target in node_map.values() if target != STOPPED and target not in journey.nodes})
    if strangers and inside is Inside.MIGRATE:
        raise JourneyNodesUnmapped(
            f"The node map names '{strangers[0]}', which the new version does not have.", journey_code=code, unknown_targets=strangers
        )
    if inside is not Inside.MIGRATE:
        return tuple(Fate(place, inside, None) for place in places)
    older = rows.journeys_of({VersionKey(code, place.version) for place in places}, within)
    fates, lost = [], []
    for place in places:
        node = older[VersionKey(code, place.version)].nodes[place.node_id]
        same = journey.nodes.get(place.node_id)
        target = node_map.get(place.node_id, place.node_id if same is not None and type(same) is type(node) else None)
        if target is None:
            lost.append(place)
        fates.append(Fate(place, Inside.STOP if target == STOPPED else Inside.MIGRATE, target or None))
    if lost:
        raise JourneyNodesUnmapped(
            f"{sum(one.count for one in lost)} members stand at '{lost[0].node_id}' or other nodes that the new version does not have; "
            "say in the node map where they go.",
            journey_code=code,
            nodes=[{"version": one.version, "node_id": one.node_id, "count": one.count} for one in lost],
        )
    return tuple(fates)


def _carry_out(code: str, key: VersionKey, fates: tuple[Fate, ...], within: Work, clock: Clock) -> None:
    moving = [one for one in fates if one.fate is not Inside.FINISH_OLD]
    keys = {VersionKey(code, one.place.version) for one in moving} | {key}
    journeys = rows.journeys_of(keys, within)
    destinations = {
        (one.place.version, one.place.node_id): Destination(one.target, one.target is not None and _is_same_wait(one, key, journeys))
        for one in moving
    }
    now = clock.now()
    count_passages(inside_rows.move_inside(code, destinations, key.version, now, within), within)
    if any(destination.target is None for destination in destinations.values()):
        stopped = inside_rows.stopped_at(code, now, within)
        withdraw_messages([(code, one) for one in stopped], within=within, clock=clock)


def _is_same_wait(fate: Fate, key: VersionKey, journeys: Mapping[VersionKey, Journey]) -> bool:
    old = journeys[VersionKey(key.journey_code, fate.place.version)].nodes[fate.place.node_id]
    new = journeys[key].nodes[fate.target or ""]
    return isinstance(old, WaitNode) and isinstance(new, WaitNode) and old.wait == new.wait


def _refuse_save(code: str, journey: Journey, head: JourneyHead | None, expected_version: int | None) -> None:
    if head is not None and head.program_code != journey.program_code:
        raise JourneyExists(f"The code '{code}' belongs to a journey of the program '{head.program_code}'.", journey_code=code)
    if head is not None:
        _refuse_archived(head)
    newest = None if head is None else head.newest_version
    if expected_version is not None and expected_version != newest:
        raise JourneyVersionConflict(
            f"The newest version of '{code}' is {newest}, not {expected_version}; read it, and decide again.",
            journey_code=code,
            newest_version=newest,
        )


def _refuse_unsound(journey: Journey, catalogue: Catalogue, actions: Actions, within: Work) -> None:
    """What was sound when it was saved may name what is gone since."""
    _, problems, missing = examine_journey(journey.code, journey.document, catalogue=catalogue, actions=actions, within=within)
    if problems:
        refuse(journey.code, problems)
    if missing:
        nodes = [one.node_id for one in missing]
        raise JourneyActionUnavailable(missing[0].message, journey_code=journey.code, node_ids=nodes)


def _refuse_archived(head: JourneyHead) -> None:
    if head.status is JourneyStatus.ARCHIVED:
        raise JourneyStatusConflict(
            f"The journey '{head.code}' is archived and changes no more.", journey_code=head.code, status=str(head.status)
        )
