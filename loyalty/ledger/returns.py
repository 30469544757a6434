"""Returns: goods come back, so what they earned is taken back and what they were paid with in points is given back. Pure."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.commands import ReturnedLine, ReturnOrder
from loyalty.ledger.errors import OrderLineUnknown, OrderUnknown, ReturnExceedsOrder
from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.lots import free
from loyalty.ledger.model import Allocation, Book, EntryType, Grant, Posted, ReferenceKind
from loyalty.ledger.orders import Wanted, take_back
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.state import Account, LedgerState, OpenLot, Order, OrderBurn, OrderedLine
from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import Program
from loyalty.programs.rating import spread


class Share(NamedTuple):
    """So much of so much: of a line, or of the order."""

    part: int
    whole: int

    def of(self, points: int) -> int:
        """The share of the points, rounded down; all of them for the whole."""
        return points * self.part // self.whole if self.whole else 0


@dataclass(frozen=True, slots=True)
class Returning:
    """What comes back of a line now."""

    line: OrderedLine
    amount_minor: int
    quantity: int
    is_rest: bool


def return_order(command: ReturnOrder, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The goods are back; or `OrderUnknown`, `OrderLineUnknown`, `ReturnExceedsOrder`.

    Whatever the steps, what is taken back after each is the share of everything returned so far, rounded down, so that a full
    return takes back exactly what was earned.
    """
    order = state.orders.get((command.member_id, ReferenceKind.ORDER, command.order_id))
    if order is None:
        return OrderUnknown(f"The member has no order '{command.order_id}'.", order_id=command.order_id)
    before = _returned_minor(order)
    refusal = _come_back(command, order)
    if refusal is not None:
        return refusal
    amount_minor = _returned_minor(order) - before
    posting = open_posting(
        command,
        account,
        journal,
        EntryType.REFUNDED,
        reference_of(command),
        0,
        spend_minor=amount_minor,
        currency_code=order.currency_code,
        corrects_posting_id=order.posting_id,
        content_hash=content_hash(command),
    )
    journal.changed_orders[order.account_id, order.kind, order.reference] = order
    _, uncollected, allocations = _take_back(order, posting, state, journal)
    returned, grants = _give_back(order, posting, account, state, journal)
    posting = next(other for other in reversed(journal.postings) if other.id == posting.id)
    return told(
        posting,
        account,
        journal,
        allocations=allocations,
        grants=grants,
        returned_points=returned,
        uncollected_points=uncollected,
    )


def _come_back(command: ReturnOrder, order: Order) -> LoyaltyError | None:
    """The order remembers what came back; or the refusal, and nothing has changed."""
    if not order.lines:
        return _come_back_by_amount(command, order)
    returning = _returning_lines(command, order)
    if isinstance(returning, LoyaltyError):
        return returning
    for part in returning:
        part.line.returned_minor += part.amount_minor
        part.line.returned_quantity += part.quantity
        part.line.is_returned = (
            part.is_rest
            or (part.line.amount_minor > 0 and part.line.returned_minor == part.line.amount_minor)
            or part.line.returned_quantity == part.line.quantity
        )
        if part.line.is_returned:
            part.line.returned_minor, part.line.returned_quantity = part.line.amount_minor, part.line.quantity
    order.is_returned = all(line.is_returned for line in order.lines)
    order.returned_minor = min(_returned_minor(order), order.spend_minor)
    return None


def _come_back_by_amount(command: ReturnOrder, order: Order) -> LoyaltyError | None:
    if command.lines:
        return _unknown_line(command.lines[0].line_id, order)
    left_minor = order.spend_minor - order.returned_minor
    if order.is_returned or (command.amount_minor or 0) > left_minor:
        return _too_much(order, left_minor, command.amount_minor)
    order.returned_minor += left_minor if command.amount_minor is None else command.amount_minor
    order.is_returned = command.amount_minor is None or order.returned_minor == order.spend_minor
    return None


def _returning_lines(command: ReturnOrder, order: Order) -> list[Returning] | LoyaltyError:
    open_lines = [line for line in order.lines if not line.is_returned]
    left_minor = sum(line.amount_minor - line.returned_minor for line in open_lines)
    if command.lines:
        return _named_lines(command.lines, order)
    if not open_lines:
        return _too_much(order, 0, command.amount_minor)
    if command.amount_minor is None:
        return [_rest(line) for line in open_lines]
    if command.amount_minor > left_minor:
        return _too_much(order, left_minor, command.amount_minor)
    if not left_minor:
        return []
    parts = spread(command.amount_minor, [line.amount_minor - line.returned_minor for line in open_lines])
    return [Returning(line, part, 0, is_rest=False) for line, part in zip(open_lines, parts, strict=True) if part]


def _named_lines(wanted: tuple[ReturnedLine, ...], order: Order) -> list[Returning] | LoyaltyError:
    lines = {line.line_id: line for line in order.lines}
    returning = []
    for named in wanted:
        line = lines.get(named.line_id)
        if line is None:
            return _unknown_line(named.line_id, order)
        part = _part_of(named, line)
        if part is None:
            return _too_much(order, line.amount_minor - line.returned_minor, named.amount_minor, line, named.quantity)
        returning.append(part)
    return returning


def _part_of(named: ReturnedLine, line: OrderedLine) -> Returning | None:
    """What comes back of the line; None: more than is left of it."""
    left_minor, left_quantity = line.amount_minor - line.returned_minor, line.quantity - line.returned_quantity
    if line.is_returned or (named.quantity or 0) > left_quantity or (named.amount_minor or 0) > left_minor:
        return None
    if named.quantity is None and named.amount_minor is None:
        return _rest(line)
    if named.amount_minor is not None:
        return Returning(line, named.amount_minor, named.quantity or 0, is_rest=False)
    quantity = named.quantity or 0
    upto, since = line.returned_quantity + quantity, line.returned_quantity
    amount_minor = line.amount_minor * upto // line.quantity - line.amount_minor * since // line.quantity
    return Returning(line, min(amount_minor, left_minor), quantity, is_rest=upto == line.quantity)


def _rest(line: OrderedLine) -> Returning:
    return Returning(line, line.amount_minor - line.returned_minor, line.quantity - line.returned_quantity, is_rest=True)


def _returned_minor(order: Order) -> int:
    return sum(line.returned_minor for line in order.lines) if order.lines else order.returned_minor


def order_share(order: Order) -> Share:
    """How much of the whole order has come back."""
    if order.is_returned:
        return Share(1, 1)
    whole = sum(line.amount_minor for line in order.lines) if order.lines else order.spend_minor
    return Share(_returned_minor(order), whole)


def line_share(line: OrderedLine) -> Share:
    """How much of the line has come back."""
    if line.is_returned:
        return Share(1, 1)
    return Share(line.returned_minor, line.amount_minor) if line.amount_minor else Share(line.returned_quantity, line.quantity)


def _take_back(order: Order, posting: Posting, state: LedgerState, journal: Journal) -> tuple[int, int, tuple[Allocation, ...]]:
    """Points taken in the posting's own account, points that could not be, and the lots they came from."""
    shares = {line.line_id: line_share(line) for line in order.lines}
    wanted: dict[tuple[UUID, str], int] = {}
    for earned in order.earned:
        target = shares.get(earned.line_id, order_share(order)).of(earned.points)
        more = max(target - earned.taken_back_points, 0)
        earned.taken_back_points += more
        journal.remember(earned)
        key = (earned.account_id, earned.rule_code)
        wanted[key] = wanted.get(key, 0) + more
    return collect(wanted, order, posting, state, journal)


def collect(
    wanted: dict[tuple[UUID, str], int], order: Order, posting: Posting, state: LedgerState, journal: Journal
) -> tuple[int, int, tuple[Allocation, ...]]:
    """What is wanted is taken under the program's policy, in other wallets under postings of the same transaction."""
    under = {posting.account_id: posting}
    points: dict[UUID, int] = {posting.account_id: 0}
    allocations: list[Allocation] = []
    uncollected = 0
    for (account_id, rule_code), wanted_points in sorted(wanted.items()):
        if not wanted_points:
            continue
        account = state.account_by_id(account_id)
        own = under.get(account_id)
        if own is None:
            own = under[account_id] = posting._replace(account_id=account_id, id=new_id(), transaction_id=posting.id)
            journal.postings.append(own)
        policy = state.program(account).return_policy
        taken = take_back(Wanted(account, rule_code, wanted_points), order, own, policy, state, journal)
        points[account_id] = points.get(account_id, 0) + taken.points
        uncollected += wanted_points - taken.points
        if account_id == posting.account_id:
            allocations.extend(taken.allocations)
    for account_id, own in under.items():
        journal.settle(own, points[account_id], uncollected if own is posting else 0)
    return points[posting.account_id], uncollected, tuple(allocations)


def _give_back(order: Order, posting: Posting, account: Account, state: LedgerState, journal: Journal) -> tuple[int, tuple[Grant, ...]]:
    """Points given back of what paid for the order, in whichever wallet they were."""
    share = order_share(order)
    given, grants = 0, []
    for account_id in sorted({burn.account_id for burn in order.burns}):
        # A burn that was reversed has all of its points back already, whatever the share.
        burns = [burn for burn in order.burns if burn.account_id == account_id]
        parts = [(burn, max(share.of(burn.points) - burn.given_back_points, 0)) for burn in burns]
        points = sum(part for _, part in parts)
        if not points:
            continue
        back = posting._replace(
            account_id=account_id,
            id=new_id(),
            type=EntryType.RETURNED,
            reference_kind=ReferenceKind.RETURN_OF_SPENT,
            points=points,
            spend_minor=None,
            currency_code=None,
            transaction_id=posting.id,
            content_hash=None,
        )
        journal.postings.append(back)
        to = state.account_by_id(account_id)
        for burn, part in parts:
            grants.extend(give_back(burn, part, back, to, state.program(to), journal))
        given += points
    return given, tuple(grants)


def give_back(burn: OrderBurn, points: int, posting: Posting, account: Account, program: Program, journal: Journal) -> list[Grant]:
    """So many points of the burn are the member's again, last spent first: in the lots they came from, or in a new one.

    A lot past its expiry takes nothing back; its part is granted anew, with the life that the program gives points now. What was
    owed is owed no more.
    """
    skip, anew, left = burn.given_back_points, 0, points
    for lot, spent in reversed(burn.allocations):
        passed = min(skip, spent)
        skip -= passed
        part = min(left, spent - passed)
        left -= part
        if not part:
            continue
        if lot is None:
            forgiven = min(part, account.owed_points)
            if forgiven:
                journal.move(_returned(forgiven, None, posting, journal))
                journal.owe(account, -forgiven)
                account.active_points += forgiven
            anew += part - forgiven
        elif lot.is_spendable_at(journal.recorded_at) and not lot.is_pending:
            lot.remaining_points += part
            journal.touch(lot)
            journal.move(_returned(part, lot.id, posting, journal))
            account.active_points += part
            free(lot, part, posting.id, account, journal)
        else:
            anew += part
    assert left == 0, "a burn gives back no more than it took"  # noqa: S101 (our own bug)
    burn.given_back_points += points
    journal.order_burns[burn.account_id, burn.posting_id] = burn
    return [_anew(anew, posting, account, program, journal)] if anew else []


def _anew(points: int, posting: Posting, account: Account, program: Program, journal: Journal) -> Grant:
    now = journal.recorded_at
    rule = next((rule for rule in program.rules if rule.wallet_code == account.wallet_code), None)
    lot = OpenLot(
        account_id=account.id,
        id=new_id(),
        posting_id=posting.id,
        granted_points=points,
        remaining_points=points,
        granted_at=now,
        expires_at=lot_expires_at(now, rule.expiry, program.timezone) if rule else None,
    )
    journal.grant(lot)
    journal.move(_returned(points, lot.id, posting, journal))
    account.active_points += points
    free(lot, points, posting.id, account, journal, is_new=True)
    return Grant(account.wallet_code, lot.id, points, lot.expires_at)


def _returned(points: int, lot_id: UUID | None, posting: Posting, journal: Journal) -> Move:
    return Move(
        posting.account_id, posting.id, EntryType.RETURNED, Book.REDEEMED, Book.ACTIVE, points, journal.recorded_at, lot_id, None, None
    )


def _unknown_line(line_id: str, order: Order) -> OrderLineUnknown:
    return OrderLineUnknown(f"The order has no line '{line_id}'.", order_id=order.reference, line_id=line_id)


def _too_much(
    order: Order, left_minor: int, amount_minor: int | None, line: OrderedLine | None = None, quantity: int | None = None
) -> ReturnExceedsOrder:
    return ReturnExceedsOrder(
        "Less than that is left to return." if left_minor else "Nothing is left to return.",
        order_id=order.reference,
        line_id=line.line_id if line else None,
        left_minor=left_minor,
        amount_minor=amount_minor,
        quantity=quantity,
    )
