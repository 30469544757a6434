"""Judging a batch, by example: precedence, references, lots, time. The state machine next door tries everything at once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger import PointsInsufficient, Posted
from loyalty.ledger.model import AMOUNT_MAX, Book
from loyalty.members import MemberStatus
from loyalty.programs import ProgramRevision
from tests.support.ledger import NOON, a_burn, a_purchase, codes, hasty, journey, open_memory_shop


def posted(result: Posted | LoyaltyError) -> Posted:
    assert isinstance(result, Posted), result
    return result


def test_a_purchase_earns_a_point_for_every_full_dollar():
    shop = open_memory_shop()
    (result,) = shop.post(a_purchase(shop.member_ids[0], 12_399))
    assert posted(result).points == 123
    assert posted(result).available_points == 123
    assert (posted(result).rule_code, posted(result).rule_revision) == ("purchase", 1)


def test_points_last_twelve_months_to_the_end_of_the_month_in_new_york():
    shop = open_memory_shop()
    (result,) = shop.post(a_purchase(shop.member_ids[0], event_time=datetime(2017, 3, 1, 4, 59, tzinfo=UTC)))
    # 4:59 UTC on 1 March is still 28 February there; April 2018 would be wrong by a month.
    assert posted(result).expires_at == datetime(2018, 3, 1, 5, 0, tzinfo=UTC)


def test_a_purchase_below_a_dollar_is_posted_without_points():
    shop = open_memory_shop()
    command = a_purchase(shop.member_ids[0], 99)
    assert codes(shop.post(command, command)) == ["ok", "again"]
    assert shop.journals[-1].postings[0].points == 0
    assert shop.journals[-1].moves == []


@pytest.mark.parametrize("amount", [-1, 1.0, 10.5, True, False, None, "100", Decimal(100), float("nan"), AMOUNT_MAX + 1])
def test_an_amount_that_is_no_whole_number_is_refused(amount):
    shop = open_memory_shop()
    assert codes(shop.post(a_purchase(shop.member_ids[0], amount), a_burn(shop.member_ids[0], amount))) == ["AMOUNT_INVALID"] * 2


def test_burning_nothing_is_refused():
    shop = open_memory_shop()
    assert codes(shop.post(a_burn(shop.member_ids[0], 0))) == ["AMOUNT_INVALID"]


@pytest.mark.parametrize("reference", ["", "x" * 201, "a\x00b", "line\nbreak", "\ud800", None, 7])
def test_a_reference_that_cannot_be_stored_is_refused(reference):
    shop = open_memory_shop()
    member = shop.member_ids[0]
    assert codes(shop.post(a_purchase(member, order_id=reference), a_burn(member, 1, reference=reference))) == ["REFERENCE_INVALID"] * 2


@pytest.mark.parametrize("field", ["source", "actor", "idempotency_key"])
def test_a_label_that_cannot_be_stored_is_refused(field):
    shop = open_memory_shop()
    assert codes(shop.post(a_purchase(shop.member_ids[0], **{field: "tab\t"}))) == ["LABEL_INVALID"]


@pytest.mark.parametrize("event_time", [datetime(2017, 1, 1), "2017-01-01", 0])  # noqa: DTZ001 (that is the point)
def test_an_event_time_without_offset_is_refused(event_time):
    shop = open_memory_shop()
    assert codes(shop.post(a_purchase(shop.member_ids[0], event_time=event_time))) == ["EVENT_TIME_INVALID"]


def test_refusals_come_in_the_documented_order():
    """Each step mends the first fault and meets the next."""
    shop = open_memory_shop()
    member = shop.member_ids[0]
    shop.post(a_purchase(member, order_id="taken"))
    shop.statuses[member] = MemberStatus.INACTIVE
    faults = {"spend_minor": -1, "order_id": "", "actor": "\x00", "event_time": 0, "member_id": new_id(), "currency_code": "EUR"}
    mended = [
        ("AMOUNT_INVALID", {"spend_minor": 5}),
        ("REFERENCE_INVALID", {"order_id": "taken"}),
        ("LABEL_INVALID", {"actor": "till 3"}),
        ("EVENT_TIME_INVALID", {"event_time": NOON + timedelta(days=1)}),
        ("MEMBER_UNKNOWN", {"member_id": member}),
        ("REFERENCE_ALREADY_POSTED", {"order_id": "new"}),
        ("MEMBER_INACTIVE", {}),
    ]
    for code, mending in mended:
        assert codes(shop.post(a_purchase(**faults))) == [code]
        faults |= mending
    shop.statuses[member] = MemberStatus.ACTIVE
    assert codes(shop.post(a_purchase(**faults))) == ["CURRENCY_MISMATCH"]
    assert codes(shop.post(a_purchase(**faults | {"currency_code": "USD"}))) == ["EVENT_TIME_IN_FUTURE"]


def test_an_order_posted_before_is_answered_even_when_the_member_has_become_inactive():
    shop = open_memory_shop()
    command = a_purchase(shop.member_ids[0])
    (first,) = shop.post(command)
    shop.statuses[shop.member_ids[0]] = MemberStatus.CLOSED
    (second,) = shop.post(command)
    assert posted(second).posting_id == posted(first).posting_id
    assert posted(second).is_duplicate


def test_the_same_order_with_another_amount_is_a_conflict_that_names_the_difference():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    shop.post(a_purchase(member, 500, order_id="A"))
    (result,) = shop.post(a_purchase(member, 600, order_id="A"))
    assert codes([result]) == ["REFERENCE_ALREADY_POSTED"]
    assert isinstance(result, LoyaltyError)
    assert result.facts["differing"] == ["spend_minor"]


def test_a_repetition_without_event_time_contradicts_nothing():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    shop.post(a_purchase(member, order_id="A", event_time=NOON - timedelta(days=3)))
    assert codes(shop.post(a_purchase(member, order_id="A"))) == ["again"]
    assert codes(shop.post(a_purchase(member, order_id="A", event_time=NOON))) == ["REFERENCE_ALREADY_POSTED"]


def test_references_are_recognised_within_one_batch():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    results = shop.post(
        a_purchase(member, order_id="A"),
        a_purchase(member, order_id="A"),
        a_purchase(member, 1, order_id="A"),
        a_burn(member, 10, reference="A"),
    )
    # A burn's reference is another kind of reference than an order.
    assert codes(results) == ["ok", "again", "REFERENCE_ALREADY_POSTED", "ok"]
    assert shop.available(member) == 90


def test_one_commands_refusal_touches_no_other():
    shop = open_memory_shop(2)
    ann, bob = shop.member_ids
    results = shop.post(a_burn(ann, 5), a_purchase(bob, 1_000), a_purchase(ann, -1), a_burn(bob, 4), a_burn(bob, 7), a_burn(bob, 6))
    assert codes(results) == ["POINTS_INSUFFICIENT", "ok", "AMOUNT_INVALID", "ok", "POINTS_INSUFFICIENT", "ok"]
    assert (shop.available(ann), shop.available(bob)) == (0, 0)


def test_too_few_points_are_refused_with_what_is_missing():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    shop.post(a_purchase(member, 10_000))
    (refusal,) = shop.post(a_burn(member, 130))
    assert isinstance(refusal, PointsInsufficient)
    assert refusal.facts == {"available_points": 100, "requested_points": 130, "missing_points": 30}


def test_the_lot_that_expires_soonest_burns_first_then_the_oldest():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    september, older, newer, january = shop.post(
        a_purchase(member, 1_000, event_time=datetime(2017, 9, 2, tzinfo=UTC)),
        a_purchase(member, 1_000, event_time=datetime(2017, 3, 5, tzinfo=UTC)),
        a_purchase(member, 1_000, event_time=datetime(2017, 3, 9, tzinfo=UTC)),
        a_purchase(member, 1_000, event_time=datetime(2017, 1, 20, tzinfo=UTC)),
    )
    (burn,) = shop.post(a_burn(member, 35))
    assert posted(burn).allocations == (
        (posted(january).lot_id, 10),
        (posted(older).lot_id, 10),
        (posted(newer).lot_id, 10),
        (posted(september).lot_id, 5),
    )


def test_a_newer_lot_that_expires_sooner_burns_before_an_older_one():
    since = NOON - timedelta(days=20)
    shop = open_memory_shop(revisions=[ProgramRevision(journey(), 1, since - timedelta(days=99)), ProgramRevision(hasty(), 2, since)])
    member = shop.member_ids[0]
    shop.post(a_purchase(member, 1_000, event_time=since - timedelta(days=30)))
    (newer,) = shop.post(a_purchase(member, 1_000, event_time=since))
    (burn,) = shop.post(a_burn(member, 10))
    assert posted(burn).allocations == ((posted(newer).lot_id, 10),)


def test_points_past_their_expiry_cannot_be_spent_before_the_nightly_run_either():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    (earned,) = shop.post(a_purchase(member))
    expires_at = posted(earned).expires_at
    assert expires_at is not None
    shop.clock.turn_to(expires_at - timedelta(microseconds=1))
    assert shop.available(member) == 100
    shop.clock.turn_to(expires_at)
    assert shop.available(member) == 0
    assert codes(shop.post(a_burn(member, 1))) == ["POINTS_INSUFFICIENT"]


def test_a_purchase_heard_of_after_its_points_expired_adds_nothing_to_spend():
    shop = open_memory_shop()
    member = shop.member_ids[0]
    (result,) = shop.post(a_purchase(member, event_time=NOON - timedelta(days=500)))
    assert (posted(result).points, posted(result).available_points) == (100, 0)
    assert codes(shop.post(a_burn(member, 1))) == ["POINTS_INSUFFICIENT"]
    assert shop.expire().points == 100


def test_a_lot_expires_once_and_counts_from_its_expiry():
    shop = open_memory_shop()
    (earned,) = shop.post(a_purchase(shop.member_ids[0]))
    shop.clock.turn_to(datetime(2019, 1, 1, tzinfo=UTC))
    assert shop.expire().points == 100
    assert shop.expire().lot_count == 0
    (move,) = shop.journals[1].moves
    assert (move.source, move.target, move.effective_at) == (Book.ACTIVE, Book.EXPIRED, posted(earned).expires_at)
