"""A small company on an evening of the demo's calendar, made through the real acts: what the console's journeys look at."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import redis

from loyalty.access import Role, add_user, create_key
from loyalty.campaigns import read_campaigns, store_campaigns
from loyalty.clock import Clock, TurnedClock, UtcClock
from loyalty.database import Database, Work
from loyalty.features.catalogue import load_catalogue
from loyalty.ledger import BurnPoints, EarnPoints, Posted, post
from loyalty.members import EnrolMember, Member, enrol
from loyalty.messages import read_templates, store_templates
from loyalty.offers import OfferShelf
from loyalty.offers.defaults import read_default_offers
from loyalty.programs import read_program, store_program
from loyalty.promotions import read_promotions, store_promotions
from loyalty.rewards import RedeemReward, read_rewards, redeem, store_rewards
from loyalty.scores import publish_scores
from loyalty.segments import apply_membership, read_segments, segments_in_force, store_segments
from loyalty.settings import PROJECT_DIR
from tests.support.offers import a_shelf_for

TIMEZONE = "America/New_York"
TODAY = date(2017, 10, 31)
NIGHT = datetime(2017, 11, 1, 3, 59, 59, tzinfo=UTC)
DEFINITIONS = PROJECT_DIR / "definitions"

# External ids that share a beginning with others, and one that begins as none does.
MEMBERS = [str(1000 + number) for number in range(60)] + ["77"]
BUSY, QUIET = "1042", "77"
# Who could take a reward.
RICH = MEMBERS[50:56]
HISTORY_DAYS = 35
MARKETER = (
    "campaigns.read",
    "journeys.read",
    "ledger.read",
    "members.read",
    "messages.read",
    "offers.read",
    "profiles.read",
    "programs.read",
    "segments.read",
)


def settle_in(database: Database, cache: redis.Redis | None = None) -> TurnedClock:
    """The company has members with points, five weeks of segments, scores and offers of today. Returns its clock."""
    clock = TurnedClock(NIGHT)
    with database.begin() as work:
        store_program(read_program(DEFINITIONS / "programs" / "journey.json"), within=work, clock=clock)
        store_rewards(read_rewards(DEFINITIONS / "rewards"), within=work, clock=clock)
        members = _enrol(work, clock)
        _trade(members, work, clock)
        _segment(work, clock)
        store_promotions(read_promotions(DEFINITIONS / "promotions"), within=work, clock=clock)
        store_templates(read_templates(DEFINITIONS / "messages"), within=work, clock=clock)
        store_campaigns(read_campaigns(DEFINITIONS / "campaigns", load_catalogue()), within=work, clock=clock)
        publish_scores(_profiles(), as_of_on=TODAY, within=work)
        shelf = OfferShelf(cache, read_default_offers(DEFINITIONS / "offers" / "defaults.json"))
        shelf.replace(TODAY, a_shelf_for([name for name in MEMBERS if name != QUIET]), within=work)
    shelf.fill_cache(database)
    return clock


def a_key(database: Database, clock: Clock, *permissions: str) -> str:
    """A key that holds `permissions`."""
    with database.begin() as work:
        return create_key("a marketer", permissions, within=work, clock=clock)[1]


def people(database: Database) -> dict[str, dict[str, str]]:
    """Who may sign in to the console, by role, each with name and password."""
    users = {role.value.lower(): {"name": f"the {role.value.lower()}", "password": secrets.token_hex(12)} for role in Role}
    with database.begin() as work:
        for role in Role:
            add_user(**users[role.value.lower()], role=role, made_by="test", within=work, clock=UtcClock())
    return users


def _enrol(work: Work, clock: TurnedClock) -> dict[str, Member]:
    joined_at = datetime(2017, 1, 7, 17, tzinfo=UTC)
    enrolled = enrol([EnrolMember(name, "journey", joined_at) for name in MEMBERS], within=work, clock=clock)
    return {member.external_id: member for member in enrolled if isinstance(member, Member)}


def _trade(members: dict[str, Member], work: Work, clock: TurnedClock) -> None:
    """The busy member has bought thirty times and spent some points; others bought a little, the quiet one nothing."""
    bought = [
        EarnPoints(members[BUSY].id, f"order-{number}", 10_000 + 137 * number, "USD", NIGHT - timedelta(days=9 * number, hours=6))
        for number in range(30)
    ]
    bought += [
        EarnPoints(member.id, f"first-{name}", 2_500, "USD", NIGHT - timedelta(days=20))
        for name, member in members.items()
        if name not in {BUSY, QUIET}
    ]
    bought += [EarnPoints(members[name].id, f"big-{name}", 120_000, "USD", NIGHT - timedelta(days=12)) for name in RICH]
    spent = [BurnPoints(members[BUSY].id, "till-7", 120, "Paid at the till")]
    done = post([*bought, *spent], within=work, clock=clock)
    assert all(isinstance(posted, Posted) for posted in done), done
    redeem([RedeemReward(members[BUSY].id, "coffee")], within=work, clock=clock)


def _segment(work: Work, clock: TurnedClock) -> None:
    """Five weeks of answers: the busy member is a VIP throughout, others come and go day by day."""
    catalogue = load_catalogue()
    store_segments(read_segments(DEFINITIONS / "segments", catalogue), within=work, clock=clock)
    for days_ago in reversed(range(HISTORY_DAYS)):
        on = TODAY - timedelta(days=days_ago)
        vips = [BUSY, *(MEMBERS[index] for index in range(12 + (days_ago * 7) % 11))]
        risky = [MEMBERS[index] for index in range(40, 46 + days_ago % 5)]
        rows = [(name, "vip") for name in dict.fromkeys(vips)] + [(name, "high-churn-risk") for name in risky if name != BUSY]
        answer = pa.table({"customer_id": [name for name, _ in rows], "segment_code": [code for _, code in rows]})
        apply_membership(answer, segments_in_force(on, catalogue=catalogue, within=work), on, within=work, timezone=TIMEZONE)


def _profiles() -> pa.Table:
    """Scores of today for everyone but the quiet member."""
    names = [name for name in MEMBERS if name != QUIET]
    count = len(names)
    return pa.table(
        {
            "customer_id": names,
            "as_of_on": pa.array([TODAY] * count, pa.date32()),
            "tier_code": ["SILVER"] * count,
            "qualifying_minor": pa.array([125_000] * count, pa.int64()),
            "rfm_code": ["543"] * count,
            "rfm_segment_code": ["CHAMPIONS"] * count,
            "recency_quintile": pa.array([5] * count, pa.int32()),
            "frequency_quintile": pa.array([4] * count, pa.int32()),
            "monetary_quintile": pa.array([3] * count, pa.int32()),
            "churn_probability": [0.183] * count,
            "churn_band_code": ["MEDIUM"] * count,
            "last_purchase_on": pa.array([date(2017, 10, 27)] * count, pa.date32()),
            "recency_days": pa.array([4] * count, pa.int64()),
            "purchase_count_364d": pa.array([30] * count, pa.int64()),
            "spend_minor_364d": pa.array([125_000] * count, pa.int64()),
            "model_version": ["churn-1"] * count,
            "scored_at": pa.array([NIGHT.replace(tzinfo=None)] * count, pa.timestamp("us")),
        }
    )
