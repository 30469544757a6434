"""Builders for tests of rewards, vouchers and promotions. Not here: shops and points (`ledger.py`)."""

from dataclasses import replace

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.eligibility import Criteria
from loyalty.members import Member
from loyalty.programs import read_program, store_program
from loyalty.programs.model import Benefits, Program, Wallet
from loyalty.promotions import Points, PromotionDefinition
from loyalty.rewards import Price, RewardDefinition
from loyalty.settings import PROJECT_DIR


def a_reward(code: str = "bread", **changes: object) -> RewardDefinition:
    """A reward of 100 points without limit, unless told otherwise; `price_points` and `tier_minimum_code` are short for the usual."""
    price_points, tier = changes.pop("price_points", 100), changes.pop("tier_minimum_code", None)
    values: dict[str, object] = {
        "code": code,
        "program_code": "journey",
        "name": {"en": code},
        "description": {"en": f"One {code}."},
        "prices": (Price(price_points),),  # type: ignore[arg-type]
        "eligibility": Criteria(tier_minimum_code=tier),  # type: ignore[arg-type]
    }
    return RewardDefinition(**(values | changes))  # type: ignore[arg-type]


def rich_journey() -> Program:
    """The demo's program with a second redeemable wallet, and rewards for three quarters of their price on GOLD."""
    program = read_program(PROJECT_DIR / "definitions" / "programs" / "journey.json")
    assert program.tiers is not None
    tiers = tuple(
        replace(tier, benefits=Benefits(reward_price_percent=75)) if tier.code == "GOLD" else tier for tier in program.tiers.tiers
    )
    return replace(program, wallets=(*program.wallets, Wallet("stars")), tiers=replace(program.tiers, tiers=tiers))


def enrich(database: Database, clock: Clock) -> None:
    """The rich program is in force."""
    with database.begin() as work:
        store_program(rich_journey(), within=work, clock=clock)


def stand_on(tier_code: str, *members: Member, database: Database, clock: Clock) -> None:
    """The members stand on the tier, and a move says how they came there."""
    with database.begin() as work:
        for member in members:
            of_member = {"member_id": member.id, "tier_code": tier_code, "now": clock.now()}
            work.exec_driver_sql(
                "insert into tier_moves (member_id, program_code, type, from_tier_code, to_tier_code, revision, reason, effective_at,"
                " recorded_at) select %(member_id)s, 'journey', case when t.tier_code is null then 'JOINED' else 'UPGRADED' end,"
                " t.tier_code, %(tier_code)s, 1, 'a test', %(now)s, %(now)s"
                " from (select (select tier_code from member_tiers where member_id = %(member_id)s) as tier_code) t"
                " where t.tier_code is distinct from %(tier_code)s",
                of_member,
            )
            work.exec_driver_sql(
                "insert into member_tiers (member_id, program_code, tier_code, since)"
                " values (%(member_id)s, 'journey', %(tier_code)s, %(now)s)"
                " on conflict (member_id) do update set tier_code = excluded.tier_code, since = excluded.since",
                of_member,
            )


def put_into(segment_code: str, *members: Member, database: Database, clock: Clock) -> None:
    """The segment exists and the members are in it."""
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into segments (code, version, created_at, updated_at) values (%s, 1, now(), now()) on conflict do nothing",
            (segment_code,),
        )
        work.exec_driver_sql(
            "insert into segment_versions (segment_code, version, name, description, rule, owner, content_sha256, created_at, created_by) "
            "values (%s, 1, '{}', '{}', '{}', 'test', '', now(), 'test') on conflict do nothing",
            (segment_code,),
        )
        for member in members:
            work.exec_driver_sql(
                "insert into segment_memberships (segment_code, member_id, valid_from, version) values (%s, %s, %s, 1)",
                (segment_code, member.id, clock.now()),
            )


def a_promotion(code: str = "double", **changes: object) -> PromotionDefinition:
    """Fifty bonus points for every purchase, unless told otherwise."""
    values: dict[str, object] = {
        "code": code,
        "program_code": "journey",
        "name": {"en": code},
        "description": {"en": f"The {code} promotion."},
        "points": Points(50),
    }
    return PromotionDefinition(**(values | changes))  # type: ignore[arg-type]
