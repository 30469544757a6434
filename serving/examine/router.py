"""`POST /v1/examine/earn`: what an event would earn, and of every rule why or why not. Nothing is written."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.ledger import AmountInvalid, CurrencyMismatch, EventInFuture, Examined, examine
from loyalty.ledger.errors import AttributesInvalid, LinesInvalid, ProgramNotActive, ReferenceAlreadyPosted
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.programs.awards import RuleVerdict
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.inputs import AmountOrZero, CurrencyCode, In, Instant, JsonObject, Reference
from serving.http.outputs import Out
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import ProgramCode
from serving.transactions.schemas import LINES_MAX, EarnIn, GrantOut, LineIn, MemberId, TransactionOut, Trigger

router = APIRouter(prefix="/v1/examine", tags=["Transactions"], route_class=GuardedRoute)


class ExamineEarnIn(In):
    """An event as it would be posted."""

    member_id: MemberId
    spend_minor: AmountOrZero = Field(default=0, description="What would be paid, in minor units.")
    currency_code: CurrencyCode = Field(examples=["USD"])
    order_id: Reference = Field(default="examined", description="The reference it would have; one that is posted already is refused.")
    event_time: Instant | None = None
    trigger: Trigger = "purchase"
    lines: list[LineIn] = Field(default_factory=list, max_length=LINES_MAX)
    attributes: JsonObject = Field(default_factory=dict)


class ClauseOut(Out):
    """The first clause of a rule's condition that failed."""

    path: str = Field(description="Where it stands in the condition.")
    text: str
    values: dict[str, Any] = Field(description="The facts that it read.")


class VerdictOut(Out):
    """What one rule says to the event."""

    rule_code: str
    is_fired: bool = Field(description="Trigger, time frame and condition are met.")
    reason_code: str | None = Field(description="Why it awards nothing or less: TRIGGER_OTHER, TIMEFRAME_OUTSIDE, CONDITION_FALSE, …")
    clause: ClauseOut | None
    points_before_caps: int
    points: int

    @classmethod
    def of(cls, verdict: RuleVerdict) -> "VerdictOut":
        """The wire shape of a verdict."""
        failed = verdict.clause
        clause = ClauseOut(path=failed.path, text=failed.text, values=dict(failed.values)) if failed else None
        return cls(
            rule_code=verdict.rule_code,
            is_fired=verdict.is_fired,
            reason_code=verdict.reason_code,
            clause=clause,
            points_before_caps=verdict.points_before_caps,
            points=verdict.points,
        )


class ExaminedOut(Out):
    """What an event would earn, and why not more."""

    points: int = Field(description="Into the first wallet that points would go to.")
    available_points: int = Field(description="What the member could spend afterwards.")
    grants: list[GrantOut]
    rule_revision: int | None = Field(description="The revision in force at the event's time.")
    verdicts: list[VerdictOut]

    @classmethod
    def of(cls, examined: Examined) -> "ExaminedOut":
        """The wire shape of an examination that nothing refused."""
        assert not isinstance(examined.result, LoyaltyError)  # noqa: S101 - raised before
        told = TransactionOut.of(examined.result)
        return cls(
            points=told.points,
            available_points=told.available_points,
            grants=told.grants,
            rule_revision=examined.rating.revision.revision if examined.rating else None,
            verdicts=[VerdictOut.of(verdict) for verdict in examined.rating.verdicts] if examined.rating else [],
        )


@router.post(
    "/earn",
    responses=refusals(
        Malformed, MemberUnknown, MemberInactive, ProgramNotActive, ReferenceAlreadyPosted, AmountInvalid, CurrencyMismatch, EventInFuture,
        LinesInvalid, AttributesInvalid,
    ),
    summary="Examine what an event would earn",
)  # fmt: skip
def examine_earn(
    *,
    caller: Annotated[Caller, requires("ledger.read")],
    request: Request,
    body: ExamineEarnIn,
    work: Work,
    clock: BusinessClock,
    program_code: ProgramCode = None,
) -> ExaminedOut:
    """What this purchase or event would earn now: which rules fire, which do not and on which clause, what caps leave. It is refused
    exactly as the posting would be."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)
    fields = body.model_dump(exclude={"lines"})
    earning = EarnIn.model_construct(type="EARN", source=None, lines=body.lines, **fields)
    examined = examine([earning.earn(member.id, actor=caller.name, key="examine")], within=work, clock=clock)[0]
    if isinstance(examined.result, LoyaltyError):
        raise examined.result
    return ExaminedOut.of(examined)
