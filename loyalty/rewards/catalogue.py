"""The acts on the catalogue: create, change, withdraw, read; every change is a revision that says who and when. Not here: redeeming.

This module knows SQL, as a store does: the catalogue's acts are few and each is one row.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.eligibility.definition import misfit
from loyalty.eligibility.store import segment_codes
from loyalty.programs.errors import ProgramUnknown
from loyalty.programs.model import Program, WalletKind
from loyalty.programs.store import current_program
from loyalty.rewards.definition import reward_from_json, reward_to_json
from loyalty.rewards.errors import RewardDefinitionInvalid, RewardExists, RewardRevisionConflict, RewardUnknown
from loyalty.rewards.model import Reward, RewardDefinition, RewardRevision
from loyalty.vouchers.store import find_pools

LOCK_REWARD = """
select revision, redeemed_count, content_hash, definition from rewards
where program_code = %(program_code)s and code = %(code)s for update
"""

STORE_REWARD = """
insert into rewards (program_code, code, content_hash, definition, price_points, tier_minimum_code, is_offered, stock_count, changed_at,
                     revision)
values (%(program_code)s, %(code)s, %(hash)s, %(definition)s::jsonb, %(price_points)s, %(tier_minimum_code)s, %(is_offered)s,
        %(stock_count)s, %(now)s, %(revision)s)
on conflict (program_code, code) do update set
    content_hash = excluded.content_hash, definition = excluded.definition, price_points = excluded.price_points,
    tier_minimum_code = excluded.tier_minimum_code, is_offered = excluded.is_offered, stock_count = excluded.stock_count,
    changed_at = excluded.changed_at, revision = excluded.revision
"""

STORE_REVISION = """
insert into reward_revisions (program_code, reward_code, revision, definition, actor, recorded_at)
values (%(program_code)s, %(code)s, %(revision)s, %(definition)s::jsonb, %(actor)s, %(now)s)
"""

REVISIONS = """
select definition, revision, actor, recorded_at from reward_revisions
where program_code = %(program_code)s and reward_code = %(code)s order by revision desc limit 200
"""


def store_rewards(definitions: Sequence[RewardDefinition], *, within: Work, clock: Clock, actor: str | None = None) -> int:
    """The catalogue says what the definitions say; how many rewards changed. Rewards not named stay as they are.

    Raises:
        RewardDefinitionInvalid: an unknown program, tier, wallet, segment or voucher pool, or a stock below what is redeemed already.
    """
    now, changed = clock.now(), 0
    for definition in sorted(definitions, key=lambda definition: (definition.program_code, definition.code)):
        stored = _locked(definition.program_code, definition.code, within)
        _refuse_unfit(definition, stored, within)
        changed += _store(definition, stored, actor, now, within)
    return changed


def create_reward(definition: RewardDefinition, *, actor: str | None, within: Work, clock: Clock, dry_run: bool = False) -> Reward:
    """The catalogue has the reward; the very same one again is answered as stored.

    Raises:
        RewardDefinitionInvalid: as in `store_rewards`.
        RewardExists: another reward has the code.
    """
    stored = _locked(definition.program_code, definition.code, within)
    if stored is not None and stored.definition != definition:
        raise RewardExists(f"There is a reward '{definition.code}' already. Change it, or take another code.", reward_code=definition.code)
    _refuse_unfit(definition, stored, within)
    if stored is not None:
        return stored
    if not dry_run:
        _store(definition, None, actor, clock.now(), within)
    return Reward(definition, 0, 1)


def change_reward(
    definition: RewardDefinition, *, actor: str | None, within: Work, clock: Clock, revision: int | None = None, dry_run: bool = False
) -> Reward:
    """The reward is as defined from now on; what was redeemed stays as it was. `revision`: the one that the change was made from.

    Raises:
        RewardUnknown: there is no reward with the code.
        RewardRevisionConflict: the reward stands at another revision than `revision`.
        RewardDefinitionInvalid: as in `store_rewards`.
    """
    stored = _locked(definition.program_code, definition.code, within)
    if stored is None:
        raise _unknown(definition.code)
    if revision is not None and revision != stored.revision:
        raise RewardRevisionConflict(
            f"The reward stands at revision {stored.revision}, and the change was made from {revision}. Read it again.",
            revision=stored.revision,
            given_revision=revision,
        )
    _refuse_unfit(definition, stored, within)
    if stored.definition == definition:
        return stored
    if not dry_run:
        _store(definition, stored, actor, clock.now(), within)
    return Reward(definition, stored.redeemed_count, stored.revision + 1)


def withdraw_reward(
    program_code: str, code: str, *, actor: str | None, within: Work, clock: Clock, revision: int | None = None, dry_run: bool = False
) -> Reward:
    """The reward is in the catalogue and not on offer; redemptions under way go on.

    Raises:
        RewardUnknown: there is no reward with the code.
        RewardRevisionConflict: the reward stands at another revision than `revision`.
    """
    stored = _locked(program_code, code, within)
    if stored is None:
        raise _unknown(code)
    withdrawn = replace(stored.definition, is_offered=False)
    return change_reward(withdrawn, actor=actor, within=within, clock=clock, revision=revision, dry_run=dry_run)


def find_reward(program_code: str, code: str, *, within: Work) -> Reward:
    """The reward as it stands, offered or not.

    Raises:
        RewardUnknown: there is none.
    """
    query = "select definition, redeemed_count, revision from rewards where program_code = %(program_code)s and code = %(code)s"
    row = within.exec_driver_sql(query, {"program_code": program_code, "code": code}).one_or_none()
    if row is None:
        raise _unknown(code)
    return Reward(reward_from_json(row.definition), row.redeemed_count, row.revision)


def reward_history(program_code: str, code: str, *, within: Work) -> list[RewardRevision]:
    """The newest revisions of a reward, newest first.

    Raises:
        RewardUnknown: there is none.
    """
    rows = within.exec_driver_sql(REVISIONS, {"program_code": program_code, "code": code}).all()
    if not rows:
        raise _unknown(code)
    return [RewardRevision(reward_from_json(row.definition), row.revision, row.actor, row.recorded_at) for row in rows]


def catalogue(program_code: str, *, within: Work, with_withdrawn: bool = False) -> list[Reward]:
    """The rewards on offer (or all), cheapest first."""
    query = """
        select definition, redeemed_count, revision from rewards
        where program_code = %(code)s and (is_offered or %(all)s) order by price_points, code
    """
    rows = within.exec_driver_sql(query, {"code": program_code, "all": with_withdrawn})
    return [Reward(reward_from_json(definition), redeemed_count, revision) for definition, redeemed_count, revision in rows]


def _locked(program_code: str, code: str, within: Work) -> Reward | None:
    """The stored reward; nobody else changes it, or makes it, until the transaction ends."""
    within.exec_driver_sql("select pg_advisory_xact_lock(hashtextextended(%(name)s, 7236009))", {"name": f"{program_code}\x1f{code}"})
    row = within.exec_driver_sql(LOCK_REWARD, {"program_code": program_code, "code": code}).one_or_none()
    return None if row is None else Reward(reward_from_json(row.definition), row.redeemed_count, row.revision)


def _store(definition: RewardDefinition, stored: Reward | None, actor: str | None, now: datetime, within: Work) -> bool:
    """Whether anything changed: what says the same as the row touches nothing. What was redeemed is never part of a definition."""
    if stored is not None and stored.definition == definition:
        return False
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
        "revision": stored.revision + 1 if stored else 1,
        "actor": actor,
        "now": now,
    }
    within.exec_driver_sql(STORE_REWARD, row)
    within.exec_driver_sql(STORE_REVISION, row)
    return True


def _refuse_unfit(definition: RewardDefinition, stored: Reward | None, within: Work) -> None:
    try:
        program = current_program(definition.program_code, within=within).program
    except ProgramUnknown as unknown:
        raise _invalid(definition, "program_code", f"names no stored program ({definition.program_code})") from unknown
    problem = misfit(definition.eligibility, program, segments := segment_codes(within))
    if problem is not None:
        raise _invalid(definition, f"eligibility.{problem[0]}", problem[1])
    _refuse_unfit_prices(definition, program, segments)
    pool_code = definition.voucher_pool_code
    if pool_code is not None and not find_pools(definition.program_code, [pool_code], within):
        raise _invalid(definition, "voucher_pool_code", f"names no voucher pool of the program ({pool_code})")
    redeemed_count = stored.redeemed_count if stored else 0
    if definition.stock_count is not None and definition.stock_count < redeemed_count:
        raise _invalid(definition, "stock_count", f"is {definition.stock_count}, and {redeemed_count} are redeemed already")


def _refuse_unfit_prices(definition: RewardDefinition, program: Program, segments: frozenset[str]) -> None:
    redeemable = {wallet.code for wallet in program.wallets if wallet.kind is WalletKind.REDEEMABLE}
    tiers = {tier.code for tier in program.ladder.tiers}
    for number, price in enumerate(definition.prices):
        for key, code, known, what in (
            ("wallet_code", price.wallet_code, redeemable, "redeemable wallet of the program"),
            ("tier_minimum_code", price.tier_minimum_code, tiers, "tier of the program"),
            ("segment_code", price.segment_code, segments, "segment"),
        ):
            if code is not None and code not in known:
                raise _invalid(definition, f"prices[{number}].{key}", f"names no {what} ({code})")


def _invalid(definition: RewardDefinition, path: str, problem: str) -> RewardDefinitionInvalid:
    return RewardDefinitionInvalid(f"reward {definition.code}: {path} {problem}.", reward_code=definition.code, path=path, problem=problem)


def _unknown(code: str) -> RewardUnknown:
    return RewardUnknown(f"The program has no reward '{code[:80]}'.", reward_code=code[:80])
