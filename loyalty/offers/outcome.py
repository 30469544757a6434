"""What became of an offer: shown, accepted, rejected, redeemed. The decision is pure; SQL is in `store_outcomes.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ids import show_id
from loyalty.offers import store_outcomes
from loyalty.offers.errors import OfferAnswered, OfferLapsed, OfferOutOfStock, OfferUnknown, OutcomeInFuture
from loyalty.offers.model import OFFER_ID_PREFIX, Decision
from loyalty.offers.reserving import release_offers


class OutcomeCode(StrEnum):
    """What can become of an offer. SHOWN may happen often, the others once; REDEEMED says ACCEPTED where nobody said it before."""

    SHOWN = "SHOWN"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    REDEEMED = "REDEEMED"


TAKING = (OutcomeCode.ACCEPTED, OutcomeCode.REDEEMED)


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """A channel tells what became of an offer; `occurred_at` None means now."""

    offer_id: UUID
    outcome_code: OutcomeCode
    occurred_at: datetime | None = None
    channel: str | None = None
    reason: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The offer as it stands after the outcome; a repetition of an answer changes nothing."""

    decision: Decision
    outcome_code: OutcomeCode
    occurred_at: datetime
    is_duplicate: bool
    has_run_out: bool = False
    """This was the last of it: nobody is offered it any more."""


def record_outcomes(
    commands: Sequence[RecordOutcome], *, within: Work, clock: Clock, today: date, dry_run: bool = False
) -> list[Recorded | LoyaltyError]:
    """Each outcome is a fact of its offer, and the offer stands accordingly; refusals touch nobody else. In the order given.

    Refusals, in this order: `OfferUnknown`, `OutcomeInFuture`, `OfferAnswered` (another answer stands), `OfferLapsed` (accepted or redeemed
    after its last day), `OfferOutOfStock`. What was accepted in time may be redeemed although the stock is gone by now.

    Args:
        commands: what was heard.
        within: the transaction.
        clock: the business clock.
        today: the business day.
        dry_run: check and refuse alike, store nothing.
    """
    now = clock.now()
    standing = store_outcomes.lock_decisions(sorted({command.offer_id for command in commands}), within)
    stock = store_outcomes.lock_stock(standing, within) if _takes(commands) else {}
    at_first = dict(stock)
    outcomes: list[Recorded | LoyaltyError] = []
    for command in commands:
        outcome = decide(command, standing, stock, now=now, today=today)
        outcomes.append(outcome)
        if isinstance(outcome, Recorded) and not outcome.is_duplicate:
            before = standing[command.offer_id]
            standing[command.offer_id] = outcome.decision
            if outcome.decision.answer_code == "ACCEPTED" and before.answer_code is None and before.offer_code in stock:
                stock[before.offer_code] -= 1
    new = [(c, o) for c, o in zip(commands, outcomes, strict=True) if isinstance(o, Recorded) and not o.is_duplicate]
    if new and not dry_run:
        store_outcomes.append([(c.channel, c.reason, c.actor, o.outcome_code, o.occurred_at, o.decision) for c, o in new], now, within)
        store_outcomes.take_stock({code: at_first[code] - left for code, left in stock.items() if left != at_first[code]}, within)
        release_offers([o.decision.offer_id for _, o in new if o.decision.answer_code is not None], within=within)
        if any(o.has_run_out for _, o in new):
            store_outcomes.renew_shelf(within)
    return outcomes


def decide(
    command: RecordOutcome, standing: Mapping[UUID, Decision], stock: Mapping[str, int], *, now: datetime, today: date
) -> Recorded | LoyaltyError:
    """What one outcome makes of its offer. `stock`: units left, of offers that have a stock."""
    found = standing.get(command.offer_id)
    shown_id = show_id(OFFER_ID_PREFIX, command.offer_id)
    if found is None:
        return OfferUnknown(f"No offer has the id '{shown_id}'.", offer_id=shown_id)
    at, code = command.occurred_at or now, command.outcome_code
    if at > now:
        return OutcomeInFuture("An outcome cannot lie in the future.", occurred_at=at.isoformat(), now=now.isoformat())
    if code is OutcomeCode.SHOWN:
        return Recorded(found.shown(at), code, at, is_duplicate=False)
    if _says_it_again(found, code):
        return Recorded(found, code, at, is_duplicate=True)
    refusal = _against(found, code, shown_id, stock, today)
    if refusal is not None:
        return refusal
    after = found.answered(code, at)
    takes_last = found.answer_code is None and after.answer_code == "ACCEPTED" and stock.get(found.offer_code) == 1
    return Recorded(after, code, at, is_duplicate=False, has_run_out=takes_last)


def _says_it_again(found: Decision, code: OutcomeCode) -> bool:
    return found.redeemed_at is not None if code is OutcomeCode.REDEEMED else found.answer_code == code


def _against(found: Decision, code: OutcomeCode, shown_id: str, stock: Mapping[str, int], today: date) -> LoyaltyError | None:
    if found.answer_code is not None and (code is OutcomeCode.REJECTED or found.answer_code == OutcomeCode.REJECTED):
        return OfferAnswered(
            f"The offer was {found.answer_code.lower()} already.", offer_id=shown_id, answer_code=found.answer_code, outcome=code.value
        )
    if code in TAKING and found.ends_on is not None and found.ends_on < today:
        return OfferLapsed(
            f"The offer held until {found.ends_on}.", offer_id=shown_id, ends_on=found.ends_on.isoformat(), today=today.isoformat()
        )
    if code in TAKING and found.answer_code is None and stock.get(found.offer_code, 1) <= 0:
        return OfferOutOfStock("Others took all there was of this offer.", offer_id=shown_id, offer_code=found.offer_code)
    return None


def _takes(commands: Sequence[RecordOutcome]) -> bool:
    return any(command.outcome_code in TAKING for command in commands)
