"""What moved each churn score: for every feature, how far the log-odds go when it alone is set to what it is for everybody.

Cheap in batch: as many more passes of the same LiteRT model as there are features, about five seconds for a million customers. What is said
holds for the model and this customer as they are; two features that tell the same share what they say.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from loyalty.features import Catalogue
from ml.features import FittedFeature
from ml.features.encoder import Contiguous, Matrix
from ml.runtime import ScoringModel

REASON_COUNT = 3
RAISES, LOWERS = "RAISES_", "LOWERS_"
# Below a tenth in log-odds (at 30 %, two points of probability) a feature is no reason for anything.
EFFECT_MIN = 0.1
_PROBABILITY_MIN = 1e-7


def effects(model: ScoringModel, matrix: Matrix) -> NDArray[np.float32]:
    """How much each feature adds to the log-odds of each row, against the row with that feature at its mean: `(rows, features) float32`.

    A code counts against the shares that the codes had in training, a missing value against the mean with nothing missing.

    Args:
        model: the model that scores.
        matrix: `(rows, inputs) float32`, as its encoder gives it; unchanged afterwards.
    """
    features = model.manifest.features
    scored = _logits(model.probabilities(matrix))
    found = np.empty((len(matrix), len(features)), dtype=np.float32)
    changed, first = matrix.copy(), 0
    for place, feature in enumerate(features):
        inputs = slice(first, first + len(feature.inputs))
        changed[:, inputs] = _usual(feature, model)
        found[:, place] = scored - _logits(model.probabilities(changed))
        changed[:, inputs] = matrix[:, inputs]
        first = inputs.stop
    return found


def reason_codes(found: NDArray[np.float32], features: Sequence[FittedFeature]) -> list[Contiguous]:
    """The `REASON_COUNT` greatest effects of each row as codes, greatest first, one column each; null where there are fewer.

    `RAISES_RECENCY_DAYS` says that the customer's recency makes its churn likelier than everybody's would.
    """
    names = np.array([feature.name.upper() for feature in features])
    dictionary = pa.array([*np.char.add(RAISES, names), *np.char.add(LOWERS, names)])
    count = min(REASON_COUNT, len(names))
    order = np.argsort(-np.abs(found), axis=1, kind="stable")[:, :count]
    effect = np.take_along_axis(found, order, axis=1)
    codes = np.where(effect > 0, order, order + len(names))
    columns = [dictionary.take(pa.array(codes[:, one], mask=np.abs(effect[:, one]) < EFFECT_MIN)) for one in range(count)]
    return columns + [pa.nulls(len(found), pa.string())] * (REASON_COUNT - count)


def in_words(code: str, catalogue: Catalogue, *, language: Literal["en", "ar"] = "en") -> str:
    """What a reason says, in the words of the catalogue: "Days since last purchase: raises the churn risk".

    A feature that the catalogue no longer knows is told by its name.
    """
    raises = code.startswith(RAISES)
    name = code.removeprefix(RAISES if raises else LOWERS).lower()
    known = catalogue[name].label if name in catalogue else None
    label = name if known is None else getattr(known, language)
    return _SENTENCES[language][raises].format(label=label)


_SENTENCES = {
    "en": {True: "{label}: raises the churn risk", False: "{label}: lowers the churn risk"},
    "ar": {True: "{label}: يزيد خطر المغادرة", False: "{label}: يقلل خطر المغادرة"},
}


def _usual(feature: FittedFeature, model: ScoringModel) -> NDArray[np.float32]:
    """The inputs of a feature that is as in training on the average."""
    usual: NDArray[np.float32] = np.zeros(len(feature.inputs), dtype=np.float32)
    profile = next((one for one in model.manifest.profiles if one.name == feature.name), None)
    if feature.kind == "code" and profile is not None:
        shares = dict(zip(profile.codes, profile.shares, strict=False))
        usual[: len(feature.codes)] = [shares.get(code, 0.0) for code in feature.codes]
    return usual


def _logits(probability: NDArray[np.float32]) -> NDArray[np.float64]:
    held = np.clip(probability.astype(np.float64), _PROBABILITY_MIN, 1.0 - _PROBABILITY_MIN)
    answer: NDArray[np.float64] = np.log(held) - np.log1p(-held)
    return answer
