"""The pure decision of a campaign, driven by properties: limits hold, arms are one population, nobody gets two answers."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.campaigns import campaign_from_json
from loyalty.campaigns.decide import MEMBERS, OFFERS, Holdout, Room, choose
from loyalty.campaigns.model import Campaign, Refusal

CHANNELS = ("email", "sms")


def a_campaign(**changes: Any) -> Campaign:
    definition: dict[str, Any] = {
        "program_code": "journey",
        "name": {"en": "x"},
        "owner": "x",
        "trigger": {"kind": "DAILY"},
        "control_share": 0.3,
        "offer": {"kind": "BEST", "cost_minor": 10},
        "message": {"templates": {"email": "x", "sms": "y"}},
        "value_minor": 100,
    }
    return campaign_from_json("autumn", definition | changes, None)


def members(count: int, **changes: Any) -> pl.DataFrame:
    row = {
        "is_of_program": True,
        "is_active": True,
        "is_in_audience": True,
        "is_excluded": False,
        "is_addressed_lately": False,
        "consented": list(CHANNELS),
        "addressed": list(CHANNELS),
        "preferred_channel": None,
        "is_stale": False,
    }
    return pl.DataFrame([{"place": place, "external_id": f"c{place}", **row, **changes} for place in range(count)], schema=MEMBERS)


def offers(count: int, codes: int = 3) -> pl.DataFrame:
    rows = [(place, rank, f"o{rank}", 1 / (rank + 1), place * codes + rank) for place in range(count) for rank in range(codes)]
    return pl.DataFrame(rows, schema=OFFERS, orient="row")


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 60),
    st.fixed_dictionaries({"o0": st.integers(0, 20), "o1": st.integers(0, 20)}),
    st.none() | st.integers(0, 30),
    st.none() | st.integers(0, 300),
)
def test_no_limit_is_passed_and_nobody_has_two_answers(count: int, units: dict[str, int], most: int | None, budget: int | None) -> None:
    chosen = choose(members(count), offers(count), a_campaign(), Room(units, None, most, budget), Holdout("s", 0.1))
    assert chosen["place"].to_list() == list(range(count))
    assert (chosen["arm"].is_null() != chosen["reason"].is_null()).all()
    treated = chosen.filter(pl.col("arm") == "TREATED")
    for code, left in units.items():
        assert treated.filter(pl.col("offer_code") == code).height <= left
    assert most is None or treated.height <= most
    assert budget is None or treated.height * 10 <= budget
    assert treated["channel_code"].is_not_null().all()
    assert treated["offer_code"].is_not_null().all()


def test_a_budget_is_spent_to_its_last_offer_and_not_begun_for_less_than_one() -> None:
    def treated_count(budget_minor: int) -> int:
        chosen = choose(members(20), offers(20), a_campaign(control_share=0.0), Room(budget_minor=budget_minor), Holdout())
        return chosen.filter(pl.col("arm") == "TREATED").height

    assert [treated_count(budget_minor) for budget_minor in (0, 9, 10, 29, 30, 10_000)] == [0, 0, 1, 2, 3, 20]


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 80), st.integers(0, 40))
def test_behind_a_limit_nobody_is_chosen_in_any_arm(count: int, most: int) -> None:
    """Else the control group would hold members of lesser worth than the treated, and their difference would not be the effect."""
    chosen = choose(members(count), offers(count), a_campaign(), Room(members=most), Holdout())
    arms = chosen["arm"].to_list()
    seen = 0
    for place, arm in enumerate(arms):
        if seen >= most:
            assert arm is None, place
        seen += arm == "TREATED"


def test_the_first_reason_that_holds_is_told() -> None:
    everything_wrong = {
        "is_active": False,
        "is_of_program": False,
        "is_in_audience": False,
        "is_excluded": True,
        "is_addressed_lately": True,
        "consented": [],
        "addressed": [],
        "is_stale": True,
    }
    mended = [
        ({"is_active": True}, Refusal.MEMBER_INACTIVE),
        ({"is_of_program": True}, Refusal.OTHER_PROGRAM),
        ({"is_in_audience": True}, Refusal.NOT_IN_AUDIENCE),
        ({"is_excluded": False}, Refusal.EXCLUDED),
        ({"is_addressed_lately": False}, Refusal.ADDRESSED_LATELY),
        ({"consented": ["email"]}, Refusal.CONSENT_MISSING),
        ({"addressed": ["email"]}, Refusal.ADDRESS_MISSING),
        ({"is_stale": False}, Refusal.FEATURES_STALE),
    ]
    for better, reason in mended:
        told = choose(members(1, **everything_wrong), offers(1), a_campaign(control_share=0), Room(), Holdout())
        assert told["reason"].to_list() == [str(reason)]
        assert told["channel_code"].to_list() == [None]
        everything_wrong |= better
    told = choose(members(1, **everything_wrong), offers(1), a_campaign(control_share=0), Room(), Holdout())
    assert told["arm"].to_list() == ["TREATED"]


def test_only_a_channel_that_is_agreed_to_and_has_an_address_is_taken() -> None:
    told = choose(
        members(1, consented=["email", "sms"], addressed=["sms"], preferred_channel="email"),
        offers(1),
        a_campaign(control_share=0),
        Room(),
        Holdout(),
    )
    assert told["channel_code"].to_list() == ["sms"]


def test_a_service_offer_less_campaign_needs_no_offer() -> None:
    told = choose(members(2), offers(0), a_campaign(offer={"kind": "BEST", "is_required": False}, control_share=0), Room(), Holdout())
    assert told["arm"].to_list() == ["TREATED", "TREATED"]
    assert told["offer_code"].to_list() == [None, None]


def test_who_finds_no_offer_takes_the_campaigns_own_where_it_has_one() -> None:
    plan = {"kind": "BEST", "default_offer": "bread"}
    told = choose(members(2), offers(1), a_campaign(offer=plan, control_share=0), Room(), Holdout())
    assert list(zip(told["offer_choice"], told["offer_code"], strict=True)) == [("BEST", "o0"), ("DEFAULT", "bread")]


def test_what_is_expected_is_the_models_chance_or_the_campaigns_times_the_worth() -> None:
    told = choose(members(2), offers(1), a_campaign(offer={"kind": "BEST", "default_offer": "b"}, control_share=0), Room(), Holdout())
    assert told["expected_value_minor"].to_list() == [100.0, 5.0]
