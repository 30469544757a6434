"""Late and corrected events: an order is told again as it was, and only the difference in points is posted. Pure."""

from dataclasses import replace
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ledger.commands import CorrectOrder
from loyalty.ledger.earn import event_refusal, ordered, place, rated, remember_awards, remember_lines
from loyalty.ledger.errors import OrderAlreadyReturned, OrderUnknown
from loyalty.ledger.journal import Journal, Posting
from loyalty.ledger.model import EntryType, Posted, ReferenceKind
from loyalty.ledger.orders import give_room_back
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.returns import collect
from loyalty.ledger.state import Account, LedgerState, Order
from loyalty.programs.model import revision_at
from loyalty.programs.rating import Award
from loyalty.programs.rules_model import PURCHASE


def correct(command: CorrectOrder, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The order stands as it is told now, rated under the rules in force when it happened; the difference is posted with a link.

    In order: `OrderUnknown`, `CurrencyMismatch`, `EventInFuture`, `OrderAlreadyReturned`.
    """
    kind = ReferenceKind.ORDER if command.trigger == PURCHASE else ReferenceKind.EVENT
    order = state.orders.get((command.member_id, kind, command.order_id))
    if order is None:
        return OrderUnknown(f"The member has no order '{command.order_id}'.", order_id=command.order_id)
    event_time = command.event_time or order.event_time
    revision = revision_at(state.revisions[account.program_code], event_time)
    refusal = event_refusal(command.currency_code, event_time, journal.recorded_at, revision.program)
    if refusal is not None:
        return refusal
    if order.has_come_back:
        return OrderAlreadyReturned("Something of the order came back already.", order_id=order.reference)
    standing = _standing(order, state)
    rating = rated(command, event_time, account, revision, state)
    posting = open_posting(
        command,
        account,
        journal,
        EntryType.RERATED,
        reference_of(command),
        0,
        event_time,
        spend_minor=command.spend_minor,
        currency_code=command.currency_code,
        corrects_posting_id=order.posting_id,
        event_trigger=order.event_trigger,
        content_hash=content_hash(command),
    )
    more, less = _differences(rating.awards, standing, account, state)
    grants = place(tuple(more), posting, rating, state, journal)
    granted = sum(award.points for award in more if award.wallet_code == account.wallet_code)
    taken, uncollected, allocations = collect(less, _unlimited_room(order), posting, state, journal)
    journal.settle(posting, granted + taken, uncollected)
    _tell_anew(command, order, posting, rating.awards, state, journal)
    first = grants[0] if grants else None
    posting = next(other for other in reversed(journal.postings) if other.id == posting.id)
    return told(
        posting,
        account,
        journal,
        allocations=allocations,
        grants=tuple(grants),
        uncollected_points=uncollected,
        lot_id=first.lot_id if first else None,
        expires_at=first.expires_at if first else None,
        rule_code=first.rule_code if first else None,
        rule_revision=revision.revision,
    )


def _standing(order: Order, state: LedgerState) -> dict[tuple[UUID, str], int]:
    """What each rule's points are now, by account; their cap room is free for the new rating."""
    standing: dict[tuple[UUID, str], int] = {}
    for line in order.earned:
        key = (line.account_id, line.rule_code)
        standing[key] = standing.get(key, 0) + line.standing_points
    for (account_id, rule_code), points in standing.items():
        give_room_back(order, rule_code, points, state.account_by_id(account_id), state)
    return standing


def _differences(
    awards: tuple[Award, ...], standing: dict[tuple[UUID, str], int], account: Account, state: LedgerState
) -> tuple[list[Award], dict[tuple[UUID, str], int]]:
    """Awards of what each rule gives more now, and what each gives less, by account and rule."""
    less = dict(standing)
    more = []
    for award in awards:
        to = state.account(account.member_id, award.wallet_code) or account
        key = (to.id, award.rule_code)
        kept = min(less.get(key, 0), award.points)
        less[key] = less.get(key, 0) - kept
        if award.points > kept:
            more.append(award._replace(points=award.points - kept))
    return more, {key: points for key, points in less.items() if points}


def _unlimited_room(order: Order) -> Order:
    """The order, whose cap room was given back as a whole already."""
    return replace(order, revision_of_rule={})


def _tell_anew(
    command: CorrectOrder, order: Order, posting: Posting, awards: tuple[Award, ...], state: LedgerState, journal: Journal
) -> None:
    """The order's standing is this telling of it; the earlier ones stay as they were."""
    order.lines = ordered(command.lines)
    remember_lines(order.lines, posting, journal)
    remember_awards(awards, posting.member_id, posting, state, journal)
    order.posting_id = posting.id
    order.spend_minor = command.spend_minor
    journal.changed_orders[order.account_id, order.kind, order.reference] = order
    for own in journal.postings:
        if posting.id in {own.id, own.transaction_id}:
            journal.corrections.append((own.account_id, order.kind, order.reference, own.id))
