"""Membership over days: differences, corrections, any order of days, refusals."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import uuid4

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.checks.run import run_checks
from loyalty.database import Database, Work
from loyalty.paging import CursorMalformed, write_cursor
from loyalty.segments import (
    EvaluationMismatch,
    SegmentUnknown,
    find_segment,
    list_segments,
    moved_members,
    segment_history,
    segment_members,
    segments_of_member,
)
from loyalty.segments.checks import CHECKS
from loyalty.segments.membership import MemberAnswer, apply_members
from tests.support.segments import DAY, answer, applied, day, enrolled, rows_of_memberships, stored_segments


def assert_promises_kept(work: Work) -> None:
    assert [result.code for result in run_checks(work, CHECKS) if not result.is_kept] == []


def test_first_day_lets_everybody_in(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1", "2"])
        done = applied(work, segments, DAY, {"vip": ["1", "2"]})
        assert (done.read_count, done.kept_count, done.refused_count, done.changed_count) == (2, 2, 0, 2)
        assert [(one.size, one.entered_count, one.left_count) for one in done.days] == [(2, 2, 0)]
        assert rows_of_memberships(work) == [("vip", "1", 0, None), ("vip", "2", 0, None)]


def test_next_day_writes_the_difference_only(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1", "2", "3"])
        applied(work, segments, DAY, {"vip": ["1", "2"]})
        done = applied(work, segments, day(1), {"vip": ["2", "3"]})
        assert done.changed_count == 2
        assert [(one.size, one.entered_count, one.left_count) for one in done.days] == [(2, 1, 1)]
        assert rows_of_memberships(work) == [("vip", "1", 0, 1), ("vip", "2", 0, None), ("vip", "3", 1, None)]


def test_same_answer_again_changes_nothing(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip", "new")
        enrolled(work, ["1", "2", "3"])
        for on, members in ((DAY, ["1", "2"]), (day(1), ["2", "3"])):
            applied(work, segments, on, {"vip": members})
        before = rows_of_memberships(work)
        for on, members in ((day(1), ["2", "3"]), (DAY, ["1", "2"])):
            assert applied(work, segments, on, {"vip": members}).changed_count == 0
        assert rows_of_memberships(work) == before
        assert_promises_kept(work)


def test_corrected_newest_day_leaves_no_row_of_no_length(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1", "2", "3"])
        applied(work, segments, DAY, {"vip": ["1"]})
        applied(work, segments, day(1), {"vip": ["2"]})
        applied(work, segments, day(1), {"vip": ["1", "3"]})
        assert rows_of_memberships(work) == [("vip", "1", 0, None), ("vip", "3", 1, None)]
        assert [(one.as_of_on, one.size, one.entered_count, one.left_count) for one in segment_history("vip", within=work)] == [
            (DAY, 1, 1, 0),
            (day(1), 2, 1, 0),
        ]


def test_corrected_older_day_is_cut_out_of_the_middle(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1"])
        for number in range(3):
            applied(work, segments, day(number), {"vip": ["1"]})
        applied(work, segments, day(1), {"vip": []})
        assert rows_of_memberships(work) == [("vip", "1", 0, 1), ("vip", "1", 2, None)]
        applied(work, segments, day(1), {"vip": ["1"]})
        assert rows_of_memberships(work) == [("vip", "1", 0, None)]
        assert_promises_kept(work)


def test_customers_who_are_not_enrolled_are_refused_and_counted(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip", "new")
        enrolled(work, ["1"])
        done = applied(work, segments, DAY, {"vip": ["1", "stranger"], "new": ["stranger", 'other, "quoted"\nname']})
        assert (done.read_count, done.kept_count, done.refused_count) == (4, 1, 3)
        assert {one.segment_code: one.refused_count for one in done.days} == {"vip": 1, "new": 2}


def test_answer_of_a_segment_that_was_not_evaluated_is_refused_whole(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1"])
        with pytest.raises(EvaluationMismatch, match="other"):
            applied(work, segments, DAY, {"vip": ["1"], "other": ["1"]})
        assert rows_of_memberships(work) == []


def test_segment_that_empties_is_a_day_of_size_zero(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1"])
        applied(work, segments, DAY, {"vip": ["1"]})
        done = applied(work, segments, day(1), {})
        assert [(one.size, one.left_count) for one in done.days] == [(0, 1)]


_ANSWERS = st.lists(
    st.tuples(st.integers(0, 5), st.dictionaries(st.sampled_from(["a", "b"]), st.frozensets(st.sampled_from("123")), max_size=2)),
    min_size=1,
    max_size=9,
)


def test_any_order_of_days_leaves_the_history_of_the_last_answers(database: Database) -> None:
    """Whatever the order and the corrections, the rows are those of applying each day's last answer once, in calendar order."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_ANSWERS)
    def agree(calls: list[tuple[int, dict[str, frozenset[str]]]]) -> None:
        with database.engine.connect() as work, work.begin() as whole:
            segments = stored_segments(work, "a", "b")
            enrolled(work, "123")
            for number, members in calls:
                applied(work, segments, day(number), members)
            assert_promises_kept(work)
            rows, days = rows_of_memberships(work), [segment_history(code, within=work) for code in "ab"]
            assert rows == expected_rows(dict(calls))
            work.exec_driver_sql("delete from segment_memberships")
            work.exec_driver_sql("delete from segment_days")
            for number, members in sorted(dict(calls).items()):
                applied(work, segments, day(number), members)
            assert (rows, days) == (rows_of_memberships(work), [segment_history(code, within=work) for code in "ab"])
            whole.rollback()

    agree()


def expected_rows(answers: dict[int, dict[str, frozenset[str]]]) -> list[tuple[str, str, int, int | None]]:
    """Told member by member, the slow and obvious way."""
    rows = []
    for code in "ab":
        for customer in "123":
            began: int | None = None
            for number in sorted(answers):
                is_in = customer in answers[number].get(code, ())
                if is_in and began is None:
                    began = number
                if not is_in and began is not None:
                    rows.append((code, customer, began, number))
                    began = None
            if began is not None:
                rows.append((code, customer, began, None))
    return sorted(rows, key=lambda row: row[:3])


def test_listing_tells_size_yesterday_and_change(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip", "unseen")
        enrolled(work, ["1", "2", "3"])
        vip = [one for one in segments if one.code == "vip"]
        applied(work, vip, DAY, {"vip": ["1"]})
        assert find_segment("vip", within=work).size_yesterday is None
        assert find_segment("vip", within=work).change is None
        applied(work, vip, day(1), {"vip": ["1", "2", "3"]})
        told = {one.code: one for one in list_segments(within=work)}
        assert (told["vip"].size, told["vip"].size_yesterday, told["vip"].change, told["vip"].entered_count) == (3, 1, 2, 2)
        assert (told["unseen"].size, told["unseen"].as_of_on) == (None, None)


def test_listing_tells_who_is_in_now(database: Database) -> None:
    """Events move members between two evaluations; a move that the evaluation of an earlier instant had foreseen counts once."""
    with database.begin() as work:
        (segment,) = stored_segments(work, "vip")
        members = enrolled(work, ["1", "2", "3", "4"])
        applied(work, [segment], DAY, {"vip": ["1", "2"]})
        noon = find_segment("vip", within=work).evaluated_at + timedelta(hours=12)

        def told(external_id: str, is_in: bool, hours: int) -> None:
            answers = [MemberAnswer("vip", members[external_id], is_in)]
            apply_members(answers, [segment], DAY, at=noon + timedelta(hours=hours), cause="EVENT", within=work)

        assert find_segment("vip", within=work).size_now == 2
        told("3", True, 0)
        told("4", True, 1)
        told("1", False, 2)
        told("4", False, 3)
        told("4", True, 4)
        now = find_segment("vip", within=work)
        assert (now.size, now.size_now) == (2, 3)
        applied(work, [segment], DAY, {"vip": ["2", "3"]})
        now = find_segment("vip", within=work)
        open_count = work.exec_driver_sql("select count(*) from segment_memberships where valid_to is null").scalar_one()
        assert (now.size, now.size_now) == (2, open_count)


def test_yesterday_is_the_calendar_day_before_and_not_the_last_evaluated_one(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        enrolled(work, ["1"])
        applied(work, segments, DAY, {"vip": ["1"]})
        applied(work, segments, day(2), {"vip": []})
        assert find_segment("vip", within=work).size_yesterday is None


def test_members_as_of_an_instant_come_in_pages(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        members = enrolled(work, [str(number) for number in range(5)])
        applied(work, segments, DAY, {"vip": members})
        applied(work, segments, day(1), {"vip": ["0"]})
        then, now = datetime(2017, 11, 1, 12, tzinfo=UTC), datetime(2017, 11, 2, 12, tzinfo=UTC)
        seen, cursor = [], None
        while True:
            page = segment_members("vip", as_of=then, within=work, limit=2, cursor=cursor)
            seen += [one.external_id for one in page.items]
            if (cursor := page.next_cursor) is None:
                break
        assert sorted(seen) == ["0", "1", "2", "3", "4"]
        assert [one.external_id for one in segment_members("vip", as_of=now, within=work).items] == ["0"]
        before = datetime(2017, 10, 31, 12, tzinfo=UTC)
        assert segment_members("vip", as_of=before, within=work).items == []


def test_who_moved_on_a_day_is_listed_by_the_days_of_the_zone_in_pages(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        members = enrolled(work, [str(number) for number in range(5)])
        applied(work, segments, DAY, {"vip": members})
        applied(work, segments, day(1), {"vip": ["0", "1"]})

        def moved(move: Literal["ENTERED", "LEFT"], on: date) -> list[str]:
            seen, cursor = [], None
            while True:
                page = moved_members("vip", move, on, "America/New_York", within=work, limit=2, cursor=cursor)
                seen += [one.external_id for one in page.items]
                if (cursor := page.next_cursor) is None:
                    return sorted(seen)

        assert [moved("ENTERED", on) for on in (DAY, day(1))] == [["0", "1", "2", "3", "4"], []]
        assert [moved("LEFT", on) for on in (DAY, day(1))] == [[], ["2", "3", "4"]]
        with pytest.raises(CursorMalformed):
            moved_members("vip", "LEFT", DAY, "America/New_York", within=work, cursor=write_cursor(uuid4().hex, "yesterday"))


def test_member_is_told_the_segments_it_was_in_then(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "a", "b")
        members = enrolled(work, ["1"])
        applied(work, segments, DAY, {"a": ["1"]})
        applied(work, segments, day(1), {"b": ["1"]})
        # The day's answer holds from the last second of the day, business time.
        at_the_end = datetime(2017, 11, 1, 3, 59, 59, tzinfo=UTC)
        assert [one.segment_code for one in segments_of_member(members["1"], as_of=at_the_end, within=work)] == ["a"]
        assert [one.segment_code for one in segments_of_member(members["1"], as_of=datetime(2017, 11, 2, 4, tzinfo=UTC), within=work)] == [
            "b"
        ]


def test_unknown_segment_is_not_found(database: Database) -> None:
    with database.begin() as work:
        with pytest.raises(SegmentUnknown):
            find_segment("nobody", within=work)
        with pytest.raises(SegmentUnknown):
            segment_members("nobody", as_of=datetime(2017, 11, 1, tzinfo=UTC), within=work)


def test_broken_rows_are_found_by_the_checks(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        members = enrolled(work, ["1", "2"])
        applied(work, segments, DAY, {"vip": ["1", "2"]})
        work.exec_driver_sql("insert into segment_memberships values ('vip', %(id)s, '2017-01-01', '2017-12-01', 1)", {"id": members["1"]})
        broken = {result.code for result in run_checks(work, CHECKS) if not result.is_kept}
        assert broken == {"SEGMENT_INTERVALS_DISJOINT", "SEGMENT_ROWS_EVALUATED", "SEGMENT_SIZES_COUNTED"}


def test_answer_without_rows_is_an_answer(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, "vip")
        empty: pa.Table = answer({})
        assert empty.num_rows == 0
        assert applied(work, segments, DAY, {}).read_count == 0
