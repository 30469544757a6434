"""The acts that move points: load → decide → append, set-based. Not here: the decisions (batch and its acts) and SQL (store)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.round_trip import round_trip
from loyalty.errors import LoyaltyError
from loyalty.ledger import store
from loyalty.ledger.batch import decide
from loyalty.ledger.commands import Command, EarnPoints
from loyalty.ledger.expire import expire_lot
from loyalty.ledger.holds import lapse
from loyalty.ledger.journal import Journal
from loyalty.ledger.lots import activate_due
from loyalty.ledger.model import Activated, Expired, Posted
from loyalty.ledger.references import reference_of
from loyalty.ledger.segments import Others, others_touched, segments, touches, wanted_of
from loyalty.ledger.state import NEVER
from loyalty.ledger.upgrade import record
from loyalty.ledger.validate import shape_refusal
from loyalty.programs.rating import Rating

__all__ = ["Examined", "activate", "examine", "expire", "post", "reference_of", "rehearsed"]


class Examined(NamedTuple):
    """What an event would do, and what every rule says to it; `rating` None where no rule was asked."""

    result: Posted | LoyaltyError
    rating: Rating | None


def post(commands: Sequence[Command], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Posted | LoyaltyError]:
    """Every command is posted or refused by itself; results in the order of the commands.

    Commands of one member take effect in the order given. Call it once per transaction (it locks its accounts in id order).
    A dry run judges exactly the same, and stores nothing.

    In the list: the refusals of the room's README, in the order of precedence written there.
    """
    now = clock.now()
    refusals = [shape_refusal(command) for command in commands]
    sound = [command for command, refusal in zip(commands, refusals, strict=True) if refusal is None]
    others = others_touched(sound, within)
    parts = segments(commands, others)
    if len(parts) == 1:
        results, journal = _decide(commands, refusals, others, now, within, dry_run=dry_run)
        return rehearsed(results, journal) if dry_run else results
    # A later part asks about what an earlier one stored, so a rehearsal stores it too, and takes it back.
    if dry_run:
        round_trip([("savepoint rehearsal", {})], within)
    store.lock_members({member_id for command in sound for member_id in touches(command, others)}, within)
    results = []
    for part in parts:
        answers, journal = _decide(commands[part], refusals[part], others, now, within, dry_run=False)
        results += rehearsed(answers, journal) if dry_run else answers
    if dry_run:
        round_trip([("rollback to savepoint rehearsal", {})], within)
    return results


def examine(commands: Sequence[EarnPoints], *, within: Work, clock: Clock) -> list[Examined]:
    """What each event would earn if it were alone, and which rules fired, which not and on which clause; nothing is stored."""
    examined = []
    for command in commands:
        refusal = shape_refusal(command)
        if refusal is not None:
            examined.append(Examined(refusal, None))
            continue
        state = store.load(
            {(command.member_id, *reference_of(command))},
            set(),
            clock.now(),
            within,
            lock=False,
            wanted=wanted_of([command], clock.now(), {}),
        )
        results, journal = decide([command], [None], state, clock.now())
        examined.append(Examined(rehearsed(results, journal)[0], state.ratings[0] if state.ratings else None))
    return examined


def activate(*, within: Work, clock: Clock, limit: int = 5_000) -> Activated:
    """Pending lots whose instant has come are active and holds past their time have lapsed, at most `limit` of each.

    Call again, in a new transaction, while `has_more`. Everything takes effect at its own instant, however late it is recorded.
    """
    journal = Journal(clock.now())
    state, has_more = store.load_pending(journal.recorded_at, limit, within)
    lots = holds = points = 0
    for account in state.by_id.values():
        for lot in sorted(account.pending_lots, key=lambda lot: (lot.activates_at or NEVER, lot.id)):
            points += lot.remaining_points
            lots += 1
            activate_due(lot, account, journal)
        for hold in list(account.lapsed_holds):
            points += lapse(hold, account, journal)
            holds += 1
    store.append(journal, within)
    return Activated(lot_count=lots, hold_count=holds, points=points, has_more=has_more)


def expire(*, within: Work, clock: Clock, limit: int = 5_000) -> Expired:
    """At most `limit` lots past their expiry are posted as expired; call again, in a new transaction, while `has_more`.

    Running it twice at the same instant posts nothing the second time. A lot that was pending and never posted as active is
    activated first, so that its history is whole.
    """
    journal = Journal(clock.now())
    lots, state, has_more = store.load_due(journal.recorded_at, limit, within)
    points = 0
    for lot in lots:
        account = state.by_id[lot.account_id]
        if lot.is_pending:
            activate_due(lot, account, journal)
        points += expire_lot(lot, account, journal)
    store.append(journal, within)
    return Expired(lot_count=len(lots), account_count=len(journal.sums), points=points, has_more=has_more)


def rehearsed(results: list[Posted | LoyaltyError], journal: Journal) -> list[Posted | LoyaltyError]:
    """The results of a dry run: what would be stored has no id yet; what is stored already keeps its own."""
    new = {posting.id for posting in journal.postings}
    return [
        result
        if isinstance(result, LoyaltyError)
        else replace(
            result,
            posting_id=None,
            transaction_id=None,
            lot_id=None if result.lot_id in journal.new_lots else result.lot_id,
            hold_id=None if result.hold_id in journal.new_holds else result.hold_id,
            is_dry_run=True,
        )
        if result.posting_id in new
        else replace(result, is_dry_run=True)
        for result in results
    ]


def _decide(
    commands: Sequence[Command], refusals: Sequence[LoyaltyError | None], others: Others, now: datetime, within: Work, *, dry_run: bool
) -> tuple[list[Posted | LoyaltyError], Journal]:
    """Load, decide and, unless it is a rehearsal, append."""
    sound = [command for command, refusal in zip(commands, refusals, strict=True) if refusal is None]
    references = {(command.member_id, *reference_of(command)) for command in sound}
    wanted = wanted_of(sound, now, others)
    references |= wanted.more_references
    state = store.load(references, wanted.spender_ids, now, within, lock=not dry_run, wanted=wanted)
    results, journal = decide(commands, refusals, state, now)
    if not dry_run:
        journal.cap_changes = state.cap_changes()
        record(state, journal, within)
    return results, journal
