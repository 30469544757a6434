"""Scores as members see them: swapped whole, from one day, with unusable rows set aside and counted."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.ids import new_id
from loyalty.scores import MemberScores, Published, ScoresEmpty, ScoresOlder, publish_scores, read_scores
from loyalty.scores.errors import ScoresColumnMissing
from tests.support.offers import DAY, SCORED_AT, enrol_customers

TOMORROW = date(2017, 11, 1)
PROFILES = pa.schema(
    {
        "customer_id": pa.string(),
        "as_of_on": pa.date32(),
        "tier_code": pa.string(),
        "qualifying_minor": pa.int64(),
        "rfm_code": pa.string(),
        "rfm_segment_code": pa.string(),
        "recency_quintile": pa.int64(),
        "frequency_quintile": pa.int64(),
        "monetary_quintile": pa.int64(),
        "churn_probability": pa.float64(),
        "churn_band_code": pa.string(),
        "last_purchase_on": pa.date32(),
        "recency_days": pa.int64(),
        "purchase_count_364d": pa.int64(),
        "spend_minor_364d": pa.int64(),
        "model_version": pa.string(),
        "scored_at": pa.timestamp("us"),
    }
)


def a_profile(customer_id: str | None, **changes: object) -> dict[str, object]:
    return {
        "customer_id": customer_id,
        "as_of_on": DAY,
        "tier_code": "GOLD",
        "qualifying_minor": 210_000,
        "rfm_code": "554",
        "rfm_segment_code": "CHAMPIONS",
        "recency_quintile": 5,
        "frequency_quintile": 5,
        "monetary_quintile": 4,
        "churn_probability": 0.031,
        "churn_band_code": "LOW",
        "last_purchase_on": date(2017, 10, 29),
        "recency_days": 2,
        "purchase_count_364d": 81,
        "spend_minor_364d": 210_000,
        "model_version": "churn-2017-10-31.1",
        "scored_at": SCORED_AT,
    } | changes


def publish(database: Database, *profiles: dict[str, object], on: date = DAY) -> Published:
    with database.begin() as work:
        return publish_scores(pa.Table.from_pylist(list(profiles), schema=PROFILES), as_of_on=on, within=work)


def test_a_member_reads_back_everything_that_was_published(database: Database) -> None:
    member = enrol_customers(database, "1", "2")["1"]
    published = publish(database, a_profile("1"))
    assert (published.read_count, published.kept_count, published.member_count) == (1, 1, 1)
    with database.begin() as work:
        found = read_scores([member.id, new_id()], within=work)
    expected = a_profile("1") | {"member_id": member.id, "scored_at": datetime(2017, 11, 1, 3, 59, 59, tzinfo=UTC)}
    expected.pop("customer_id")
    assert found == {member.id: MemberScores(**expected)}


def test_a_customer_nobody_scored_is_published_with_what_is_known(database: Database) -> None:
    member = enrol_customers(database, "1")["1"]
    unknown = dict.fromkeys(["tier_code", "qualifying_minor", "churn_probability", "churn_band_code", "model_version", "scored_at"])
    publish(database, a_profile("1", **unknown))
    with database.begin() as work:
        scores = read_scores([member.id], within=work)[member.id]
    assert (scores.churn_probability, scores.model_version, scores.rfm_code) == (None, None, "554")


def test_members_who_drop_out_of_the_day_have_no_scores_any_more(database: Database) -> None:
    members = enrol_customers(database, "1", "2")
    publish(database, a_profile("1"), a_profile("2"))
    publish(database, a_profile("2", as_of_on=TOMORROW, churn_probability=0.5), on=TOMORROW)
    with database.begin() as work:
        found = read_scores([member.id for member in members.values()], within=work)
    assert {scores.member_id: (scores.as_of_on, scores.churn_probability) for scores in found.values()} == {
        members["2"].id: (TOMORROW, 0.5)
    }


def test_unusable_rows_are_set_aside_by_reason_and_the_rest_is_published(database: Database) -> None:
    enrol_customers(database, "1", "2")
    published = publish(
        database,
        a_profile("1"),
        a_profile("1", rfm_code="111"),
        a_profile("2", churn_probability=float("nan")),
        a_profile("3", churn_probability=-0.1),
        a_profile(None),
        a_profile("2", as_of_on=TOMORROW),
        a_profile("stranger"),
    )
    assert published.refused == {"doubled": 1, "probability": 2, "no_customer": 1, "other_day": 1, "unknown_member": 1}
    assert published.read_count == published.kept_count + published.refused_count == 7


def test_an_older_day_never_replaces_a_newer_one_and_an_empty_day_replaces_nothing(database: Database) -> None:
    member = enrol_customers(database, "1")["1"]
    publish(database, a_profile("1", as_of_on=TOMORROW), on=TOMORROW)
    with pytest.raises(ScoresOlder, match="Scores of 2017-11-01 are published"):
        publish(database, a_profile("1"))
    with pytest.raises(ScoresEmpty):
        publish(database, a_profile("stranger", as_of_on=TOMORROW), on=TOMORROW)
    narrow = pa.Table.from_pylist([a_profile("1", as_of_on=TOMORROW)], schema=PROFILES).drop_columns(["rfm_code"])
    with database.begin() as work, pytest.raises(ScoresColumnMissing, match="lack rfm_code"):
        publish_scores(narrow, as_of_on=TOMORROW, within=work)
    with database.begin() as work:
        assert read_scores([member.id], within=work)[member.id].as_of_on == TOMORROW


def test_publishing_a_day_twice_changes_nothing(database: Database) -> None:
    enrol_customers(database, "1", "2")
    rows = []
    for _ in range(2):
        publish(database, a_profile("1"), a_profile("2"))
        with database.begin() as work:
            rows.append(work.exec_driver_sql("select * from member_scores order by member_id").all())
    assert rows[0] == rows[1]
