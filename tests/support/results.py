"""A campaign whose effect is known, written straight into the tables that results are counted from. Not here: how campaigns choose.

Members are numbers; a member's id, account and deliveries are told by it, so that a hundred thousand of them are a few statements.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from loyalty.clock import TurnedClock
from loyalty.database import Database, Work
from loyalty.programs import store_program
from tests.support.ledger import journey

CHOSEN = datetime(2017, 10, 2, 14, 0, tzinfo=UTC)
CODE = "autumn"

CAMPAIGN = """
insert into campaigns (code, program_code, status, changed_at) values (%(code)s, 'journey', 'DRAFT', %(at)s) on conflict do nothing
"""
MEMBERS = """
insert into members (id, program_code, external_id, joined_at, recorded_at)
select id, 'journey', 'm' || id, %(at)s, %(at)s from unnest(%(members)s::uuid[]) as m (id) on conflict do nothing
"""
ACCOUNTS = """
insert into accounts (id, member_id, wallet_code, opened_at, changed_at)
select id, id, 'points', %(at)s, %(at)s from unnest(%(members)s::uuid[]) as m (id) on conflict do nothing
"""
TARGETS = """
insert into campaign_targets (campaign_code, revision, occurrence, member_id, arm, reason, channel_code, expected_value_minor, chosen_at)
select %(code)s, %(revision)s, %(occurrence)s, member_id, arm, reason, 'email', 0, %(at)s
from unnest(%(members)s::uuid[], %(arms)s::text[], %(reasons)s::text[]) as t (member_id, arm, reason)
"""
DELIVERIES = """
insert into deliveries (id, member_id, channel_code, template_code, template_version, purpose, source_code, occurrence, facts,
                        expected_value_minor, status, reason, due_at, queued_at, admitted_at, ended_at)
select gen_random_uuid(), member_id, 'email', 'news', 1, 'MARKETING', 'campaign:' || %(code)s || ':' || %(revision)s, %(occurrence)s, '{}',
       0, status, reason, %(at)s, %(at)s, %(at)s, %(at)s
from unnest(%(members)s::uuid[], %(statuses)s::text[], %(reasons)s::text[]) as d (member_id, status, reason)
returning id
"""
ORDERS = """
insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, recorded_at)
select member_id, gen_random_uuid(), 'POINTS_EARNED', 'ORDER', 'order-' || nextval('test_orders'), 0, spend, 'USD', at, at
from unnest(%(members)s::uuid[], %(spends)s::bigint[], %(ats)s::timestamptz[]) as o (member_id, spend, at)
"""


def member(number: int) -> UUID:
    """The id of a member, and of its account."""
    return UUID(int=0x2017 << 112 | number)


def a_campaign(work: Work, *, days: int = 14, control_share: float = 0.2, revision: int = 1, code: str = CODE) -> None:
    """The campaign's revision stands."""
    definition = {"program_code": "journey", "attribution_days": days, "control_share": control_share}
    facts = {"code": code, "revision": revision, "definition": json.dumps(definition), "at": CHOSEN}
    work.exec_driver_sql(CAMPAIGN, facts)
    work.exec_driver_sql("insert into campaign_revisions values (%(code)s, %(revision)s, %(definition)s::jsonb, '', 'test', %(at)s)", facts)


def company(database: Database, member_count: int) -> None:
    """A program and so many members with an account."""
    with database.begin() as work:
        store_program(journey(), within=work, clock=TurnedClock(CHOSEN - timedelta(days=300)))
        work.exec_driver_sql("create sequence if not exists test_orders")
        facts = {"members": [member(number) for number in range(member_count)], "at": CHOSEN - timedelta(days=100)}
        work.exec_driver_sql(MEMBERS, facts)
        work.exec_driver_sql(ACCOUNTS, facts)


def choose(
    work: Work,
    numbers: Sequence[int],
    arms: Sequence[str],
    *,
    at: datetime = CHOSEN,
    occurrence: str = "one",
    revision: int = 1,
) -> None:
    """Each of the members is in the arm, or refused where the arm is none of the three."""
    is_arm = [arm in {"TREATED", "CONTROL", "HOLDOUT"} for arm in arms]
    facts = {
        "code": CODE,
        "revision": revision,
        "occurrence": occurrence,
        "members": [member(number) for number in numbers],
        "arms": [arm if known else None for arm, known in zip(arms, is_arm, strict=True)],
        "reasons": [None if known else arm for arm, known in zip(arms, is_arm, strict=True)],
        "at": at,
    }
    work.exec_driver_sql(TARGETS, facts)


def deliver(work: Work, numbers: Sequence[int], statuses: Sequence[str], *, occurrence: str = "one", revision: int = 1) -> list[UUID]:
    """A delivery to each; a status may bring its reason with it, as in SUPPRESSED:CAP_REACHED."""
    facts = {
        "code": CODE,
        "revision": revision,
        "occurrence": occurrence,
        "members": [member(number) for number in numbers],
        "statuses": [status.partition(":")[0] for status in statuses],
        "reasons": [status.partition(":")[2] or None for status in statuses],
        "at": CHOSEN,
    }
    return list(work.exec_driver_sql(DELIVERIES, facts).scalars())


def buy(work: Work, numbers: Sequence[int], spends: Sequence[int], *, days_later: float | Sequence[float] = 1.0) -> None:
    """Each of the members has bought something, so many days after it was chosen."""
    later = [days_later] * len(numbers) if isinstance(days_later, int | float) else days_later
    facts = {
        "members": [member(number) for number in numbers],
        "spends": [int(one) for one in spends],
        "ats": [CHOSEN + timedelta(days=float(one)) for one in later],
    }
    work.exec_driver_sql(ORDERS, facts)


def simulate(database: Database, member_count: int, *, base: float, effect: float, seed: int, control_share: float = 0.2) -> None:
    """Members of both arms buy with the chance `base`, the treated with `effect` more; what a buyer spends is the same in both."""
    random = np.random.default_rng(seed)
    company(database, member_count)
    is_control = random.random(member_count) < control_share
    is_buyer = random.random(member_count) < base + effect * ~is_control
    buyers = np.flatnonzero(is_buyer)
    with database.begin() as work:
        a_campaign(work, control_share=control_share)
        choose(work, range(member_count), ["CONTROL" if one else "TREATED" for one in is_control])
        deliver(work, np.flatnonzero(~is_control).tolist(), ["SENT"] * int((~is_control).sum()))
        buy(work, buyers.tolist(), random.lognormal(8, 1, len(buyers)).tolist(), days_later=random.uniform(0.1, 13.9, len(buyers)).tolist())
