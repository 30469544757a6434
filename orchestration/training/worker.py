"""The process that trains one model: reads the warehouse, trains, releases, writes what happened as JSON. The only one with TensorFlow.

Called by `course.py` as `python -m orchestration.training.worker NAME ANSWER_FILE`. Not here: Dagster.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty.errors import LoyaltyError
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse, open_warehouse
from ml.registry import ModelStore
from orchestration.training import CHURN, NEXT_BEST_OFFER

if TYPE_CHECKING:  # its module needs TensorFlow
    from ml.training.release import Released

_LOADED = "select max(business_on) as last_on from raw.load_log"


def train(name: str, warehouse: Warehouse, store: ModelStore) -> dict[str, Any]:
    """A candidate is stored, and is champion if it passed its gates; what it is and what was decided.

    Raises:
        TooLittleHistory, LabelsOneSided: there is nothing to learn from yet.
        ParityBroken: the exported file answers differently; nothing was stored.
    """
    until: date = warehouse.read(_LOADED)["last_on"][0].as_py()
    released = _COURSES[name](warehouse, store, until)
    return {"manifest": released.manifest.model_dump(mode="json"), "reasons": list(released.reasons)}


def _churn(warehouse: Warehouse, store: ModelStore, until: date) -> "Released":
    from ml.churn.export import release_churn
    from ml.churn.read import read_training_rows
    from ml.churn.train import train_churn

    rows = read_training_rows(warehouse, until=until)
    return release_churn(train_churn(rows.features, rows.labels, data_watermark=rows.data_watermark), store, as_of_on=until)


def _offers(warehouse: Warehouse, store: ModelStore, until: date) -> "Released":
    from ml.next_best_offer.export import release_offers
    from ml.next_best_offer.read import read_training_rows
    from ml.next_best_offer.train import train_offers

    rows = read_training_rows(warehouse, until=until)
    return release_offers(train_offers(rows.features, rows.labels, data_watermark=rows.data_watermark), store, as_of_on=until)


_COURSES: dict[str, Callable[[Warehouse, ModelStore, date], "Released"]] = {CHURN: _churn, NEXT_BEST_OFFER: _offers}


def main(name: str, answer_path: Path) -> int:
    """0 when a model was released, 3 when it was refused with a reason; the answer file says which."""
    found = Settings()
    try:
        answer = train(name, open_warehouse(found.warehouse, read_only=True), ModelStore(found.models_dir))
    except LoyaltyError as error:
        facts = {key: str(value) for key, value in error.facts.items()}
        answer_path.write_text(json.dumps({"kind": _kind(error), "code": error.code, "message": error.message, "facts": facts}))
        return 3
    answer_path.write_text(json.dumps(answer))
    return 0


def _kind(error: LoyaltyError) -> str:
    return next(one.__name__ for one in type(error).__mro__ if one.__base__ is LoyaltyError)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
