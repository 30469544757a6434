"""Journeys, members and events for tests of journeys. Not here: the room itself, servers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any
from uuid import UUID

from loyalty.clock import TurnedClock
from loyalty.database import Database, Work
from loyalty.features import Catalogue
from loyalty.journeys import Heard, Moved, advance, arrive, own_actions, publish_journey, save_journey
from loyalty.journeys.actions import Actions
from loyalty.members import EnrolMember, Member, enrol
from loyalty.programs import read_program, store_program
from loyalty.segments import ListMember, change_lists, segment_from_json, store_segments
from loyalty.settings import PROJECT_DIR
from tests.support.rules import a_feature

NOW = datetime(2017, 11, 1, 15, 0, tzinfo=UTC)
"""11:00 in New York, on a Wednesday; daylight saving ends there on the following Sunday."""
PROGRAM = "journey"
FEATURES = Catalogue.of("marts.customer_profile", a_feature("churn_probability", "number"), a_feature("recency_days", "integer"))
ACTIONS = own_actions()
_numbers = count(1)

START: Mapping[str, Any] = {"id": "start", "type": "START", "trigger": {"kind": "EVENT", "event_type": "order.placed"}}
END: Mapping[str, Any] = {"id": "end", "type": "END"}
GIFT: Mapping[str, Any] = {"id": "gift", "type": "ACTION", "action": {"kind": "AWARD_POINTS", "points": 50, "reason": "welcome"}}
TOMORROW: Mapping[str, Any] = {"id": "tomorrow", "type": "WAIT", "wait": {"kind": "DURATION", "duration": {"days": 1}}}


def a_document(*nodes: Mapping[str, Any], edges: Sequence[str] = (), **changes: Any) -> dict[str, Any]:
    """A journey of these nodes. An edge is written `from>to` or `from:branch>to`; without edges, the nodes follow each other."""
    ids = [node["id"] for node in nodes]
    written = list(edges) or [f"{one}>{other}" for one, other in pairwise(ids)]
    return {
        "program_code": PROGRAM,
        "name": {"en": "A journey"},
        "owner": "marketing",
        "nodes": list(nodes),
        "edges": [an_edge(one) for one in written],
    } | changes


def an_edge(text: str) -> dict[str, str]:
    source, _, target = text.partition(">")
    source, _, branch = source.partition(":")
    return {"from": source, "to": target} | ({"branch": branch} if branch else {})


def a_condition(node_id: str, **rules: object) -> dict[str, Any]:
    return {"id": node_id, "type": "CONDITION", "branches": [{"branch": branch, "rule": rule} for branch, rule in rules.items()]}


def a_wait(node_id: str, kind: str, **parts: Any) -> dict[str, Any]:
    return {"id": node_id, "type": "WAIT", "wait": {"kind": kind} | parts}


def an_action(node_id: str, kind: str, **parameters: Any) -> dict[str, Any]:
    return {"id": node_id, "type": "ACTION", "action": {"kind": kind} | parameters}


class World:
    """A database with the demo's program and members, a clock to turn, and the acts on journeys."""

    def __init__(self, database: Database, *members: str, actions: Actions = ACTIONS) -> None:
        self.database, self.clock, self.actions = database, TurnedClock(NOW), actions
        with database.begin() as work:
            store_program(read_program(PROJECT_DIR / "definitions" / "programs" / "journey.json"), within=work, clock=self.clock)
            enrolled = enrol([EnrolMember(name, PROGRAM) for name in members], within=work, clock=self.clock)
        self.members = {one.external_id: one.id for one in enrolled if isinstance(one, Member)}

    def saves(self, document: Mapping[str, Any], code: str = "trip", **changes: Any) -> int:
        with self.database.begin() as work:
            return save_journey(
                code, document, catalogue=FEATURES, actions=self.actions, actor="ann", within=work, clock=self.clock, **changes
            ).version

    def publishes(self, document: Mapping[str, Any] | None = None, code: str = "trip", **changes: Any) -> Moved:
        if document is not None:
            self.saves(document, code)
        with self.database.begin() as work:
            return publish_journey(code, catalogue=FEATURES, actions=self.actions, actor="ann", within=work, clock=self.clock, **changes)

    def hears(
        self, member: str, type_: str = "order.placed", *, event_id: str | None = None, at: datetime | None = None, **data: Any
    ) -> Any:
        event = Heard(event_id or f"event-{next(_numbers)}", type_, self.members[member], at or self.clock.now(), data)
        with self.database.begin() as work:
            return arrive([event], within=work, clock=self.clock)

    def advances(self, code: str = "trip") -> int:
        """Everybody who is due has moved on as far as they can now; how many moves that were."""
        moved = 0
        while True:
            with self.database.begin() as work:
                batch = advance(code, within=work, clock=self.clock, actions=self.actions)
            moved += batch.moved_count
            if not batch.has_more:
                return moved

    def turns(self, **span: float) -> None:
        self.clock.turn_to(self.clock.now() + timedelta(**span))

    def standing(self, member: str = "ann", code: str = "trip") -> list[tuple[str, str]]:
        """(node, outcome) of each enrollment of the member, oldest first."""
        query = (
            "select node_id, outcome from journey_enrollments where member_id = %(member)s and journey_code = %(code)s"
            " order by started_at, id"
        )
        return [tuple(row) for row in self.ask(query, member=self.members[member], code=code)]

    def steps(self, member: str = "ann") -> list[tuple[str, str]]:
        """(node, branch) of each step of the member, in their order."""
        query = (
            "select s.node_id, s.branch from journey_steps s join journey_enrollments e on e.id = s.enrollment_id"
            " where e.member_id = %(member)s order by e.started_at, e.id, s.visit"
        )
        return [tuple(row) for row in self.ask(query, member=self.members[member])]

    def points(self, member: str = "ann") -> int:
        found = self.ask("select coalesce(sum(active_points), 0)::bigint from accounts where member_id = %(m)s", m=self.members[member])
        return int(found[0][0])

    def told(self, type_: str) -> list[dict[str, Any]]:
        return [row[0] for row in self.ask("select data from outbox where type = %(type)s order by id", type=type_)]

    def ask(self, query: str, **facts: Any) -> list[Any]:
        with self.database.begin() as work:
            return list(work.exec_driver_sql(query, facts))

    def lists(self, code: str, *members: str) -> None:
        """A list with these members."""
        with self.database.begin() as work:
            segment = segment_from_json(code, {"name": {"en": code}, "description": {"en": code}, "owner": "m", "kind": "STATIC"}, FEATURES)
            store_segments([segment], within=work, clock=self.clock)
            if members:
                change_lists([ListMember(code, self.members[one]) for one in members], cause="CALL", within=work, clock=self.clock)


def member_id(world: World, name: str) -> UUID:
    return world.members[name]


def rows_in(work: Work, table: str) -> int:
    return int(work.exec_driver_sql(f"select count(*) from {table}").scalar_one())
