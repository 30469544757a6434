"""What a purchase asks for beside its points: promotions applied and vouchers used for it, once it is posted.

Not here: posting it and taking all of it back together (settle), applying promotions (apply), judging vouchers (`loyalty.vouchers`).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ledger import Posted
from loyalty.ledger import store as ledger_store
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.state import LedgerState
from loyalty.programs.rating import EarningEvent
from loyalty.promotions.apply import Ready, apply_promotions, ready_for
from loyalty.promotions.errors import PromotionsNotApplied
from loyalty.promotions.model import ApplyPromotions, EarnWithPromotions, Purchased
from loyalty.vouchers import (
    Attempts,
    RedeemVoucher,
    VoucherAttemptsExceeded,
    VoucherNotRedeemable,
    VoucherSafe,
    VoucherUsed,
    lock_vouchers,
    redeem_vouchers,
)

VoucherOutcome = VoucherUsed | LoyaltyError


class VoucherCounter(NamedTuple):
    """Where vouchers are used: the key that finds them, and who counts the codes that do not work. `begin` opens a transaction."""

    safe: Callable[[], VoucherSafe]
    attempts: Attempts
    begin: Callable[[], AbstractContextManager[Work]]


class Till(NamedTuple):
    """Who and what the purchases of a batch are judged by, as it was before the batch; all of it locked."""

    ready: Ready
    program_of: Mapping[object, str]


NOTHING = Till(Ready({}, {}, frozenset(), {}, frozenset()), {})
"""Where there is no purchase with promotions."""


def prepare(purchases: Sequence[EarnWithPromotions], now: datetime, within: Work) -> Till:
    """What the purchases are judged by; the accounts are locked already, the promotions are to be locked next (`ready.keys`).

    Members are judged as they stand before the batch: a tier that the very purchase opens counts from the next one on.
    """
    asked = [_application(purchase, now) for purchase in purchases]
    references = {(command.member_id, ReferenceKind.PROMOTION, command.order_id) for command in asked}
    ledger: LedgerState = ledger_store.load(references, (), now, within, lock=False)
    ready = ready_for([command for command in asked if command.codes != ()], ledger, now, within)
    return Till(ready, {member_id: account.program_code for member_id, account in ledger.accounts.items()})


def lock(purchases: Sequence[EarnWithPromotions], till: Till, counter: VoucherCounter | None, within: Work) -> None:
    """The vouchers that the purchases name are ours until the transaction ends; after the promotions."""
    commands = [command for purchase in purchases for command in _uses(purchase, till)]
    if commands:
        lock_vouchers(commands, safe=_safe(counter), within=within)


def promote(
    purchases: Sequence[tuple[EarnWithPromotions, Posted]], till: Till, counter: VoucherCounter | None, within: Work, clock: Clock
) -> list[Purchased | LoyaltyError]:
    """Every purchase that was posted has its promotions and vouchers, or must not stand: then the refusal says why."""
    asked = [purchase for purchase, _ in purchases if purchase.codes != ()]
    commands = [_application(purchase, clock.now()) for purchase in asked]
    applied = iter(apply_promotions(commands, within=within, clock=clock, ready=till.ready) if commands else ())
    told: list[Purchased | LoyaltyError] = []
    for purchase, posted in purchases:
        result = next(applied) if purchase.codes != () else None
        if isinstance(result, LoyaltyError):
            told.append(result)
            continue
        vouchers = _used(purchase, till, counter, within, clock) if purchase.voucher_codes else ()
        available = posted.available_points if result is None else result.available_points
        assert available is not None  # noqa: S101 (what was applied says what is left)
        told.append(_unless_missing(purchase, Purchased(replace(posted, available_points=available), result, vouchers)))
    return told


def rehearsed(purchased: Purchased, posted: Posted) -> Purchased:
    """The result of a purchase that was taken back, with its posting as it may be told."""
    applied = purchased.applied
    return Purchased(
        posted,
        replace(applied, is_dry_run=True) if applied is not None else None,
        tuple(replace(one, is_dry_run=True) if isinstance(one, VoucherUsed) else one for one in purchased.vouchers),
    )


def _application(purchase: EarnWithPromotions, now: datetime) -> ApplyPromotions:
    earn = purchase.earn
    event = EarningEvent(
        trigger=earn.trigger,
        event_time=earn.event_time or now,
        spend_minor=earn.spend_minor,
        currency_code=earn.currency_code,
        lines=earn.lines,
        attributes=earn.attributes,
    )
    return ApplyPromotions(earn.member_id, earn.order_id, event, earn.source, earn.actor, earn.idempotency_key, purchase.codes)


def _uses(purchase: EarnWithPromotions, till: Till) -> list[RedeemVoucher]:
    """The first voucher of an order is used under the order's id, each further one under that and its place."""
    earn = purchase.earn
    program_code = till.program_of.get(earn.member_id)
    if program_code is None:
        return []
    return [
        RedeemVoucher(earn.member_id, program_code, code, earn.order_id if place == 1 else f"{earn.order_id}#{place}", earn.actor)
        for place, code in enumerate(purchase.voucher_codes, start=1)
    ]


def _used(
    purchase: EarnWithPromotions, till: Till, counter: VoucherCounter | None, within: Work, clock: Clock
) -> tuple[VoucherOutcome, ...]:
    """One code after the other: each is an attempt, and whoever has none left is not told about the next."""
    assert counter is not None, "vouchers are used where there is a counter"  # noqa: S101 (our own bug)
    scopes = counter.attempts.scopes(purchase.caller_id, purchase.earn.member_id.hex)
    told: list[VoucherOutcome] = []
    for command in _uses(purchase, till):
        try:
            counter.attempts.take_apart(scopes, counter.begin)
        except VoucherAttemptsExceeded as refusal:
            told.append(refusal)
            continue
        (outcome,) = redeem_vouchers([command], safe=_safe(counter), within=within, clock=clock)
        if not isinstance(outcome, VoucherNotRedeemable):
            counter.attempts.give_back_apart(scopes, counter.begin)
        told.append(outcome)
    return tuple(told)


def _unless_missing(purchase: EarnWithPromotions, purchased: Purchased) -> Purchased | LoyaltyError:
    """The purchase, or why it must not stand without what it names."""
    if not purchase.must_apply:
        return purchased
    exceeded = next((one for one in purchased.vouchers if isinstance(one, VoucherAttemptsExceeded)), None)
    if exceeded is not None:
        return exceeded
    given = {use.promotion_code for use in purchased.applied.uses} if purchased.applied is not None else set()
    reasons = {one.promotion_code: one.refusals for one in purchased.applied.considered} if purchased.applied is not None else {}
    promotions = [
        {"promotion_code": code[:80], "reasons": [reason.code for reason in reasons.get(code, ())]}
        for code in dict.fromkeys(purchase.codes or ())
        if code not in given
    ]
    vouchers = [{"index": place, "code": one.code} for place, one in enumerate(purchased.vouchers) if isinstance(one, LoyaltyError)]
    if not promotions and not vouchers:
        return purchased
    return PromotionsNotApplied(
        "A promotion or voucher that the purchase must have does not apply; nothing was posted.", promotions=promotions, vouchers=vouchers
    )


def _safe(counter: VoucherCounter | None) -> VoucherSafe:
    assert counter is not None, "vouchers are used where there is a counter"  # noqa: S101 (our own bug)
    return counter.safe()
