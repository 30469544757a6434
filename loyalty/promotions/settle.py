"""The door for ledger commands that may end orders or bring promotions: all of it together, in one transaction.

What promotions gave for an order comes back with it, and a purchase that asks for promotions or vouchers has them or is not posted.
Not here: posting (`loyalty.ledger`), applying promotions and giving them back by hand (apply), what a purchase asks for (purchase).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.round_trip import round_trip, send
from loyalty.errors import LoyaltyError
from loyalty.ledger import Command, Posted, ReturnOrder, ReversePosting, post
from loyalty.ledger import store as ledger_store
from loyalty.ledger.journal import Journal
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.segments import Others, others_touched, touches
from loyalty.ledger.validate import shape_refusal
from loyalty.promotions import bonus, purchase, store
from loyalty.promotions.apply import give_back
from loyalty.promotions.model import EarnWithPromotions, Purchased
from loyalty.promotions.purchase import Till, VoucherCounter
from loyalty.promotions.store import WHOLE, KnownOrder, OrderKey

Ending = dict[int, OrderKey]
"""By place in the batch: the order that a command returns or reverses, if promotions stand for it."""

Act = Command | EarnWithPromotions
Outcome = Posted | Purchased | LoyaltyError
Results = list[Posted | LoyaltyError]

MORE_THAN_POSTING = ReturnOrder | ReversePosting | EarnWithPromotions


class Counter(NamedTuple):
    """What a batch is worked through with."""

    ending: Ending
    till: Till
    vouchers: VoucherCounter | None
    within: Work
    clock: Clock


def post_with_promotions(
    commands: Sequence[Act], *, within: Work, clock: Clock, dry_run: bool = False, vouchers: VoucherCounter | None = None
) -> list[Outcome]:
    """Every command is posted or refused as `loyalty.ledger.post` does it, with its promotions.

    Of a return as much comes back as of the order's spend so far, rounded down: bonus points under the program's return policy, and
    budgets. When the whole order is back (or was reversed), so is everything, the use and its count too. `available_points` says what
    is left after that. It refuses nothing that `post` does not.

    A purchase with promotions (`EarnWithPromotions`) is what `post`, `apply_promotions` and `redeem_vouchers` would do one after the
    other, but all or nothing. A promotion or voucher that does not apply is told beside the posting, unless the purchase must have it.
    Members are judged as they stand before the batch. A batch of neither kind is `post` and nothing else. `vouchers`: needed where
    purchases name vouchers.

    Call it once per transaction: it locks accounts in id order, promotions in code order, vouchers, then what `post` locks.

    In the list: the refusals of `post`; for a purchase with promotions then those of `apply_promotions`, `VoucherAttemptsExceeded` and
    `PromotionsNotApplied`.
    """
    if not any(isinstance(command, MORE_THAN_POSTING) for command in commands):
        return list(post(_acts(commands), within=within, clock=clock, dry_run=dry_run))
    if not dry_run:
        return _post_and_settle(commands, vouchers, within, clock)
    round_trip([("savepoint before_the_return", {})], within)
    written = _post_and_settle(commands, vouchers, within, clock)
    round_trip([("rollback to savepoint before_the_return", {})], within)
    return _rehearsed(written, within)


def _acts(commands: Sequence[Act]) -> list[Command]:
    return [command.earn if isinstance(command, EarnWithPromotions) else command for command in commands]


def _post_and_settle(commands: Sequence[Act], vouchers: VoucherCounter | None, within: Work, clock: Clock) -> list[Outcome]:
    acts = _acts(commands)
    sound = [command for command in acts if shape_refusal(command) is None]
    purchases = [one for one in commands if isinstance(one, EarnWithPromotions) and shape_refusal(one.earn) is None]
    others = others_touched(sound, within)
    members = {member_id for command in sound for member_id in touches(command, others)}
    store.lock_accounts(members, within)
    ending, known = _ending(acts, sound, {(one.earn.member_id, one.earn.order_id) for one in purchases}, within)
    till = purchase.prepare(purchases, clock.now(), within) if purchases else purchase.NOTHING
    coming_back = {(use.program_code, use.promotion_code) for key in ending.values() if key in known for use in known[key].uses}
    store.lock_promotions(coming_back | till.ready.keys, within)
    purchase.lock(purchases, till, vouchers, within)
    parts = _parts(commands, ending, others)
    counter = Counter(ending, till, vouchers, within, clock)
    if len(parts) > 1:
        # A later part locks nothing that this one could be waited for with.
        ledger_store.lock_members(members, within)
    return [outcome for part in parts for outcome in _do(commands, part, members, counter)]


def _do(commands: Sequence[Act], part: slice, members: Collection[UUID], counter: Counter) -> list[Outcome]:
    """One part of the batch. If one of its purchases must not stand, all of it is taken back and done one by one."""
    mine, within, clock = commands[part], counter.within, counter.clock
    ending = {place - part.start: key for place, key in counter.ending.items()}
    has_purchases = any(isinstance(command, EarnWithPromotions) for command in mine)
    if has_purchases:
        send(("savepoint before_the_purchases", {}), within)
    posted = post(_acts(mine), within=within, clock=clock)
    told: list[Outcome] = list(_settle(_acts(mine), posted, ending, within, clock))
    if not has_purchases:
        return told
    done = {
        place: (command, result)
        for place, (command, result) in enumerate(zip(mine, told, strict=True))
        if isinstance(command, EarnWithPromotions) and isinstance(result, Posted)
    }
    outcomes = dict(zip(done, purchase.promote(list(done.values()), counter.till, counter.vouchers, within, clock), strict=True))
    if not any(isinstance(outcome, LoyaltyError) for outcome in outcomes.values()):
        send(("release savepoint before_the_purchases", {}), within)
        return [outcomes.get(place, result) for place, result in enumerate(told)]
    send(("rollback to savepoint before_the_purchases", {}), within)
    send(("release savepoint before_the_purchases", {}), within)
    if len(mine) == 1:
        return [outcomes[0]]
    ledger_store.lock_members(members, within)
    places = range(part.start, part.start + len(mine))
    return [outcome for place in places for outcome in _do(commands, slice(place, place + 1), members, counter)]


def _ending(
    commands: Sequence[Command], sound: Sequence[Command], coming: Collection[OrderKey], within: Work
) -> tuple[Ending, dict[OrderKey, KnownOrder]]:
    """Known under the accounts' locks, with the orders `coming` to have promotions in this batch; and the promotions that stand."""
    reversed_ids = [(command.member_id, command.posting_id) for command in sound if isinstance(command, ReversePosting)]
    reversed_orders = store.orders_of_postings(reversed_ids, within)
    keys: Ending = {}
    for place, command in enumerate(commands):
        if isinstance(command, ReturnOrder) and shape_refusal(command) is None:
            keys[place] = (command.member_id, command.order_id)
        elif isinstance(command, ReversePosting) and command.posting_id in reversed_orders:
            keys[place] = reversed_orders[command.posting_id]
    known = store.load_orders(set(keys.values()), within)
    standing = {key for key, order in known.items() if order.returned_at is None} | set(coming)
    return {place: key for place, key in keys.items() if key in standing}, known


def _parts(commands: Sequence[Act], ending: Ending, others: Others) -> list[slice]:
    """The batch in parts: what a member does after an order came, or came back, with promotions finds them settled.

    A purchase that must have what it names is a part of its own, so that only it is taken back.
    """
    parts: list[slice] = []
    start, settled, is_alone = 0, set[UUID](), False
    for place, (command, act) in enumerate(zip(commands, _acts(commands), strict=True)):
        must_apply = isinstance(command, EarnWithPromotions) and command.must_apply
        if place > start and (is_alone or must_apply or touches(act, others) & settled):
            parts.append(slice(start, place))
            start, settled = place, set()
        is_alone = must_apply
        if place in ending or isinstance(command, EarnWithPromotions):
            settled.add(act.member_id)
    return [*parts, slice(start, len(commands))]


def _settle(commands: Sequence[Command], results: Results, ending: Ending, within: Work, clock: Clock) -> Results:
    """The results, with what is left once the promotions of every order that came back are given back as far as it did."""
    fresh: dict[int, tuple[OrderKey, Posted]] = {}
    for place, result in enumerate(results):
        if place in ending and isinstance(result, Posted) and not result.is_duplicate:
            fresh[place] = (ending[place], result)
    if not fresh:
        return results
    keys = {key for key, _ in fresh.values()}
    orders, came_back = store.load_orders(keys, within), store.load_returns(keys, within)
    fresh = {place: (key, result) for place, (key, result) in fresh.items() if key in orders and orders[key].returned_at is None}
    if not fresh:
        return results
    journal = Journal(clock.now())
    references = {(key[0], ReferenceKind.PROMOTION_RETURN, _under(result).reference) for key, result in fresh.values()}
    state = ledger_store.load(references, {member_id for member_id, _ in keys}, journal.recorded_at, within, lock=True)
    standing = [use for order in orders.values() for use in order.uses]
    books = bonus.Books(state, journal, bonus.lots_of(standing, state, within))
    usage = store.load_usage([], [], within)
    settled: dict[OrderKey, None] = {}
    told = list(results)
    for place, (key, result) in fresh.items():
        command = commands[place]
        back = WHOLE if isinstance(command, ReversePosting) else came_back.get(key)
        if back is None:
            continue
        give_back(command, orders[key], back, books, under=_under(result), usage=usage)
        if back.is_whole:
            orders[key].returned_at = journal.recorded_at
        settled[key] = None
        assert result.account_id is not None  # noqa: S101 (what is posted has an account)
        told[place] = replace(result, available_points=state.account_by_id(result.account_id).available_points)
    ledger_store.append(journal, within)
    whole = [key for key in settled if orders[key].returned_at is not None]
    store.return_uses([use for key in settled for use in orders[key].uses], whole, journal.recorded_at, within)
    store.count_uses(usage, within)
    return told


def _under(result: Posted) -> bonus.Under:
    """The posting that it belongs to: a reference that nothing else has."""
    assert result.posting_id is not None  # noqa: S101 (it was posted)
    return bonus.Under(result.posting_id.hex, result.transaction_id)


def _rehearsed(results: Sequence[Outcome], within: Work) -> list[Outcome]:
    """The results of what was taken back: what would be stored has no id yet; what is stored already keeps its own."""
    postings = [_posting(one) for one in results]
    ids = [
        (one.account_id, one_id)
        for one in postings
        if one is not None and one.account_id is not None
        for one_id in (one.posting_id, one.lot_id, one.hold_id)
        if one_id is not None
    ]
    stored = store.stored_ids(ids, within)
    told: list[Outcome] = []
    for one, posting in zip(results, postings, strict=True):
        if isinstance(one, Purchased):
            told.append(purchase.rehearsed(one, _taken_back(one.posted, stored)))
        else:
            told.append(one if posting is None else _taken_back(posting, stored))
    return told


def _posting(outcome: Outcome) -> Posted | None:
    if isinstance(outcome, Purchased):
        return outcome.posted
    return None if isinstance(outcome, LoyaltyError) else outcome


def _taken_back(one: Posted, stored: Collection[UUID]) -> Posted:
    return replace(
        one,
        posting_id=one.posting_id if one.posting_id in stored else None,
        transaction_id=one.transaction_id if one.posting_id in stored else None,
        lot_id=one.lot_id if one.lot_id in stored else None,
        hold_id=one.hold_id if one.hold_id in stored else None,
        is_dry_run=True,
    )
