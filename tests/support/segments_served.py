"""Segments over HTTP: a service over two days of profiles, and what tests ask of it. Not here: the segments room itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from loyalty.database import Database
from loyalty.segments.standing import LISTED_ROWS, STANDING_ROWS
from loyalty.warehouse import open_warehouse, publish
from tests.support.segments import DAY, PROFILE, day
from tests.support.service import EVENING, Service, running_service

NAMES = [f"m{number:02}" for number in range(12)]
SOON = {"<": [{"var": "recency_days"}, 4]}
OFTEN = {">=": [{"events": ["count", {"type": "purchase", "within_days": 5}]}, 2]}


def build(folder: Path) -> str:
    """A warehouse with two days of profiles and a few purchases, the newer day published."""
    url = f"duckdb:///{folder / 'warehouse.duckdb'}"
    warehouse = open_warehouse(url)
    for on, older in ((day(-1), 1), (DAY, 0)):
        rows = [
            {"customer_id": name, "as_of_on": on, "recency_days": number + older, "churn_probability": number / 12,
             "churn_band_code": "LOW", "has_redeemed_coupon": number % 2 == 0}
            for number, name in enumerate(NAMES)
        ]  # fmt: skip
        warehouse.replace_rows("marts.customer_profile", pa.Table.from_pylist(rows), where={"as_of_on": [on]})
    bought = [
        {"customer_id": name, "purchased_on": DAY - timedelta(days=back), "spend_minor": 100, "store_id": "1", "line_count": 1,
         "retail_discount_minor": 0, "coupon_discount_minor": 0}
        for number, name in enumerate(NAMES) for back in range(number % 3)
    ]  # fmt: skip
    warehouse.replace_rows("marts.fct_purchases", pa.Table.from_pylist(bought), where={"customer_id": []})
    warehouse.replace_rows("segments.member_standing", STANDING_ROWS.empty_table(), where={"as_of_on": [DAY]})
    warehouse.replace_rows("segments.listed_members", LISTED_ROWS.empty_table(), where={"as_of_on": [DAY]})
    publish(warehouse, DAY, folder / "published", built_at=EVENING, tables=("marts.customer_profile",))
    return url


@contextmanager
def running_segments(database: Database, folder: Path) -> Iterator[Service]:
    """A service over that warehouse, with a member for every name."""
    parts = {"catalogue": PROFILE, "published_dir": folder / "published", "warehouse_url": build(folder)}
    with running_service(database, members=NAMES, **parts) as service:
        yield service


def body(rule: object, **changes: Any) -> dict[str, Any]:
    return {"name": {"en": "Named"}, "description": {"en": "Described"}, "owner": "marketing", "rule": rule} | changes


def saved(shop: Service, code: str, rule: object) -> None:
    answer = shop.client.put(f"/v1/segments/{code}", json=body(rule))
    assert answer.status_code == 200, answer.text


def lives(shop: Service, code: str, rule: object) -> dict[str, Any]:
    saved(shop, code, rule)
    answer = shop.post(f"/v1/segments/{code}/activate", {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def inside(shop: Service, code: str) -> list[str]:
    return sorted(one["external_id"] for one in shop.client.get(f"/v1/segments/{code}/members").json()["items"])


def code_of(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["code"])


def a_list(shop: Service, code: str, *names: str) -> None:
    document = {key: value for key, value in body(None, kind="STATIC").items() if key != "rule"}
    assert shop.client.put(f"/v1/segments/{code}", json=document).status_code == 200
    shop.post(f"/v1/segments/{code}/activate", {})
    if names:
        shop.post(f"/v1/segments/{code}/members", {"member_ids": list(names)})


def sends_list(shop: Service, code: str, *names: str, query: str = "", **headers: str) -> Any:
    content = "\n".join(["member_id", *names]) + "\n"
    return shop.client.put(f"/v1/segments/{code}/members{query}", content=content, headers={"Content-Type": "text/csv", **headers})
