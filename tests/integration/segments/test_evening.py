"""The difference to the evening before travels, and what stands is the same as if the whole answer had."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pytest

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database, Work
from loyalty.ids import new_id
from loyalty.segments import SegmentVersion
from loyalty.segments.checks import CHECKS
from loyalty.segments.evening import LastAnswer, apply_evening, differences, last_answer, remember_answer
from loyalty.segments.membership import Evening, apply_members, end_of_day
from loyalty.segments.model import MemberAnswer
from loyalty.warehouse import open_warehouse
from tests.support.segments import DAY, TIMEZONE, day, enrolled, rows_of_memberships, stored_segments

CODES = ("new", "often", "vip")


def flags_of(inside: Mapping[str, Iterable[str]]) -> pa.Table:
    """The wide answer of an evening: by segment, who is in."""
    people = sorted({name for names in inside.values() for name in names})
    columns = [pa.array(people, pa.string()), *(pa.array([name in set(inside[code]) for name in people], pa.bool_()) for code in CODES)]
    return pa.table(columns, names=["customer_id", *(f"in_{number}" for number in range(len(CODES)))])


def remembered(flags: pa.Table, on: date, evening: Evening) -> LastAnswer:
    return LastAnswer(evening.run_id, on, flags, {code: f"in_{number}" for number, code in enumerate(CODES)})


def an_evening(on: date) -> Evening:
    return Evening(new_id(), end_of_day(on, TIMEZONE), None, TIMEZONE)


def standing(work: Work) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {code: set() for code in CODES}
    for code, name, _, ended in rows_of_memberships(work):
        if ended is None:
            found[code].add(name)
    return found


def assert_promises_kept(work: Work) -> None:
    assert [(result.code, result.first_violation) for result in run_checks(work, CHECKS) if not result.is_kept] == []


def apply(work: Work, segments: Sequence[SegmentVersion], flags: pa.Table, on: date, last: LastAnswer | None) -> LastAnswer:
    evening = an_evening(on)
    done = apply_evening(flags, segments, on, last=last, within=work, evening=evening)
    assert done.read_count == done.kept_count + done.refused_count
    return remembered(flags, on, evening)


@pytest.mark.parametrize("seed", range(6))
def test_evenings_leave_what_the_whole_answers_say_whatever_happens_between_them(database: Database, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test, not a secret
    names = [str(number) for number in range(40)]
    with database.begin() as work:
        segments = stored_segments(work, *CODES)
        members = enrolled(work, names[:25])
        last: LastAnswer | None = None
        for number in range(6):
            inside = {code: [name for name in names if chance.random() < 0.4] for code in CODES}
            on = day(number)
            last = apply(work, segments, flags_of(inside), on, None if chance.random() < 0.2 else last)
            known = set(members)
            assert standing(work) == {code: set(inside[code]) & known for code in CODES}, f"seed {seed}, evening {number}"
            sizes = work.exec_driver_sql("select segment_code, size, refused_count from segment_days where as_of_on = %(on)s", {"on": on})
            assert {code: (size, refused) for code, size, refused in sizes} == {
                code: (len(set(inside[code]) & known), len(set(inside[code]) - known)) for code in CODES
            }
            assert_promises_kept(work)
            if chance.random() < 0.5:
                members |= enrolled(work, [name for name in names[25:] if name not in members and chance.random() < 0.3])
            if chance.random() < 0.5:
                moved = [
                    MemberAnswer(chance.choice(CODES), members[chance.choice(sorted(members))], chance.random() < 0.5) for _ in range(4)
                ]
                clock = TurnedClock(end_of_day(on, TIMEZONE))
                unique = list({(one.segment_code, one.member_id): one for one in moved}.values())
                apply_members(unique, segments, on, at=clock.now(), cause="EVENT", within=work)
                assert_promises_kept(work)


def test_only_the_difference_travels(database: Database) -> None:
    before = flags_of({"new": ["1", "2"], "often": ["1"], "vip": ["3"]})
    after = flags_of({"new": ["1", "2"], "often": ["1", "4"], "vip": []})
    with database.begin() as work:
        segments = stored_segments(work, *CODES)
    told = differences(after, segments, remembered(before, DAY, an_evening(DAY)), [])
    assert sorted((row["customer_id"], row["segment_code"], row["is_in"]) for row in told.to_pylist()) == [
        ("3", "vip", False), ("4", "often", True),
    ]  # fmt: skip


def test_answer_of_another_run_is_not_trusted(database: Database) -> None:
    with database.begin() as work:
        segments = stored_segments(work, *CODES)
        enrolled(work, ["1", "2", "3"])
        first = {"new": ["1"], "often": ["1"], "vip": ["1"]}
        apply(work, segments, flags_of(first), DAY, None)
        lying = remembered(flags_of({"new": ["2"], "often": ["2"], "vip": ["2"]}), DAY, an_evening(DAY))
        second = {"new": ["2"], "often": [], "vip": ["3"]}
        apply(work, segments, flags_of(second), day(1), lying)
        assert standing(work) == {code: set(names) for code, names in second.items()}
        assert_promises_kept(work)


@pytest.mark.parametrize("kind", ["duckdb", "postgresql"])
def test_warehouse_remembers_an_evening(kind: str, request: pytest.FixtureRequest, database: Database) -> None:
    warehouse = open_warehouse("duckdb:///:memory:" if kind == "duckdb" else request.getfixturevalue("postgres_url"))
    assert last_answer(warehouse) is None
    with database.begin() as work:
        segments = stored_segments(work, *CODES)
    for on, inside in ((DAY, ["1", "2"]), (day(1), ["2"])):
        flags, evening = flags_of({"new": inside, "often": [], "vip": ["9"]}), an_evening(on)
        remember_answer(warehouse, flags, segments, on, evening.run_id)
        found = last_answer(warehouse)
        assert found is not None
        assert (found.run_id, found.as_of_on, set(found.column_of)) == (evening.run_id, on, set(CODES))
        assert found.flags.sort_by("customer_id").to_pylist() == flags.to_pylist()
