"""The acts that move points: load → decide → append, set-based. Not here: the decisions (batch, expire) and SQL (store)."""

from collections.abc import Sequence
from dataclasses import replace

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ledger import store
from loyalty.ledger.batch import decide, reference_of
from loyalty.ledger.commands import BurnPoints, Command
from loyalty.ledger.expire import expire_lot
from loyalty.ledger.model import Expired, Posted
from loyalty.ledger.state import Journal
from loyalty.ledger.validate import shape_refusal


def post(commands: Sequence[Command], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Posted | LoyaltyError]:
    """Every command is posted or refused by itself; results in the order of the commands.

    Commands of one member take effect in the order given. Call it once per transaction (it locks its accounts in id order).
    A dry run judges exactly the same, and stores and locks nothing.

    In the list, in their order of precedence: `AmountInvalid`, `ReferenceInvalid`, `LabelInvalid`, `EventTimeInvalid`,
    `MemberUnknown`, (a known reference: the first posting, or `ReferenceAlreadyPosted`), `MemberInactive`,
    `CurrencyMismatch`, `EventInFuture`, `PointsInsufficient`.
    """
    now = clock.now()
    refusals = [shape_refusal(command) for command in commands]
    sound = [command for command, refusal in zip(commands, refusals, strict=True) if refusal is None]
    references = {(command.member_id, *reference_of(command)) for command in sound}
    burner_ids = {command.member_id for command in sound if isinstance(command, BurnPoints)}
    state = store.load(references, burner_ids, now, within, lock=not dry_run)
    results, journal = decide(commands, refusals, state, now)
    if dry_run:
        return rehearsed(results, journal)
    store.append(journal, within)
    return results


def expire(*, within: Work, clock: Clock, limit: int = 5_000) -> Expired:
    """At most `limit` lots past their expiry are posted as expired; call again, in a new transaction, while `has_more`.

    Running it twice at the same instant posts nothing the second time.
    """
    journal = Journal(clock.now())
    lots, has_more = store.load_due(journal.recorded_at, limit, within)
    points = sum(expire_lot(lot, journal) for lot in lots)
    store.append(journal, within)
    return Expired(lot_count=len(lots), account_count=len(journal.sums), points=points, has_more=has_more)


def rehearsed(results: list[Posted | LoyaltyError], journal: Journal) -> list[Posted | LoyaltyError]:
    """The results of a dry run: what would be stored has no id yet; what is stored already keeps its own."""
    new = {posting.id for posting in journal.postings}
    return [
        result
        if isinstance(result, LoyaltyError)
        else replace(result, posting_id=None, lot_id=None, is_dry_run=True)
        if result.posting_id in new
        else replace(result, is_dry_run=True)
        for result in results
    ]
