"""What the business asks of offers that a model ranked, from `definitions/offers/rules.json`. Not here: applying it (`decide.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from loyalty.definition_file import Section, open_definition
from loyalty.offers.errors import OfferRulesInvalid

OFFERS_MAX = 5
DAYS_MAX = 3_650
NO_MARGINS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fatigue:
    """How long an offer rests for a member, in days; 0: not at all. `shown_max` times within `shown_days` unanswered is enough."""

    rejected_days: int = 0
    accepted_days: int = 0
    shown_max: int = 0
    shown_days: int = 0
    rest_days: int = 0


@dataclass(frozen=True, slots=True)
class Diversity:
    """At most so many of a member's offers are of one category or department; 0: as many as come."""

    per_category_max: int = 0
    per_department_max: int = 0


@dataclass(frozen=True, slots=True)
class Margins:
    """What a sale leaves, as a share of its price. An offer is worth probability × margin ** `weight`; weight 0 ranks as the model does."""

    weight: float = 0.0
    default_share: float = 0.25
    by_category: Mapping[str, float] = field(default_factory=lambda: NO_MARGINS)


@dataclass(frozen=True, slots=True)
class OfferEligibility:
    """Who may get some offers. Offers are meant by code, category or campaign; no list at all means every offer."""

    offer_codes: tuple[str, ...] = ()
    category_codes: tuple[str, ...] = ()
    campaign_ids: tuple[str, ...] = ()
    tiers_in: tuple[str, ...] = ()
    segments_in: tuple[str, ...] = ()
    segments_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exploration:
    """A share of members' first offers is drawn by Thompson sampling instead of taken from the top.

    What is believed of an offer for a member is Beta(1 + `prior_weight` × the model's probability + taken, 1 + `prior_weight` × the rest +
    not taken), counted over `evidence_days` and never weighing more than `evidence_max` showings, so that taste still counts. Every
    candidate keeps at least `propensity_min` of the drawn part, so that any later policy can be judged on the log.
    """

    share: float = 0.0
    prior_weight: float = 20.0
    evidence_max: float = 400.0
    evidence_days: int = 56
    propensity_min: float = 0.01
    seed: int = 1


@dataclass(frozen=True, slots=True)
class OfferRules:
    """All that stands between the model's ranking and a member's offers. Built with nothing, it lets the model's best five pass."""

    offers_max: int = OFFERS_MAX
    is_addressed_only: bool = False
    is_computed_on_miss: bool = True
    """Whether members whom the night did not rank are ranked when they ask; costs a row per customer at each publication."""
    fatigue: Fatigue = Fatigue()
    diversity: Diversity = Diversity()
    margins: Margins = field(default_factory=Margins)
    eligibility: tuple[OfferEligibility, ...] = ()
    stock_units: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    exploration: Exploration = Exploration()
    kept_days: int = 90
    """How long a decision that nobody ever showed is kept."""


def read_offer_rules(path: Path) -> OfferRules:
    """The rules that the file declares; no file means no rules.

    Raises:
        OfferRulesInvalid: not JSON, an unknown key, or a value out of its bounds.
    """
    if not path.exists():
        return OfferRules()
    file = open_definition(path, OfferRulesInvalid)
    rules = OfferRules(
        offers_max=file.whole_number("offers_max", least=1, most=OFFERS_MAX, default=OFFERS_MAX),
        is_addressed_only=file.truth("is_addressed_only", default=False),
        is_computed_on_miss=file.truth("is_computed_on_miss", default=True),
        fatigue=_fatigue(file.section("fatigue")) if file.has("fatigue") else Fatigue(),
        diversity=_diversity(file.section("diversity")) if file.has("diversity") else Diversity(),
        margins=_margins(file.section("margins")) if file.has("margins") else Margins(),
        eligibility=tuple(_eligibility(each) for each in file.sections("eligibility")) if file.has("eligibility") else (),
        stock_units=_stock(file.sections("stock")) if file.has("stock") else MappingProxyType({}),
        exploration=_exploration(file.section("exploration")) if file.has("exploration") else Exploration(),
        kept_days=file.whole_number("kept_days", least=1, most=DAYS_MAX, default=90),
    )
    file.finish()
    return rules


def _fatigue(section: Section) -> Fatigue:
    def days(key: str) -> int:
        return section.whole_number(key, least=0, most=DAYS_MAX, default=0)

    fatigue = Fatigue(
        rejected_days=days("rejected_days"),
        accepted_days=days("accepted_days"),
        shown_max=days("shown_max"),
        shown_days=days("shown_days"),
        rest_days=days("rest_days"),
    )
    section.finish()
    return fatigue


def _diversity(section: Section) -> Diversity:
    diversity = Diversity(
        per_category_max=section.whole_number("per_category_max", least=0, most=OFFERS_MAX, default=0),
        per_department_max=section.whole_number("per_department_max", least=0, most=OFFERS_MAX, default=0),
    )
    section.finish()
    return diversity


def _margins(section: Section) -> Margins:
    categories = section.section("by_category") if section.has("by_category") else None
    by_category = {} if categories is None else {code: _number(categories, code, least=0.001, most=1.0) for code in categories.content()}
    margins = Margins(
        weight=_number(section, "weight", least=0.0, most=4.0),
        default_share=_number(section, "default_share", least=0.001, most=1.0),
        by_category=MappingProxyType(by_category),
    )
    section.finish()
    return margins


def _eligibility(section: Section) -> OfferEligibility:
    keys = ("offer_codes", "category_codes", "campaign_ids", "tiers_in", "segments_in", "segments_out")
    lists = {key: _texts(section, key) for key in keys if section.has(key)}
    if not any(lists.get(key) for key in keys[3:]):
        section.refuse("tiers_in", "or segments_in or segments_out must say who may have these offers", None)
    section.finish()
    return OfferEligibility(**lists)


def _stock(sections: list[Section]) -> Mapping[str, int]:
    units: dict[str, int] = {}
    for section in sections:
        code = section.text("offer_code", length_max=200)
        if code in units:
            section.refuse("offer_code", "has a stock already", code)
        units[code] = section.whole_number("units", least=0, most=10**12)
        section.finish()
    return MappingProxyType(units)


def _exploration(section: Section) -> Exploration:
    plain = Exploration()
    exploration = Exploration(
        share=section.share("share"),
        prior_weight=_number(section, "prior_weight", least=0.0, most=1e6, default=plain.prior_weight),
        evidence_max=_number(section, "evidence_max", least=0.0, most=1e6, default=plain.evidence_max),
        evidence_days=section.whole_number("evidence_days", least=1, most=DAYS_MAX, default=plain.evidence_days),
        propensity_min=_number(section, "propensity_min", least=0.0, most=0.05, default=plain.propensity_min),
        seed=section.whole_number("seed", least=0, most=2**31, default=plain.seed),
    )
    section.finish()
    return exploration


def _number(section: Section, key: str, *, least: float, most: float, default: float | None = None) -> float:
    if default is not None and not section.has(key):
        return default
    value = section.value(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        section.refuse(key, f"must be a number from {least:g} to {most:g}", value)
    return float(value)


def _texts(section: Section, key: str) -> tuple[str, ...]:
    value = section.value(key)
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and 1 <= len(one) <= 200 for one in value):
        section.refuse(key, "must be a list of texts", value)
    return tuple(str(one) for one in value)
