"""P-01: the latency of one earn over HTTP at 100 requests per second, open loop."""

from statistics import median
from typing import Any

from benchmarks.load import Outcome, Plan, drive
from benchmarks.requests import Earning, fresh_run_id
from benchmarks.service import assert_invariants, bench, serving

ROUNDS = 3
RATE = 100.0
MEMBER_COUNT = 10_000
PASS_MS = (6.0, 10.0, 15.0)
STRETCH_MS = (4.9, 6.5, 8.3)


def run(scale: float = 1.0, seconds: float = 15.0) -> dict[str, Any]:
    """The figure: each percentile is the median of the rounds."""
    seconds = max(2.0, seconds * min(scale, 1.0))
    outcomes: list[Outcome] = []
    with bench("p01", member_count=max(500, int(MEMBER_COUNT * scale))) as found:
        with serving(found) as port:
            for _ in range(ROUNDS):
                requests = Earning(found.key, found.member_ids, fresh_run_id())
                outcome = drive(Plan(port=port, requests=requests, seconds=seconds, rate=RATE, connections=32, warmup_seconds=2.0))
                assert set(outcome.statuses) == {201}, outcome.statuses
                assert outcome.unanswered_count == 0, outcome
                outcomes.append(outcome)
        check_count = assert_invariants(found, posting_count=sum(outcome.sent_count for outcome in outcomes))
    measured = tuple(median(getattr(outcome, name) for outcome in outcomes) for name in ("p50_ms", "p95_ms", "p99_ms"))
    return {
        "id": "P-01",
        "value": measured[2],
        "unit": "ms (p99)",
        "ratio": None,
        "against": "p50 ≤ 6, p95 ≤ 10, p99 ≤ 15 ms",
        "pass": all(found <= bar for found, bar in zip(measured, PASS_MS, strict=True)),
        "stretch": all(found <= bar for found, bar in zip(measured, STRETCH_MS, strict=True)),
        "method": (
            f"p50 {measured[0]:.1f}, p95 {measured[1]:.1f}, p99 {measured[2]:.1f} ms; median of {ROUNDS} rounds of {seconds:.0f} s at "
            f"{RATE:.0f} requests per second, open loop, counted from the intended start; unique key and order each, uniform members; "
            f"auth, idempotency, rule, lot, double entry, one commit; fsync and synchronous_commit on; {check_count} checks, 0 violations"
        ),
        "rounds": {"p99_ms": [outcome.p99_ms for outcome in outcomes], "max_ms": [outcome.max_ms for outcome in outcomes]},
    }


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
