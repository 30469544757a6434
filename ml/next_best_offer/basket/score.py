"""The ten products that each customer will most likely buy next, through LiteRT, in the shape of `scores.next_basket`. Not here: choosing
the model, and what is known of customers (`history.py`)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Numbers
from ml.next_best_offer.basket.candidates import Depths
from ml.next_best_offer.basket.contract import COLUMNS, CONTRACT, PRODUCTS_PER_CUSTOMER
from ml.next_best_offer.basket.features import Lists, Matrix, ranks
from ml.next_best_offer.basket.history import Coming
from ml.next_best_offer.basket.learn import rows_of
from ml.next_best_offer.basket.protocol import lists_of_groups
from ml.next_best_offer.basket.tifu import TifuSettings
from ml.runtime import Scored, ScoringModel
from ml.runtime.score import SCORE_DECIMALS, check_contract, repeated, utc

COLUMN_TYPES: list[tuple[str, pa.DataType]] = [
    ("customer_id", pa.string()),
    ("as_of_on", pa.date32()),
    ("product_rank", pa.int32()),
    ("product_id", pa.string()),
    ("score_probability", pa.float64()),
    ("reason_code", pa.string()),
    ("model_version", pa.string()),
    ("scored_at", pa.timestamp("us")),
]
SCHEMA = pa.schema(COLUMN_TYPES)
OFTEN_COUNT = 3
# How far down a list of what people alike buy a product may stand and still be there because of them.
ALIKE_RANK_MAX = 50


def score_next_baskets(model: ScoringModel, coming: Iterable[Coming], *, as_of_on: date, scored_at: datetime) -> Scored:
    """Each customer has the ten products most likely in a basket of the next day, best first, and why; equal ones rank by product.

    Read, kept and refused count candidates: a customer and a product worth ranking.

    Raises:
        ModelContractUnknown: the model reads another version of the features.
    """
    check_contract(model, CONTRACT)
    refused: Counter[str] = Counter()
    tables, kept_count = [SCHEMA.empty_table()], 0
    for one in coming:
        for lists in lists_of_groups(one.baskets, (one.group,), TifuSettings(), Depths()):
            encoded = model.encoder.encode(rows_of([lists]))
            refused.update(encoded.refused)
            kept_count += len(encoded.matrix)
            chance = model.probabilities(encoded.matrix).astype(np.float64).round(SCORE_DECIMALS)
            best, rank = _best(lists.rows[encoded.kept], chance)
            told = _table(one, lists, np.flatnonzero(encoded.kept)[best], as_of_on)
            told |= {
                "product_rank": rank.astype(np.int32) + 1,
                "score_probability": chance[best],
                "model_version": repeated(model.manifest.model_version, pa.string(), len(best)),
                "scored_at": repeated(utc(scored_at), pa.timestamp("us"), len(best)),
            }
            tables.append(pa.table({name: told[name] for name in SCHEMA.names}).cast(SCHEMA))
    return Scored(pa.concat_tables(tables), kept_count + sum(refused.values()), dict(refused), kept_count)


def _best(row: Numbers, chance: NDArray[np.float64]) -> tuple[Numbers, Numbers]:
    """The rows of each list's ten best, in the order of lists and ranks, and the ranks from 0."""
    rank = ranks(row, chance)
    best = np.flatnonzero(rank < PRODUCTS_PER_CUSTOMER)
    best = best[np.lexsort((rank[best], row[best]))]
    return best, rank[best]


def _table(coming: Coming, lists: Lists, chosen: Numbers, as_of_on: date) -> dict[str, Any]:
    baskets = coming.baskets
    customers = baskets.customers[lists.targets[lists.rows[chosen]]]
    return {
        "customer_id": baskets.customer_ids.gather(customers).to_arrow(),
        "as_of_on": repeated(as_of_on, pa.date32(), len(chosen)),
        "product_id": baskets.item_ids.gather(lists.items[chosen]).to_arrow(),
        "reason_code": reason_codes(lists.matrix[chosen]),
    }


def reason_codes(matrix: Matrix) -> NDArray[np.str_]:
    """The most telling true reason of each row of features: the customer's own habit first, then people alike, then everybody."""

    def of(name: str) -> NDArray[np.float32]:
        return matrix[:, COLUMNS.index(name)]

    bought = of("is_repeat") > 0
    overdue = of("own_overdue_days")
    is_due = bought & (np.expm1(of("own_count")) >= OFTEN_COUNT - 0.5) & (overdue >= 0.0) & (overdue <= np.log(2.0))
    together, alike = of("companions_rank"), np.minimum(of("neighbours_rank"), of("collaborative_rank"))
    near = np.log1p(ALIKE_RANK_MAX)
    codes: NDArray[np.str_] = np.select(
        [
            is_due,
            of("own_in_last_10") >= OFTEN_COUNT,
            bought,
            (of("companions") > np.log(2e-4)) & (together < alike) & (together <= near),
            (alike <= near) & (of("item_popularity_rank") > alike),
        ],
        ["DUE_AGAIN", "BOUGHT_OFTEN", "BOUGHT_BEFORE", "BOUGHT_TOGETHER", "BOUGHT_BY_ALIKE"],
        "POPULAR",
    )
    return codes
