"""What is expected of a load, as data."""

from datetime import date

import pytest

from loyalty.warehouse.raw import RAW_SOURCE, RAW_SOURCES
from orchestration.ingest.promises import COPY_KEYS, LOAD_PROMISES, may_be_empty, row_promises


@pytest.mark.parametrize("source", RAW_SOURCES, ids=lambda source: source.name)
def test_promises_of_a_source_have_names_of_their_own(source):
    codes = [promise.code for promise in row_promises(source)]
    assert len(set(codes)) == len(codes)


def test_promises_about_loads_have_names_of_their_own():
    assert len({promise.code for promise in LOAD_PROMISES}) == len(LOAD_PROMISES)


@pytest.mark.parametrize("source", RAW_SOURCES, ids=lambda source: source.name)
def test_promises_name_columns_that_are_there(source):
    computed = ({"copy_number"} if source.name in COPY_KEYS else set()) | (
        {"is_known_product"} if source.name == "purchase_lines" else set()
    )
    columns = {str(value) for promise in row_promises(source) for name, value in promise.arguments.items() if name.startswith("column")}
    assert columns <= set(source.columns.names) | computed


def test_purchases_may_be_missing_only_when_the_stores_are_closed():
    assert may_be_empty("purchase_lines", date(2017, 12, 25))
    assert not may_be_empty("purchase_lines", date(2017, 12, 26))
    assert may_be_empty("campaigns", date(2017, 12, 26))


def test_what_may_repeat_at_the_source_is_not_refused_for_it():
    assert "ONCE" not in {promise.code for promise in row_promises(RAW_SOURCE["coupons"])}
