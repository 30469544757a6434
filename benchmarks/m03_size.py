"""M-3's protocol at full size: 14,000 customers × 12,000 items through `khaywe models evaluate next-basket`, its time and its memory.

The baskets are made up: everybody has thirty favourites beside what all buy, 16 baskets of nine items on average. It runs as a user
starts it, in a process of its own; at most 30 minutes and 16 GiB are the bar. Not here: how good the ranking is (`m03_next_basket.py`, on
real purchases). `scale` below 1 takes fewer customers and as many items.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

CUSTOMERS, ITEMS = 14_000, 12_000
BASKETS_EACH, LINES_EACH, FAVOURITES = 16, 9, 30
OWN_SHARE = 0.6
SECONDS_MAX, GIB_MAX = 1_800.0, 16.0
STRETCH_SECONDS, STRETCH_GIB = 900.0, 8.0


def run(scale: float = 1.0, *, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """The figure: seconds from the command's start to its answer; `options` are added to the command, such as those of the split."""
    customers = max(int(CUSTOMERS * scale), 50)
    with tempfile.TemporaryDirectory(prefix="khaywe-m03-") as folder:
        file = Path(folder) / "baskets.parquet"
        lines = made_up(customers, ITEMS)
        lines.write_parquet(file)
        asked = ["models", "evaluate", "next-basket", "--baskets", str(file), *options, "--json"]
        began = time.perf_counter()
        with subprocess.Popen([sys.executable, "-c", "from khaywe.cli import app; app()", *asked], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            told = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
    assert process.returncode == 0, f"the command ended with {process.returncode}"
    answer = json.loads(told)
    gib = used.ru_maxrss / 2**20
    return {
        "id": "M-3-size",
        "value": seconds,
        "unit": "s",
        "ratio": None,
        "against": f"≤ {SECONDS_MAX:,.0f} s and ≤ {GIB_MAX:g} GiB at {CUSTOMERS:,} customers × {ITEMS:,} items",
        "pass": seconds <= SECONDS_MAX and gib <= GIB_MAX,
        "stretch": seconds <= STRETCH_SECONDS and gib <= STRETCH_GIB,
        "method": (
            f"{customers:,} made-up customers, {answer['protocol']['items']:,} items, {answer['protocol']['baskets']:,} baskets, "
            f"{lines.height:,} lines{' ' if options else ''}{' '.join(options)}; {gib:.1f} GiB at most, {os.cpu_count()} cores, "
            f"{used.ru_utime + used.ru_stime:,.0f} s of processor time; recall@10 {answer['ours']['recall@10']:.3f}, "
            f"TIFU-KNN {answer['tifu_knn']['recall@10']:.3f}"
        ),
        "gib": gib,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "customers": customers,
    }


def made_up(customers: int, items: int, seed: int = 1) -> pl.DataFrame:
    """Lines of customers with habits, in the columns of a file of baskets; the same numbers give the same lines."""
    random = np.random.default_rng(seed)
    popularity = 1.0 / np.arange(1, items + 1) ** 0.8
    popularity /= popularity.sum()
    favourites = random.choice(items, (customers, FAVOURITES), p=popularity)
    baskets = 3 + random.geometric(1.0 / (BASKETS_EACH - 2), customers)
    owner = np.repeat(np.arange(customers), baskets)
    first_of = np.repeat(np.cumsum(baskets) - baskets, baskets)
    gaps = random.geometric(0.12, len(owner))
    day = np.cumsum(gaps) - np.cumsum(gaps)[first_of]
    sizes = random.geometric(1.0 / LINES_EACH, len(owner))
    basket = np.repeat(np.arange(len(owner)), sizes)
    who = owner[basket]
    usual = favourites[who, np.minimum(random.geometric(0.1, len(who)) - 1, FAVOURITES - 1)]
    is_own = random.random(len(who)) < OWN_SHARE
    return pl.DataFrame(
        {
            "customer_id": who,
            "basket_id": basket,
            "occurred_at": np.datetime64("2024-01-01T09:00:00", "us") + day[basket].astype("timedelta64[D]"),
            "item_id": np.where(is_own, usual, random.choice(items, len(who), p=popularity)),
        }
    )


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, options=tuple(sys.argv[2:])), indent=2))
