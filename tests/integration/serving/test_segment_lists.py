"""Whole lists over HTTP: replaced by a file that is seen before and taken back after, and files that are none."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from loyalty.database import Database
from tests.support.segments_served import SOON, a_list, code_of, inside, lives, running_segments, sends_list
from tests.support.service import Service


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Service]:
    with running_segments(database, tmp_path) as service:
        yield service


def test_a_whole_list_is_replaced_by_a_file_seen_before_and_taken_back_after(shop: Service) -> None:
    a_list(shop, "guests", "m01", "m02", "m03")
    shop.clock.turn_to(shop.clock.now() + timedelta(hours=1))
    by_id = shop.client.get("/v1/members/m05").json()["member_id"]
    seen = sends_list(shop, "guests", "m03", "m04", by_id, "m04", query="?dry_run=true").json()
    assert (seen["entered_count"], seen["left_count"], seen["kept_count"], seen["would_apply"]) == (2, 2, 1, True)
    assert by_id in seen["entered_sample"]
    assert inside(shop, "guests") == ["m01", "m02", "m03"]
    done = sends_list(shop, "guests", "m03", "m04", by_id, "m04").json()
    assert {**done, "would_apply": True} == seen
    assert inside(shop, "guests") == ["m03", "m04", "m05"]
    with shop.database.begin() as work:
        told = work.exec_driver_sql("select type, count(*) from outbox where type like 'segment.%%' group by 1").all()
    assert dict(map(tuple, told)) == {"segment.entered": 5, "segment.left": 2}

    shop.clock.turn_to(shop.clock.now() + timedelta(hours=1))
    undo = {"as_of": done["undo_as_of"]}
    assert shop.post("/v1/segments/guests/members:restore?dry_run=true", undo).json()["entered_count"] == 2
    back = shop.post("/v1/segments/guests/members:restore", undo).json()
    assert (back["entered_count"], back["left_count"], back["kept_count"]) == (2, 2, 1)
    assert inside(shop, "guests") == ["m01", "m02", "m03"]
    then = shop.client.get("/v1/segments/guests/members", params={"as_of": back["undo_as_of"]}).json()["items"]
    assert sorted(one["external_id"] for one in then) == ["m03", "m04", "m05"]


def test_the_same_file_again_changes_nothing_and_a_retry_is_answered_from_its_key(shop: Service) -> None:
    a_list(shop, "guests", "m01")
    first = sends_list(shop, "guests", "m01", "m02", **{"Idempotency-Key": "list-1"})
    again = sends_list(shop, "guests", "m01", "m02", **{"Idempotency-Key": "list-1"})
    assert again.headers["Idempotency-Hit"] == "true"
    assert again.json() == first.json()
    assert code_of(sends_list(shop, "guests", "m01", **{"Idempotency-Key": "list-1"}), 422) == "IDEMPOTENCY_KEY_REUSED"
    assert sends_list(shop, "guests", "m01", "m02").json()["kept_count"] == 2


def test_a_file_that_names_a_stranger_writes_nothing_unless_strangers_are_skipped(shop: Service) -> None:
    a_list(shop, "guests", "m01")
    refused = sends_list(shop, "guests", "m02", "stranger", "mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b")
    assert code_of(refused, 404) == "MEMBER_UNKNOWN"
    assert refused.json()["facts"]["unknown_count"] == 2
    assert refused.json()["facts"]["rows"][0] == {"row_number": 2, "member_id": "stranger"}
    assert inside(shop, "guests") == ["m01"]
    assert sends_list(shop, "guests", "m02", "stranger", query="?skip_unknown=true").json()["skipped_count"] == 1
    assert inside(shop, "guests") == ["m02"]
    assert code_of(sends_list(shop, "guests", "stranger", query="?skip_unknown=true"), 404) == "MEMBER_UNKNOWN"


def test_a_file_that_is_no_list_is_refused(shop: Service) -> None:
    a_list(shop, "guests", "m01")
    for content in (b"", b"member_id\n", b"name\nm01\n", b"\xff\xfe\n", b"member_id,note\n,x\n", b"member_id\n\x00\n"):
        answer = shop.client.put("/v1/segments/guests/members", content=content, headers={"Content-Type": "text/csv"})
        assert answer.status_code in {400, 422}, (content, answer.text)
    assert inside(shop, "guests") == ["m01"]


def test_a_rule_and_a_paused_list_are_not_replaced(shop: Service) -> None:
    lives(shop, "soon", SOON)
    assert code_of(sends_list(shop, "soon", "m01"), 409) == "SEGMENT_KIND_CONFLICT"
    a_list(shop, "guests", "m01")
    shop.post("/v1/segments/guests/pause", {})
    assert code_of(sends_list(shop, "guests", "m02"), 409) == "SEGMENT_STATUS_CONFLICT"


def test_a_list_file_may_be_larger_than_other_bodies_but_not_without_end(shop: Service) -> None:
    a_list(shop, "guests", "m01")
    headers = {"Content-Type": "text/csv"}
    long = b"member_id\n" + b"m02\n" * 40_000
    answer = shop.client.put("/v1/segments/guests/members", content=long, headers=headers)
    assert answer.status_code == 200, answer.text[:500]
    endless = b"member_id\n" + b"m02\n" * 4_500_000
    assert shop.client.put("/v1/segments/guests/members", content=endless, headers=headers).status_code == 413
