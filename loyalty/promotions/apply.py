"""The acts: promotions applied to orders, and given back with them; a live request is a batch of one. Not here: judging (decide)."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.eligibility import Person, ProgramCriteria, load_people, program_criteria
from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger import store as ledger_store
from loyalty.ledger.batch import member_refusal, status_refusal
from loyalty.ledger.earn import event_refusal
from loyalty.ledger.errors import OrderAlreadyReturned
from loyalty.ledger.journal import Journal
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.postings import Labelled
from loyalty.ledger.state import LedgerState
from loyalty.ledger.upgrade import record
from loyalty.ledger.validate import amount_refusal, label_refusal, reference_refusal
from loyalty.programs.model import revision_at
from loyalty.promotions import bonus, store
from loyalty.promotions.decide import Occasion, PromotionKey, Usage, UsedBy, consider, fits
from loyalty.promotions.errors import OrderAlreadyPromoted, PromotionUnknown, PromotionUseUnknown
from loyalty.promotions.model import Applied, ApplyPromotions, Considered, Promotion, PromotionUse, ReturnPromotions
from loyalty.promotions.store import CameBack, KnownOrder, OrderKey


class Ready(NamedTuple):
    """Whom and what commands are judged by: everything but what was used. Only `keys` may apply, and are locked where asked."""

    people: dict[UUID, Person]
    criteria: dict[str, ProgramCriteria]
    active: frozenset[PromotionKey]
    promotions: dict[PromotionKey, Promotion]
    keys: frozenset[PromotionKey]


class Batch(NamedTuple):
    """What moves on with the commands."""

    ledger: LedgerState
    journal: Journal
    orders: dict[OrderKey, KnownOrder]
    came_back: dict[OrderKey, CameBack]
    usage: Usage
    active: frozenset[PromotionKey]
    promotions: dict[PromotionKey, Promotion]
    occasions: dict[int, Occasion]


def apply_promotions(
    commands: Sequence[ApplyPromotions], *, within: Work, clock: Clock, dry_run: bool = False, ready: Ready | None = None
) -> list[Applied | LoyaltyError]:
    """Every promotion that fits its event is applied once to each order, or the command is refused by itself; results in order.

    Call it once per transaction: it locks accounts in id order, then those promotions that may apply in code order, so limits and budgets
    are exact whoever else is at it. A dry run judges exactly the same, and stores and locks nothing. `ready`: what `ready_for` found for
    these commands, whose accounts and promotions are locked already.

    In the list, in their order of precedence: `ReferenceInvalid`, `AmountInvalid`, `LabelInvalid`, `MemberUnknown`, (a known order:
    what was applied to it, or `OrderAlreadyPromoted`), `OrderAlreadyReturned`, `MemberInactive`, `CurrencyMismatch`,
    `EventInFuture`.
    """
    now = clock.now()
    refusals = [_shape_refusal(command) for command in commands]
    sound = {number: command for number, command in enumerate(commands) if refusals[number] is None}
    batch = _load(sound, Journal(now), within, lock=not dry_run, ready=ready)
    results = [refusal or _judge(number, command, batch) for number, (command, refusal) in enumerate(zip(commands, refusals, strict=True))]
    if dry_run:
        return [_rehearsed(result) for result in results]
    fresh = [(command, result) for command, result in zip(commands, results, strict=True) if _is_new(result)]
    record(batch.ledger, batch.journal, within)
    orders = [((one.member_id, one.order_id), batch.ledger.accounts[one.member_id].program_code, content_hash(one)) for one, _ in fresh]
    store.append_orders(orders, now, within)
    store.append_uses([use for _, result in fresh if isinstance(result, Applied) for use in result.uses], within)
    store.count_uses(batch.usage, within)
    return results


def return_promotions(
    commands: Sequence[ReturnPromotions], *, within: Work, clock: Clock, dry_run: bool = False
) -> list[Applied | LoyaltyError]:
    """What promotions gave for each order is taken back, as far as the program's return policy goes; limits and budgets have room again.

    Doing it again changes nothing (`is_duplicate`). Locks as `apply_promotions` does.

    In the list, in their order of precedence: `ReferenceInvalid`, `LabelInvalid`, `MemberUnknown`, `PromotionUseUnknown`.
    """
    now = clock.now()
    refusals = [_return_shape_refusal(command) for command in commands]
    sound = [command for command, refusal in zip(commands, refusals, strict=True) if refusal is None]
    journal = Journal(now)
    references = {(command.member_id, ReferenceKind.PROMOTION_RETURN, command.order_id) for command in sound}
    ledger = ledger_store.load(references, {command.member_id for command in sound}, now, within, lock=not dry_run)
    orders = store.load_orders({(command.member_id, command.order_id) for command in sound}, within)
    standing = [use for order in orders.values() for use in order.uses if use.returned_at is None]
    keys = {(use.program_code, use.promotion_code) for use in standing}
    usage = store.load_usage(store.lock_promotions(keys, within).values() if not dry_run else [], [], within)
    lots = bonus.lots_of(standing, ledger, within)
    results: list[Applied | LoyaltyError] = []
    returned: list[PromotionUse] = []
    for command, refusal in zip(commands, refusals, strict=True):
        result = refusal or _give_back(command, orders, bonus.Books(ledger, journal, lots), usage)
        results.append(replace(result, is_dry_run=True) if dry_run and isinstance(result, Applied) else result)
        if isinstance(result, Applied) and not result.is_duplicate:
            returned += result.uses
            orders[command.member_id, command.order_id].returned_at = now
    if not dry_run and returned:
        ledger_store.append(journal, within)
        store.return_uses(returned, sorted({(use.member_id, use.order_id) for use in returned}), now, within)
        store.count_uses(usage, within)
    return results


def give_back(
    command: Labelled, known: KnownOrder, back: CameBack, books: bonus.Books, *, under: bonus.Under, usage: Usage
) -> tuple[PromotionUse, ...]:
    """The order's uses, of which as much has come back as of the order; limits and budgets have that room again."""
    parts = [bonus.part_of(use, back.share, is_whole=back.is_whole) for use in known.uses]
    for use, points, minor, is_whole in parts:
        usage.give_back((use.program_code, use.promotion_code), points, minor, is_whole=is_whole)
    known.uses = bonus.take_back(command, parts, under, books)
    return tuple(known.uses)


def ready_for(commands: Sequence[ApplyPromotions], ledger: LedgerState, now: datetime, within: Work) -> Ready:
    """The people, the promotions that they are offered, and which of those may apply as far as can be told without what was used."""
    people = load_people(set(ledger.accounts), now, within)
    programs = {account.program_code for account in ledger.accounts.values()}
    criteria = program_criteria(programs, within)
    promotions = store.load_active(programs, within)
    active = frozenset(promotions)
    named = {
        (ledger.accounts[command.member_id].program_code, code)
        for command in commands
        if command.codes is not None and command.member_id in ledger.accounts
        for code in command.codes
    }
    promotions |= store.load_named(named - active, within)
    ready = Ready(people, criteria, active, promotions, frozenset())
    keys = {
        key
        for command in commands
        if (occasion := _occasion(command, ready, ledger)) is not None
        for key, promotion in _offered(command, occasion.program.code, active, promotions).items()
        if fits(promotion, occasion)
    }
    return ready._replace(keys=frozenset(keys))


def content_hash(command: ApplyPromotions) -> bytes:
    """What a repetition must equal: the event, but for the time where it was not given, and the promotions that it names."""
    told = {"lines": [asdict(line) for line in command.event.lines], "attributes": dict(command.event.attributes), "event_time": None}
    event = command.event._asdict() | told
    if command.codes is not None:
        event["codes"] = sorted(set(command.codes))
    return hashlib.sha256(json.dumps(event, sort_keys=True, default=str).encode()).digest()


def _load(
    sound: Mapping[int, ApplyPromotions],
    journal: Journal,
    within: Work,
    *,
    lock: bool,
    ready: Ready | None,
) -> Batch:
    now = journal.recorded_at
    references = {(command.member_id, ReferenceKind.PROMOTION, command.order_id) for command in sound.values()}
    ledger = ledger_store.load(references, {command.member_id for command in sound.values()}, now, within, lock=lock)
    keys = {(command.member_id, command.order_id) for command in sound.values()}
    orders, came_back = store.load_orders(keys, within), store.load_returns(keys, within)
    ready = ready or ready_for(list(sound.values()), ledger, now, within)
    found = {number: _occasion(command, ready, ledger) for number, command in sound.items()}
    occasions = {number: occasion for number, occasion in found.items() if occasion is not None}
    # As they stand under the lock: a promotion paused or changed meanwhile is judged anew.
    promotions = ready.promotions | (store.lock_promotions(ready.keys, within) if lock else {})
    users = [
        UsedBy(occasion.person.member_id, *key) for occasion in occasions.values() for key in ready.keys if key[0] == occasion.program.code
    ]
    usage = store.load_usage(promotions.values(), list(dict.fromkeys(users)), within)
    return Batch(ledger, journal, orders, came_back, usage, ready.active, promotions, occasions)


def _occasion(command: ApplyPromotions, ready: Ready, ledger: LedgerState) -> Occasion | None:
    account, person = ledger.accounts.get(command.member_id), ready.people.get(command.member_id)
    if account is None or person is None:
        return None
    program = revision_at(ledger.revisions[account.program_code], command.event.event_time).program
    return Occasion(command.event, person, program, ready.criteria[account.program_code].criteria)


def _offered(
    command: ApplyPromotions, program_code: str, active: Collection[PromotionKey], promotions: Mapping[PromotionKey, Promotion]
) -> dict[PromotionKey, Promotion]:
    """What the command asks: the promotions that it names, or every active one of the program."""
    asked = active if command.codes is None else {(program_code, code) for code in command.codes}
    return {key: promotion for key, promotion in promotions.items() if key in asked and key[0] == program_code}


def _judge(number: int, command: ApplyPromotions, batch: Batch) -> Applied | LoyaltyError:
    account = batch.ledger.accounts.get(command.member_id)
    if account is None:
        return member_refusal(command.member_id)
    known = batch.orders.get((command.member_id, command.order_id))
    if known is not None:
        return _again(command, known, account.available_points)
    back = batch.came_back.get((command.member_id, command.order_id))
    if back is not None and back.is_whole:
        return OrderAlreadyReturned("The order has come back, so nothing more is given for it.", order_id=command.order_id)
    if (refusal := status_refusal(account)) is not None:
        return refusal
    occasion = batch.occasions[number]
    refusal = event_refusal(
        command.event.currency_code or occasion.program.currency_code, command.event.event_time, batch.journal.recorded_at, occasion.program
    )
    if refusal is not None:
        return refusal
    offered = list(_offered(command, account.program_code, batch.active, batch.promotions).values())
    considered = [*consider(occasion, offered, batch.usage), *_not_found(command, offered)]
    uses = bonus.pay(command, _uses(command, considered, offered, batch), offered, batch.ledger, batch.journal)
    batch.orders[command.member_id, command.order_id] = KnownOrder(content_hash(command), None, list(uses))
    return Applied(command.member_id, command.order_id, tuple(uses), tuple(considered), account.available_points)


def _uses(command: ApplyPromotions, considered: Sequence[Considered], offered: Sequence[Promotion], batch: Batch) -> list[PromotionUse]:
    """The uses of what applies, counted, with the slots they take."""
    by_code = {promotion.definition.code: promotion.definition for promotion in offered}
    uses = []
    for found in considered:
        if not found.is_applied:
            continue
        definition = by_code[found.promotion_code]
        key = (definition.program_code, definition.code)
        batch.usage.add(key, found.points, found.discount_minor)
        slot = batch.usage.take_slot(UsedBy(command.member_id, *key))
        limit = definition.limits.per_member_count
        uses.append(
            PromotionUse(
                id=new_id(),
                member_id=command.member_id,
                program_code=definition.program_code,
                promotion_code=definition.code,
                promotion_revision=found.revision,
                order_id=command.order_id,
                points=found.points,
                discount_minor=found.discount_minor,
                used_at=batch.journal.recorded_at,
                member_slot=slot if limit is not None else None,
                member_limit=limit,
                actor=command.actor,
            )
        )
    return uses


def _not_found(command: ApplyPromotions, offered: Sequence[Promotion]) -> list[Considered]:
    """Named, and there is none: said like any other reason."""
    known = {promotion.definition.code for promotion in offered}
    return [
        Considered(code, 0, refusals=(PromotionUnknown(f"The program has no promotion '{code[:80]}'.", promotion_code=code[:80]),))
        for code in dict.fromkeys(command.codes or ())
        if code not in known
    ]


def _again(command: ApplyPromotions, known: KnownOrder, available_points: int) -> Applied | LoyaltyError:
    if known.returned_at is None and known.content_hash == content_hash(command):
        return Applied(command.member_id, command.order_id, tuple(known.uses), available_points=available_points, is_duplicate=True)
    why = "and the order was returned since" if known.returned_at else "with other content"
    return OrderAlreadyPromoted(f"Promotions were applied to the order before, {why}.", order_id=command.order_id)


def _give_back(command: ReturnPromotions, orders: dict[OrderKey, KnownOrder], books: bonus.Books, usage: Usage) -> Applied | LoyaltyError:
    account = books.state.accounts.get(command.member_id)
    if account is None:
        return member_refusal(command.member_id)
    known = orders.get((command.member_id, command.order_id))
    if known is None:
        return PromotionUseUnknown("No promotion was applied to this order of the member.", order_id=command.order_id)
    if known.returned_at is not None:
        return Applied(command.member_id, command.order_id, tuple(known.uses), (), account.available_points, is_duplicate=True)
    uses = give_back(command, known, store.WHOLE, books, under=bonus.Under(command.order_id), usage=usage)
    return Applied(command.member_id, command.order_id, uses, (), account.available_points)


def _shape_refusal(command: ApplyPromotions) -> LoyaltyError | None:
    return (
        reference_refusal("order_id", command.order_id)
        or amount_refusal("spend_minor", command.event.spend_minor, least=0)
        or label_refusal(command.source, command.actor, None, command.idempotency_key)
    )


def _return_shape_refusal(command: ReturnPromotions) -> LoyaltyError | None:
    return reference_refusal("order_id", command.order_id) or label_refusal(
        command.source, command.actor, command.reason, command.idempotency_key
    )


def _is_new(result: Applied | LoyaltyError) -> bool:
    return isinstance(result, Applied) and not result.is_duplicate


def _rehearsed(result: Applied | LoyaltyError) -> Applied | LoyaltyError:
    """What would be stored has no id yet; what is stored already keeps its own."""
    return replace(result, is_dry_run=True) if isinstance(result, Applied) else result
