"""Segments over HTTP: drafts, previews on the published build, activation at once, lists, one member, why, snapshots, refusals."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest

from loyalty.database import Database
from loyalty.jobs import Readers, work_on_next
from tests.support.guides import assert_within, examples, run
from tests.support.segments import DAY, PROFILE, day
from tests.support.segments_served import OFTEN, SOON, body, code_of, inside, lives, running_segments, saved
from tests.support.service import EVENING, Service, running_service


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Service]:
    with running_segments(database, tmp_path) as service:
        yield service


def test_rule_is_previewed_while_it_is_typed(shop: Service) -> None:
    told = shop.client.post("/v1/examine/segment", json={"rule": SOON, "sample": 3}).json()
    assert (told["customer_count"], told["described_count"], told["share"], told["entering_count"]) == (12, 4, 4 / 12, 0)
    assert set(told["sample"]) <= {"m00", "m01", "m02", "m03"}
    assert len(told["sample"]) == 3
    assert told["as_of_on"] == DAY.isoformat()
    assert told["cost"]["features_read"] == ["recency_days"]
    wrong = shop.client.post("/v1/examine/segment", json={"rule": {"<": [{"var": "recency_dayz"}, 4]}})
    assert code_of(wrong, 422) == "RULE_FIELD_UNKNOWN"
    assert "recency_days" in wrong.json()["facts"]["suggestion"]
    assert code_of(shop.client.post("/v1/examine/segment", json={}), 422) == "REQUEST_INVALID"


def test_live_segment_is_edited_previewed_and_activated(shop: Service) -> None:
    assert lives(shop, "soon", SOON) | {"as_of_on": None} == {
        "code": "soon", "status": "ACTIVE", "version": 1, "draft_version": None, "is_new": True, "is_evaluated": True,
        "as_of_on": None, "size": 4, "entered_count": 4, "left_count": 0, "would_apply": False,
    }  # fmt: skip
    saved(shop, "soon", {"and": [{">=": [{"var": "recency_days"}, 2]}, {"<": [{"var": "recency_days"}, 7]}]})
    assert inside(shop, "soon") == ["m00", "m01", "m02", "m03"]
    found = shop.client.get("/v1/segments/soon").json()
    assert (found["version"], found["draft_version"], found["rule"]) == (1, 2, SOON)
    told = shop.client.post("/v1/examine/segment", json={"code": "soon"}).json()
    assert (told["described_count"], told["entering_count"], told["leaving_count"]) == (5, 3, 2)
    assert sorted(told["leaving_sample"]) == ["m00", "m01"]
    assert code_of(shop.post("/v1/segments/soon/activate", {"version": 1}), 409) == "SEGMENT_VERSION_CONFLICT"
    dry = shop.client.post("/v1/segments/soon/activate?dry_run=true", json={"version": 2}, headers={"Idempotency-Key": "x"}).json()
    assert (dry["would_apply"], dry["version"]) == (True, 2)
    assert inside(shop, "soon") == ["m00", "m01", "m02", "m03"]
    shop.clock.turn_to(EVENING + timedelta(hours=1))
    first = shop.post("/v1/segments/soon/activate", {"version": 2, "reason": "campaign"}, key="once")
    again = shop.post("/v1/segments/soon/activate", {"version": 2, "reason": "campaign"}, key="once")
    assert (first.json(), again.headers["Idempotency-Hit"]) == (again.json(), "true")
    assert inside(shop, "soon") == ["m02", "m03", "m04", "m05", "m06"]
    assert [one["version"] for one in shop.client.get("/v1/segments/soon/versions").json()["items"]] == [2, 1]
    assert [one["reason"] for one in shop.client.get("/v1/segments/soon/moves").json()["items"]] == ["campaign", None, None]


def test_segments_are_told_in_words_with_the_names_of_those_they_refer_to(shop: Service) -> None:
    named = {"en": "Comes soon", "ar": "يأتي قريبًا"}
    assert shop.client.put("/v1/segments/soon", json=body(SOON, name=named)).status_code == 200
    assert shop.client.put("/v1/segments/others", json=body({"!": {"in_segment": "soon"}})).status_code == 200
    told = {"en": "not in the segment “Comes soon”", "ar": "خارج شريحة «\u2068يأتي قريبًا\u2069»"}
    assert shop.client.get("/v1/segments/others").json()["in_words"] == told
    assert [one["in_words"] for one in shop.client.get("/v1/segments").json()["items"] if one["code"] == "others"] == [told]
    static = {key: value for key, value in body(None, kind="STATIC").items() if key != "rule"}
    assert shop.client.put("/v1/segments/hand-picked", json=static).status_code == 200
    assert shop.client.get("/v1/segments/hand-picked").json()["in_words"] is None


def test_stale_editor_does_not_overwrite_what_another_saved(shop: Service) -> None:
    saved(shop, "soon", SOON)
    saved(shop, "soon", {"<": [{"var": "recency_days"}, 9]})
    assert code_of(shop.client.put("/v1/segments/soon", json=body(SOON, expected_version=1)), 409) == "SEGMENT_VERSION_CONFLICT"


def test_clauses_overlaps_and_sql_are_shown(shop: Service) -> None:
    lives(shop, "soon", SOON)
    lives(shop, "coupons", {"and": [{"in_segment": ["soon"]}, {"var": "has_redeemed_coupon"}]})
    steps = shop.client.post("/v1/examine/segment-clauses", json={"code": "coupons"}).json()["steps"]
    assert [(one["described_count"], one["kept_count"], one["lost_count"]) for one in steps] == [(4, 4, 8), (6, 2, 2)]
    told = shop.client.post("/v1/examine/segment-overlaps", json={"codes": ["soon", "coupons"]}).json()
    assert (told["counts"], told["none_count"]) == ([[4, 2], [2, 2]], 8)
    for dialect in ("duckdb", "postgresql", "snowflake", "oracle"):
        shown = shop.client.post("/v1/examine/segment-sql", json={"rule": {"==": [{"var": "churn_band_code"}, "LOW"]}, "dialect": dialect})
        assert shown.status_code == 200, shown.text
        assert "LOW" not in shown.json()["sql"]
        assert "LOW" in shown.json()["values"].values()


def test_paused_and_archived_segments_and_their_refusals(shop: Service) -> None:
    lives(shop, "soon", SOON)
    lives(shop, "coupons", {"and": [{"in_segment": ["soon"]}, {"var": "has_redeemed_coupon"}]})
    assert code_of(shop.post("/v1/segments/soon/archive", {}), 409) == "SEGMENT_IN_USE"
    assert shop.post("/v1/segments/soon/pause", {}).json()["status"] == "PAUSED"
    assert inside(shop, "soon") == ["m00", "m01", "m02", "m03"]
    shop.post("/v1/segments/coupons/archive", {})
    assert inside(shop, "coupons") == []
    assert "coupons" not in {one["code"] for one in shop.client.get("/v1/segments").json()["items"]}
    assert [one["code"] for one in shop.client.get("/v1/segments?status=ARCHIVED").json()["items"]] == ["coupons"]
    assert code_of(shop.client.put("/v1/segments/coupons", json=body(SOON)), 409) == "SEGMENT_STATUS_CONFLICT"
    assert code_of(shop.client.put("/v1/segments/soon", json=body({"in_segment": ["soon"]})), 422) == "SEGMENT_CYCLE"


def test_list_is_filled_by_a_call_and_by_a_file_with_errors_by_row(shop: Service) -> None:
    document = {key: value for key, value in body(None, kind="STATIC").items() if key != "rule"}
    assert shop.client.put("/v1/segments/guests", json=document).json()["is_draft"] is True
    assert code_of(shop.post("/v1/segments/guests/members", {"member_ids": ["m01"]}), 409) == "SEGMENT_STATUS_CONFLICT"
    shop.post("/v1/segments/guests/activate", {})
    told = shop.post("/v1/segments/guests/members", {"member_ids": ["m01", "m05"]}).json()
    assert (told["changed_count"], told["unchanged_count"]) == (2, 0)
    assert code_of(shop.post("/v1/segments/guests/members", {"member_ids": ["m02", "nobody"]}), 404) == "MEMBER_UNKNOWN"
    assert shop.post("/v1/segments/guests/members", {"member_ids": ["m05"], "action": "REMOVE"}).json()["changed_count"] == 1
    assert inside(shop, "guests") == ["m01"]
    found = shop.client.get("/v1/segments/guests").json()
    assert (found["kind"], found["rule"], found["size"]) == ("STATIC", None, 1)
    why = shop.client.get("/v1/segments/guests/why/m01").json()
    assert (why["is_in"], why["reason_code"]) == (True, "LISTED")
    lives(shop, "soon", SOON)
    lines = ["segment_code,member_id,action", "guests,m02,", "guests,m03,ADD", "guests,m01,REMOVE", "guests,m03,", "guests,stranger,",
             "soon,m09,", "nowhere,m09,", "guests,m04,PERHAPS"]  # fmt: skip
    sent = shop.client.post("/v1/jobs?kind=SEGMENT_MEMBERS", content="\n".join(lines) + "\n", headers={"Content-Type": "text/csv"})
    assert sent.status_code == 202, sent.text
    readers = Readers()
    while work_on_next(shop.database, readers, clock=shop.clock):
        pass
    job = shop.client.get(f"/v1/jobs/{sent.json()['job_id']}").json()
    assert (job["status"], job["applied_count"], job["duplicate_count"], job["refused_count"]) == ("COMPLETED", 3, 1, 4)
    assert inside(shop, "guests") == ["m02", "m03"]
    errors = shop.client.get(f"/v1/jobs/{sent.json()['job_id']}/errors").json()["items"]
    assert [(one["row_number"], one["code"]) for one in errors] == [
        (5, "MEMBER_UNKNOWN"), (6, "SEGMENT_KIND_CONFLICT"), (7, "SEGMENT_UNKNOWN"), (8, "ROW_INVALID"),
    ]  # fmt: skip


def test_event_moves_one_member_at_once_and_says_so(shop: Service) -> None:
    lives(shop, "often", OFTEN)
    assert inside(shop, "often") == ["m02", "m05", "m08", "m11"]
    bought = {"events": [{"type": "purchase", "happened_on": DAY.isoformat(), "fields": {"spend_minor": 500}}]}
    path = "/v1/members/m01/segments:reevaluate"
    dry = shop.client.post(f"{path}?dry_run=true", json=bought, headers={"Idempotency-Key": "d"}).json()
    assert (dry["segment_codes"], dry["changed_count"]) == (["often"], 0)
    told = shop.post(path, bought).json()
    assert (told["segment_codes"], told["changed_count"], told["is_known"]) == (["often"], 1, True)
    assert "m01" in inside(shop, "often")
    why = shop.client.get("/v1/segments/often/why/m01").json()
    counted = [value for name, value in why["values"].items() if name.startswith("events:")]
    assert (why["is_in"], why["cause"], counted) == (True, "EVENT", [2])


def test_consent_is_given_withdrawn_and_known_as_it_was(shop: Service) -> None:
    given = {"consents": [{"channel_code": "email", "is_given": True, "given_at": "2017-10-01T00:00:00Z", "source": "form"}]}
    assert shop.client.put("/v1/members/m01/consents", json=given).status_code == 200
    shop.client.put("/v1/members/m01/consents", json={"consents": [{"channel_code": "email", "is_given": False}]})
    assert [one["is_given"] for one in shop.client.get("/v1/members/m01/consents").json()["items"]] == [False]
    then = shop.client.get("/v1/members/m01/consents?as_of=2017-10-15T00:00:00Z").json()
    assert [one["is_given"] for one in then["items"]] == [True]


def test_why_reads_a_day_that_is_over_from_the_warehouse(shop: Service) -> None:
    lives(shop, "soon", SOON)
    inside_why = shop.client.get("/v1/segments/soon/why/m03").json()
    assert (inside_why["reason_code"], inside_why["values"]) == ("RULE_HOLDS", {"recency_days": 3})
    assert inside_why["clauses"][0]["values"] == {"recency_days": 3}
    assert inside_why["built_at"] is not None
    outside = shop.client.get("/v1/segments/soon/why/m04").json()
    assert (outside["is_in"], outside["reason_code"], outside["clauses"][0]["is_true"]) == (False, "RULE_FAILS", False)
    before = shop.client.get("/v1/segments/soon/why/m03?as_of=2017-10-01T00:00:00Z").json()
    assert before["reason_code"] == "NOT_EVALUATED"
    source = shop.wiring.profile_source(day(-1))
    assert source.warehouse.read("select max(as_of_on) as d from marts.customer_profile").num_rows == 1


def test_snapshot_is_pinned_exported_and_reproduced(shop: Service) -> None:
    lives(shop, "soon", SOON)
    pinned = shop.post("/v1/segments/soon/snapshots", {"name": "November mailing"})
    assert pinned.status_code == 201
    found = pinned.json()
    assert (found["member_count"], found["version"], found["as_of_on"]) == (4, 1, DAY.isoformat())
    told = shop.client.get(f"/v1/segment-snapshots/{found['snapshot_id']}/reproduction").json()
    assert (told["is_equal"], told["missing"], told["extra"]) == (True, [], [])
    path = f"/v1/segment-snapshots/{found['snapshot_id']}/export"
    rows = list(csv.DictReader(io.StringIO(shop.client.get(path).text)))
    assert sorted(row["external_id"] for row in rows) == ["m00", "m01", "m02", "m03"]
    parquet = pa_parquet.read_table(pa.BufferReader(shop.client.get(f"{path}?file_format=PARQUET").content))
    assert parquet.column("member_id").to_pylist() == [row["member_id"] for row in rows]
    live = shop.client.get("/v1/segments/soon/members/export")
    assert live.text == shop.client.get(path).text
    assert code_of(shop.client.get("/v1/segment-snapshots/sns_00000000000000000000000000/reproduction"), 404) == "SEGMENT_SNAPSHOT_UNKNOWN"


def test_without_published_data_a_segment_is_activated_and_waits_for_the_next_load(database: Database) -> None:
    with running_service(database, members=["ann"], catalogue=PROFILE) as service:
        assert lives(service, "soon", SOON)["is_evaluated"] is False
        assert code_of(service.client.post("/v1/examine/segment", json={"rule": SOON}), 409) == "SEGMENT_NOTHING_PUBLISHED"
        assert code_of(service.client.post("/v1/examine/segment", json={}), 422) == "REQUEST_INVALID"


def test_every_example_of_the_guide_to_segments_is_true(shop: Service) -> None:
    found = examples("segments.md")
    assert len(found) >= 12
    for example in found:
        answer = run(shop, example.command, {})
        assert answer.status_code == example.status, (example.command, answer.text)
        if example.answer is not None:
            assert_within(example.answer, answer.json(), example.command.splitlines()[0])
        if "Idempotency-Key" in example.command:
            again = run(shop, example.command, {})
            assert (again.content, again.headers.get("Idempotency-Hit")) == (answer.content, "true"), example.command
