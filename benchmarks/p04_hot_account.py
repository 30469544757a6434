"""P-04: 64 writers on one account over HTTP, closed loop. Every one is answered, and the account holds exactly what they earned."""

from statistics import median
from typing import Any

from benchmarks.load import Outcome, Plan, drive
from benchmarks.requests import Earning, fresh_run_id
from benchmarks.service import assert_invariants, bench, serving

ROUNDS = 3
WRITERS = 64
PASS_PER_SECOND = 500.0
STRETCH_PER_SECOND = 2_000.0


def run(scale: float = 1.0, seconds: float = 10.0) -> dict[str, Any]:
    """The figure: the median of the rounds; one refusal or one missing answer fails the run."""
    seconds = max(2.0, seconds * min(scale, 1.0))
    outcomes: list[Outcome] = []
    with bench("p04", member_count=1) as found:
        with serving(found) as port:
            for _ in range(ROUNDS):
                requests = Earning(found.key, found.member_ids, fresh_run_id())
                outcome = drive(Plan(port=port, requests=requests, seconds=seconds, connections=WRITERS, warmup_seconds=1.0))
                assert set(outcome.statuses) == {201}, outcome.statuses
                assert outcome.unanswered_count == 0, outcome
                outcomes.append(outcome)
        check_count = assert_invariants(found, posting_count=sum(outcome.sent_count for outcome in outcomes))
    rate = median(outcome.rate for outcome in outcomes)
    return {
        "id": "P-04",
        "value": rate,
        "unit": "earns/s on one account",
        "ratio": None,
        "against": f"≥ {PASS_PER_SECOND:.0f}/s, 0 errors",
        "pass": rate >= PASS_PER_SECOND,
        "stretch": rate >= STRETCH_PER_SECOND,
        "method": (
            f"median of {ROUNDS} rounds of {seconds:.0f} s; {WRITERS} connections in a closed loop, all on one member, unique key and "
            f"order each; p99 {median(outcome.p99_ms for outcome in outcomes):.1f} ms; fsync and synchronous_commit on; "
            f"{check_count} checks, 0 violations"
        ),
        "rounds": {"earns_per_second": [outcome.rate for outcome in outcomes]},
    }


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
