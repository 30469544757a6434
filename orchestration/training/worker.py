"""The process that trains one model: reads the warehouse, trains, releases, writes what happened as JSON. The only one with TensorFlow.

Called by `course.py` as `python -m orchestration.training.worker NAME ANSWER_FILE`. Not here: Dagster.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty.clock import UtcClock
from loyalty.database import connect
from loyalty.database.business_clock import clock_of
from loyalty.errors import LoyaltyError, Refused
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse, open_warehouse
from ml.registry import ModelStore, open_model_store
from ml.registry.code import code_version
from ml.registry.model import Outcome
from orchestration.training import CHURN, COUPONS, NEXT_BASKET, NEXT_BEST_OFFER

if TYPE_CHECKING:  # its module needs TensorFlow
    from ml.training.release import Released

# Enough to see how scores are spread; a fixed part of the customers.
TODAYS_ROWS_MAX = 500_000
TODAYS_CUSTOMERS_MAX = 500
_LOADED = "select max(business_on) as last_on from raw.load_log"


def train(name: str, warehouse: Warehouse, store: ModelStore) -> dict[str, Any]:
    """A candidate is stored, and is champion if it passed its gates; what it is and what was decided. Every run is recorded.

    Raises:
        TooLittleHistory, LabelsOneSided: there is nothing to learn from yet.
        ParityBroken: the exported file answers differently; nothing was stored.
        RegistryUnavailable: the run cannot be recorded; nothing was trained.
    """
    until: date = warehouse.read(_LOADED)["last_on"][0].as_py()
    # Minutes of training are not begun where their outcome could not be recorded.
    store.take_in(name)
    try:
        released = _COURSES[name](warehouse, store, until)
    except LoyaltyError as error:
        if store.records is not None:
            outcome = Outcome.REFUSED if isinstance(error, Refused) else Outcome.FAILED
            store.records.ran(name, as_of_on=until, outcome=outcome, code_version=code_version(), reason=error.message)
        raise
    return {"manifest": released.manifest.model_dump(mode="json"), "reasons": list(released.reasons)}


def _churn(warehouse: Warehouse, store: ModelStore, until: date) -> "Released":
    from ml.churn.export import release_churn
    from ml.churn.read import read_scoring_rows, read_training_rows
    from ml.churn.train import train_churn

    rows = read_training_rows(warehouse, until=until)
    trained = train_churn(rows.features, rows.labels, data_watermark=rows.data_watermark, kinds=rows.kinds)
    return release_churn(trained, store, as_of_on=until, todays_rows=read_scoring_rows(warehouse, as_of_on=until))


def _offers(warehouse: Warehouse, store: ModelStore, until: date) -> "Released":
    from ml.next_best_offer.export import release_offers
    from ml.next_best_offer.read import read_scoring_rows, read_training_rows
    from ml.next_best_offer.train import train_offers

    rows = read_training_rows(warehouse, until=until)
    trained = train_offers(rows.features, rows.labels, data_watermark=rows.data_watermark)
    todays_rows = next(read_scoring_rows(warehouse, as_of_on=until, rows_max=TODAYS_ROWS_MAX))
    return release_offers(trained, store, as_of_on=until, todays_rows=todays_rows)


def _next_basket(warehouse: Warehouse, store: ModelStore, until: date) -> "Released":
    from ml.next_best_offer.basket.export import release_next_basket
    from ml.next_best_offer.basket.history import read_coming_baskets, read_past_baskets
    from ml.next_best_offer.basket.learn import EFFORTS, rows_of_coming, train_next_basket

    effort = EFFORTS[Settings().training_effort]
    trained = train_next_basket(read_past_baskets(warehouse, until=until, customers_max=effort.customers_max), effort=effort)
    coming = next(read_coming_baskets(warehouse, as_of_on=until, references_max=effort.customers_max), None)
    todays_rows = rows_of_coming(coming, customers_max=TODAYS_CUSTOMERS_MAX) if coming is not None else None
    return release_next_basket(trained, store, as_of_on=until, todays_rows=todays_rows)


def _coupons(warehouse: Warehouse, store: ModelStore, until: date) -> "Released":
    from ml.next_best_offer.coupons.export import release_coupons
    from ml.next_best_offer.coupons.marts import read_history
    from ml.next_best_offer.coupons.train import EFFORTS, train_coupons

    effort = EFFORTS[Settings().training_effort]
    history = read_history(warehouse, until=until, customers_max=effort.customers_max)
    return release_coupons(train_coupons(history, networks=effort.networks).model, store, as_of_on=until)


_COURSES: dict[str, Callable[[Warehouse, ModelStore, date], "Released"]] = {
    CHURN: _churn,
    NEXT_BEST_OFFER: _offers,
    NEXT_BASKET: _next_basket,
    COUPONS: _coupons,
}


def main(name: str, answer_path: Path) -> int:
    """0 when a model was released, 3 when it was refused with a reason; the answer file says which."""
    found = Settings()
    database = connect(found.database_url, pool_size=1) if found.database_url else None
    try:
        store = open_model_store(found, database, clock_of(found, database) if database is not None else UtcClock())
        answer = train(name, open_warehouse(found.warehouse, read_only=True), store)
    except LoyaltyError as error:
        facts = {key: str(value) for key, value in error.facts.items()}
        answer_path.write_text(json.dumps({"kind": _kind(error), "code": error.code, "message": error.message, "facts": facts}))
        return 3
    finally:
        if database is not None:
            database.close()
    answer_path.write_text(json.dumps(answer))
    return 0


def _kind(error: LoyaltyError) -> str:
    return next(one.__name__ for one in type(error).__mro__ if one.__base__ is LoyaltyError)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
