"""The wire shapes of members, their accounts, entries and profile."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.ledger import ACCOUNT_ID_PREFIX, ENTRY_ID_PREFIX, LOT_ID_PREFIX, POSTING_ID_PREFIX, Balance, HistoryEntry, Lot
from loyalty.members import MEMBER_ID_PREFIX, EnrolMember, Member
from loyalty.scores import MemberScores
from loyalty.segments import MembershipOfMember
from serving.http.inputs import PLAIN_TEXT, In, Instant, JsonObject
from serving.http.outputs import LocalText, Out

ExternalId = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]


class EnrolIn(In):
    """A customer to be made a member."""

    external_id: ExternalId = Field(description="The company's own number for the customer; unique within the program.", examples=["1042"])
    joined_at: Instant | None = Field(default=None, description="When the customer joined; left out: now, by the business clock.")
    attributes: JsonObject = Field(default_factory=dict, description="What else is known, as a JSON object of at most 16 KiB.")

    def command(self, program_code: str) -> EnrolMember:
        """The domain's command."""
        return EnrolMember(self.external_id, program_code, self.joined_at, self.attributes)


class MemberOut(Out):
    """A customer enrolled in the program."""

    member_id: str = Field(examples=["mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b"])
    external_id: str
    program_code: str
    status: str = Field(description="ACTIVE, INACTIVE or CLOSED; only an ACTIVE member earns, burns and redeems.")
    joined_at: datetime
    attributes: dict[str, Any]

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        """The wire shape of a member."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.id),
            external_id=member.external_id,
            program_code=member.program_code,
            status=member.status,
            joined_at=member.joined_at,
            attributes=dict(member.attributes),
        )


class EnrolledOut(MemberOut):
    """The member, and whether this call made it one."""

    is_duplicate: bool = Field(description="The customer was a member already; nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of_enrolled(cls, member: Member, *, is_dry_run: bool) -> "EnrolledOut":
        """The wire shape of what `enrol` did."""
        return cls(**MemberOut.of(member).model_dump(), is_duplicate=member.is_duplicate, would_apply=is_dry_run)


class ExpiryOut(Out):
    """Points that stop being spendable at one instant."""

    expires_at: datetime
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
    soonest_expiries: list[ExpiryOut] = Field(description="The next points to expire, soonest first.")

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
    granted_points: int
    remaining_points: int
    granted_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, lot: Lot) -> "LotOut":
        """The wire shape of a lot."""
        return cls(
            lot_id=show_id(LOT_ID_PREFIX, lot.id),
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


class RfmOut(Out):
    """Recency, frequency and monetary value in quintiles, 5 is best."""

    code: str | None = Field(examples=["545"])
    segment_code: str | None
    recency_quintile: int | None
    frequency_quintile: int | None
    monetary_quintile: int | None


class ChurnOut(Out):
    """How likely no purchase follows within 56 days."""

    probability: float | None
    band_code: str | None = Field(description="LOW, MEDIUM or HIGH.")
    model_version: str | None
    scored_at: datetime | None


class ActivityOut(Out):
    """What the member did lately, from the warehouse."""

    last_purchase_on: date | None
    recency_days: int | None
    purchase_count_364d: int | None
    spend_minor_364d: int | None


class StandingOut(Out):
    """The tier the member stands on, as last published."""

    code: str | None
    qualifying_minor: int | None = Field(description="Spend that counts towards the tier, in minor units.")


class ProfileOut(Out):
    """What the last nightly run says of a member. Nulls: the run has not seen this member yet."""

    member_id: str
    external_id: str
    status: str
    joined_at: datetime
    as_of_on: date | None = Field(description="The business day the scores speak of; null before the first publication.")
    tier: StandingOut
    rfm: RfmOut
    churn: ChurnOut
    activity: ActivityOut

    @classmethod
    def of(cls, member: Member, scores: MemberScores | None) -> "ProfileOut":
        """The wire shape of what is published of a member; None: nothing yet."""

        def known(name: str) -> Any:  # noqa: ANN401 - the fields it fills check their types
            return getattr(scores, name, None)

        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.id),
            external_id=member.external_id,
            status=member.status,
            joined_at=member.joined_at,
            as_of_on=known("as_of_on"),
            tier=StandingOut(code=known("tier_code"), qualifying_minor=known("qualifying_minor")),
            rfm=RfmOut(
                code=known("rfm_code"),
                segment_code=known("rfm_segment_code"),
                recency_quintile=known("recency_quintile"),
                frequency_quintile=known("frequency_quintile"),
                monetary_quintile=known("monetary_quintile"),
            ),
            churn=ChurnOut(
                probability=known("churn_probability"),
                band_code=known("churn_band_code"),
                model_version=known("model_version"),
                scored_at=known("scored_at"),
            ),
            activity=ActivityOut(
                last_purchase_on=known("last_purchase_on"),
                recency_days=known("recency_days"),
                purchase_count_364d=known("purchase_count_364d"),
                spend_minor_364d=known("spend_minor_364d"),
            ),
        )


class MembershipOut(Out):
    """One segment a member is in."""

    segment_code: str
    name: LocalText
    version: int = Field(description="The version by which the member came in.")
    valid_from: datetime
    valid_to: datetime | None

    @classmethod
    def of(cls, membership: MembershipOfMember) -> "MembershipOut":
        """The wire shape of a membership."""
        return cls(
            segment_code=membership.segment_code,
            name=LocalText.of(membership.name),
            version=membership.version,
            valid_from=membership.valid_from,
            valid_to=membership.valid_to,
        )


class MembershipsOut(Out):
    """The segments a member is in at one instant."""

    member_id: str
    as_of: datetime
    items: list[MembershipOut]
