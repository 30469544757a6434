"""Earning: what happened becomes lots under the rules in force when it happened. Pure; not here: what the rules say (programs)."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.commands import CorrectOrder, EarnPoints
from loyalty.ledger.errors import CurrencyMismatch, EventInFuture
from loyalty.ledger.journal import ExpiryMove, Journal, Move, Posting
from loyalty.ledger.lots import grant, mark_activity, write_expiry
from loyalty.ledger.model import Book, EntryType, Grant, Posted
from loyalty.ledger.postings import told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.state import Account, EarnedLine, LedgerState, OpenLot, OrderedLine
from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import ExpiryPolicy, LotExpiry, OrderLine, Program, ProgramRevision, revision_at
from loyalty.programs.rating import Award, EarningEvent, Extension, MemberFacts, Rating, rate
from loyalty.programs.rules_model import PURCHASE


def earn(command: EarnPoints, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The event is in the journal with its lots, in every wallet they belong to; or `CurrencyMismatch`, `EventInFuture`.

    An event that earns nothing is posted all the same, without entries: its reference is taken for ever.
    """
    now = journal.recorded_at
    event_time = command.event_time or now
    revision = revision_at(state.revisions[account.program_code], event_time)
    refusal = event_refusal(command.currency_code, event_time, now, revision.program)
    if refusal is not None:
        return refusal
    rating = rated(command, event_time, account, revision, state)
    posting = _posting(command, account, rating, event_time, journal)
    if rating.extensions:
        _extend(rating.extensions, posting, account, state, journal)
    if account.lots or account.lapsed_holds or account.pending_lots:
        mark_activity(account, event_time, journal)
    lots = place(rating.awards, posting, rating, state, journal)
    if command.lines:
        _remember(command, rating, account.member_id, posting, state, journal)
    first = lots[0] if lots else None
    return told(
        posting,
        account,
        journal,
        lot_id=first.lot_id if first else None,
        expires_at=first.expires_at if first else None,
        rule_code=first.rule_code if first else None,
        rule_revision=revision.revision if first else None,
        grants=tuple(lots),
    )


def event_refusal(currency_code: str, event_time: datetime, now: datetime, program: Program) -> LoyaltyError | None:
    """`CurrencyMismatch`, `EventInFuture`, or nothing."""
    if currency_code != program.currency_code:
        return CurrencyMismatch(
            f"The program counts {program.currency_code}, the purchase is in {str(currency_code)[:10]}.",
            program_currency_code=program.currency_code,
            currency_code=str(currency_code)[:10],
        )
    if event_time > now:
        return EventInFuture("event_time lies in the future.", event_time=event_time.isoformat(), now=now.isoformat())
    return None


def rated(
    command: EarnPoints | CorrectOrder, event_time: datetime, account: Account, revision: ProgramRevision, state: LedgerState
) -> Rating:
    """What the event earns; the state's cap usage has moved on by it."""
    facts = state.facts.get(account.member_id) or MemberFacts(account.tier_code, account.joined_at)
    event = EarningEvent(command.trigger, event_time, command.spend_minor, command.currency_code, command.lines, command.attributes)
    rating = rate(event, account.member_id, facts, revision, state.usage)
    state.ratings.append(rating)
    return rating


def place(awards: tuple[Award, ...], posting: Posting, rating: Rating, state: LedgerState, journal: Journal) -> list[Grant]:
    """Every award is a lot: in the posting's own account under it, in other wallets under a posting of the same transaction."""
    under = {posting.account_id: posting}
    lots = []
    for award in awards:
        account = state.account(posting.member_id, award.wallet_code) or state.account_by_id(posting.account_id)
        own = under.get(account.id)
        if own is None:
            points = sum(other.points for other in awards if other.wallet_code == award.wallet_code)
            own = posting._replace(account_id=account.id, id=new_id(), points=points, transaction_id=posting.id)
            under[account.id] = own
            journal.postings.append(own)
        lot = new_lot(award, account, own, journal)
        _grant(lot, award, account, own, rating.revision, journal)
        lots.append(
            Grant(
                wallet_code=account.wallet_code,
                lot_id=lot.id,
                points=award.points,
                expires_at=lot.expires_at,
                rule_code=award.rule_code,
                is_pending=lot.is_pending,
                activates_at=lot.activates_at,
                activation_event=lot.activation_event,
            )
        )
    return lots


def new_lot(award: Award, account: Account, posting: Posting, journal: Journal) -> OpenLot:
    """The lot of an award; what expires by inactivity starts from the account's last activity that is known."""
    event_time = posting.event_time
    is_pending = award.activates_at is not None or award.activation_event is not None
    expires_at = award.expires_at
    if award.inactivity_days is not None and award.activation_event is None:
        active = [
            lot.expires_at - timedelta(days=lot.inactivity_days)
            for lot in account.lots
            if lot.inactivity_days is not None and lot.expires_at is not None
        ]
        # A lot whose expiry was moved further by hand says nothing about activity.
        active = [at for at in active if at <= journal.recorded_at]
        expires_at = max([award.activates_at or event_time, *active]) + timedelta(days=award.inactivity_days)
    return OpenLot(
        account_id=account.id,
        id=new_id(),
        posting_id=posting.id,
        granted_points=award.points,
        remaining_points=award.points,
        granted_at=event_time,
        expires_at=expires_at,
        is_pending=is_pending,
        activates_at=award.activates_at,
        activation_event=award.activation_event,
        inactivity_days=award.inactivity_days,
        pending_expiry=write_expiry(award.expiry) if award.activation_event is not None else None,
    )


def _posting(command: EarnPoints, account: Account, rating: Rating, event_time: datetime, journal: Journal) -> Posting:
    kind, reference = reference_of(command)
    posting = Posting(
        account_id=account.id,
        id=new_id(),
        type=EntryType.POINTS_EARNED,
        reference_kind=kind,
        reference=reference,
        points=sum(award.points for award in rating.awards if award.wallet_code == account.wallet_code or not account.wallet_code),
        spend_minor=command.spend_minor,
        currency_code=command.currency_code,
        event_time=event_time,
        source=command.source,
        actor=command.actor,
        reason=None,
        idempotency_key=command.idempotency_key,
        member_id=account.member_id,
        event_trigger=None if command.trigger == PURCHASE else command.trigger,
        content_hash=content_hash(command),
    )
    journal.postings.append(posting)
    return posting


def _grant(lot: OpenLot, award: Award, account: Account, posting: Posting, revision: ProgramRevision, journal: Journal) -> None:
    kind = EntryType.PENDING_ADDED if lot.is_pending else EntryType.POINTS_EARNED
    grant(
        lot,
        Move(
            account_id=lot.account_id,
            posting_id=posting.id,
            type=posting.type if posting.type is EntryType.RERATED else kind,
            source=Book.ISSUED,
            target=Book.PENDING if lot.is_pending else Book.ACTIVE,
            points=lot.granted_points,
            effective_at=lot.granted_at,
            lot_id=lot.id,
            rule_code=award.rule_code,
            rule_revision=revision.revision,
        ),
        account,
        journal,
    )


def _remember(command: EarnPoints, rating: Rating, member_id: UUID, posting: Posting, state: LedgerState, journal: Journal) -> None:
    """The order's lines are stored, and what each rule gave for each of them."""
    remember_lines(ordered(command.lines), posting, journal)
    remember_awards(rating.awards, member_id, posting, state, journal)


def ordered(lines: tuple[OrderLine, ...]) -> list[OrderedLine]:
    """The lines, nothing of them returned."""
    return [OrderedLine(line.line_id, line.amount_minor, line.quantity, position=place) for place, line in enumerate(lines)]


def remember_lines(lines: list[OrderedLine], posting: Posting, journal: Journal) -> None:
    """The lines of the order as this posting tells them."""
    journal.order_lines.extend((posting.account_id, posting.id, line) for line in lines)


def remember_awards(awards: tuple[Award, ...], member_id: UUID, posting: Posting, state: LedgerState, journal: Journal) -> None:
    """What each rule gave for each line, as this posting tells it; '' is the order as a whole."""
    for award in awards:
        account = state.account(member_id, award.wallet_code) or state.account_by_id(posting.account_id)
        for line_id, points in award.lines or (("", award.points),):
            line = EarnedLine(account.id, posting.id, award.rule_code, line_id, points)
            known = journal.earned_lines.get((line.account_id, line.posting_id, line.rule_code, line.line_id))
            journal.remember(replace(line, points=line.points + known.points) if known else line)


def _extend(extensions: tuple[Extension, ...], posting: Posting, account: Account, state: LedgerState, journal: Journal) -> None:
    """The open lots of the wallets expire so much later; a lot that never expires, or already has, stays as it is."""
    timezone = state.program(account).timezone
    for extension in extensions:
        extended = state.account(account.member_id, extension.wallet_code) or account
        for lot in (*extended.lots, *extended.pending_lots):
            if lot.expires_at is None or not lot.is_spendable_at(journal.recorded_at):
                continue
            before = lot.expires_at
            lot.expires_at = lot_expires_at(before, LotExpiry(ExpiryPolicy.ROLLING, extension.months, extension.days), timezone)
            journal.touch(lot)
            journal.expiry_moves.append(
                ExpiryMove(extended.id, lot.id, posting.id, before, lot.expires_at, f"rule {extension.rule_code}", posting.actor)
            )
