"""P-18: the latency of one earn (P-01) on a ledger of 5 million accounts and 50 million entries, against the same on an empty one."""

from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import Any

from benchmarks.ledger_50m import Built, build
from benchmarks.load import Plan, drive
from benchmarks.requests import Earning, fresh_run_id
from benchmarks.service import Bench, assert_invariants, bench, serving
from loyalty.access import create_key
from loyalty.clock import UtcClock
from loyalty.database import connect
from loyalty.ledger import prepare_months

ROUNDS = 3
RATE = 100.0
ACCOUNT_COUNT = 5_000_000
ENTRY_COUNT = 50_000_000
EMPTY_MEMBER_COUNT = 10_000
MEMBERS_ASKED = 200_000
PASS_TIMES, STRETCH_TIMES = 1.5, 1.2


def run(scale: float = 1.0, seconds: float = 15.0) -> dict[str, Any]:
    """The figure: p99 on the full ledger over p99 on the empty one; rounds alternate, so that both see the same machine."""
    seconds = max(3.0, seconds * min(scale, 1.0))
    accounts = max(2_000, int(ACCOUNT_COUNT * scale))
    p99: dict[str, list[float]] = {"empty": [], "full": []}
    sent = 0
    with bench("p18", member_count=max(500, int(EMPTY_MEMBER_COUNT * min(scale, 1.0)))) as empty:
        full, built = _full(empty, accounts, max(accounts * 10, int(ENTRY_COUNT * scale)))
        for _ in range(ROUNDS):
            for name, found in (("empty", empty), ("full", full)):
                with serving(found) as port:
                    requests = Earning(found.key, found.member_ids, fresh_run_id())
                    plan = Plan(port=port, requests=requests, seconds=seconds, rate=RATE, connections=32, warmup_seconds=3.0)
                    outcome = drive(plan)
                assert set(outcome.statuses) == {201}, outcome.statuses
                assert outcome.unanswered_count == 0, outcome
                p99[name].append(outcome.p99_ms)
                sent += outcome.sent_count if name == "full" else 0
        check_count = assert_invariants(full, posting_count=built.posting_count + sent)
        full.database.close()
    on_empty, on_full = median(p99["empty"]), median(p99["full"])
    times = on_full / on_empty
    return {
        "id": "P-18",
        "value": on_full,
        "unit": "ms (p99)",
        "ratio": times,
        "against": f"p99 {on_empty:.1f} ms on an empty ledger",
        "pass": times <= PASS_TIMES,
        "stretch": times <= STRETCH_TIMES,
        "method": (
            f"median of {ROUNDS} alternating rounds of {seconds:.0f} s at {RATE:.0f} requests per second, open loop, counted from the "
            f"intended start; {built.account_count:,} accounts, {built.entry_count:,} entries, {built.lot_count:,} lots, "
            f"{built.bytes / 2**30:.1f} GiB, built in {built.seconds:.0f} s; earns on {len(full.member_ids):,} of its members, uniform; "
            f"{check_count} checks, 0 violations"
        ),
        "rounds": p99,
    }


def _full(empty: Bench, accounts: int, entries: int) -> tuple[Bench, Built]:
    """A second database on the same server, with years of trade in it."""
    url = empty.postgres.ensure_database("full")
    built = build(url, account_count=accounts, entry_count=entries)
    database = connect(url)
    now: datetime = UtcClock().now()
    with database.begin() as work:
        prepare_months(now.date(), now.date(), within=work)
        _, key = create_key("bench", ["*"], within=work, clock=UtcClock())
        asked = work.exec_driver_sql("select external_id from members order by id limit %(most)s", {"most": MEMBERS_ASKED}).scalars().all()
    settings = empty.settings.model_copy(update={"database_url": url})
    return replace(empty, database=database, database_url=url, key=key, settings=settings, member_ids=list(asked)), built


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
