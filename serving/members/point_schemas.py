"""The wire shapes of a member's points: accounts, lots, entries, statements."""

from datetime import datetime

from pydantic import Field

from loyalty.ids import show_id
from loyalty.ledger import (
    ACCOUNT_ID_PREFIX,
    ENTRY_ID_PREFIX,
    LOT_ID_PREFIX,
    POSTING_ID_PREFIX,
    Balance,
    HistoryEntry,
    Lot,
    LotStatement,
    LotUse,
    Movement,
    Statement,
)
from serving.http.outputs import Out


class ExpiryOut(Out):
    """Points that stop being spendable at one instant."""

    expires_at: datetime
    points: int


class ActivationOut(Out):
    """Pending points that become spendable at one instant."""

    activates_at: datetime
    points: int


class AccountOut(Out):
    """A member's points in one wallet. `available_points = active_points − held_points`."""

    account_id: str | None = Field(description="Null until the first posting.")
    wallet_code: str
    active_points: int
    pending_points: int
    held_points: int
    available_points: int = Field(description="What the member may spend.")
    spent_points: int
    expired_points: int
    lifetime_points: int = Field(description="Everything ever earned.")
    owed_points: int = Field(description="Spent beyond what was there; the next points repay it first.")
    soonest_expiries: list[ExpiryOut] = Field(description="The next points to expire, soonest first.")
    next_activations: list[ActivationOut] = Field(description="The next pending points to become spendable by themselves, soonest first.")

    @classmethod
    def of(cls, balance: Balance) -> "AccountOut":
        """The wire shape of a balance."""
        return cls(
            account_id=show_id(ACCOUNT_ID_PREFIX, balance.account_id) if balance.account_id else None,
            wallet_code=balance.wallet_code,
            active_points=balance.active_points,
            pending_points=balance.pending_points,
            held_points=balance.held_points,
            available_points=balance.available_points,
            spent_points=balance.spent_points,
            expired_points=balance.expired_points,
            lifetime_points=balance.lifetime_points,
            owed_points=balance.owed_points,
            next_activations=[ActivationOut(activates_at=found.activates_at, points=found.points) for found in balance.next_activations],
            soonest_expiries=[ExpiryOut(expires_at=expiry.expires_at, points=expiry.points) for expiry in balance.soonest_expiries],
        )


class AccountsOut(Out):
    """A member's balance in every wallet at one instant."""

    member_id: str
    as_of: datetime
    accounts: list[AccountOut]


class LotOut(Out):
    """Points granted together, expiring together."""

    lot_id: str
    wallet_code: str
    granted_points: int
    remaining_points: int
    granted_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, lot: Lot) -> "LotOut":
        """The wire shape of a lot."""
        return cls(
            lot_id=show_id(LOT_ID_PREFIX, lot.id),
            wallet_code=lot.wallet_code,
            granted_points=lot.granted_points,
            remaining_points=lot.remaining_points,
            granted_at=lot.granted_at,
            expires_at=lot.expires_at,
        )


class LotsOut(Out):
    """A member's open lots in the order in which they will burn."""

    member_id: str
    items: list[LotOut]


class EntryOut(Out):
    """One immutable line of a member's history."""

    entry_id: str
    posting_id: str
    wallet_code: str
    book: str = Field(description="Which part of the balance it changed: ACTIVE, PENDING or HELD.")
    type: str = Field(examples=["POINTS_EARNED"])
    amount_points: int = Field(description="Signed.")
    event_time: datetime = Field(description="When it happened.")
    effective_at: datetime = Field(description="From when it counts.")
    recorded_at: datetime = Field(description="When we knew.")
    reference_kind: str
    reference: str = Field(description="The caller's own reference, such as the order id.")
    lot_id: str | None
    rule_code: str | None
    rule_revision: int | None
    spend_minor: int | None
    currency_code: str | None
    source: str | None
    actor: str | None
    reason: str | None

    @classmethod
    def of(cls, entry: HistoryEntry) -> "EntryOut":
        """The wire shape of a line of history."""
        return cls(
            entry_id=show_id(ENTRY_ID_PREFIX, entry.id),
            posting_id=show_id(POSTING_ID_PREFIX, entry.posting_id),
            wallet_code=entry.wallet_code,
            book=entry.book,
            type=entry.type,
            amount_points=entry.amount_points,
            event_time=entry.event_time,
            effective_at=entry.effective_at,
            recorded_at=entry.recorded_at,
            reference_kind=entry.reference_kind,
            reference=entry.reference,
            lot_id=show_id(LOT_ID_PREFIX, entry.lot_id) if entry.lot_id else None,
            rule_code=entry.rule_code,
            rule_revision=entry.rule_revision,
            spend_minor=entry.spend_minor,
            currency_code=entry.currency_code,
            source=entry.source,
            actor=entry.actor,
            reason=entry.reason,
        )


class LotUseOut(Out):
    """What one posting did to a lot."""

    posting_id: str
    type: str
    reference_kind: str
    reference: str
    points: int = Field(description="What left the lot for good; below zero: what came back.")
    held_points: int = Field(description="What was set aside; below zero: what was let go.")
    effective_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, use: LotUse) -> "LotUseOut":
        """The wire shape of a use."""
        return cls(
            posting_id=show_id(POSTING_ID_PREFIX, use.posting_id),
            type=use.type,
            reference_kind=use.reference_kind,
            reference=use.reference,
            points=use.points,
            held_points=use.held_points,
            effective_at=use.effective_at,
            recorded_at=use.recorded_at,
        )


class LotStatementOut(LotOut):
    """A lot at an instant, with everything that was done to it, oldest first."""

    status: str = Field(description="PENDING, OPEN, USED or EXPIRED.")
    held_points: int
    expired_points: int
    repaying_points: int = Field(description="Became active and goes to what the member owes; the next act or nightly run posts it.")
    activates_at: datetime | None
    activation_event: str | None
    uses: list[LotUseOut]

    @classmethod
    def of_statement(cls, statement: LotStatement) -> "LotStatementOut":
        """The wire shape of a lot's statement."""
        return cls(
            **LotOut.of(statement.lot).model_dump(),
            status=statement.status,
            held_points=statement.held_points,
            expired_points=statement.expired_points,
            repaying_points=statement.repaying_points,
            activates_at=statement.activates_at,
            activation_event=statement.activation_event,
            uses=[LotUseOut.of(use) for use in statement.uses],
        )


class MovementOut(Out):
    """What entries of one type did to the parts of a balance; signed."""

    type: str
    active_points: int
    pending_points: int
    held_points: int

    @classmethod
    def of(cls, movement: Movement) -> "MovementOut":
        """The wire shape of a movement."""
        return cls(
            type=movement.type,
            active_points=movement.active_points,
            pending_points=movement.pending_points,
            held_points=movement.held_points,
        )


class StatementOut(Out):
    """A wallet over a period: of each part, opening and movements make closing."""

    wallet_code: str
    opening: AccountOut
    movements: list[MovementOut]
    closing: AccountOut

    @classmethod
    def of(cls, statement: Statement) -> "StatementOut":
        """The wire shape of a statement."""
        return cls(
            wallet_code=statement.opening.wallet_code,
            opening=AccountOut.of(statement.opening),
            movements=[MovementOut.of(movement) for movement in statement.movements],
            closing=AccountOut.of(statement.closing),
        )


class StatementsOut(Out):
    """A member's wallets over a period, which ends before `ends_at`."""

    member_id: str
    starts_at: datetime
    ends_at: datetime
    items: list[StatementOut]
