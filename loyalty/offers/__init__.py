"""The shelf of offers: each member's best offers, ready to be answered. Ranking them is the model's work, and not here."""

from loyalty.offers.defaults import DefaultOffers, read_default_offers
from loyalty.offers.errors import (
    DefaultOffersInvalid,
    OfferAnswered,
    OfferLapsed,
    OfferOutOfStock,
    OfferRulesInvalid,
    OffersEmpty,
    OffersMixed,
    OffersOlder,
    OfferUnknown,
    OutcomeInFuture,
)
from loyalty.offers.kept import KeptOffers
from loyalty.offers.lookup import OfferLookup
from loyalty.offers.lookup_async import AsyncOfferLookup
from loyalty.offers.model import OFFER_ID_PREFIX, ByExternalId, ByMemberId, CacheFill, Decision, MemberKey, OfferAnswer, Shelved
from loyalty.offers.online import OfferComputer, Ranker, Shortlist, ToRank
from loyalty.offers.outcome import OutcomeCode, Recorded, RecordOutcome, record_outcomes
from loyalty.offers.ranked import candidates_of_day, histories_of_day, ranked_offers
from loyalty.offers.reading import OfferReader
from loyalty.offers.reserving import Reservation, release_offers, reserve_offers
from loyalty.offers.rules import OfferRules, read_offer_rules
from loyalty.offers.shelf import OfferShelf

__all__ = [
    "OFFER_ID_PREFIX",
    "AsyncOfferLookup",
    "ByExternalId",
    "ByMemberId",
    "CacheFill",
    "Decision",
    "DefaultOffers",
    "DefaultOffersInvalid",
    "KeptOffers",
    "MemberKey",
    "OfferAnswer",
    "OfferAnswered",
    "OfferComputer",
    "OfferLapsed",
    "OfferLookup",
    "OfferOutOfStock",
    "OfferReader",
    "OfferRules",
    "OfferRulesInvalid",
    "OfferShelf",
    "OfferUnknown",
    "OffersEmpty",
    "OffersMixed",
    "OffersOlder",
    "OutcomeCode",
    "OutcomeInFuture",
    "Ranker",
    "RecordOutcome",
    "Recorded",
    "Reservation",
    "Shelved",
    "Shortlist",
    "ToRank",
    "candidates_of_day",
    "histories_of_day",
    "ranked_offers",
    "read_default_offers",
    "read_offer_rules",
    "record_outcomes",
    "release_offers",
    "reserve_offers",
]
