"""What rules know of members: tier, segments and features as the database has them, and a purchase that is rated by them."""

from datetime import timedelta
from uuid import uuid4

from loyalty.clock import TurnedClock
from loyalty.ids import new_id
from loyalty.ledger import EarnPoints, Posted, post
from loyalty.members import EnrolMember, enrol
from loyalty.programs import store_program
from loyalty.programs.awards import MemberFacts, Needs
from loyalty.programs.facts import load_facts
from loyalty.tiers import tier_moves
from tests.support.ledger import NOON
from tests.support.programs import a_program_of, a_rule
from tests.support.tiers import tiers_json

EVERYTHING = Needs(segments=True, features=frozenset({"recency_days", "rfm_code"}))


def known(work, member_id) -> None:
    work.exec_driver_sql(
        "insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version) values "
        "('vip', %(id)s, %(before)s, null, 1), ('gone', %(id)s, %(before)s, %(now)s, 1), ('soon', %(id)s, %(after)s, null, 1)",
        {"id": member_id, "before": NOON - timedelta(days=3), "now": NOON, "after": NOON + timedelta(days=1)},
    )
    work.exec_driver_sql(
        "insert into member_scores (member_id, as_of_on, recency_days, churn_probability) values (%(id)s, '2017-10-14', 12, 0.5)",
        {"id": member_id},
    )


def test_facts_are_loaded_for_many_members_and_only_what_is_wanted(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(a_program_of(a_rule()), within=work, clock=clock)
        first, second = enrol([EnrolMember("1", "club"), EnrolMember("2", "club")], within=work, clock=clock)
        known(work, first.id)
        ids = [first.id, second.id, uuid4()]
        assert load_facts(ids, EVERYTHING, at=NOON, within=work) == {
            first.id: MemberFacts(None, NOON, frozenset({"vip"}), {"recency_days": 12, "rfm_code": None}),
            second.id: MemberFacts(None, NOON),
        }
        assert load_facts(ids, Needs(), at=NOON, within=work)[first.id] == MemberFacts(None, NOON)


def test_a_purchase_is_rated_by_segment_feature_and_tier_and_lifts_the_tier_at_once(database):
    clock = TurnedClock(NOON)
    of_vips = a_rule("vip", {"type": "FIXED", "points": 7}, condition={"in": ["vip", {"var": "segments"}]})
    of_active = a_rule("active", {"type": "FIXED", "points": 20}, condition={"<": [{"var": "features.recency_days"}, 20]})
    tiers = tiers_json()
    tiers["ladder"][1]["benefits"] = {"multiplier_percent": 200}
    with database.begin() as work:
        store_program(a_program_of(a_rule(), of_vips, of_active, tiers=tiers), within=work, clock=clock)
        known_member, stranger = enrol([EnrolMember("1", "club"), EnrolMember("2", "club")], within=work, clock=clock)
        known(work, known_member.id)
    points = []
    for _ in range(2):
        with database.begin() as work:
            results = post([EarnPoints(one.id, str(new_id()), 150, "USD") for one in (known_member, stranger)], within=work, clock=clock)
        points.append([result.points for result in results if isinstance(result, Posted)])
    # A point a dollar, 7 for the segment, 20 for the feature; from the second purchase on SILVER doubles all of it.
    assert points == [[28, 1], [56, 2]]
    with database.begin() as work:
        assert [(str(move.type), move.to_tier_code) for move in tier_moves(stranger.id, within=work)] == [
            ("JOINED", "SILVER"),
            ("UPGRADED", "GOLD"),
        ]
