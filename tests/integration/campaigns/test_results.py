"""Results count what happened, once, in the window it belongs to; a known effect is recovered. Not here: intervals by themselves, HTTP."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from loyalty.campaigns.errors import CampaignUnknown
from loyalty.campaigns.results import campaign_results
from loyalty.campaigns.results_model import Results, Scope
from loyalty.campaigns.results_uplift import Verdict
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.ledger import CorrectOrder, EarnPoints, Posted, ReturnOrder, post
from loyalty.members import EnrolMember, Member, enrol
from loyalty.messages.engagement import Engagement, Kind, note
from tests.support.results import CHOSEN, CODE, a_campaign, buy, choose, company, deliver, member, simulate

LATER = CHOSEN + timedelta(days=60)


def results(database: Database, *, at: datetime = LATER, **scope: object) -> Results:
    with database.begin() as work:
        return campaign_results(Scope(CODE, **scope), within=work, clock=TurnedClock(at))  # type: ignore[arg-type]


def test_a_known_effect_is_recovered_and_the_money_with_it(database: Database) -> None:
    simulate(database, 20_000, base=0.06, effect=0.03, seed=7)
    effect = results(database).effect
    assert effect.conversion.difference.verdict is Verdict.BETTER
    assert effect.conversion.difference.low is not None
    assert effect.conversion.difference.high is not None
    assert effect.conversion.difference.low < 0.03 < effect.conversion.difference.high
    assert effect.conversion.difference.high - effect.conversion.difference.low < 0.025
    assert effect.revenue.difference.verdict is Verdict.BETTER
    assert (effect.is_settled, effect.is_split_sound, effect.currency_code) == (True, True, "USD")
    assert effect.treated.member_count + effect.control.member_count == 20_000


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_nothing_was_changed_nothing_is_claimed(database: Database, seed: int) -> None:
    simulate(database, 6_000, base=0.1, effect=0.0, seed=seed)
    assert results(database).effect.conversion.difference.verdict is Verdict.UNCLEAR


def test_whom_no_message_reached_counts_all_the_same(database: Database) -> None:
    company(database, 4)
    with database.begin() as work:
        a_campaign(work)
        choose(work, range(4), ["TREATED", "TREATED", "CONTROL", "TREATED"])
        deliver(work, [0, 1], ["SENT", "SUPPRESSED:CAP_REACHED"])
        buy(work, [1, 1, 2], [500, 700, 900])
    told = results(database)
    assert (told.effect.treated.member_count, told.effect.treated.buyer_count, told.effect.treated.order_count) == (3, 1, 2)
    assert (told.effect.treated.revenue_minor, told.effect.treated.revenue_squares) == (1_200, 1_200**2)
    assert (told.effect.control.buyer_count, told.effect.control.revenue_minor) == (1, 900)
    assert told.effect.conversion.difference.verdict is Verdict.TOO_FEW


def test_the_funnel_adds_up(database: Database) -> None:
    company(database, 12)
    statuses = [
        "SENT",
        "SENT",
        "SENT",
        "BOUNCED:ADDRESS_BOUNCED",
        "SUPPRESSED:CAP_REACHED",
        "SUPPRESSED:CONSENT_MISSING",
        "FAILED",
        "QUEUED",
    ]
    with database.begin() as work:
        a_campaign(work)
        choose(work, range(12), ["TREATED"] * 8 + ["CONTROL", "HOLDOUT", "OFFERLESS", "MEMBER_INACTIVE"])
        ids = dict(zip(range(8), deliver(work, range(8), statuses), strict=True))
        opened = [Engagement(ids[0], Kind.OPENED, CHOSEN), Engagement(ids[0], Kind.CLICKED, CHOSEN, "https://a.example/")]
        blind = [Engagement(ids[1], Kind.CLICKED, CHOSEN, f"https://{name}.example/") for name in "ab"]
        machine = [Engagement(ids[2], Kind.OPENED, CHOSEN, is_automatic=True), Engagement(ids[2], Kind.OPTED_OUT, CHOSEN)]
        note(opened + blind + machine, within=work, clock=TurnedClock(CHOSEN))
    told = results(database)
    audience, sendings, responses = told.audience, told.sendings, told.responses
    assert audience.read_count == 12
    assert (audience.treated_count, audience.control_count, audience.holdout_count) == (8, 1, 1)
    assert audience.refused == {"OFFERLESS": 1, "MEMBER_INACTIVE": 1}
    assert (sendings.queued_count, sendings.waiting_count, sendings.sent_count) == (8, 1, 4)
    assert (sendings.delivered_count, sendings.bounced_count, sendings.failed_count) == (3, 1, 1)
    assert sendings.suppressed == {"CAP_REACHED": 1, "CONSENT_MISSING": 1}
    assert sendings.sent_by_channel == {"email": 4}
    assert (responses.opened_count, responses.clicked_count, responses.opened_by_machine_count, responses.opted_out_count) == (2, 2, 1, 1)
    assert responses.clicks_by_url == {"https://a.example/": 2, "https://b.example/": 1}


def test_only_what_is_bought_within_the_window_counts(database: Database) -> None:
    company(database, 4)
    with database.begin() as work:
        a_campaign(work, days=7)
        choose(work, range(4), ["TREATED"] * 4)
        buy(work, [0, 1, 2, 3], [1, 10, 100, 1_000], days_later=[-0.1, 0.0, 6.99, 7.01])
    assert results(database).effect.treated.revenue_minor == 100
    early = results(database, at=CHOSEN + timedelta(days=3)).effect
    assert (early.treated.revenue_minor, early.is_settled) == (0, False)
    assert early.windows_close_at == CHOSEN + timedelta(days=7)


def test_a_purchase_belongs_to_the_last_choice_and_occurrences_add_up(database: Database) -> None:
    company(database, 3)
    with database.begin() as work:
        a_campaign(work, days=10)
        choose(work, range(3), ["TREATED", "TREATED", "CONTROL"], occurrence="first")
        choose(work, range(3), ["TREATED", "OFFERLESS", "CONTROL"], occurrence="second", at=CHOSEN + timedelta(days=5))
        buy(work, [0, 0, 1, 2], [1, 10, 100, 1_000], days_later=[1, 6, 6, 14])
    first, second, both = results(database, occurrence="first"), results(database, occurrence="second"), results(database)
    assert [one.effect.treated.revenue_minor for one in (first, second, both)] == [101, 10, 111]
    assert [one.effect.control.revenue_minor for one in (first, second, both)] == [0, 1_000, 1_000]
    assert (both.effect.treated.member_count, both.effect.treated.buyer_count, both.effect.treated.order_count) == (2, 2, 3)
    assert both.audience.treated_count == 3


def test_a_scope_is_a_revision_an_occurrence_or_a_span(database: Database) -> None:
    company(database, 4)
    with database.begin() as work:
        a_campaign(work, days=2)
        a_campaign(work, days=2, revision=2)
        choose(work, [0, 1], ["TREATED", "CONTROL"])
        choose(work, [2, 3], ["TREATED", "TREATED"], revision=2, at=CHOSEN + timedelta(days=3))
    assert results(database, revision=2).audience.read_count == 2
    assert results(database, occurrence="one").audience.read_count == 4
    assert results(database, since=CHOSEN + timedelta(days=1)).audience.treated_count == 2
    assert results(database, until=CHOSEN + timedelta(days=3)).audience.control_count == 1
    assert results(database, revision=1).effect.conversion.difference.verdict is Verdict.TOO_FEW
    assert results(database, revision=2).effect.conversion.difference.verdict is Verdict.NO_CONTROL
    empty = results(database, revision=9)
    assert (empty.audience.read_count, empty.effect.windows_close_at, empty.effect.is_settled) == (0, None, False)


def test_an_order_counts_as_what_stands_of_it(database: Database) -> None:
    company(database, 1)
    clock = TurnedClock(CHOSEN + timedelta(days=1))
    with database.begin() as work:
        a_campaign(work)
        people = [
            one for one in enrol([EnrolMember(name, "journey") for name in "abc"], within=work, clock=clock) if isinstance(one, Member)
        ]
        ids = [one.id for one in people]
        work.exec_driver_sql(
            "insert into campaign_targets select %(code)s, 1, 'one', id, 'TREATED', null, null, null, null, null, null, 0, %(at)s"
            " from unnest(%(ids)s::uuid[]) as m (id)",
            {"code": CODE, "ids": ids, "at": CHOSEN},
        )
        orders = [EarnPoints(one, f"o{place}", 1_000, "USD") for place, one in enumerate(ids)]
        assert all(isinstance(one, Posted) for one in post(orders, within=work, clock=clock))
        after = [
            ReturnOrder(ids[0], "o0", "r0"),
            ReturnOrder(ids[1], "o1", "r1", amount_minor=400),
            CorrectOrder(ids[2], "o2", "c2", 2_500, "USD"),
        ]
        assert all(isinstance(one, Posted) for one in post(after, within=work, clock=clock))
    treated = results(database).effect.treated
    assert (treated.buyer_count, treated.order_count, treated.revenue_minor) == (2, 2, 600 + 2_500)


def test_costs_are_those_of_promises_that_were_kept(database: Database) -> None:
    company(database, 3)
    with database.begin() as work:
        a_campaign(work)
        choose(work, range(3), ["TREATED"] * 3)
        for number, status in enumerate(("KEPT", "OPEN", "LAPSED")):
            facts = {"code": CODE, "member": member(number), "status": status, "at": CHOSEN, "voucher": uuid4()}
            work.exec_driver_sql(PROMISE, facts)
            if status == "KEPT":
                for statement in (USE, PROMOTED):
                    work.exec_driver_sql(statement, facts)
    costs = results(database).costs
    assert (costs.promised_count, costs.redeemed_count, costs.lapsed_count) == (3, 1, 1)
    assert (costs.offer_cost_minor, costs.promised_cost_minor) == (150, 150)
    assert (costs.points, costs.discount_minor) == (60, 200)


PROMISE = """
insert into campaign_promises (campaign_code, revision, occurrence, member_id, offer_code, voucher_id, cost_minor, status, promised_at,
                               lapses_at, ended_at)
values (%(code)s, 1, 'one', %(member)s, 'milk', %(voucher)s, 150, %(status)s, %(at)s, %(at)s,
        case when %(status)s <> 'OPEN' then %(at)s::timestamptz end)
"""
USE = """
with pool as (
    insert into vouchers (id, program_code, pool_code, digest, nonce, sealed, source, status, usage_limit, used_count, recorded_at,
                          changed_at)
    values (%(voucher)s, 'journey', 'p', decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'), '', 'GENERATED', 'USED', 1, 1,
            %(at)s, %(at)s)
    returning id
)
insert into voucher_uses (voucher_id, nth, program_code, member_id, reference, used_at)
select id, 1, 'journey', %(member)s, 'o1', %(at)s from pool
"""
PROMOTED = """
insert into promotion_uses (member_id, id, program_code, promotion_code, promotion_revision, order_id, points, discount_minor, posting_id,
                            used_at, returned_points, returned_minor)
values (%(member)s, gen_random_uuid(), 'journey', 'p', 1, 'o1', 100, 250, gen_random_uuid(), %(at)s, 40, 50)
"""


def test_a_campaign_that_is_none_is_refused(database: Database) -> None:
    with pytest.raises(CampaignUnknown):
        results(database)
