"""The wire shapes of journeys: definitions, versions, steps of their life, counts, ways of members."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.journeys import (
    ENROLLMENT_ID_PREFIX,
    EnrollmentOfMember,
    Fate,
    Inside,
    JourneyHead,
    JourneyMove,
    JourneySummary,
    JourneyTotals,
    JourneyVersion,
    Moved,
    NodeCounts,
    PastStep,
    Saved,
)
from serving.http.inputs import PLAIN_TEXT, In, JsonObject
from serving.http.outputs import LocalText, Out

Reason = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]
NodeId = Annotated[str, StringConstraints(strict=True, max_length=40, pattern=PLAIN_TEXT)]
NodeIdOrNowhere = Annotated[str, StringConstraints(strict=True, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Version = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]

WELCOME: dict[str, Any] = {
    "program_code": "journey",
    "name": {"en": "Welcome", "ar": "أهلًا"},
    "owner": "marketing",
    "reentry": "ONCE",
    "goal": {"event_type": "points.spent"},
    "nodes": [
        {"id": "start", "type": "START", "trigger": {"kind": "EVENT", "event_type": "points.earned"}},
        {"id": "gift", "type": "ACTION", "action": {"kind": "AWARD_POINTS", "points": 50, "reason": "welcome"}},
        {"id": "morning", "type": "WAIT", "wait": {"kind": "UNTIL_LOCAL_TIME", "time": "09:00"}},
        {
            "id": "regular",
            "type": "CONDITION",
            "branches": [{"branch": "often", "rule": {">=": [{"var": "features.purchase_count_28d"}, 4]}}],
        },
        {"id": "thanks", "type": "ACTION", "action": {"kind": "SET_ATTRIBUTE", "name": "is_regular", "value": True}},
        {"id": "end", "type": "END"},
    ],
    "edges": [
        {"from": "start", "to": "gift"},
        {"from": "gift", "to": "morning"},
        {"from": "morning", "to": "regular"},
        {"from": "regular", "branch": "often", "to": "thanks"},
        {"from": "regular", "branch": "else", "to": "end"},
        {"from": "thanks", "to": "end"},
    ],
}
EXAMPLES: dict[str, Any] = {"welcome": {"summary": "A welcome gift, and a look the next morning", "value": {"definition": WELCOME}}}


class JourneyIn(In):
    """What a journey is to be."""

    definition: JsonObject = Field(description="The graph: `program_code`, `name`, `owner`, `nodes`, `edges`, `reentry`, `goal`.")
    expected_version: Version | None = Field(default=None, description="The newest version that you have seen.")


class PublishIn(In):
    """Which draft goes live, and what becomes of those inside older versions."""

    version: Version | None = Field(default=None, description="The draft that you have looked at; left out: whichever waits.")
    inside: Inside = Field(default=Inside.FINISH_OLD, description="FINISH_OLD, STOP, or MIGRATE by `node_map`.")
    node_map: dict[NodeId, NodeIdOrNowhere] | None = Field(
        default=None,
        max_length=200,
        description='For MIGRATE: the new node of each old one, `""` to end the way there. Equal ids of equal type need no word.',
    )
    reason: Reason | None = None


class JourneyStepIn(In):
    """Why a step is taken."""

    reason: Reason | None = None


class ProblemOut(Out):
    """One thing that is wrong with a journey."""

    code: str = Field(description="Stable, such as NODE_UNREACHABLE, LOOP_WITHOUT_WAIT, BRANCH_MISSING, RULE_FIELD_UNKNOWN.")
    node_id: str | None = Field(description="The node that it is about; null: the journey as a whole.")
    message: str
    path: str
    suggestion: str | None


class JourneyOut(Out):
    """A journey with the definition that is live; of one that never was published, its draft."""

    code: str
    program_code: str
    name: LocalText
    owner: str
    status: str = Field(description="DRAFT, ACTIVE, PAUSED or ARCHIVED.")
    live_version: int | None
    draft_version: int | None = Field(description="The version that waits to be published.")
    next_run_at: datetime | None = Field(description="When its schedule ticks next, where it has one.")
    changed_at: datetime
    entered_count: int = Field(description="How often a member came in, by all versions together.")
    inside_count: int = Field(description="How many of those are inside now.")
    goal_count: int = Field(description="How many of those reached the goal.")
    definition: dict[str, Any]

    @classmethod
    def of(cls, summary: JourneySummary, totals: JourneyTotals) -> "JourneyOut":
        """The wire shape of a journey."""
        head, told = summary.head, summary.definition
        return cls(
            code=head.code,
            program_code=head.program_code,
            name=LocalText.of(told["name"]),
            owner=told["owner"],
            status=head.status,
            live_version=head.live_version,
            draft_version=head.draft_version,
            next_run_at=head.next_run_at,
            changed_at=head.changed_at,
            entered_count=totals.entered_count,
            inside_count=totals.inside_count,
            goal_count=totals.goal_count,
            definition=dict(told),
        )


class JourneySavedOut(Out):
    """The version that stands after saving."""

    code: str
    version: int
    is_new: bool = Field(description="False: the newest version says just that already.")
    status: str
    live_version: int | None
    would_apply: bool

    @classmethod
    def of(cls, saved: Saved, *, is_dry_run: bool) -> "JourneySavedOut":
        """The wire shape of a saved version."""
        head = saved.head
        return cls(
            code=head.code,
            version=saved.version,
            is_new=saved.is_new,
            status=head.status,
            live_version=head.live_version,
            would_apply=is_dry_run,
        )


class FateOut(Out):
    """What becomes of the members at a node of an older version."""

    version: int
    node_id: str
    member_count: int
    fate: str = Field(description="FINISH_OLD, STOP or MIGRATE.")
    to_node_id: str | None

    @classmethod
    def of(cls, fate: Fate) -> "FateOut":
        """The wire shape of a fate."""
        place = fate.place
        return cls(version=place.version, node_id=place.node_id, member_count=place.count, fate=fate.fate, to_node_id=fate.target)


class JourneyMovedOut(Out):
    """A step that was taken, or with `dry_run` would be, and what it does to those inside."""

    code: str
    status: str
    live_version: int | None
    draft_version: int | None
    next_run_at: datetime | None
    is_new: bool = Field(description="False: it stood there already.")
    moved_count: int = Field(description="Members whose way is stopped or goes on in the new version.")
    inside: list[FateOut]
    would_apply: bool

    @classmethod
    def of(cls, moved: Moved, *, is_dry_run: bool) -> "JourneyMovedOut":
        """The wire shape of a step."""
        head: JourneyHead = moved.head
        return cls(
            code=head.code,
            status=head.status,
            live_version=head.live_version,
            draft_version=head.draft_version,
            next_run_at=head.next_run_at,
            is_new=moved.is_new,
            moved_count=moved.moved_count,
            inside=[FateOut.of(one) for one in moved.fates],
            would_apply=is_dry_run,
        )


class JourneyVersionOut(Out):
    """One version as it was saved."""

    version: int
    definition: dict[str, Any]
    actor: str
    recorded_at: datetime

    @classmethod
    def of(cls, version: JourneyVersion) -> "JourneyVersionOut":
        """The wire shape of a version."""
        return cls(version=version.version, definition=dict(version.definition), actor=version.actor, recorded_at=version.recorded_at)


class JourneyVersionsOut(Out):
    """The versions of a journey, newest first."""

    items: list[JourneyVersionOut]


class JourneyMoveOut(Out):
    """A step of a journey's life, and who took it."""

    from_status: str
    to_status: str
    version: int | None
    inside: str | None
    node_map: dict[str, str] | None
    moved_count: int
    actor: str
    reason: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, move: JourneyMove) -> "JourneyMoveOut":
        """The wire shape of a step."""
        return cls(
            from_status=move.from_status,
            to_status=move.to_status,
            version=move.version,
            inside=move.inside,
            node_map=None if move.node_map is None else dict(move.node_map),
            moved_count=move.moved_count,
            actor=move.actor,
            reason=move.reason,
            recorded_at=move.recorded_at,
        )


class JourneyMovesOut(Out):
    """The steps of a journey's life, newest first."""

    items: list[JourneyMoveOut]


class NodeCountsOut(Out):
    """How many came to a node, left it by each branch, and stand there now."""

    version: int
    node_id: str
    entered_count: int
    inside_count: int
    branches: dict[str, int] = Field(description="By branch; beside a node's own: `end`, `goal`, `stopped`, `migrated`, `failed`.")
    points: int = Field(description="Points that were given there.")

    @classmethod
    def of(cls, counts: NodeCounts) -> "NodeCountsOut":
        """The wire shape of counts."""
        return cls(
            version=counts.version,
            node_id=counts.node_id,
            entered_count=counts.entered_count,
            inside_count=counts.inside_count,
            branches=dict(counts.branches),
            points=counts.points,
        )


class JourneyCountsOut(Out):
    """The counts of every node where somebody came, as they stand now."""

    items: list[NodeCountsOut]


class EnrollmentOut(Out):
    """A member's way through a journey."""

    id: str
    journey_code: str
    version: int
    node_id: str
    visit_count: int
    is_waiting: bool
    awaits: str | None = Field(description="The event that is waited for; `segment.entered:<code>` for a segment.")
    due_at: datetime | None = Field(description="When it goes on by itself; null: nothing but an event moves it, or it is over.")
    outcome: str = Field(description="INSIDE, COMPLETED, GOAL, STOPPED or FAILED.")
    started_at: datetime
    moved_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, one: EnrollmentOfMember) -> "EnrollmentOut":
        """The wire shape of a way."""
        return cls(
            id=show_id(ENROLLMENT_ID_PREFIX, one.id),
            journey_code=one.journey_code,
            version=one.version,
            node_id=one.node_id,
            visit_count=one.visit,
            is_waiting=one.is_waiting,
            awaits=one.awaits,
            due_at=one.due_at,
            outcome=one.outcome,
            started_at=one.started_at,
            moved_at=one.moved_at,
            ended_at=one.ended_at,
        )


class StepOut(Out):
    """One visit of a node that is over."""

    visit: int
    version: int
    node_id: str
    branch: str
    facts: dict[str, Any]
    entered_at: datetime
    left_at: datetime

    @classmethod
    def of(cls, step: PastStep) -> "StepOut":
        """The wire shape of a step."""
        return cls(
            visit=step.visit,
            version=step.version,
            node_id=step.node_id,
            branch=step.branch,
            facts=plain(step.facts),
            entered_at=step.entered_at,
            left_at=step.left_at,
        )


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON."""
    return dict(facts)
