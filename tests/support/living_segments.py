"""A warehouse of twenty people, the acts on their segments, and what must hold after each. Not here: segments over HTTP."""

from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Work
from loyalty.members import Member, MemberStatus
from loyalty.segments import (
    Source,
    activate_segment,
    apply_membership,
    check_membership,
    evaluate,
    listed_at,
    record_standing,
    save_segment,
    segment_members,
    segments_in_force,
    standing_at,
)
from loyalty.segments.checks import CHECKS
from loyalty.segments.membership import end_of_day
from loyalty.warehouse import Warehouse
from tests.support.segments import DAY, PROFILE, TIMEZONE, enrolled

ENDS_AT = end_of_day(DAY, TIMEZONE)
LATER = ENDS_AT + timedelta(hours=9)
PEOPLE = [
    {"customer_id": str(number), "recency_days": number, "churn_probability": number / 20, "churn_band_code": "LOW",
     "has_redeemed_coupon": number % 2 == 0}
    for number in range(20)
]  # fmt: skip
SOON = {"<": [{"var": "recency_days"}, 5]}
LATE = {">=": [{"var": "recency_days"}, 15]}


def body(rule: object, **changes: Any) -> dict[str, Any]:
    return {"name": {"en": "Named"}, "description": {"en": "Described"}, "owner": "marketing", "rule": rule} | changes


def a_list() -> dict[str, Any]:
    return {key: value for key, value in body(None, kind="STATIC").items() if key != "rule"}


class Shop:
    """A warehouse with a profile of `DAY`, members for everybody, and the acts on them."""

    def __init__(self, warehouse: Warehouse, work: Work) -> None:
        self.warehouse, self.work, self.clock = warehouse, work, TurnedClock(LATER)
        self.source = Source(warehouse, DAY, PROFILE, LATER)
        self.members = enrolled(work, [person["customer_id"] for person in PEOPLE])
        work.exec_driver_sql("update members set joined_at = '2017-01-01', recorded_at = '2017-01-01'")

    def saves(self, code: str, document: dict[str, Any], **more: Any) -> None:
        save_segment(code, document, catalogue=PROFILE, created_by="ann", within=self.work, clock=self.clock, **more)

    def activates(self, code: str, **more: Any) -> Any:
        return activate_segment(code, source=self.source, catalogue=PROFILE, actor="ann", within=self.work, clock=self.clock, **more)

    def lives(self, code: str, rule: object) -> None:
        self.saves(code, body(rule))
        self.activates(code)

    def evaluates(self, on: date = DAY) -> None:
        ends_at = end_of_day(on, TIMEZONE)
        standing = standing_at(ends_at, on, timezone=TIMEZONE, within=self.work)
        record_standing(self.warehouse, standing, listed_at(ends_at, on, within=self.work), on)
        segments = segments_in_force(on, catalogue=PROFILE, within=self.work)
        answer = evaluate(self.warehouse, segments, on, catalogue=PROFILE)
        apply_membership(answer, segments, on, within=self.work, timezone=TIMEZONE, loaded_at=ends_at)

    def inside(self, code: str, at: datetime | None = None) -> set[str]:
        found = segment_members(code, as_of=at or self.clock.now(), within=self.work, limit=200)
        return {member.external_id for member in found.items}

    def member(self, name: str) -> Member:
        return Member(self.members[name], "journey", name, MemberStatus.ACTIVE, {}, LATER)

    def events(self, code: str) -> list[tuple[str, str]]:
        found = self.work.exec_driver_sql(
            "select m.external_id, o.type from outbox o join members m on m.id = o.member_id"
            " where o.data ->> 'segment_code' = %(code)s order by o.id",
            {"code": code},
        )
        return [(name, kind) for name, kind in found]

    def keeps_its_promises(self) -> None:
        assert [(result.code, result.first_violation) for result in run_checks(self.work, CHECKS) if not result.is_kept] == []
        found = check_membership(self.warehouse, catalogue=PROFILE, within=self.work)
        assert found.violation_count == 0, found.first_violation


def write_profile(warehouse: Warehouse, on: date, people: list[dict[str, Any]]) -> None:
    schema = pa.schema(
        [
            ("customer_id", pa.string()), ("as_of_on", pa.date32()), ("recency_days", pa.int64()), ("churn_probability", pa.float64()),
            ("churn_band_code", pa.string()), ("has_redeemed_coupon", pa.bool_()),
        ]
    )  # fmt: skip
    rows = pa.Table.from_pylist([{**one, "as_of_on": on} for one in people], schema=schema)
    warehouse.replace_rows("marts.customer_profile", rows, where={"as_of_on": [on]})


def write_purchases(warehouse: Warehouse) -> None:
    """Customer n bought n times: once a day, today the first, for n dollars each; odd baskets in store 7."""
    rows = [
        {"customer_id": str(number), "purchased_on": DAY - timedelta(days=back), "spend_minor": number * 100, "store_id": str(7 - back % 2),
         "retail_discount_minor": 0, "coupon_discount_minor": 0, "line_count": 1}
        for number in range(20) for back in range(number)
    ]  # fmt: skip
    warehouse.replace_rows("marts.fct_purchases", pa.Table.from_pylist(rows), where={"customer_id": []})
