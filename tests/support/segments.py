"""Members, segments and evaluated days for tests of segments and campaigns. Not here: the ledger."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa

from loyalty.clock import TurnedClock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.ids import new_id
from loyalty.segments import AppliedDay, Segment, SegmentVersion, apply_membership, read_segment_rule, segments_in_force, store_segments
from tests.support.rules import a_feature

TIMEZONE = "America/New_York"
DAY = date(2017, 10, 31)
CLOCK = TurnedClock(datetime(2017, 11, 1, 3, 59, 59, tzinfo=UTC))

PROFILE = Catalogue.of(
    "marts.customer_profile",
    a_feature("recency_days", "integer", is_nullable=False),
    a_feature("churn_probability", "number"),
    a_feature("churn_band_code", "text", codes=("LOW", "MEDIUM", "HIGH")),
    a_feature("has_redeemed_coupon", "boolean", is_nullable=False),
)

EVERYBODY: Mapping[str, Any] = {">=": [{"var": "recency_days"}, 0]}


def a_segment(code: str, rule: object = EVERYBODY, *, owner: str = "marketing") -> Segment:
    return Segment(code, {"en": code}, {"en": f"About {code}"}, owner, rule, read_segment_rule(rule, PROFILE, None))


def stored_segments(work: Work, *codes: str) -> list[SegmentVersion]:
    store_segments([a_segment(code) for code in codes], within=work, clock=CLOCK)
    return [version for version in segments_in_force(DAY, catalogue=PROFILE, within=work) if version.code in codes]


def enrolled(work: Work, external_ids: Iterable[str], *, status: str = "ACTIVE") -> dict[str, UUID]:
    """Members as rows: what enrolment would leave, without the ledger's account."""
    work.exec_driver_sql("insert into programs (code, recorded_at) values ('journey', now()) on conflict do nothing")
    members = {external_id: new_id() for external_id in external_ids}
    for external_id, member_id in members.items():
        work.exec_driver_sql(
            "insert into members (id, program_code, external_id, status, joined_at, recorded_at)"
            " values (%(id)s, 'journey', %(external_id)s, %(status)s, now(), now())",
            {"id": member_id, "external_id": external_id, "status": status},
        )
    return members


def answer(members: Mapping[str, Iterable[str]]) -> pa.Table:
    """What `evaluate` would return: customers by segment."""
    rows = [{"customer_id": customer, "segment_code": code} for code, customers in members.items() for customer in customers]
    return pa.Table.from_pylist(rows, schema=pa.schema([("customer_id", pa.string()), ("segment_code", pa.string())]))


def applied(work: Work, segments: list[SegmentVersion], on: date, members: Mapping[str, Iterable[str]]) -> AppliedDay:
    return apply_membership(answer(members), segments, on, within=work, timezone=TIMEZONE)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def rows_of_memberships(work: Work) -> list[tuple[Any, ...]]:
    """(segment, external id, from, to) with the instants as days relative to `DAY`; to is None while open."""
    found = work.exec_driver_sql(
        "select s.segment_code, m.external_id, (s.valid_from at time zone %(tz)s)::date, (s.valid_to at time zone %(tz)s)::date"
        " from segment_memberships s join members m on m.id = s.member_id order by 1, 2, 3",
        {"tz": TIMEZONE},
    )
    return [(code, customer, (began - DAY).days, None if ended is None else (ended - DAY).days) for code, customer, began, ended in found]
