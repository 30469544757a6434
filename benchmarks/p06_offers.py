"""P-06: looking up a member's cached offers over HTTP, against a route of the same app that does nothing."""

from datetime import UTC, datetime
from statistics import median
from typing import Any

import pyarrow as pa

from benchmarks.load import Outcome, Plan, drive
from benchmarks.requests import Getting
from benchmarks.service import Bench, assert_invariants, bench, serving
from loyalty.cache import connect_cache
from loyalty.offers import OfferShelf, read_default_offers
from loyalty.settings import settings

ROUNDS = 3
CONNECTIONS = 32
MEMBER_COUNT = 10_000
OFFERS_EACH = 5
PASS = (0.6, 10.0)
STRETCH = (0.85, 4.3)
# Two routes that do nothing: one open, one behind a key. The faster of the two is what we compare with.
NO_OPS = ("/health/live", "/v1/me")


def run(scale: float = 1.0, seconds: float = 3.0) -> dict[str, Any]:
    """The figure. Rounds alternate between the routes; the latency is taken in an open loop at half of the lookups' most."""
    seconds = max(1.5, seconds * min(scale, 1.0))
    with bench("p06", member_count=max(500, int(MEMBER_COUNT * scale))) as found:
        _fill_shelf(found)
        paths = [f"/v1/members/{member_id}/offers" for member_id in found.member_ids]
        most: dict[str, list[float]] = {path: [] for path in (*NO_OPS, "offers")}
        with serving(found) as port:
            for _ in range(ROUNDS):
                for name in (*NO_OPS, "offers"):
                    asked = paths if name == "offers" else [name]
                    most[name].append(_most(port, found.key, asked, seconds).rate)
            offers, no_op = median(most["offers"]), max(median(most[name]) for name in NO_OPS)
            plan = Plan(port=port, requests=Getting(found.key, paths), seconds=seconds, rate=offers / 2, connections=CONNECTIONS)
            calm = drive(plan)
            assert set(calm.statuses) == {200}, calm.statuses
            assert calm.unanswered_count == 0, calm
            _assert_cached(port, found, paths[0])
        check_count = assert_invariants(found)
    ratio = offers / no_op
    return {
        "id": "P-06",
        "value": offers,
        "unit": "lookups/s",
        "ratio": ratio,
        "against": f"no-op route {no_op:,.0f} rps",
        "pass": ratio >= PASS[0] and calm.p99_ms <= PASS[1],
        "stretch": ratio >= STRETCH[0] and calm.p99_ms <= STRETCH[1],
        "method": (
            f"median of {ROUNDS} alternating rounds of {seconds:.0f} s, one uvicorn process, {CONNECTIONS} connections in a closed loop, "
            f"{len(paths):,} members uniform, {OFFERS_EACH} offers each, all from Valkey; against the faster of "
            f"{' and '.join(f'{name} ({median(most[name]):,.0f} rps)' for name in NO_OPS)}; open loop at {offers / 2:,.0f} rps: "
            f"p50 {calm.p50_ms:.1f}, p99 {calm.p99_ms:.1f} ms from the intended start; {check_count} checks, 0 violations"
        ),
        "rounds": most,
    }


def _most(port: int, key: str, paths: list[str], seconds: float) -> Outcome:
    outcome = drive(Plan(port=port, requests=Getting(key, paths), seconds=seconds, connections=CONNECTIONS))
    assert set(outcome.statuses) == {200}, outcome.statuses
    assert outcome.unanswered_count == 0, outcome
    return outcome


def _fill_shelf(found: Bench) -> None:
    day, at = datetime(2017, 10, 31, tzinfo=UTC).date(), datetime(2017, 10, 31, 23, 0, tzinfo=UTC)
    count = len(found.member_ids) * OFFERS_EACH
    ranks = [1 + number % OFFERS_EACH for number in range(count)]
    columns: dict[str, Any] = {
        "customer_id": [found.member_ids[number // OFFERS_EACH] for number in range(count)],
        "as_of_on": [day] * count,
        "offer_rank": ranks,
        "offer_code": [f"CAT-{rank}" for rank in ranks],
        "title": [f"Category number {rank}" for rank in ranks],
        "category_code": [f"CATEGORY {rank}" for rank in ranks],
        "score_probability": [0.9 / rank for rank in ranks],
        "campaign_id": ["18"] * count,
        "coupon_upc": ["10000085363"] * count,
        "ends_on": [day] * count,
        "model_version": ["bench"] * count,
        "scored_at": [at] * count,
    }
    with connect_cache(found.redis_url) as cache:
        shelf = OfferShelf(cache, read_default_offers(settings().definitions_dir / "offers" / "defaults.json"))
        with found.database.begin() as work:
            shelf.replace(day, pa.table(columns), within=work)
        assert shelf.fill_cache(found.database).is_complete


def _assert_cached(port: int, found: Bench, path: str) -> None:
    import json
    import urllib.request

    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {found.key}"})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - loopback
        said = json.load(answer)
    assert said["source"] == "cache", said
    assert len(said["offers"]) == OFFERS_EACH


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
