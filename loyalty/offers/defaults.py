"""What members without ranked offers are offered, by tier, from `definitions/offers/defaults.json`. Not here: when that happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loyalty.definition_file import Section, open_definition
from loyalty.offers.errors import DefaultOffersInvalid

OFFERS_MAX = 5


@dataclass(frozen=True, slots=True)
class DefaultOffer:
    """An offer that needs no score."""

    offer_code: str
    title: str
    category_code: str


@dataclass(frozen=True, slots=True, eq=False)
class DefaultOffers:
    """Offers for everyone, and other ones for the members of a tier that has its own. Itself alone, so that what is made of it is kept."""

    everyone: tuple[DefaultOffer, ...]
    by_tier: Mapping[str, tuple[DefaultOffer, ...]]


def read_default_offers(path: Path) -> DefaultOffers:
    """The default offers that the file defines.

    Raises:
        DefaultOffersInvalid: no such file, not JSON, an unknown or missing key, more than five offers, or one twice.
    """
    file = open_definition(path, DefaultOffersInvalid)
    everyone = _offers(file, "everyone")
    by_tier: dict[str, tuple[DefaultOffer, ...]] = {}
    for tier in file.sections("tiers") if file.has("tiers") else []:
        by_tier[tier.text("tier_code", length_max=64)] = _offers(tier, "offers")
        tier.finish()
    file.finish()
    return DefaultOffers(everyone, by_tier)


def _offers(section: Section, key: str) -> tuple[DefaultOffer, ...]:
    offers = tuple(_offer(each) for each in section.sections(key))
    codes = [offer.offer_code for offer in offers]
    if len(offers) > OFFERS_MAX or len(set(codes)) != len(codes):
        section.refuse(key, f"must list 1 to {OFFERS_MAX} offers, none twice", codes)
    return offers


def _offer(section: Section) -> DefaultOffer:
    offer = DefaultOffer(
        offer_code=section.text("offer_code", length_max=200),
        title=section.text("title", length_max=200),
        category_code=section.text("category_code", length_max=200),
    )
    section.finish()
    return offer
