"""What a caller may send: whole numbers, bounded plain text, instants with a zone; nothing else gets past a schema."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from serving.transactions.schemas import BurnIn, EarnIn, TransactionIn

EARN = {"type": "EARN", "member_id": "1", "order_id": "o", "spend_minor": 100, "currency_code": "USD"}
BURN = {"type": "BURN", "member_id": "1", "reference": "r", "points": 5}
TRANSACTION: TypeAdapter[EarnIn | BurnIn] = TypeAdapter(TransactionIn)


@pytest.mark.parametrize("amount", [-1, 1.0, 1.5, True, "100", None, 10**9 + 1, 2**63, 10**30, float("nan"), [], {}])
def test_an_amount_is_a_whole_number_within_bounds(amount: object) -> None:
    with pytest.raises(ValidationError):
        TRANSACTION.validate_python({**EARN, "spend_minor": amount})
    with pytest.raises(ValidationError):
        TRANSACTION.validate_python({**BURN, "points": amount})


def test_nothing_is_burned_but_something_and_a_free_order_may_be_posted() -> None:
    with pytest.raises(ValidationError):
        TRANSACTION.validate_python({**BURN, "points": 0})
    assert TRANSACTION.validate_python({**EARN, "spend_minor": 0}).spend_minor == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "a\x00b", "a\nb", "\x7f", "x" * 201, 7, None, "\ud800"])
def test_text_is_bounded_and_plain(text: object) -> None:
    for body, name in [(EARN, "order_id"), (EARN, "member_id"), (BURN, "reference")]:
        with pytest.raises(ValidationError):
            TRANSACTION.validate_python({**body, name: text})


@pytest.mark.parametrize(
    "text",
    [
        "2017-10-31",
        "2017-10-31T10:00:00",
        "1509444000",
        1509444000,
        1509444000.5,
        True,
        "2017-10-31 10:00:00Z",
        "2017-02-30T10:00:00Z",
        "2017-10-31T24:00:01Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1999-12-31T23:59:59Z",
        "2017-10-31T10:00:00+99:00",
    ],
)
def test_an_event_time_is_an_rfc_3339_instant_with_a_zone_of_this_century(text: object) -> None:
    with pytest.raises(ValidationError):
        TRANSACTION.validate_python({**EARN, "event_time": text})


def test_an_event_time_is_kept_as_the_same_instant_in_utc() -> None:
    earn = TRANSACTION.validate_python({**EARN, "event_time": "2017-10-31T23:30:00.250000-04:00"})
    assert isinstance(earn, EarnIn)
    assert earn.event_time == datetime(2017, 11, 1, 3, 30, 0, 250_000, tzinfo=UTC)
    assert earn.event_time.tzinfo is UTC


@pytest.mark.parametrize(
    "body", [{**EARN, "points": 5}, {**BURN, "spend_minor": 1}, {**EARN, "typ": "x"}, {**EARN, "type": "GIFT"}, {}, [EARN], "x"]
)
def test_unknown_fields_and_unknown_types_are_refused(body: object) -> None:
    with pytest.raises(ValidationError):
        TRANSACTION.validate_python(body)


@pytest.mark.parametrize("code", ["usd", "US", "USDX", "U$D", 840])
def test_a_currency_is_three_capital_letters(code: object) -> None:
    with pytest.raises(ValidationError):
        TRANSACTION.validate_python({**EARN, "currency_code": code})
