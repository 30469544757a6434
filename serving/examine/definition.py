"""`POST /v1/examine/definition`: what a basket would earn by a program that is not saved. Not here: by what is in force (router)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from loyalty.access import Caller
from loyalty.programs import ProgramDefinitionInvalid, program_from_json, try_out
from loyalty.programs.awards import Award, EarningEvent, MemberFacts, Rating
from serving.examine.router import VerdictOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import OptionalKey
from serving.http.inputs import AmountOrZero, DryRun, In, Instant, JsonObject
from serving.http.outputs import Out
from serving.http.work import BusinessClock
from serving.programs.definition_schemas import EXAMPLE
from serving.transactions.schemas import LINES_MAX, LineIn, Trigger

router = APIRouter(prefix="/v1/examine", tags=["Program"], route_class=GuardedRoute)

Code = Annotated[str, Field(strict=True, min_length=1, max_length=64)]


class PersonIn(In):
    """Somebody imagined, as far as rules may ask."""

    tier_code: Code | None = Field(default=None, description="A tier of the definition; null: the lowest one.")
    joined_at: Instant | None = None
    segments: Annotated[list[Code], Field(max_length=200)] = Field(default_factory=list)
    features: JsonObject = Field(default_factory=dict, description="By the names of the feature catalogue.")


class ExamineDefinitionIn(In):
    """A program as it would be, a basket, and who would buy it."""

    definition: JsonObject = Field(description="The whole program.", examples=[EXAMPLE])
    trigger: Trigger = "purchase"
    spend_minor: AmountOrZero = Field(default=0, description="What would be paid, in minor units; with lines, what they come to together.")
    lines: list[LineIn] = Field(default_factory=list, max_length=LINES_MAX)
    attributes: JsonObject = Field(default_factory=dict)
    event_time: Instant | None = Field(default=None, description="When it would happen; left out: now, by the business clock.")
    person: PersonIn = Field(default_factory=PersonIn)
    earned_points: AmountOrZero = Field(default=0, description="So many points each cap has given in its period already.")

    def event(self, currency_code: str, now: datetime) -> EarningEvent:
        """The event as rules are asked about it."""
        return EarningEvent(
            trigger=self.trigger,
            event_time=self.event_time or now,
            spend_minor=sum(line.amount_minor for line in self.lines) if self.lines else self.spend_minor,
            currency_code=currency_code,
            lines=tuple(line.line() for line in self.lines),
            attributes=self.attributes,
        )

    def somebody(self) -> MemberFacts:
        """Who would buy, as rules know people."""
        person = self.person
        return MemberFacts(person.tier_code, person.joined_at, frozenset(person.segments), person.features)


class AwardOut(Out):
    """Points that one rule would put into one wallet."""

    rule_code: str
    wallet_code: str
    points: int
    activates_at: datetime | None = Field(description="When they could be spent; null: at once, or with `activation_event`.")
    activation_event: str | None
    expires_at: datetime | None = Field(description="Null: never, not known yet, or by inactivity.")
    inactivity_days: int | None

    @classmethod
    def of(cls, award: Award) -> "AwardOut":
        """The wire shape of an award."""
        return cls(
            rule_code=award.rule_code,
            wallet_code=award.wallet_code,
            points=award.points,
            activates_at=award.activates_at,
            activation_event=award.activation_event,
            expires_at=award.expires_at,
            inactivity_days=award.inactivity_days,
        )


class TriedOut(Out):
    """What the basket would earn, and why not more."""

    points: int = Field(description="Into all wallets together.")
    awards: list[AwardOut]
    verdicts: list[VerdictOut]

    @classmethod
    def of(cls, rating: Rating) -> "TriedOut":
        """The wire shape of a rating."""
        return cls(
            points=sum(award.points for award in rating.awards),
            awards=[AwardOut.of(award) for award in rating.awards],
            verdicts=[VerdictOut.of(verdict) for verdict in rating.verdicts],
        )


@router.post(
    "/definition",
    responses=refusals(Malformed, ProgramDefinitionInvalid),
    summary="Examine what an event would earn by a definition",
)
def examine_definition(
    *,
    _: Annotated[Caller, requires("programs.read")],
    body: ExamineDefinitionIn,
    clock: BusinessClock,
    key: OptionalKey = None,  # noqa: ARG001 - every POST takes one; there is nothing to do twice here
    dry_run: DryRun = False,  # noqa: ARG001 - it never does more
) -> TriedOut:
    """Try a basket on a program before it is saved: which rules fire, which do not and on which clause, what caps leave, when points could
    be spent and when they lapse. Nobody's points and nobody's caps are touched or read."""
    program = program_from_json(body.definition, name="definition")
    event = body.event(program.currency_code, clock.now())
    return TriedOut.of(try_out(program, event, body.somebody(), earned_points=body.earned_points))
