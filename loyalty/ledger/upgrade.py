"""Higher tiers at once: who may have reached one by what was posted, and is judged. Not here: judging (`loyalty.tiers`)."""

from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import number_array, uuid_array
from loyalty.database.round_trip import send
from loyalty.ledger.journal import Journal, Posting
from loyalty.ledger.model import Book, ReferenceKind
from loyalty.ledger.state import Account, LedgerState
from loyalty.programs.model import PeriodKind, ProgramRevision, QualificationBy, TierStructure, revision_at
from loyalty.tiers.qualify import upgrade_at_once

EARNING = frozenset({ReferenceKind.ORDER, ReferenceKind.EVENT, ReferenceKind.CORRECTION, ReferenceKind.PROMOTION})
"""What may add to spend and to points earned."""

# Whoever comes nearer and whoever is judged next are locked first, all in id order as the nightly run locks them, so that the two wait for
# each other and never in a circle. A lock inside the update below would not do: its conditions are pushed in beneath the lock.
LOCK_STANDINGS = "select from member_tiers where member_id = any(%(member_ids)s::uuid[]) order by member_id for update"

# Under the account's lock, and relative: whoever else writes the row takes nothing of it back.
COME_NEARER = """
update member_tiers t set missing = t.missing - n.amount
from unnest(%(member_ids)s::uuid[], %(amounts)s::bigint[]) as n (member_id, amount)
where t.member_id = n.member_id
"""


def upgrade(state: LedgerState, journal: Journal, within: Work) -> None:
    """Whoever has reached a higher tier by what was posted stands on it.

    A member is judged only when the postings since the last judgement may add up to the next threshold; until then they are only
    summed, in a statement that nobody waits for.
    """
    judged: dict[str, set[UUID]] = {}
    issued: dict[UUID, int] = {}
    for move in journal.moves:
        if move.source is Book.ISSUED:
            issued[move.posting_id] = issued.get(move.posting_id, 0) + move.points
    nearer: dict[UUID, int] = {}
    revisions: dict[str, ProgramRevision] = {}
    for posting in journal.postings:
        account = state.account_by_id(posting.account_id)
        revision = revisions.get(account.program_code)
        if revision is None:
            revision = revisions[account.program_code] = revision_at(state.revisions[account.program_code], journal.recorded_at)
        tiers = revision.program.tiers
        if tiers is None or is_settled(account.tier_code, posting.reference_kind, tiers):
            continue
        main = state.accounts[account.member_id]
        amount = _amount(posting, account, tiers, issued)
        if not _is_measured(main, tiers, revision):
            judged.setdefault(account.program_code, set()).add(account.member_id)
        elif amount > 0:
            nearer[account.member_id] = nearer.get(account.member_id, 0) + amount
    for member_id, amount in list(nearer.items()):
        main = state.accounts[member_id]
        if member_id in judged.get(main.program_code, ()) or amount >= (main.tier_missing or 0):
            judged.setdefault(main.program_code, set()).add(member_id)
            del nearer[member_id]
    if nearer:
        touched = nearer.keys() | {member_id for members in judged.values() for member_id in members}
        send((LOCK_STANDINGS, {"member_ids": uuid_array(touched)}), within)
        send((COME_NEARER, {"member_ids": uuid_array(nearer), "amounts": number_array(nearer.values())}), within)
    for code in sorted(judged):
        upgrade_at_once(judged[code], revisions[code], within=within, now=journal.recorded_at)


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


def _is_measured(main: Account, tiers: TierStructure, revision: ProgramRevision) -> bool:
    """Whether what the member lacks is known. In a rolling window it only ever grows by itself, so it is a bound from below."""
    qualification = tiers.qualification
    return (
        qualification.by in {QualificationBy.SPEND, QualificationBy.POINTS_EARNED}
        and qualification.period is not None
        and qualification.period.kind is PeriodKind.ROLLING
        and main.tier_missing is not None
        and main.tier_missing_revision == revision.revision
    )


def _amount(posting: Posting, account: Account, tiers: TierStructure, issued: dict[UUID, int]) -> int:
    """At most so much more counts by this posting."""
    if tiers.qualification.by is QualificationBy.SPEND:
        return posting.spend_minor or 0 if posting.transaction_id is None else 0
    if account.wallet_code != tiers.qualification.wallet_code:
        return 0
    return issued.get(posting.id, 0)
