"""P-11: the next best offers of a million members, warehouse to warehouse: read, encode, LiteRT, rank, write; against bare LiteRT.

The work is the asset's own: `read_scoring_rows`, `score_offers`, `replace_rows`. Every member meets every candidate. The network is a real
offer network, trained here on made-up customers; its weights do not change what a row costs. Bare LiteRT is the same network over the same
number of rows that are encoded already, on as many threads.
"""

import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from loyalty.warehouse import Warehouse, open_warehouse
from ml.next_best_offer.features import MODEL_NAME, SHORTLIST_PER_CUSTOMER
from ml.next_best_offer.read import read_scoring_rows
from ml.next_best_offer.score import score_offers
from ml.registry import ModelStore
from ml.runtime import ScoringModel
from ml.runtime.score import CHUNK_ROWS

MEMBERS, CANDIDATES = 1_000_000, 20
PASS_SECONDS, STRETCH_RATIO = 30.0, 3.0
THREADS = os.cpu_count() or 1
DAY, AT = date(2017, 10, 31), datetime(2017, 11, 1, 4, tzinfo=UTC)

CUSTOMERS = """
create table marts.customer_features as select
  cast(n as varchar) as customer_id, date '2017-10-31' as as_of_on, n % 60 as recency_days, n % 9 as purchase_count_28d,
  n % 23 as purchase_count_84d, cast(1000 + n % 9000 as double) as average_basket_minor, cast(n % 40 as double) + 0.5 as average_gap_days,
  n % 50 as category_count_84d, n % 4 as coupon_redemption_count_364d
from range($members) t (n)
"""
OFFERS = """
create table marts.customer_offer_features as select
  cast(n as varchar) as customer_id, date '2017-10-31' as as_of_on, 'CAT-' || c as offer_code,
  hash(n, c) % 6 as category_purchase_count_84d, hash(n, c) % 20 as category_purchase_count_364d,
  hash(n, c, 1) % 9000 as category_spend_minor_364d, case when hash(n, c) % 20 > 0 then hash(n, c, 2) % 300 end as category_recency_days,
  case when hash(n, c) % 20 > 1 then cast(hash(n, c, 3) % 90 as double) end as category_average_gap_days,
  (hash(n, c, 4) % 1000) / 5000.0 as category_share_364d, c / 25.0 as category_popularity_share_84d,
  hash(n, c, 5) % 3 as category_redemption_count_364d, n % 3 = 0 as is_in_campaign
from range($members) t (n), range($candidates) u (c)
"""


def run(scale: float = 1.0) -> dict[str, Any]:
    """The figure: seconds for all members, and how many times bare LiteRT that is."""
    members = max(int(MEMBERS * scale), 2_000)
    with tempfile.TemporaryDirectory() as folder:
        model = _trained(Path(folder))
        warehouse = open_warehouse(f"duckdb:///{folder}/bench.duckdb")
        _fill(warehouse, members)
        began = time.perf_counter()
        with warehouse.session() as session:
            scored = score_offers(model, read_scoring_rows(session, as_of_on=DAY), scored_at=AT, threads=THREADS)
            ranked = time.perf_counter()
            written = session.replace_rows("scores.offers", scored.rows, where={"as_of_on": [DAY]})
        took = time.perf_counter() - began
        assert written == members * min(SHORTLIST_PER_CUSTOMER, CANDIDATES), written
        assert scored.read_count == scored.kept_count == members * CANDIDATES
    bare = _bare(model, members * CANDIDATES)
    ratio = took / bare
    return {
        "id": "P-11",
        "value": took,
        "unit": "s",
        "ratio": ratio,
        "against": f"bare LiteRT {bare:.1f} s",
        "pass": took <= PASS_SECONDS * scale,
        "stretch": ratio <= STRETCH_RATIO,
        "method": (
            f"{members:,} members × {CANDIDATES} candidates = {members * CANDIDATES:,} rows, best {SHORTLIST_PER_CUSTOMER} kept, DuckDB to "
            f"DuckDB, {THREADS} threads: read, encode, score and rank {ranked - began:.1f} s, write {took - (ranked - began):.1f} s; bare "
            f"LiteRT on {THREADS} threads over as many encoded rows {bare:.2f} s, which is {bare / took:.0%} of the whole"
        ),
    }


def _trained(folder: Path) -> ScoringModel:
    from ml.next_best_offer.export import release_offers
    from ml.next_best_offer.train import train_offers
    from tests.support.models import TEST_DAY, customers_and_offers

    store = ModelStore(folder / "models")
    release_offers(train_offers(*customers_and_offers(), data_watermark="bench"), store, as_of_on=TEST_DAY)
    return store.champion(MODEL_NAME).model


def _fill(warehouse: Warehouse, members: int) -> None:
    with warehouse.transaction() as session:
        session.execute("create schema marts")
        session.execute(CUSTOMERS.replace("$members", str(members)))
        session.execute(OFFERS.replace("$members", str(members)).replace("$candidates", str(CANDIDATES)))


def _bare(model: ScoringModel, rows: int) -> float:
    matrix = np.random.default_rng(1).standard_normal((CHUNK_ROWS, len(model.manifest.inputs))).astype(np.float32)
    chunks = -(-rows // CHUNK_ROWS)

    def some(count: int) -> None:
        for _ in range(count):
            model.probabilities(matrix)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(some, [1] * THREADS))
        began = time.perf_counter()
        list(pool.map(some, [chunks // THREADS + (place < chunks % THREADS) for place in range(THREADS)]))
        return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))
