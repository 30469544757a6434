"""The shelf of offers: each member's best offers, ready to be answered. Ranking them is the model's work, and not here."""

from loyalty.offers.defaults import DefaultOffers, read_default_offers
from loyalty.offers.errors import DefaultOffersInvalid, OffersEmpty, OffersMixed, OffersOlder
from loyalty.offers.lookup import OfferLookup
from loyalty.offers.lookup_async import AsyncOfferLookup
from loyalty.offers.model import ByExternalId, ByMemberId, CacheFill, MemberKey, OfferAnswer, Shelved
from loyalty.offers.ranked import ranked_offers
from loyalty.offers.reading import OfferReader
from loyalty.offers.shelf import OfferShelf

__all__ = [
    "AsyncOfferLookup",
    "ByExternalId",
    "ByMemberId",
    "CacheFill",
    "DefaultOffers",
    "DefaultOffersInvalid",
    "MemberKey",
    "OfferAnswer",
    "OfferLookup",
    "OfferReader",
    "OfferShelf",
    "OffersEmpty",
    "OffersMixed",
    "OffersOlder",
    "Shelved",
    "ranked_offers",
    "read_default_offers",
]
