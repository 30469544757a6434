"""The models that this process scores with: the champions, loaded beside the requests. Not here: what a score means."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from loyalty.errors import LoyaltyError
from loyalty.offers import Shortlist, ToRank
from loyalty.scores import ChurnNow
from ml.churn.features import CONTRACT as CHURN_CONTRACT
from ml.churn.features import MODEL_NAME as CHURN
from ml.churn.reasons import effects, reason_codes
from ml.churn.score import band_codes
from ml.features import Feature
from ml.features.encoder import ARROW_TYPES, Contiguous, Matrix
from ml.next_best_offer.features import CONTRACT as OFFER_CONTRACT
from ml.next_best_offer.features import MODEL_NAME as OFFERS
from ml.next_best_offer.score import best_of_few
from ml.registry import ModelStore
from ml.runtime import ScoringModel
from ml.runtime.score import SCORE_DECIMALS, check_contract

LOOK_SECONDS = 30.0
CONTRACTS = {CHURN: CHURN_CONTRACT, OFFERS: OFFER_CONTRACT}

log = structlog.get_logger(__name__)


class Scoring:
    """Scores with the champions. Whichever cannot be loaded leaves the one before serving; without any, nothing is scored."""

    def __init__(self, store: ModelStore | None) -> None:
        self._store = store
        self._models: dict[str, ScoringModel] = {}
        self._seen: dict[str, list[str]] = {}
        self._stopping = threading.Event()
        self._looked = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Champions are loaded from now on, by a thread of their own."""
        if self._store is not None:
            self._thread = threading.Thread(target=self._keep_looking, name="champions", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """The champions of this moment serve, if they can be loaded."""
        if self._store is not None:
            for name in (OFFERS, CHURN):
                self._look_for(name, self._store)

    def model_version(self, name: str) -> str | None:
        """Which version of a model serves here."""
        model = self._models.get(name)
        return None if model is None else model.manifest.model_version

    def churn(self, values: Mapping[str, object]) -> ChurnNow | None:
        """The chance that somebody with these features leaves; None: no model serves, or a feature cannot be used.

        Raises:
            FeatureMissing, FeatureTypeWrong: the features are not those that the model reads.
        """
        model = self._models.get(CHURN)
        encoded = model.encoder.encode_one(values) if model is not None else None
        return None if model is None or encoded is None or not len(encoded.matrix) else _scored(model, encoded.matrix)[0]

    def churn_of(self, rows: Sequence[Mapping[str, object]]) -> list[ChurnNow | None]:
        """As `churn`, for many at once: None for each whose features cannot be used."""
        model = self._models.get(CHURN)
        if model is None or not rows:
            return [None] * len(rows)
        try:
            encoded = model.encoder.encode(model.encoder.columns_of(rows))
        except LoyaltyError as error:
            log.warning("churn_not_predicted", code=error.code, reason=error.message, count=len(rows))
            return [None] * len(rows)
        scored = iter(_scored(model, encoded.matrix) if len(encoded.matrix) else [])
        return [next(scored) if is_kept else None for is_kept in encoded.kept]

    def wait_until_looked(self, seconds: float) -> bool:
        """Whether the champions of this process were looked for, waiting for it so long at most."""
        return self._store is None or self._looked.wait(seconds)

    def shortlist(self, asked: ToRank) -> Shortlist | None:
        """As `loyalty.offers.Ranker` says: the best candidates of each customer, or None where no model serves."""
        model = self._models.get(OFFERS)
        if model is None:
            return None
        customers = len(asked.customers)
        person, offer = np.repeat(np.arange(customers), asked.offer_count), np.tile(np.arange(asked.offer_count), customers)
        people = {feature.name: _of_people(feature, asked) for feature in model.encoder.features if feature.name not in asked.of_offers}
        best = best_of_few(model, pa.table(people), asked.of_offers, person=person, offer=offer)
        return Shortlist(model.manifest.model_version, *best)

    def _keep_looking(self) -> None:
        while True:
            self.look()
            self._looked.set()
            if self._stopping.wait(LOOK_SECONDS):
                return

    def _look_for(self, name: str, store: ModelStore) -> None:
        """Opening a model takes a child process and a second, so it is only done when another one is champion."""
        try:
            champions = store.promoted(name)
            if self._seen.get(name) == champions:
                return
            model = store.champion(name).model
            check_contract(model, CONTRACTS[name])
        except LoyaltyError as error:
            log.warning("champion_not_loaded", name=name, code=error.code, reason=error.message)
            return
        except (SQLAlchemyError, OSError) as error:
            log.warning("champion_not_loaded", name=name, reason=str(error).splitlines()[0][:200])
            return
        self._models[name], self._seen[name] = model, champions
        log.info("champion_serves", name=name, model=model.manifest.model_version)


def _scored(model: ScoringModel, matrix: Matrix) -> list[ChurnNow]:
    """Each row of `(rows, inputs) float32` scored, with its reasons."""
    probabilities = model.probabilities(matrix).astype("float64").round(SCORE_DECIMALS)
    columns = [column.to_pylist() for column in reason_codes(effects(model, matrix), model.manifest.features)]
    told = [tuple(code for code in codes if code is not None) for codes in zip(*columns, strict=True)]
    bands, version = band_codes(probabilities), model.manifest.model_version
    return [ChurnNow(float(one), str(band), version, codes) for one, band, codes in zip(probabilities, bands, told, strict=True)]


def _of_people(feature: Feature, asked: ToRank) -> Contiguous:
    """The feature of every customer, whatever the offer."""
    kind: Any = ARROW_TYPES[feature.kind]
    return cast("Contiguous", pa.array([values.get(feature.name) for values in asked.customers], type=kind))
