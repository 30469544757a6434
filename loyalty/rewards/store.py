"""Rewards and redemptions as rows that a batch loads and appends. Not here: the catalogue (catalogue) and reads for others (queries)."""

from collections import deque
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import text_array, time_array, uuid_array
from loyalty.database.round_trip import round_trip, send
from loyalty.eligibility import ask_people, ask_program_criteria, read_people, read_program_criteria
from loyalty.ids import new_id
from loyalty.ledger.state import LedgerState
from loyalty.rewards.definition import reward_from_json
from loyalty.rewards.model import (
    LimitPeriod,
    PeriodSlot,
    PriceReason,
    Redemption,
    RedemptionStatus,
    Reward,
    Slot,
)
from loyalty.rewards.shelf import Redeemer, RewardKey, Shelf, Uses, begins_at, period_starts_on
from loyalty.vouchers import store as voucher_store

# After the accounts, in code order: the same order in every transaction.
REWARDS = """
select r.definition, r.redeemed_count, r.revision from rewards r
where (r.program_code, r.code) in (select * from unnest(%(program_codes)s::text[], %(codes)s::text[]))
order by r.program_code, r.code
"""

# Read under the rewards' locks, so that nobody redeems between counting and appending.
USES = """
select asked.member_id, asked.program_code, asked.reward_code, r.requested_at >= asked.begins_at as is_in_period, r.member_slot,
       r.period_slot, r.period = asked.period and r.period_starts_on = asked.starts_on as is_same_period
from unnest(%(member_ids)s::uuid[], %(program_codes)s::text[], %(reward_codes)s::text[], %(begins_ats)s::timestamptz[],
            %(periods)s::text[], %(starts_ons)s::date[]) as asked (member_id, program_code, reward_code, begins_at, period, starts_on)
join redemptions r on r.member_id = asked.member_id and r.program_code = asked.program_code and r.reward_code = asked.reward_code
    and r.status in ('PENDING', 'PROCESSING', 'FULFILLED')
"""

REDEMPTION_COLUMNS = """id, account_id, member_id, program_code, reward_code, reference, points, status, posting_id, requested_at,
    changed_at, reward_revision, wallet_code, list_points, price_reason, member_slot, member_limit, period, period_starts_on, period_slot,
    period_limit, voucher_id, return_posting_id"""

OPEN_REDEMPTIONS = f"""
insert into redemptions ({REDEMPTION_COLUMNS})
select opened.*, null from unnest(
    %(ids)s::uuid[], %(account_ids)s::uuid[], %(member_ids)s::uuid[], %(program_codes)s::text[], %(reward_codes)s::text[],
    %(references)s::text[], %(points)s::bigint[], %(statuses)s::text[], %(posting_ids)s::uuid[], %(requested_ats)s::timestamptz[],
    %(changed_ats)s::timestamptz[], %(revisions)s::int[], %(wallet_codes)s::text[], %(list_points)s::bigint[], %(price_reasons)s::text[],
    %(member_slots)s::int[], %(member_limits)s::int[], %(periods)s::text[], %(starts_ons)s::date[], %(period_slots)s::int[],
    %(period_limits)s::int[], %(voucher_ids)s::uuid[]) as opened
"""  # noqa: S608 (our own column list)

APPEND_MOVES = """
insert into redemption_moves (account_id, redemption_id, id, status, actor, reason, recorded_at)
select account_id, redemption_id, id, status, actor, reason, %(now)s
from unnest(%(account_ids)s::uuid[], %(redemption_ids)s::uuid[], %(ids)s::uuid[], %(statuses)s::text[], %(actors)s::text[],
            %(reasons)s::text[]) as moved (account_id, redemption_id, id, status, actor, reason)
"""

TAKE_STOCK = """
update rewards r set redeemed_count = r.redeemed_count + taken.taken_count, changed_at = %(now)s
from unnest(%(program_codes)s::text[], %(codes)s::text[], %(counts)s::bigint[]) as taken (program_code, code, taken_count)
where r.program_code = taken.program_code and r.code = taken.code
"""

LOCK_REWARDS = """
select code from rewards where (program_code, code) in (select * from unnest(%(program_codes)s::text[], %(codes)s::text[]))
order by program_code, code for update
"""

MOVE = """
update redemptions r set status = moved.status, changed_at = %(now)s, return_posting_id = moved.return_posting_id
from unnest(%(account_ids)s::uuid[], %(ids)s::uuid[], %(statuses)s::text[], %(return_posting_ids)s::uuid[])
    as moved (account_id, id, status, return_posting_id)
where r.account_id = moved.account_id and r.id = moved.id
"""


def load_shelf(keys: Collection[RewardKey], ledger: LedgerState, now: datetime, within: Work, *, lock: bool) -> Shelf:
    """The rewards with these keys, locked where asked; who the ledger's members are; the redemptions that it knows.

    The rewards come last, so that they are locked for as short as can be.
    """
    shelf = Shelf({}, redemptions=_known_redemptions(ledger, within))
    programs = {account.program_code for account in ledger.accounts.values()}
    program_codes, codes = list(zip(*sorted(keys), strict=True)) or [(), ()]
    *people, criteria, rewards = round_trip(
        [
            *ask_people(ledger.accounts, now),
            ask_program_criteria(programs),
            (REWARDS + ("for update" if lock else ""), {"program_codes": text_array(program_codes), "codes": text_array(codes)}),
        ],
        within,
    )
    shelf.people = read_people(*people)
    shelf.program_criteria = {code: found.criteria for code, found in read_program_criteria(programs, criteria).items()}
    for definition, redeemed_count, revision in rewards:
        reward = Reward(reward_from_json(definition), redeemed_count, revision)
        shelf.rewards[reward.definition.program_code, reward.definition.code] = reward
    return shelf


def _known_redemptions(ledger: LedgerState, within: Work) -> dict[UUID, Redemption]:
    """By posting; few batches know any."""
    posting_ids = [known.posted.posting_id for known in ledger.known.values() if known.posted.posting_id is not None]
    if not posting_ids:
        return {}
    accounts = [account.id for account in (*ledger.accounts.values(), *ledger.wallets.values())]
    query = f"select {REDEMPTION_COLUMNS} from redemptions where account_id = any(%(accounts)s) and posting_id = any(%(postings)s)"  # noqa: S608
    found = [redemption_of(row) for row in within.exec_driver_sql(query, {"accounts": accounts, "postings": posting_ids})]
    return {redemption.posting_id: redemption for redemption in found}


def load_limited(redeemers: Sequence[Redeemer], ledger: LedgerState, shelf: Shelf, now: datetime, within: Work, *, lock: bool) -> None:
    """The shelf knows what these members have redeemed of what is limited, and a voucher for each who may get one.

    No round trip where nothing is limited and nothing gives a voucher.
    """
    timezones = {redeemer.program_code: ledger.revisions[redeemer.program_code][-1].program.timezone for redeemer in redeemers}
    shelf.uses = load_uses(set(redeemers), shelf.rewards, timezones, now, within)
    wanted: dict[tuple[str, str], int] = {}
    for redeemer in redeemers:
        pool_code = shelf.rewards[redeemer.program_code, redeemer.reward_code].definition.voucher_pool_code
        if pool_code is not None:
            pool = (redeemer.program_code, pool_code)
            wanted[pool] = wanted.get(pool, 0) + 1
    for pool in sorted(wanted):
        shelf.vouchers[pool] = deque(voucher_store.take_available(*pool, wanted[pool], now, within, lock=lock))


def load_uses(
    redeemers: Collection[Redeemer], rewards: dict[RewardKey, Reward], timezones: dict[str, str], now: datetime, within: Work
) -> dict[Redeemer, Uses]:
    """What each of them has redeemed of the rewards that are limited; nothing is said of the others."""
    limited: list[tuple[Redeemer, datetime | None, LimitPeriod | None, Any]] = []
    for redeemer in redeemers:
        limits = rewards[redeemer.program_code, redeemer.reward_code].definition.limits
        if limits.period is not None:
            starts_on = period_starts_on(limits.period, now, timezones[redeemer.program_code])
            limited.append((redeemer, begins_at(starts_on, timezones[redeemer.program_code]), limits.period, starts_on))
        elif limits.total_count is not None:
            limited.append((redeemer, None, None, None))
    if not limited:
        return {}
    asked, begins_ats, periods, starts_ons = zip(*limited, strict=True)
    rows = within.exec_driver_sql(
        USES,
        {
            "member_ids": uuid_array(redeemer.member_id for redeemer in asked),
            "program_codes": text_array(redeemer.program_code for redeemer in asked),
            "reward_codes": text_array(redeemer.reward_code for redeemer in asked),
            "begins_ats": time_array(begins_ats),
            "periods": text_array(periods),
            "starts_ons": list(starts_ons),
        },
    )
    found = {redeemer: Uses() for redeemer in asked}
    for row in rows:
        uses = found[Redeemer(row.member_id, row.program_code, row.reward_code)]
        uses.total_count += 1
        uses.period_count += bool(row.is_in_period)
        if row.member_slot is not None:
            uses.slots.add(row.member_slot)
        if row.is_same_period:
            uses.period_slots.add(row.period_slot)
    return found


def append(shelf: Shelf, actors: dict[UUID, str | None], now: datetime, within: Work) -> None:
    """What the batch opened, took and gave is stored. `actors`: who asked, by redemption."""
    if not shelf.opened:
        return
    opened = shelf.opened
    send((OPEN_REDEMPTIONS, _columns(opened)), within)
    steps = [(redemption, status) for redemption in opened for status in _steps_to(redemption.status)]
    append_moves([(redemption, status, actors.get(redemption.id), None) for redemption, status in steps], now, within)
    change_stock(shelf.taken, now, within)
    voucher_store.assign(shelf.given, now, within)


def append_moves(moves: Sequence[tuple[Redemption, RedemptionStatus, str | None, str | None]], now: datetime, within: Work) -> None:
    """Each redemption came to stand there: by whom, and why."""
    send((APPEND_MOVES, _move_columns(moves, now)), within)


def _move_columns(moves: Sequence[tuple[Redemption, RedemptionStatus, str | None, str | None]], now: datetime) -> dict[str, object]:
    return {
        "account_ids": uuid_array(redemption.account_id for redemption, *_ in moves),
        "redemption_ids": uuid_array(redemption.id for redemption, *_ in moves),
        "ids": uuid_array(new_id() for _ in moves),
        "statuses": [str(status) for _, status, *_ in moves],
        "actors": text_array(actor for _, _, actor, _ in moves),
        "reasons": text_array(reason for *_, reason in moves),
        "now": now,
    }


def lock_rewards(keys: Collection[RewardKey], within: Work) -> None:
    """Nobody else redeems, gives back or changes these rewards until the transaction ends."""
    columns = list(zip(*sorted(keys), strict=True)) or [(), ()]
    within.exec_driver_sql(LOCK_REWARDS, {"program_codes": list(columns[0]), "codes": list(columns[1])})


def change_stock(taken: dict[RewardKey, int], now: datetime, within: Work) -> None:
    """So many units of each reward more are redeemed; fewer, where the number is below zero."""
    if taken:
        program_codes, codes = zip(*taken, strict=True)
        counts = list(taken.values())
        send((TAKE_STOCK, {"program_codes": text_array(program_codes), "codes": text_array(codes), "counts": counts, "now": now}), within)


def redemptions_by_id(ids: Sequence[UUID], within: Work, *, lock: bool = False) -> dict[UUID, Redemption]:
    """The redemptions with these ids, locked in id order where asked."""
    query = f"select {REDEMPTION_COLUMNS} from redemptions where id = any(%(ids)s::uuid[]) order by id"  # noqa: S608
    rows = within.exec_driver_sql(query + (" for update" if lock else ""), {"ids": uuid_array(ids)})
    return {row.id: redemption_of(row) for row in rows}


def update_statuses(redemptions: Collection[Redemption], now: datetime, within: Work) -> None:
    """Each redemption stands where it is given to stand."""
    within.exec_driver_sql(
        MOVE,
        {
            "account_ids": uuid_array(redemption.account_id for redemption in redemptions),
            "ids": uuid_array(redemption.id for redemption in redemptions),
            "statuses": [str(redemption.status) for redemption in redemptions],
            "return_posting_ids": uuid_array(redemption.return_posting_id for redemption in redemptions),
            "now": now,
        },
    )


def redemption_of(row: Any) -> Redemption:  # noqa: ANN401 (a row of REDEMPTION_COLUMNS)
    """The redemption in a row."""
    period_slot = None
    if row.period_slot is not None:
        period_slot = PeriodSlot(LimitPeriod(row.period), row.period_starts_on, row.period_slot, row.period_limit)
    return Redemption(
        id=row.id,
        account_id=row.account_id,
        member_id=row.member_id,
        program_code=row.program_code,
        reward_code=row.reward_code,
        reference=row.reference,
        points=row.points,
        status=RedemptionStatus(row.status),
        posting_id=row.posting_id,
        requested_at=row.requested_at,
        changed_at=row.changed_at,
        reward_revision=row.reward_revision,
        wallet_code=row.wallet_code,
        list_points=row.list_points,
        price_reason=PriceReason(row.price_reason) if row.price_reason else None,
        member_slot=Slot(row.member_slot, row.member_limit) if row.member_slot is not None else None,
        period_slot=period_slot,
        voucher_id=row.voucher_id,
        return_posting_id=row.return_posting_id,
    )


def _steps_to(status: RedemptionStatus) -> tuple[RedemptionStatus, ...]:
    """The states that a redemption which opens at `status` has passed through."""
    if status is RedemptionStatus.FULFILLED:
        return (RedemptionStatus.PENDING, RedemptionStatus.PROCESSING, RedemptionStatus.FULFILLED)
    return (status,)


def _columns(opened: Sequence[Redemption]) -> dict[str, object]:
    return {
        "ids": uuid_array(redemption.id for redemption in opened),
        "account_ids": uuid_array(redemption.account_id for redemption in opened),
        "member_ids": uuid_array(redemption.member_id for redemption in opened),
        "program_codes": text_array(redemption.program_code for redemption in opened),
        "reward_codes": text_array(redemption.reward_code for redemption in opened),
        "references": text_array(redemption.reference for redemption in opened),
        "points": [redemption.points for redemption in opened],
        "statuses": [str(redemption.status) for redemption in opened],
        "posting_ids": uuid_array(redemption.posting_id for redemption in opened),
        "requested_ats": time_array(redemption.requested_at for redemption in opened),
        "changed_ats": time_array(redemption.changed_at for redemption in opened),
        "revisions": [redemption.reward_revision for redemption in opened],
        "wallet_codes": text_array(redemption.wallet_code for redemption in opened),
        "list_points": [redemption.list_points for redemption in opened],
        "price_reasons": text_array(redemption.price_reason for redemption in opened),
        "member_slots": [redemption.member_slot and redemption.member_slot.number for redemption in opened],
        "member_limits": [redemption.member_slot and redemption.member_slot.limit for redemption in opened],
        "periods": text_array(redemption.period_slot and redemption.period_slot.period for redemption in opened),
        "starts_ons": [redemption.period_slot and redemption.period_slot.starts_on for redemption in opened],
        "period_slots": [redemption.period_slot and redemption.period_slot.number for redemption in opened],
        "period_limits": [redemption.period_slot and redemption.period_slot.limit for redemption in opened],
        "voucher_ids": uuid_array(redemption.voucher_id for redemption in opened),
    }
