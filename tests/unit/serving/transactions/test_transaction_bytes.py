"""The bytes of a posting are those that the documented model writes."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.ledger import Grant, Posted
from loyalty.ledger.model import AMOUNT_MAX, EntryType
from serving.transactions.schemas import TransactionOut, show_posted

ZONES = st.sampled_from(
    [UTC, ZoneInfo("UTC"), ZoneInfo("Asia/Dubai"), ZoneInfo("America/New_York"), timezone(timedelta(hours=-3, minutes=-30))]
)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=ZONES) | st.just(datetime(2017, 10, 31, 22, tzinfo=UTC))  # noqa: DTZ001 - the zones are given
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
POINTS = st.integers(-AMOUNT_MAX, AMOUNT_MAX)
IDS = st.uuids()
GRANTS = st.builds(Grant, TEXTS, IDS, POINTS, st.none() | TIMES, st.none() | TEXTS, st.booleans(), st.none() | TIMES, st.none() | TEXTS)
POSTED = st.builds(
    Posted,
    posting_id=st.none() | IDS,
    member_id=IDS,
    account_id=st.none() | IDS,
    type=st.sampled_from(EntryType),
    reference=TEXTS,
    points=POINTS,
    available_points=POINTS,
    event_time=TIMES,
    recorded_at=TIMES,
    lot_id=st.none() | IDS,
    expires_at=st.none() | TIMES,
    rule_code=st.none() | TEXTS,
    rule_revision=st.none() | st.integers(1, 2**31),
    allocations=st.lists(st.tuples(st.none() | IDS, POINTS), max_size=3).map(tuple),
    is_duplicate=st.booleans(),
    is_dry_run=st.booleans(),
    wallet_code=TEXTS,
    transaction_id=st.none() | IDS,
    grants=st.lists(GRANTS, max_size=3).map(tuple),
    hold_id=st.none() | IDS,
    lapses_at=st.none() | TIMES,
    held_points=POINTS,
    owed_points=POINTS,
    returned_points=POINTS,
    uncollected_points=POINTS,
    reverses_posting_id=st.none() | IDS,
    corrects_posting_id=st.none() | IDS,
)


@settings(max_examples=300, deadline=None)
@given(POSTED)
def test_a_posting_is_written_as_its_model_would_write_it(posted: Posted) -> None:
    status, body = show_posted(posted)
    assert body == TransactionOut.of(posted).model_dump_json().encode()
    assert status == (200 if posted.is_duplicate or posted.is_dry_run else 201)
