"""Rewards and redemptions as rows. The only module of the room that knows SQL."""

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.ledger.state import Account
from loyalty.programs.errors import ProgramUnknown
from loyalty.programs.store import current_program
from loyalty.programs.tiers import tier_rank
from loyalty.rewards.decide import RewardKey, Shelf
from loyalty.rewards.definition import reward_from_json, reward_to_json
from loyalty.rewards.errors import RewardDefinitionInvalid
from loyalty.rewards.model import Redemption, RedemptionStatus, Reward, RewardDefinition

# After the accounts, in code order: the same order in every transaction.
REWARDS = """
select r.definition, r.redeemed_count from rewards r
where (r.program_code, r.code) in (select * from unnest(%(program_codes)s::text[], %(codes)s::text[]))
order by r.program_code, r.code
"""

REDEMPTION_COLUMNS = "id, account_id, member_id, program_code, reward_code, reference, points, status, posting_id, requested_at, changed_at"

OPEN_REDEMPTIONS = f"""
insert into redemptions ({REDEMPTION_COLUMNS})
select * from unnest(%(ids)s::uuid[], %(account_ids)s::uuid[], %(member_ids)s::uuid[], %(program_codes)s::text[], %(reward_codes)s::text[],
                     %(references)s::text[], %(points)s::bigint[], %(statuses)s::text[], %(posting_ids)s::uuid[],
                     %(requested_ats)s::timestamptz[], %(changed_ats)s::timestamptz[])
"""  # noqa: S608 (our own column list)

TAKE_STOCK = """
update rewards r set redeemed_count = r.redeemed_count + taken.taken_count, changed_at = %(now)s
from unnest(%(program_codes)s::text[], %(codes)s::text[], %(counts)s::bigint[]) as taken (program_code, code, taken_count)
where r.program_code = taken.program_code and r.code = taken.code
"""

# A file that says the same as the row touches nothing; what was redeemed is never part of a definition.
STORE_REWARD = """
insert into rewards (program_code, code, content_hash, definition, price_points, tier_minimum_code, is_offered, stock_count, changed_at)
values (%(program_code)s, %(code)s, %(hash)s, %(definition)s::jsonb, %(price_points)s, %(tier_minimum_code)s, %(is_offered)s,
        %(stock_count)s, %(now)s)
on conflict (program_code, code) do update set
    content_hash = excluded.content_hash, definition = excluded.definition, price_points = excluded.price_points,
    tier_minimum_code = excluded.tier_minimum_code, is_offered = excluded.is_offered, stock_count = excluded.stock_count,
    changed_at = excluded.changed_at
where rewards.content_hash <> excluded.content_hash
returning code
"""


def load_shelf(
    keys: Collection[RewardKey], accounts: Sequence[Account], posting_ids: Collection[UUID], within: Work, *, lock: bool
) -> Shelf:
    """The rewards with these keys, locked where asked, and the redemptions behind these postings of the accounts."""
    columns = list(zip(*sorted(keys), strict=True)) or [(), ()]
    rows = within.exec_driver_sql(REWARDS + ("for update" if lock else ""), {"program_codes": list(columns[0]), "codes": list(columns[1])})
    rewards = [Reward(reward_from_json(definition), redeemed_count) for definition, redeemed_count in rows]
    shelf = Shelf({(reward.definition.program_code, reward.definition.code): reward for reward in rewards})
    if posting_ids:
        query = f"select {REDEMPTION_COLUMNS} from redemptions where account_id = any(%(accounts)s) and posting_id = any(%(postings)s)"  # noqa: S608
        parameters = {"accounts": [account.id for account in accounts], "postings": list(posting_ids)}
        redemptions = [_redemption(row) for row in within.exec_driver_sql(query, parameters)]
        shelf.redemptions = {redemption.posting_id: redemption for redemption in redemptions}
    return shelf


def append(shelf: Shelf, now: datetime, within: Work) -> None:
    """What the batch opened and took is stored."""
    if not shelf.opened:
        return
    opened = shelf.opened
    within.exec_driver_sql(
        OPEN_REDEMPTIONS,
        {
            "ids": [redemption.id for redemption in opened],
            "account_ids": [redemption.account_id for redemption in opened],
            "member_ids": [redemption.member_id for redemption in opened],
            "program_codes": [redemption.program_code for redemption in opened],
            "reward_codes": [redemption.reward_code for redemption in opened],
            "references": [redemption.reference for redemption in opened],
            "points": [redemption.points for redemption in opened],
            "statuses": [str(redemption.status) for redemption in opened],
            "posting_ids": [redemption.posting_id for redemption in opened],
            "requested_ats": [redemption.requested_at for redemption in opened],
            "changed_ats": [redemption.changed_at for redemption in opened],
        },
    )
    program_codes, codes = zip(*shelf.taken, strict=True)
    within.exec_driver_sql(
        TAKE_STOCK, {"program_codes": list(program_codes), "codes": list(codes), "counts": list(shelf.taken.values()), "now": now}
    )


def store_rewards(definitions: Sequence[RewardDefinition], *, within: Work, clock: Clock) -> int:
    """The catalogue says what the definitions say; how many rows changed. Rewards not named stay as they are.

    Raises:
        RewardDefinitionInvalid: an unknown program or tier, or a stock below what is redeemed already.
    """
    now, changed = clock.now(), 0
    for definition in sorted(definitions, key=lambda definition: (definition.program_code, definition.code)):
        _refuse_unfit(definition, within)
        document = json.dumps(reward_to_json(definition), sort_keys=True, ensure_ascii=False)
        row = {
            "program_code": definition.program_code,
            "code": definition.code,
            "hash": hashlib.sha256(document.encode()).digest(),
            "definition": document,
            "price_points": definition.price_points,
            "tier_minimum_code": definition.tier_minimum_code,
            "is_offered": definition.is_offered,
            "stock_count": definition.stock_count,
            "now": now,
        }
        changed += within.exec_driver_sql(STORE_REWARD, row).rowcount
    return changed


def catalogue(program_code: str, *, within: Work) -> list[Reward]:
    """The rewards on offer, cheapest first."""
    query = "select definition, redeemed_count from rewards where program_code = %(code)s and is_offered order by price_points, code"
    rows = within.exec_driver_sql(query, {"code": program_code})
    return [Reward(reward_from_json(definition), redeemed_count) for definition, redeemed_count in rows]


def find_redemptions(ids: Sequence[UUID], *, within: Work) -> dict[UUID, Redemption]:
    """The redemptions with these ids; an unknown id is simply not in the answer."""
    return redemptions_by_id(ids, within)


def redemptions_by_id(ids: Sequence[UUID], within: Work, *, lock: bool = False) -> dict[UUID, Redemption]:
    """The redemptions with these ids, locked in id order where asked."""
    query = f"select {REDEMPTION_COLUMNS} from redemptions where id = any(%(ids)s::uuid[]) order by id"  # noqa: S608
    rows = within.exec_driver_sql(query + (" for update" if lock else ""), {"ids": uuid_array(ids)})
    return {row.id: _redemption(row) for row in rows}


def update_statuses(redemptions: Collection[Redemption], within: Work) -> None:
    """Each redemption stands where it is given to stand."""
    within.exec_driver_sql(
        "update redemptions r set status = moved.status, changed_at = moved.changed_at "
        "from unnest(%(accounts)s::uuid[], %(ids)s::uuid[], %(statuses)s::text[], %(ats)s::timestamptz[]) "
        "as moved (account_id, id, status, changed_at) "
        "where r.account_id = moved.account_id and r.id = moved.id and r.status <> moved.status",
        {
            "accounts": [redemption.account_id for redemption in redemptions],
            "ids": [redemption.id for redemption in redemptions],
            "statuses": [str(redemption.status) for redemption in redemptions],
            "ats": [redemption.changed_at for redemption in redemptions],
        },
    )


def _refuse_unfit(definition: RewardDefinition, within: Work) -> None:
    try:
        ladder = current_program(definition.program_code, within=within).program.ladder
    except ProgramUnknown as unknown:
        raise _invalid(definition, "program_code", f"names no stored program ({definition.program_code})") from unknown
    least = definition.tier_minimum_code
    if least is not None and tier_rank(least, ladder) < 0:
        raise _invalid(definition, "tier_minimum_code", f"names no tier of the program ({least})")
    redeemed_count = within.exec_driver_sql(
        "select redeemed_count from rewards where program_code = %(program_code)s and code = %(code)s for update",
        {"program_code": definition.program_code, "code": definition.code},
    ).scalar_one_or_none()
    if definition.stock_count is not None and definition.stock_count < (redeemed_count or 0):
        raise _invalid(definition, "stock_count", f"is {definition.stock_count}, and {redeemed_count} are redeemed already")


def _invalid(definition: RewardDefinition, path: str, problem: str) -> RewardDefinitionInvalid:
    return RewardDefinitionInvalid(f"reward {definition.code}: {path} {problem}.", reward_code=definition.code, path=path, problem=problem)


def _redemption(row: Any) -> Redemption:  # noqa: ANN401 (a row of REDEMPTION_COLUMNS)
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
    )
