"""Array literals arrive in PostgreSQL as the values that they were made of, whatever these hold."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.database import Database
from loyalty.database.arrays import bytes_array, code_array, number_array, text_array, time_array, uuid_array, zeros

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ['"', '","', "\\", 'a","b', "NULL", "null", "{}", "", " ", "é", "\\x41", '\\"']
)
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001 (the bounds of the strategy)


def arrived(database: Database, kind: str, literal: str) -> list[Any]:
    with database.begin() as work:
        return list(work.exec_driver_sql(f"select %(values)s::{kind}[]", {"values": literal}).scalar_one())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_is_what_arrives(database, data):
    texts = data.draw(st.lists(TEXTS | st.none(), max_size=6))
    assert arrived(database, "text", text_array(texts)) == texts
    numbers = data.draw(st.lists(st.integers(-(2**63), 2**63 - 1) | st.none(), max_size=4))
    assert arrived(database, "bigint", number_array(numbers)) == numbers
    ids: list[UUID | None] = data.draw(st.lists(st.uuids() | st.none(), max_size=4))
    assert arrived(database, "uuid", uuid_array(ids)) == ids
    instants = data.draw(st.lists(INSTANTS | st.none(), max_size=4))
    assert arrived(database, "timestamptz", time_array(instants)) == instants
    bodies = data.draw(st.lists(st.binary(max_size=9), max_size=4))
    assert [bytes(body) for body in arrived(database, "bytea", bytes_array(bodies))] == bodies


@pytest.mark.parametrize("texts", [['a","b'], ['a","b', "c"], ["a", 'b"'], ["\\", "b"], ["", ""], [None, None], [None, ""]])
def test_texts_that_look_like_our_own_separators_stay_what_they_are(database, texts):
    assert arrived(database, "text", text_array(texts)) == texts


def test_codes_and_zeros(database):
    assert arrived(database, "text", code_array(["EARN", "BURN"])) == ["EARN", "BURN"]
    assert arrived(database, "bigint", zeros(3)) == [0, 0, 0]
    assert arrived(database, "bigint", zeros(0)) == []
