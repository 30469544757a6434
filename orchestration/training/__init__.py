"""Training as a stage: models learned from what the warehouse knows, in a process of their own. Not here: networks and gates (`ml/`)."""

import dagster as dg

import ml.churn.features
import ml.next_best_offer.features

GROUP = "training"
OWNERS = ["team:science"]

CHURN = ml.churn.features.MODEL_NAME
NEXT_BEST_OFFER = ml.next_best_offer.features.MODEL_NAME
CONTRACTS = {CHURN: ml.churn.features.CONTRACT, NEXT_BEST_OFFER: ml.next_best_offer.features.CONTRACT}
"""Every model that the loop needs, and the features of this code that it must read."""
CHURN_MODEL = dg.AssetKey("model_customer__churn")
OFFERS_MODEL = dg.AssetKey("model_customer__next_best_offer")
