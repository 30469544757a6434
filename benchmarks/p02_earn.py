"""P-02: earn over HTTP, the most sustained, against pgbench TPC-B on the same server in the same run."""

from statistics import median
from typing import Any

from benchmarks.load import Outcome, Plan, drive
from benchmarks.requests import Earning, fresh_run_id
from benchmarks.service import (
    assert_invariants,
    bench,
    fsync_rate,
    pgbench_tpcb,
    prepare_pgbench,
    serving,
    wal_state,
)

ROUNDS = 3
CONNECTIONS = 64
MEMBER_COUNT = 10_000
PASS_RATIO = 0.5
STRETCH_RATIO = 1.0


def run(scale: float = 1.0, seconds: float = 10.0) -> dict[str, Any]:
    """The figure; `scale` shrinks tables and time for a trial run. Rounds alternate, so that both sides see the same machine."""
    seconds = max(2.0, seconds * min(scale, 1.0))
    with bench("p02", member_count=max(500, int(MEMBER_COUNT * scale))) as found:
        prepare_pgbench(found, scale=max(1, int(20 * scale)))
        probes = fsync_rate(found)
        tps: list[float] = []
        earns: list[Outcome] = []
        posted = 0
        with serving(found) as port:
            wal_bytes = wal_flushes = 0
            for _ in range(ROUNDS):
                tps.append(pgbench_tpcb(found, seconds=int(seconds)))
                before = wal_state(found)
                requests = Earning(found.key, found.member_ids, fresh_run_id())
                outcome = drive(Plan(port=port, requests=requests, seconds=seconds, connections=CONNECTIONS, warmup_seconds=2.0))
                after = wal_state(found)
                assert set(outcome.statuses) == {201}, outcome.statuses
                assert outcome.unanswered_count == 0, outcome
                earns.append(outcome)
                posted += outcome.sent_count
                wal_bytes += after[0] - before[0]
                wal_flushes += after[1] - before[1]
        check_count = assert_invariants(found, posting_count=posted)
    rate, against = median(outcome.rate for outcome in earns), median(tps)
    ratio = rate / against
    return {
        "id": "P-02",
        "value": rate,
        "unit": "earns/s",
        "ratio": ratio,
        "against": f"pgbench TPC-B {against:,.0f} tps",
        "pass": ratio >= PASS_RATIO,
        "stretch": ratio >= STRETCH_RATIO,
        "method": (
            f"median of {ROUNDS} alternating rounds of {seconds:.0f} s; one uvicorn process, {CONNECTIONS} connections in a closed loop, "
            f"unique key and order each, {len(found.member_ids):,} members uniform; "
            f"TPC-B: -M prepared -c 8, scale {max(1, int(20 * scale))}; "
            f"fsync, synchronous_commit, full_page_writes on; {probes:,.0f} fdatasync/s; {wal_bytes / posted:,.0f} WAL bytes and "
            f"{wal_flushes / posted:.3f} WAL flushes per earn; p99 {median(outcome.p99_ms for outcome in earns):.1f} ms; "
            f"{check_count} checks, 0 violations; {posted:,} answers = {posted:,} postings"
        ),
        "rounds": {"earns_per_second": [outcome.rate for outcome in earns], "tpcb_tps": tps},
    }


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
