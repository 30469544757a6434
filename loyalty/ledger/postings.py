"""The posting of a command and the answer that tells of it. Pure; not here: what moves under it (one module per act)."""

from datetime import datetime
from typing import Any, Protocol

from loyalty.ids import new_id
from loyalty.ledger.journal import Journal, Posting
from loyalty.ledger.model import EntryType, Posted, ReferenceKind
from loyalty.ledger.state import Account


class Labelled(Protocol):
    """What every command carries for the record."""

    @property
    def source(self) -> str | None:
        """Where it comes from."""

    @property
    def actor(self) -> str | None:
        """Who asked."""

    @property
    def idempotency_key(self) -> str | None:
        """Under which key."""


def open_posting(
    command: Labelled,
    account: Account,
    journal: Journal,
    kind: EntryType,
    reference: tuple[ReferenceKind, str],
    points: int,
    event_time: datetime | None = None,
    **also: Any,  # noqa: ANN401 (columns of a posting, each of its own type)
) -> Posting:
    """The command's posting on the account is in the journal; `also` are further columns of it."""
    posting = Posting(
        account_id=account.id,
        id=new_id(),
        type=kind,
        reference_kind=reference[0],
        reference=reference[1],
        points=points,
        spend_minor=also.pop("spend_minor", None),
        currency_code=also.pop("currency_code", None),
        event_time=event_time or journal.recorded_at,
        source=command.source,
        actor=command.actor,
        reason=getattr(command, "reason", None),
        idempotency_key=command.idempotency_key,
        member_id=account.member_id,
        **also,
    )
    journal.postings.append(posting)
    return posting


def told(posting: Posting, account: Account, journal: Journal, **also: Any) -> Posted:  # noqa: ANN401 (fields of the answer)
    """What the posting did, as its caller hears it; call it when everything has moved."""
    return Posted(
        posting_id=posting.id,
        member_id=account.member_id,
        account_id=account.id,
        type=posting.type,
        reference=posting.reference,
        points=posting.points,
        available_points=account.available_points,
        event_time=posting.event_time,
        recorded_at=journal.recorded_at,
        wallet_code=account.wallet_code,
        transaction_id=posting.transaction_id or posting.id,
        owed_points=account.owed_points,
        reverses_posting_id=posting.reverses_posting_id,
        corrects_posting_id=posting.corrects_posting_id,
        **also,
    )
