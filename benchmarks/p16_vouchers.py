"""P-16: 100,000 voucher codes, generated, sealed and committed. Beside it the bare COPY of as many rows of the same width."""

import secrets
import time
from statistics import median
from typing import Any

import psycopg

from benchmarks.service import assert_invariants, bench
from loyalty.clock import UtcClock
from loyalty.database import Database, connect
from loyalty.vouchers import OpenPool, VoucherSafe, check_code, generate_vouchers, list_vouchers, open_pool
from loyalty.vouchers.safe import KEY_BYTES

CODE_COUNT = 100_000
ROUNDS = 3
PASS_SECONDS = 20.0
STRETCH_SECONDS = 3.0


def run(scale: float = 1.0) -> dict[str, Any]:
    """The figure; `scale` shrinks the number of codes for a trial run."""
    count = max(1_000, int(CODE_COUNT * scale))
    safe, clock = VoucherSafe(secrets.token_bytes(KEY_BYTES)), UtcClock()
    with bench("p16", member_count=10) as found:
        database = connect(found.database_url)
        seconds: list[float] = []
        bare: list[float] = []
        for number in range(ROUNDS):
            pool = f"pool-{number}"
            with database.begin() as work:
                open_pool(OpenPool("journey", pool, {"en": pool}, "BENCH"), safe=safe, within=work, clock=clock)
            bare.append(_bare_copy(database, count))
            started = time.perf_counter()
            with database.begin() as work:
                generate_vouchers("journey", pool, count, safe=safe, within=work, clock=clock)
            seconds.append(time.perf_counter() - started)
            with database.begin() as work:
                assert (
                    work.exec_driver_sql("select count(distinct digest) from vouchers where pool_code = %s", (pool,)).scalar_one() == count
                )
                assert all(
                    check_code(str(voucher.code)) for voucher in list_vouchers("journey", pool, safe=safe, within=work, limit=200).items
                )
        database.close()
        assert_invariants(found)
    value = median(seconds)
    return {
        "id": "P-16",
        "value": value,
        "unit": f"s for {count:,} codes",
        "ratio": value / median(bare),
        "against": "bare COPY of as many rows",
        "pass": value <= PASS_SECONDS * count / CODE_COUNT,
        "stretch": value <= STRETCH_SECONDS * count / CODE_COUNT,
        "method": f"median of {ROUNDS}: {count:,} codes of 79 random bits made, sealed, copied under two unique indexes, one commit",
        "rounds_seconds": [round(second, 3) for second in seconds],
        "bare_copy_seconds": [round(second, 3) for second in bare],
    }


def _bare_copy(database: Database, count: int) -> float:
    """Seconds for COPY of the same number of rows of about the same width into a table without an index."""
    rows = "".join(f"{number}\t{'x' * 230}\n" for number in range(count))
    started = time.perf_counter()
    with database.begin() as work:
        work.exec_driver_sql("create table if not exists p16_bare (number bigint, text text)")
        connection = work.connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        with connection.cursor() as cursor, cursor.copy("copy p16_bare from stdin") as copy:
            copy.write(rows)
    return time.perf_counter() - started
