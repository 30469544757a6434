"""Records what a batch decided, and lifts whoever reached a higher tier by it. Not here: appending (store), judging (`loyalty.tiers`)."""

from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.ledger import store_append
from loyalty.ledger.journal import Journal, Posting
from loyalty.ledger.model import Book, ReferenceKind
from loyalty.ledger.state import Account, LedgerState
from loyalty.programs.model import PeriodKind, ProgramRevision, QualificationBy, TierStructure, revision_at
from loyalty.tiers.qualify import upgrade_at_once

EARNING = frozenset({ReferenceKind.ORDER, ReferenceKind.EVENT, ReferenceKind.CORRECTION, ReferenceKind.PROMOTION})
"""What may add to spend and to points earned."""


def record(state: LedgerState, journal: Journal, within: Work) -> None:
    """The journal is stored, and whoever has reached a higher tier by it stands on it.

    What may count towards a tier is summed on the account, in the row that changes anyway. A judgement leaves behind the sum from which
    it has to be made again, so a posting below that costs nothing more.
    """
    judged = _count(state, journal)
    store_append.append(journal, within)
    for code in sorted(judged):
        revision = revision_at(state.revisions[code], journal.recorded_at)
        upgrade_at_once(judged[code], revision, within=within, now=journal.recorded_at)


class _Ladder(NamedTuple):
    """What a program in force says of moving up; worked out once for a batch."""

    revision: int
    tiers: TierStructure
    is_measured: bool


def _count(state: LedgerState, journal: Journal) -> dict[str, set[UUID]]:
    """What may count is in the journal; the members who are to be judged, by program."""
    judged: dict[str, set[UUID]] = {}
    ladders: dict[str, _Ladder | None] = {}
    issued: dict[UUID, int] | None = None
    for posting in journal.postings:
        account = state.account_by_id(posting.account_id)
        code = account.program_code
        if code not in ladders:
            ladders[code] = _ladder(revision_at(state.revisions[code], journal.recorded_at))
        ladder = ladders[code]
        if ladder is None or is_settled(account.tier_code, posting.reference_kind, ladder.tiers):
            continue
        if not ladder.is_measured or account.judged_again_at is None or account.judged_revision != ladder.revision:
            judged.setdefault(code, set()).add(account.member_id)
            continue
        if issued is None:
            issued = _issued(journal)
        amount = _amount(posting, account, ladder.tiers, issued)
        if amount > 0:
            journal.counted[account.id] = journal.counted.get(account.id, 0) + amount
            account.counted_total += amount
            if _counted(account, state) >= account.judged_again_at:
                judged.setdefault(code, set()).add(account.member_id)
    return judged


def _ladder(revision: ProgramRevision) -> _Ladder | None:
    """Only in a rolling window is what a member lacks known from sums: there it only ever grows by itself, so it is a bound from below."""
    tiers = revision.program.tiers
    if tiers is None:
        return None
    qualification = tiers.qualification
    is_rolling = qualification.period is not None and qualification.period.kind is PeriodKind.ROLLING
    by_sums = qualification.by in {QualificationBy.SPEND, QualificationBy.POINTS_EARNED}
    return _Ladder(revision.revision, tiers, is_rolling and by_sums)


def is_settled(tier_code: str | None, kind: ReferenceKind, tiers: TierStructure | None) -> bool:
    """Whether such a posting cannot lift somebody of this tier: there is no ladder, no higher tier, or nothing that counts."""
    if tiers is None:
        return True
    qualification = tiers.qualification
    is_prolonged = qualification.period is not None and qualification.period.kind is not PeriodKind.ROLLING
    if tier_code == tiers.tiers[-1].code and not is_prolonged:
        return True
    if tier_code is None or qualification.by is QualificationBy.BALANCE:
        return False
    return qualification.by is QualificationBy.SEGMENT or kind not in EARNING


def _issued(journal: Journal) -> dict[UUID, int]:
    """The points that each posting brought into the world."""
    issued: dict[UUID, int] = {}
    for move in journal.moves:
        if move.source is Book.ISSUED:
            issued[move.posting_id] = issued.get(move.posting_id, 0) + move.points
    return issued


def _amount(posting: Posting, account: Account, tiers: TierStructure, issued: dict[UUID, int]) -> int:
    """At most so much more counts by this posting."""
    if tiers.qualification.by is QualificationBy.SPEND:
        return posting.spend_minor or 0 if posting.transaction_id is None else 0
    if account.wallet_code != tiers.qualification.wallet_code:
        return 0
    return issued.get(posting.id, 0)


def _counted(account: Account, state: LedgerState) -> int:
    """The member's sum over all wallets."""
    if len(state.wallets) <= len(state.accounts):
        return account.counted_total
    return sum(other.counted_total for other in state.accounts_of(account.member_id))
