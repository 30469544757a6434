"""The door for ledger commands that may end orders: what promotions gave for an order comes back with it, in the same transaction.

Not here: posting (`loyalty.ledger`), applying promotions and giving them back by hand (apply).
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.round_trip import round_trip
from loyalty.errors import LoyaltyError
from loyalty.ledger import Command, Posted, ReturnOrder, ReversePosting, post
from loyalty.ledger import store as ledger_store
from loyalty.ledger.journal import Journal
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.segments import Others, others_touched, touches
from loyalty.ledger.validate import shape_refusal
from loyalty.promotions import bonus, store
from loyalty.promotions.apply import give_back
from loyalty.promotions.store import WHOLE, OrderKey

Ending = dict[int, OrderKey]
"""By place in the batch: the order that a command returns or reverses, if promotions stand for it."""

Results = list[Posted | LoyaltyError]


def post_with_promotions(commands: Sequence[Command], *, within: Work, clock: Clock, dry_run: bool = False) -> Results:
    """Every command is posted or refused as `loyalty.ledger.post` does it, and an order that comes back gives back its promotions.

    Of a return as much comes back as of the order's spend so far, rounded down: bonus points under the program's return policy, and
    budgets. When the whole order is back (or was reversed), so is everything, the use and its count too. `available_points` says what
    is left after that. It refuses nothing that `post` does not. A batch that ends no order is `post` and nothing else.

    Call it once per transaction: it locks accounts in id order, then promotions in code order, then what `post` locks.

    In the list: the refusals of `post`.
    """
    if not any(isinstance(command, ReturnOrder | ReversePosting) for command in commands):
        return post(commands, within=within, clock=clock, dry_run=dry_run)
    if not dry_run:
        return _post_and_settle(commands, within, clock)
    round_trip([("savepoint before_the_return", {})], within)
    written = _post_and_settle(commands, within, clock)
    round_trip([("rollback to savepoint before_the_return", {})], within)
    return _rehearsed(written, within)


def _post_and_settle(commands: Sequence[Command], within: Work, clock: Clock) -> Results:
    sound = [command for command in commands if shape_refusal(command) is None]
    others = others_touched(sound, within)
    members = {member_id for command in sound for member_id in touches(command, others)}
    store.lock_accounts(members, within)
    ending = _ending(commands, sound, within)
    parts = _parts(commands, ending, others)
    if len(parts) > 1:
        # A later part locks nothing that this one could be waited for with.
        ledger_store.lock_members(members, within)
    results: Results = []
    for part in parts:
        told = post(commands[part], within=within, clock=clock)
        results += _settle(commands[part], told, {place - part.start: key for place, key in ending.items()}, within, clock)
    return results


def _ending(commands: Sequence[Command], sound: Sequence[Command], within: Work) -> Ending:
    """Known under the accounts' locks, with the promotions locked that will have room again."""
    reversed_ids = [(command.member_id, command.posting_id) for command in sound if isinstance(command, ReversePosting)]
    reversed_orders = store.orders_of_postings(reversed_ids, within)
    keys: Ending = {}
    for place, command in enumerate(commands):
        if isinstance(command, ReturnOrder) and shape_refusal(command) is None:
            keys[place] = (command.member_id, command.order_id)
        elif isinstance(command, ReversePosting) and command.posting_id in reversed_orders:
            keys[place] = reversed_orders[command.posting_id]
    known = store.load_orders(set(keys.values()), within)
    standing = {key for key, order in known.items() if order.returned_at is None}
    store.lock_promotions({(use.program_code, use.promotion_code) for key in standing for use in known[key].uses}, within)
    return {place: key for place, key in keys.items() if key in standing}


def _parts(commands: Sequence[Command], ending: Ending, others: Others) -> list[slice]:
    """The batch in parts: what a member does after an order came back finds its promotions given back."""
    parts: list[slice] = []
    start, settled = 0, set[UUID]()
    for place, command in enumerate(commands):
        if touches(command, others) & settled:
            parts.append(slice(start, place))
            start, settled = place, set()
        if place in ending:
            settled.add(command.member_id)
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


def _rehearsed(results: Results, within: Work) -> Results:
    """The results of what was taken back: what would be stored has no id yet; what is stored already keeps its own."""
    ids = [
        (one.account_id, one_id)
        for one in results
        if isinstance(one, Posted) and one.account_id is not None
        for one_id in (one.posting_id, one.lot_id, one.hold_id)
        if one_id is not None
    ]
    stored = store.stored_ids(ids, within)
    return [
        one
        if isinstance(one, LoyaltyError)
        else replace(
            one,
            posting_id=one.posting_id if one.posting_id in stored else None,
            transaction_id=one.transaction_id if one.posting_id in stored else None,
            lot_id=one.lot_id if one.lot_id in stored else None,
            hold_id=one.hold_id if one.hold_id in stored else None,
            is_dry_run=True,
        )
        for one in results
    ]
