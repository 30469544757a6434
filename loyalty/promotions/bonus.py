"""Bonus points in the ledger: granted by one posting per order and wallet, taken back as a return takes back what an order earned.

Every lot has its promotion as its rule, so each entry says which promotion and revision made it. Not here: which promotions apply (decide).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.ids import new_id
from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.lots import grant
from loyalty.ledger.model import Book, EntryType, ReferenceKind
from loyalty.ledger.orders import Wanted
from loyalty.ledger.orders import take_back as take_points_back
from loyalty.ledger.postings import Labelled, open_posting
from loyalty.ledger.returns import Share
from loyalty.ledger.state import Account, LedgerState, OpenLot, Order
from loyalty.programs.expiry import lot_expires_at
from loyalty.promotions.model import RULE_PREFIX, ApplyPromotions, Points, Promotion, PromotionUse

# Only lots with points left can be taken from; the account's own are known to the ledger already.
LOTS = """
select l.account_id, l.id, l.posting_id, l.granted_points, l.remaining_points, l.granted_at, l.expires_at, l.held_points,
       l.taken_back_points, l.is_pending, l.activates_at, l.activation_event, l.inactivity_days
from unnest(%(account_ids)s::uuid[], %(ids)s::uuid[]) as w (account_id, id) join lots l on l.account_id = w.account_id and l.id = w.id
"""


class Part(NamedTuple):
    """So much of a use comes back; `is_whole`: and nothing of it is left then."""

    use: PromotionUse
    points: int
    minor: int
    is_whole: bool


class Under(NamedTuple):
    """What the postings of a giving back are under: a business reference, and the transaction that they belong to."""

    reference: str
    transaction_id: UUID | None = None


class Books(NamedTuple):
    """The accounts, what is to be posted, and the lots of the uses."""

    state: LedgerState
    journal: Journal
    lots: dict[UUID, OpenLot]


def pay(
    command: ApplyPromotions, uses: Sequence[PromotionUse], promotions: Sequence[Promotion], state: LedgerState, journal: Journal
) -> list[PromotionUse]:
    """The uses with the lots that were granted for them; a use without points is as it was."""
    bonuses = {promotion.definition.code: promotion.definition.points for promotion in promotions}
    paid: dict[UUID, PromotionUse] = {use.id: use for use in uses}
    by_account: dict[UUID, list[PromotionUse]] = {}
    for use in uses:
        points = bonuses[use.promotion_code]
        if use.points and points is not None:
            by_account.setdefault(_account(use.member_id, points, state).id, []).append(use)
    transaction_id = None
    for account_id, of_account in by_account.items():
        account = state.account_by_id(account_id)
        posting = open_posting(
            command,
            account,
            journal,
            EntryType.POINTS_EARNED,
            (ReferenceKind.PROMOTION, command.order_id),
            sum(use.points for use in of_account),
            command.event.event_time,
            transaction_id=transaction_id,
        )
        transaction_id = transaction_id or posting.id
        for use in of_account:
            points = bonuses[use.promotion_code]
            assert points is not None  # noqa: S101 (it has points)
            lot = _lot(use, points, posting, state, journal.recorded_at)
            grant(lot, _move(use, lot, posting.id), account, journal)
            paid[use.id] = replace(use, account_id=account.id, posting_id=posting.id, lot_id=lot.id)
    return list(paid.values())


def lots_of(uses: Iterable[PromotionUse], state: LedgerState, within: Work) -> dict[UUID, OpenLot]:
    """The lots that were granted for the uses, as they stand under the locks."""
    known = {lot.id: lot for account in state.by_id.values() for lot in (*account.lots, *account.pending_lots)}
    wanted = [(use.account_id, use.lot_id) for use in uses if use.lot_id is not None]
    rows = within.exec_driver_sql(
        LOTS, {"account_ids": uuid_array(account_id for account_id, _ in wanted), "ids": uuid_array(lot_id for _, lot_id in wanted)}
    )
    found = {
        row.id: OpenLot(
            account_id=row.account_id,
            id=row.id,
            posting_id=row.posting_id,
            granted_points=row.granted_points,
            remaining_points=row.remaining_points,
            granted_at=row.granted_at,
            expires_at=row.expires_at,
            held_points=row.held_points,
            taken_back_points=row.taken_back_points,
            is_pending=row.is_pending,
            activates_at=row.activates_at,
            activation_event=row.activation_event,
            inactivity_days=row.inactivity_days,
        )
        for row in rows
    }
    return found | {lot_id: known[lot_id] for lot_id in found if lot_id in known}


def part_of(use: PromotionUse, share: Share, *, is_whole: bool) -> Part:
    """What is to come back of a use now that such a share of its order has, rounded down over everything that came back so far."""
    points = max(share.of(use.points) - use.returned_points, 0)
    minor = max(share.of(use.discount_minor) - use.returned_minor, 0)
    return Part(use, points, minor, is_whole=is_whole)


def take_back(command: Labelled, parts: Sequence[Part], under: Under, books: Books) -> list[PromotionUse]:
    """The uses, given back so far: the points have left the account as far as the program's return policy goes."""
    state, journal, _ = books
    now, returned = journal.recorded_at, []
    transaction_id = under.transaction_id
    for account_id in dict.fromkeys(part.use.account_id for part in parts):
        mine = [part for part in parts if part.use.account_id == account_id]
        if account_id is None or not any(part.points for part in mine):
            returned += [_given_back(part, None, now) for part in mine]
            continue
        account = state.account_by_id(account_id)
        posting = open_posting(
            command,
            account,
            journal,
            EntryType.REFUNDED,
            (ReferenceKind.PROMOTION_RETURN, under.reference),
            0,
            transaction_id=transaction_id,
        )
        transaction_id = transaction_id or posting.id
        policy = state.program(account).return_policy
        order = _order([part.use for part in mine], books)
        taken = sum(
            take_points_back(Wanted(account, _rule(part.use), part.points), order, posting, policy, state, journal).points
            for part in mine
            if part.points
        )
        journal.settle(posting, taken)
        returned += [_given_back(part, posting.id, now) for part in mine]
    return returned


def _given_back(part: Part, posting_id: UUID | None, now: datetime) -> PromotionUse:
    use = part.use
    return replace(
        use,
        returned_points=use.returned_points + part.points,
        returned_minor=use.returned_minor + part.minor,
        returned_at=now if part.is_whole else None,
        return_posting_id=posting_id or use.return_posting_id,
    )


def _account(member_id: UUID, points: Points, state: LedgerState) -> Account:
    account = state.account(member_id, points.wallet_code)
    assert account is not None  # noqa: S101 (every member has an account in every wallet, and the wallet was checked when it was saved)
    return account


def _lot(use: PromotionUse, points: Points, posting: Posting, state: LedgerState, now: datetime) -> OpenLot:
    account = state.account_by_id(posting.account_id)
    program = state.program(account)
    rule = next((rule for rule in program.rules if rule.wallet_code == account.wallet_code), None)
    if points.expires_after_days is not None:
        expires_at: datetime | None = now + timedelta(days=points.expires_after_days)
    else:
        expires_at = lot_expires_at(now, rule.expiry, program.timezone) if rule else None
    return OpenLot(
        account_id=account.id,
        id=new_id(),
        posting_id=posting.id,
        granted_points=use.points,
        remaining_points=use.points,
        granted_at=now,
        expires_at=expires_at,
    )


def _move(use: PromotionUse, lot: OpenLot, posting_id: UUID) -> Move:
    return Move(
        account_id=lot.account_id,
        posting_id=posting_id,
        type=EntryType.POINTS_EARNED,
        source=Book.ISSUED,
        target=Book.ACTIVE,
        points=lot.granted_points,
        effective_at=lot.granted_at,
        lot_id=lot.id,
        rule_code=_rule(use),
        rule_revision=use.promotion_revision,
    )


def _order(uses: Sequence[PromotionUse], books: Books) -> Order:
    """What the promotions gave, in the form in which the ledger takes back what an order earned."""
    first = uses[0]
    assert first.account_id is not None  # noqa: S101 (asked only for uses with points)
    assert first.posting_id is not None  # noqa: S101 (likewise)
    lots = [books.lots[use.lot_id] for use in uses if use.lot_id in books.lots]
    return Order(
        account_id=first.account_id,
        kind=ReferenceKind.PROMOTION,
        reference=first.order_id,
        first_posting_id=first.posting_id,
        posting_id=first.posting_id,
        spend_minor=0,
        currency_code=None,
        event_time=first.used_at,
        event_trigger=None,
        lots=lots,
        rule_of_lot={use.lot_id: _rule(use) for use in uses if use.lot_id is not None},
    )


def _rule(use: PromotionUse) -> str:
    return RULE_PREFIX + use.promotion_code
