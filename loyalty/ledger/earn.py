"""Earning: a purchase becomes a lot under the rule in force when it happened. Pure; not here: references and batches (batch)."""

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.commands import EarnPoints
from loyalty.ledger.errors import CurrencyMismatch, EventInFuture
from loyalty.ledger.model import Book, EntryType, Posted, ReferenceKind
from loyalty.ledger.state import Account, Journal, Move, OpenLot, Posting
from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import PerAmount, ProgramRevision, revision_at


def points_for(spend_minor: int, effect: PerAmount) -> int:
    """The points that so much spend earns: every full `per_minor` counts, the rest does not."""
    return spend_minor // effect.per_minor * effect.points


def earn(command: EarnPoints, account: Account, revisions: list[ProgramRevision], journal: Journal) -> Posted | LoyaltyError:
    """The purchase is in the journal with its lot; or `CurrencyMismatch`, `EventInFuture`.

    A purchase too small for a point is posted all the same, without entries: its reference is taken for ever.
    """
    now = journal.recorded_at
    event_time = command.event_time or now
    revision = revision_at(revisions, event_time)
    program = revision.program
    if command.currency_code != program.currency_code:
        return CurrencyMismatch(
            f"The program counts {program.currency_code}, the purchase is in {str(command.currency_code)[:10]}.",
            program_currency_code=program.currency_code,
            currency_code=str(command.currency_code)[:10],
        )
    if event_time > now:
        return EventInFuture("event_time lies in the future.", event_time=event_time.isoformat(), now=now.isoformat())
    rule = program.earning_rule
    points = points_for(command.spend_minor, rule.effect)
    posting = Posting(
        account_id=account.id,
        id=new_id(),
        type=EntryType.POINTS_EARNED,
        reference_kind=ReferenceKind.ORDER,
        reference=command.order_id,
        points=points,
        spend_minor=command.spend_minor,
        currency_code=command.currency_code,
        event_time=event_time,
        source=command.source,
        actor=command.actor,
        reason=None,
        idempotency_key=command.idempotency_key,
    )
    journal.postings.append(posting)
    lot = None
    if points:
        lot = OpenLot(
            account.id, new_id(), posting.id, points, points, event_time, lot_expires_at(event_time, rule.expiry, program.timezone)
        )
        _grant(lot, account, revision, journal)
    return Posted(
        posting_id=posting.id,
        member_id=account.member_id,
        account_id=account.id,
        type=posting.type,
        reference=posting.reference,
        points=points,
        available_points=account.available_points,
        event_time=event_time,
        recorded_at=now,
        lot_id=lot.id if lot else None,
        expires_at=lot.expires_at if lot else None,
        rule_code=rule.code if lot else None,
        rule_revision=revision.revision if lot else None,
    )


def _grant(lot: OpenLot, account: Account, revision: ProgramRevision, journal: Journal) -> None:
    points = lot.granted_points
    journal.grant(lot)
    journal.move(
        Move(
            account_id=lot.account_id,
            posting_id=lot.posting_id,
            type=EntryType.POINTS_EARNED,
            source=Book.ISSUED,
            target=Book.ACTIVE,
            points=points,
            effective_at=lot.granted_at,
            lot_id=lot.id,
            rule_code=revision.program.earning_rule.code,
            rule_revision=revision.revision,
        )
    )
    account.active_points += points
    if lot.is_spendable_at(journal.recorded_at):
        account.lots.append(lot)
    else:
        account.overdue_points += points
