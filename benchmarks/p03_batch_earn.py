"""P-03: earning in batches through `loyalty.ledger.post`, against pgbench TPC-B on the same server in the same run. No HTTP here."""

import gc
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from benchmarks.service import Bench, assert_invariants, bench, fsync_rate, pgbench_tpcb, prepare_pgbench, wal_state
from loyalty.clock import UtcClock
from loyalty.database import connect
from loyalty.ids import new_id
from loyalty.ledger import EarnPoints, Posted, post

ROUNDS = 3
CALLERS = 2
MEMBER_COUNT = 20_000
CHUNKS = (1_000, 64, 1)
PASS_RATIO = 4.0
STRETCH_RATIO = 8.0


@dataclass(frozen=True)
class Asked:
    """What one caller is to do."""

    url: str
    member_ids: Sequence[UUID]
    chunk: int
    seconds: float


@dataclass(frozen=True)
class Figure:
    """What some callers reached together in one round."""

    per_second: float
    p50_ms: float
    p99_ms: float
    posted_count: int


def run(scale: float = 1.0, seconds: float = 8.0) -> dict[str, Any]:
    """The figure; `scale` shrinks tables and time for a trial run. Rounds alternate, so that both sides see the same machine."""
    seconds = max(2.0, seconds * min(scale, 1.0))
    with bench("p03", member_count=max(2_000, int(MEMBER_COUNT * scale))) as found:
        prepare_pgbench(found, scale=max(1, int(20 * scale)))
        probes, members = fsync_rate(found), _member_ids(found)
        tps: list[float] = []
        batches: list[Figure] = []
        one_caller: dict[int, Figure] = {}
        with ProcessPoolExecutor(CALLERS, mp_context=get_context("spawn")) as pool:
            posted = _together(pool, Asked(found.database_url, members, CHUNKS[0], 1.0), callers=CALLERS).posted_count
            for _ in range(ROUNDS):
                tps.append(pgbench_tpcb(found, seconds=int(seconds)))
                batches.append(_together(pool, Asked(found.database_url, members, CHUNKS[0], seconds), callers=CALLERS))
            # pgbench wrote WAL as well, so bytes per earn are taken from the rounds of one caller.
            before = wal_state(found)[0]
            for chunk in CHUNKS:
                one_caller[chunk] = _together(pool, Asked(found.database_url, members, chunk, seconds), callers=1)
            alone = sum(figure.posted_count for figure in one_caller.values())
            wal_bytes = (wal_state(found)[0] - before) / alone
        posted += alone + sum(figure.posted_count for figure in batches)
        check_count = assert_invariants(found, posting_count=posted)
    rate, against = median(figure.per_second for figure in batches), median(tps)
    ratio = rate / against
    return {
        "id": "P-03",
        "value": rate,
        "unit": "earns/s",
        "ratio": ratio,
        "against": f"pgbench TPC-B {against:,.0f} tps",
        "pass": ratio >= PASS_RATIO,
        "stretch": ratio >= STRETCH_RATIO,
        "method": (
            f"median of {ROUNDS} alternating rounds of {seconds:.0f} s; {CALLERS} processes, each posting {CHUNKS[0]:,} unique orders "
            f"per transaction for {len(members):,} members uniform; TPC-B: -M prepared -c 8, scale {max(1, int(20 * scale))}; "
            f"fsync, synchronous_commit, full_page_writes on; {probes:,.0f} fdatasync/s; {wal_bytes:,.0f} WAL bytes per earn; "
            f"{check_count} checks, 0 violations; {posted:,} posted = {posted:,} stored"
        ),
        "one_caller": {
            str(chunk): {"earns_per_second": figure.per_second, "p50_ms": figure.p50_ms, "p99_ms": figure.p99_ms}
            for chunk, figure in one_caller.items()
        },
        "rounds": {"earns_per_second": [figure.per_second for figure in batches], "tpcb_tps": tps},
    }


def post_for(asked: Asked) -> tuple[int, float, list[float]]:
    """Post batch after batch for so long; how many earns, in how many seconds, and each transaction's seconds."""
    database, clock, numbers, run_id = connect(asked.url, pool_size=1), UtcClock(), count(), new_id().hex
    member_ids, chunk, seconds = asked.member_ids, asked.chunk, asked.seconds
    latencies: list[float] = []
    # As the service does when it starts: what will live as long as the process is no garbage.
    gc.collect()
    gc.freeze()
    started = time.monotonic()
    while (elapsed := time.monotonic() - started) < seconds:
        commands = [
            EarnPoints(member_ids[(n * 7_919) % len(member_ids)], f"{run_id}-{n}", 100 + n % 9_900, "USD")
            for n in (next(numbers) for _ in range(chunk))
        ]
        sent_at = time.monotonic()
        with database.begin_lean() as work:
            results = post(commands, within=work, clock=clock)
        latencies.append(time.monotonic() - sent_at)
        assert all(isinstance(result, Posted) for result in results), results[:1]
    database.close()
    return len(latencies) * chunk, elapsed, latencies


def _together(pool: ProcessPoolExecutor, asked: Asked, *, callers: int) -> Figure:
    futures = [pool.submit(post_for, asked) for _ in range(callers)]
    outcomes = [future.result(timeout=asked.seconds + 120) for future in futures]
    cuts = quantiles([latency for _, _, latencies in outcomes for latency in latencies], n=100, method="inclusive")
    return Figure(
        per_second=sum(posted / elapsed for posted, elapsed, _ in outcomes),
        p50_ms=cuts[49] * 1_000,
        p99_ms=cuts[98] * 1_000,
        posted_count=sum(posted for posted, _, _ in outcomes),
    )


def _member_ids(found: Bench) -> list[UUID]:
    with found.database.begin() as work:
        return list(work.exec_driver_sql("select id from members order by external_id").scalars())


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
