"""Training as a stage: models learned from what the warehouse knows, in a process of their own. Not here: networks and gates (`ml/`)."""

import dagster as dg

import ml.churn.features
import ml.next_best_offer.basket.contract
import ml.next_best_offer.coupons.features
import ml.next_best_offer.features

GROUP = "training"
OWNERS = ["team:science"]

CHURN = ml.churn.features.MODEL_NAME
NEXT_BEST_OFFER = ml.next_best_offer.features.MODEL_NAME
NEXT_BASKET = ml.next_best_offer.basket.contract.MODEL_NAME
COUPONS = ml.next_best_offer.coupons.features.MODEL_NAME
CONTRACTS = {CHURN: ml.churn.features.CONTRACT, NEXT_BEST_OFFER: ml.next_best_offer.features.CONTRACT}
"""The models that the loop needs, and the features of this code that they must read: while one has no champion, the loop trains. The
others (next basket, coupons) may want of history for months, and wait for the week's training."""
CHURN_MODEL = dg.AssetKey("model_customer__churn")
OFFERS_MODEL = dg.AssetKey("model_customer__next_best_offer")
NEXT_BASKET_MODEL = dg.AssetKey("model_customer__next_basket")
COUPONS_MODEL = dg.AssetKey("model_customer__coupon_response")
