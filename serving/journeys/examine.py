"""`/v1/examine/journey…`: a draft is judged, tried with a seed member, played over what happened. Nothing is stored here."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.journeys import (
    Heard,
    Journey,
    JourneyDefinitionInvalid,
    Problem,
    ReplayTooLarge,
    SpanInvalid,
    Tally,
    Trial,
    examine_journey,
    own_actions,
    replay_events,
    try_out_member,
)
from loyalty.journeys.problems import refuse
from loyalty.members import MemberUnknown
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.inputs import PLAIN_TEXT, In, Instant, JsonObject
from serving.http.outputs import Out
from serving.http.work import BusinessClock, Work, wiring_of
from serving.journeys.schemas import WELCOME, ProblemOut
from serving.members.references import ProgramCode

router = APIRouter(prefix="/v1/examine", tags=["Journeys"], route_class=GuardedRoute)

REPLAY_TIME = "set local statement_timeout = '60s'"
DRAFT = "draft"

MemberName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]
EventType = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_.]*$")]


class JourneyQuestion(In):
    """A journey that may be good or bad."""

    definition: JsonObject = Field(examples=[WELCOME])


class JourneyJudgedOut(Out):
    """What is wrong with a journey."""

    is_sound: bool = Field(description="It can be saved.")
    is_publishable: bool = Field(description="And everything it does can be done here.")
    problems: list[ProblemOut] = Field(description="What keeps it from being saved.")
    unavailable: list[ProblemOut] = Field(description="What keeps it from being published.")


class TrialEventIn(In):
    """Something that happens to the seed member during the trial."""

    type: EventType
    occurred_at: Instant
    data: JsonObject = Field(default_factory=dict)


class TrialIn(In):
    """A journey, a seed member, and how far the clock is turned."""

    definition: JsonObject = Field(examples=[WELCOME])
    member_id: MemberName = Field(description="The seed member's id (`mbr_…`) or external id.", examples=["1042"])
    until: Instant = Field(description="Where the clock stands in the end. Turn it further and ask again.")
    starts_at: Instant | None = Field(default=None, description="Where the clock stands at first; left out: now.")
    events: list[TrialEventIn] = Field(default=[], max_length=100)
    is_let_in: bool = Field(default=True, description="The member comes in at once; false: one of the events must let it in.")


class TrialStepOut(Out):
    """One visit of a node, and when the member left it."""

    at: datetime
    enrollment: int = Field(description="Which way of the member, counted from 1: a journey may let it in again.")
    node_id: str
    branch: str
    facts: dict[str, Any]
    action: dict[str, Any] | None = Field(description="What would be done.")


class TrialStandingOut(Out):
    """Where a way stands when the clock does."""

    enrollment: int
    node_id: str
    outcome: str
    is_waiting: bool
    due_at: datetime | None = Field(description="Turn the clock there to see it go on.")


class TrialOut(Out):
    """What the member lived through. Nothing was stored."""

    steps: list[TrialStepOut]
    standing: list[TrialStandingOut]
    clock_at: datetime
    was_cut: bool = Field(description="It went on beyond 5,000 steps and was ended.")

    @classmethod
    def of(cls, trial: Trial) -> "TrialOut":
        """The wire shape of a trial."""
        numbers: dict[UUID, int] = {one.id: place for place, (one, _) in enumerate(trial.standing, 1)}
        return cls(
            steps=[
                TrialStepOut(
                    at=one.at,
                    enrollment=numbers[one.enrollment_id],
                    node_id=one.step.node_id,
                    branch=str(one.step.branch),
                    facts=dict(one.step.facts),
                    action=None if one.action is None else dict(one.action),
                )
                for one in trial.played
            ],
            standing=[
                TrialStandingOut(
                    enrollment=numbers[one.id], node_id=one.node_id, outcome=outcome, is_waiting=one.is_waiting, due_at=one.due_at
                )
                for one, outcome in trial.standing
            ],
            clock_at=trial.ended_at,
            was_cut=trial.was_cut,
        )


class ReplayIn(In):
    """A journey, and the span of what happened."""

    definition: JsonObject = Field(examples=[WELCOME])
    since: Instant
    until: Instant


class ReplayedNodeOut(Out):
    """How many would have come to a node, and left it by each branch."""

    node_id: str
    entered_count: int
    branches: dict[str, int]


class ReplayOut(Out):
    """What the journey would have done. Nothing was stored. Members are judged by what is known of them now."""

    event_count: int = Field(description="Events of the types that it listens for.")
    member_count: int
    entered_count: int
    send_count: int
    points: int
    actions: dict[str, int] = Field(description="By kind of action.")
    outcomes: dict[str, int]
    nodes: list[ReplayedNodeOut]
    was_cut: bool = Field(description="It went on beyond 2,000,000 steps and was ended.")
    seconds: float

    @classmethod
    def of(cls, tally: Tally, journey: Journey, seconds: float) -> "ReplayOut":
        """The wire shape of a tally."""
        passed = tally.passages
        return cls(
            event_count=tally.event_count,
            member_count=tally.member_count,
            entered_count=tally.entered_count,
            send_count=tally.actions["SEND"],
            points=tally.points,
            actions=dict(tally.actions),
            outcomes=dict(tally.outcomes),
            nodes=[
                ReplayedNodeOut(
                    node_id=node_id,
                    entered_count=passed[node_id, ""],
                    branches={branch: count for (other, branch), count in passed.items() if other == node_id and branch},
                )
                for node_id in journey.nodes
            ],
            was_cut=tally.was_cut,
            seconds=round(seconds, 3),
        )


_TRYING = (Malformed, JourneyDefinitionInvalid, SpanInvalid)


@router.post("/journey", responses=refusals(Malformed), summary="Judge a journey")
def judge(_: Annotated[Caller, requires("journeys.read")], request: Request, body: JourneyQuestion, work: Work) -> JourneyJudgedOut:
    """Everything that is wrong with a journey, each time with its node; nothing is stored."""
    _journey, problems, missing = examine_journey(
        DRAFT, body.definition, catalogue=wiring_of(request).catalogue, actions=own_actions(), within=work
    )
    return JourneyJudgedOut(
        is_sound=not problems, is_publishable=not problems and not missing, problems=_shown(problems), unavailable=_shown(missing)
    )


@router.post("/journey-trial", responses=refusals(*_TRYING, MemberUnknown), summary="Try a journey with a seed member")
def try_journey_out(
    *,
    _: Annotated[Caller, requires("journeys.read")],
    request: Request,
    body: TrialIn,
    work: Work,
    clock: BusinessClock,
    program_code: ProgramCode = None,
) -> TrialOut:
    """A seed member goes through the journey while the clock is turned to `until`, hearing the events at their times. Decided as it is
    live; nothing is stored, nothing is done. Turn the clock further and ask again: the same comes out, and what follows."""
    journey = _sound(body.definition, request, work)
    member = wiring_of(request).directory.member(body.member_id, work, program_code)
    events = [Heard(f"trial-{place}", one.type, member.id, one.occurred_at, one.data) for place, one in enumerate(body.events)]
    starts_at = body.starts_at or clock.now()
    trial = try_out_member(journey, member.id, events, starts_at=starts_at, until=body.until, enters=body.is_let_in, within=work)
    return TrialOut.of(trial)


@router.post("/journey-replay", responses=refusals(*_TRYING, ReplayTooLarge), summary="Play a journey over what happened")
def replay_journey(
    _: Annotated[Caller, requires("journeys.read")], request: Request, body: ReplayIn, work: Work, clock: BusinessClock
) -> ReplayOut:
    """What the journey would have done with the events of the span (at most 92 days, 200,000 events): counts by node, sends, points."""
    journey = _sound(body.definition, request, work)
    work.exec_driver_sql(REPLAY_TIME)
    started = time.perf_counter()
    tally = replay_events(journey, since=body.since, until=body.until, within=work, clock=clock)
    return ReplayOut.of(tally, journey, time.perf_counter() - started)


def _sound(definition: dict[str, object], request: Request, work: Work) -> Journey:
    """The journey, where it can be played.

    Raises:
        JourneyDefinitionInvalid: it is not sound.
    """
    journey, problems, _ = examine_journey(DRAFT, definition, catalogue=wiring_of(request).catalogue, actions=own_actions(), within=work)
    if journey is None or problems:
        refuse(DRAFT, problems)
    return journey


def _shown(problems: Sequence[Problem]) -> list[ProblemOut]:
    return [ProblemOut(**asdict(one)) for one in problems]
