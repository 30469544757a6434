"""Models trained once a session with the real TensorFlow, on small made-up data, and stored; tests copy the store before they spoil it."""

import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ml.registry import ModelStore
from tests.support.models import TEST_DAY, customers, customers_and_offers

AS_OF_ON = TEST_DAY


@pytest.fixture(scope="session")
def churn_rows() -> tuple[pa.Table, pa.Table]:
    return customers()


@pytest.fixture(scope="session")
def offer_rows() -> tuple[pa.Table, pa.Table]:
    return customers_and_offers()


@pytest.fixture(scope="session")
def trained_churn(churn_rows: tuple[pa.Table, pa.Table]) -> Any:
    from ml.churn.train import train_churn

    return train_churn(*churn_rows, data_watermark="2017-08-13T23:59:59Z")


@pytest.fixture(scope="session")
def trained_offers(offer_rows: tuple[pa.Table, pa.Table]) -> Any:
    from ml.next_best_offer.train import train_offers

    return train_offers(*offer_rows, data_watermark="2017-08-13T23:59:59Z")


@pytest.fixture(scope="session")
def released(trained_churn: Any, trained_offers: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store in which one model of each kind serves."""
    from ml.churn.export import release_churn
    from ml.next_best_offer.export import release_offers

    models_dir = tmp_path_factory.mktemp("models")
    for release, trained in ((release_churn, trained_churn), (release_offers, trained_offers)):
        outcome = release(trained, ModelStore(models_dir), as_of_on=AS_OF_ON)
        assert outcome.is_champion, outcome.reasons
    return models_dir


@pytest.fixture
def store(released: Path, tmp_path: Path) -> ModelStore:
    """A copy of that store, to do with as a test likes."""
    return ModelStore(Path(shutil.copytree(released, tmp_path / "models")))
