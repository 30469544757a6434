"""What an outcome makes of an offer: every answer after every answer, the order of refusals, times."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from loyalty.errors import LoyaltyError
from loyalty.offers import Decision, OfferAnswered, OfferLapsed, OfferOutOfStock, OfferUnknown, OutcomeInFuture
from loyalty.offers.outcome import OutcomeCode, Recorded, RecordOutcome, decide

ID = UUID(int=5)
NOW = datetime(2017, 11, 1, 12, tzinfo=UTC)
TODAY = date(2017, 11, 1)


def offer(ends_on: date | None = TODAY) -> Decision:
    return Decision(
        ID, UUID(int=1), "A-1", 1, date(2017, 10, 31), ends_on, "m-1", 0.5, 0.9, "BEST", "POPULAR", NOW, 0, None, None, None, None, None
    )


def heard(outcome: str, found: Decision | None = None, stock: int | None = None, at: datetime | None = None) -> Recorded | LoyaltyError:
    known = found or offer()
    return decide(RecordOutcome(ID, OutcomeCode(outcome), at), {ID: known}, {} if stock is None else {"A-1": stock}, now=NOW, today=TODAY)


def after(*outcomes: str) -> Decision:
    standing = offer()
    for outcome in outcomes:
        recorded = heard(outcome, standing)
        assert isinstance(recorded, Recorded), recorded
        standing = recorded.decision
    return standing


def test_showing_counts_each_time_and_keeps_first_and_last() -> None:
    standing = offer()
    for hours in (3, 5, 1):
        recorded = heard("SHOWN", standing, at=NOW - timedelta(hours=hours))
        assert isinstance(recorded, Recorded)
        standing = recorded.decision
    assert standing.shown_count == 3
    assert (standing.first_shown_at, standing.last_shown_at) == (NOW - timedelta(hours=5), NOW - timedelta(hours=1))


def test_redeeming_accepts_what_nobody_accepted() -> None:
    assert (after("REDEEMED").answer_code, after("REDEEMED").redeemed_at) == ("ACCEPTED", NOW)
    assert after("ACCEPTED", "REDEEMED").answered_at == NOW


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        (["ACCEPTED"], "ACCEPTED", "duplicate"),
        (["REJECTED"], "REJECTED", "duplicate"),
        (["REDEEMED"], "REDEEMED", "duplicate"),
        (["REDEEMED"], "ACCEPTED", "duplicate"),
        (["ACCEPTED"], "REDEEMED", "new"),
        (["REJECTED"], "SHOWN", "new"),
        (["ACCEPTED"], "REJECTED", OfferAnswered),
        (["REJECTED"], "ACCEPTED", OfferAnswered),
        (["REJECTED"], "REDEEMED", OfferAnswered),
        (["REDEEMED"], "REJECTED", OfferAnswered),
    ],
)
def test_an_answer_stands(before: list[str], now: str, outcome: object) -> None:
    found = heard(now, after(*before))
    if isinstance(outcome, type):
        assert isinstance(found, outcome)
    else:
        assert isinstance(found, Recorded)
        assert found.is_duplicate == (outcome == "duplicate")


def test_a_lapsed_offer_can_be_shown_and_rejected_but_not_taken() -> None:
    lapsed = offer(ends_on=TODAY - timedelta(days=1))
    assert isinstance(heard("ACCEPTED", lapsed), OfferLapsed)
    assert isinstance(heard("REDEEMED", lapsed), OfferLapsed)
    assert isinstance(heard("REJECTED", lapsed), Recorded)
    assert isinstance(heard("ACCEPTED", offer(ends_on=None)), Recorded)


def test_the_last_unit_is_taken_once_and_what_was_accepted_is_redeemed_all_the_same() -> None:
    last = heard("ACCEPTED", stock=1)
    assert isinstance(last, Recorded)
    assert last.has_run_out
    assert isinstance(heard("ACCEPTED", stock=0), OfferOutOfStock)
    redeemed = heard("REDEEMED", after("ACCEPTED"), stock=0)
    assert isinstance(redeemed, Recorded)
    assert not redeemed.has_run_out


def test_refusals_come_in_their_order() -> None:
    lapsed = offer(ends_on=TODAY - timedelta(days=1))
    assert isinstance(heard("ACCEPTED", lapsed, stock=0, at=NOW + timedelta(seconds=1)), OutcomeInFuture)
    assert isinstance(heard("ACCEPTED", lapsed.answered("REJECTED", NOW), stock=0), OfferAnswered)
    assert isinstance(heard("ACCEPTED", lapsed, stock=0), OfferLapsed)
    nobody = decide(RecordOutcome(UUID(int=9), OutcomeCode.SHOWN), {ID: offer()}, {}, now=NOW, today=TODAY)
    assert isinstance(nobody, OfferUnknown)
