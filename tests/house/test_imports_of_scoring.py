"""What scores and serves stays light: importing it leaves TensorFlow, Keras and the training extra outside."""

import subprocess
import sys

import pytest

from loyalty.settings import PROJECT_DIR

HEAVY = ("tensorflow", "keras", "sklearn")
LIGHT = (
    "ml.features",
    "ml.runtime",
    "ml.registry",
    "ml.metrics",
    "ml.churn.score",
    "ml.churn.read",
    "ml.churn.train",
    "ml.churn.export",
    "ml.next_best_offer.score",
    "ml.next_best_offer.read",
    "ml.next_best_offer.train",
    "ml.next_best_offer.export",
    "ml.next_best_offer.coupons.score",
    "ml.next_best_offer.coupons.train",
    "ml.uplift.evaluate",
    "ml.policies.evaluate",
    "khaywe.models",
    "loyalty.offers",
    "loyalty.scores",
)


@pytest.mark.parametrize("module", LIGHT)
def test_importing_it_does_not_load_tensorflow(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_DIR, capture_output=True, text=True, timeout=120, check=True)
    assert answer.stdout.strip() == "", f"{module} loads {answer.stdout.strip()}; import it inside the function that trains"
