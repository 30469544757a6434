"""Which of the model's shortlists members are offered, and in which order: the business's rules on arrays, for one member as for a million.

Pure. Not here: shortlists as tables (`decide.py`), one member at once (`online.py`), SQL (`store_*.py`), and what a score is (`ml`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from loyalty.offers.exploring import Beliefs, Floats, first_choice, uniform_of
from loyalty.offers.rules import Exploration, OfferEligibility, OfferRules

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

LEFT_OUT = ("lapsed", "out_of_stock", "not_addressed", "not_eligible", "resting")
"""Why an offer cannot be made, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be offered; each offer has one place in all of these."""

    offer_codes: Sequence[str]
    category_codes: Sequence[str | None]
    department_codes: Sequence[str | None]
    campaign_ids: Sequence[str | None]
    ends_on: Sequence[date | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules say of each offer on a day, whoever asks: `(offers,)` each.

    `is_meant`: for each rule of eligibility, in their order. `kinds`: how many of a kind a member may have, and each offer's kind; −1 is
    no kind.
    """

    is_lapsed: Mask
    worth: Floats
    is_meant: Sequence[Mask]
    kinds: Sequence[tuple[int, Numbers]]


@dataclass(frozen=True, slots=True)
class Shortlists:
    """The model's ranking, `(rows,)` each: whose, which offer (its place), its rank and probability there, whether a campaign meant it."""

    customer: Numbers
    offer: Numbers
    rank: Numbers
    probability: Floats
    is_addressed: Mask


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known by now: of offers `(offers,)`, of rows `(rows,)`, of customers, for each rule of eligibility, `(customers,)`.

    `numbers`, `(customers,)` in [0, 1), settle the draw.
    """

    is_gone: Mask
    is_resting: Mask
    may: Sequence[Mask]
    beliefs: Beliefs | None
    numbers: Floats


@dataclass(frozen=True, slots=True)
class Choice:
    """`row`: the rows chosen, customer by customer, in order; with each its rank from 1, its chance, whether it was drawn past a better.

    `arm` and `chance`: the rows that stood in the draw, each customer's best first, and their chances; nothing where none was drawn.
    `left_out`: the rows not chosen, by the first reason. Rows read = chosen + left out.
    """

    row: Numbers
    rank: Numbers
    propensity: Floats
    is_explored: Mask
    arm: Numbers
    chance: Floats
    left_out: Mapping[str, int]


def terms_of(offers: Offers, rules: OfferRules, on: date) -> Terms:
    """What the rules say of these offers on the day."""
    margins = rules.margins
    shares = [margins.by_category.get(code or "", margins.default_share) for code in offers.category_codes]
    diversity = rules.diversity
    kinds = ((diversity.per_category_max, offers.category_codes), (diversity.per_department_max, offers.department_codes))
    return Terms(
        is_lapsed=np.array([ends_on is not None and ends_on < on for ends_on in offers.ends_on], dtype=np.bool_),
        worth=np.array(shares, dtype=np.float64) ** margins.weight,
        is_meant=[_meant(rule, offers) for rule in rules.eligibility],
        kinds=[(most, _numbered(codes)) for most, codes in kinds if most],
    )


def choose(lists: Shortlists, terms: Terms, facts: Facts, rules: OfferRules) -> Choice:
    """Each customer's offers under `rules`: at most `offers_max`, in order, with the chance of the first one."""
    reason = _left_out(lists, terms, facts, rules)
    standing = np.flatnonzero(reason < 0)
    worth = lists.probability[standing] * terms.worth[lists.offer[standing]]
    order = standing[np.lexsort((lists.rank[standing], -worth, lists.customer[standing]))]
    propensity, is_explored = np.ones(len(order)), np.zeros(len(order), dtype=np.bool_)
    arm, chance = np.empty(0, dtype=np.int64), np.empty(0)
    if facts.beliefs is not None and len(order):
        arm = order
        order, chance, propensity, is_explored = _drawn(order, lists, facts.beliefs, facts.numbers)
    varied = np.flatnonzero(~_too_alike(order, lists, terms))
    rank = _places(lists.customer[order[varied]]) + 1
    best = rank <= rules.offers_max
    kept = varied[best]
    counts = {name: int((reason == place).sum()) for place, name in enumerate(LEFT_OUT)}
    counts |= {"too_alike": len(order) - len(varied), "beyond_the_best": len(varied) - len(kept)}
    left_out = {name: count for name, count in counts.items() if count}
    return Choice(order[kept], rank[best], propensity[kept], is_explored[kept], arm, chance, left_out)


def draw_numbers(customer_ids: pl.Series | Sequence[str], on: date, exploration: Exploration) -> Floats:
    """`(customers,)` in [0, 1): one number per customer, day and seed, always the same. Texts of a few cost less than a column of them."""
    drawn_on = f":{on}:{exploration.seed}"
    told = customer_ids + drawn_on if isinstance(customer_ids, pl.Series) else pl.Series([one + drawn_on for one in customer_ids])
    # A frame's rows are hashed where it stands; a column's hash is a query of its own, and wakes the threads that run queries.
    return uniform_of(pl.DataFrame([told]).hash_rows(exploration.seed).to_numpy())


def _left_out(lists: Shortlists, terms: Terms, facts: Facts, rules: OfferRules) -> NDArray[np.int8]:
    """Per row the place in `LEFT_OUT` of the first reason why it cannot be offered, or −1."""
    # An offer is for somebody if every rule that means it lets them.
    kept_from = np.zeros(len(lists.offer), dtype=np.bool_)
    for is_meant, may in zip(terms.is_meant, facts.may, strict=True):
        kept_from |= is_meant[lists.offer] & ~may[lists.customer]
    not_addressed = ~lists.is_addressed if rules.is_addressed_only else np.zeros_like(kept_from)
    found = [terms.is_lapsed[lists.offer], facts.is_gone[lists.offer], not_addressed, kept_from, facts.is_resting]
    return np.select(found, [np.int8(place) for place in range(len(found))], default=np.int8(-1))


def _drawn(order: Numbers, lists: Shortlists, beliefs: Beliefs, numbers: Floats) -> tuple[Numbers, Floats, Floats, Mask]:
    """The rows with each customer's drawn offer first; the chance of each row of `order`; and in the new order propensities and whether
    the row was drawn past a better one."""
    customer = lists.customer[order]
    begins = _begins(customer)
    place = _places(customer)
    run = np.cumsum(place == 0) - 1
    arms, scores = np.full((len(begins), int(place.max()) + 1), -1, dtype=np.int64), np.zeros((len(begins), int(place.max()) + 1))
    arms[run, place], scores[run, place] = lists.offer[order], lists.probability[order]
    chosen, chances = first_choice(arms, scores, numbers[customer[begins]], beliefs)
    chance, drawn = chances[run, place], chosen[run]
    is_chosen = place == drawn
    into = begins[run] + np.where(is_chosen, 0, place + (place < drawn))
    after, propensity, is_explored = np.empty_like(order), np.ones(len(order)), np.zeros(len(order), dtype=np.bool_)
    after[into] = order
    propensity[into[is_chosen]] = chance[is_chosen]
    is_explored[into] = is_chosen & (place > 0)
    return after, chance, propensity, is_explored


def _too_alike(order: Numbers, lists: Shortlists, terms: Terms) -> Mask:
    """Which rows, taken in order, come after as many of their kind as a customer may have."""
    too_alike = np.zeros(len(order), dtype=np.bool_)
    for most, kind_of_offer in terms.kinds:
        kind = kind_of_offer[lists.offer[order]]
        key = lists.customer[order] * (int(kind_of_offer.max(initial=0)) + 2) + kind
        together = np.argsort(key, kind="stable")
        place = np.empty_like(key)
        place[together] = _places(key[together])
        too_alike |= (kind >= 0) & (place >= most)
    return too_alike


def _begins(runs: Numbers) -> Numbers:
    """Where each run of the same number begins."""
    return np.flatnonzero(np.r_[True, runs[1:] != runs[:-1]]) if len(runs) else np.empty(0, dtype=np.int64)


def _places(runs: Numbers) -> Numbers:
    """The place of each within its run of the same number, from 0."""
    begins = _begins(runs)
    return np.arange(len(runs)) - np.repeat(begins, np.diff(np.r_[begins, len(runs)]))


def _meant(rule: OfferEligibility, offers: Offers) -> Mask:
    """Which offers the rule means: any of those it names, or all where it names none."""
    named = (
        (rule.offer_codes, offers.offer_codes),
        (rule.category_codes, offers.category_codes),
        (rule.campaign_ids, offers.campaign_ids),
    )
    asked = [(set(codes), of_offers) for codes, of_offers in named if codes]
    meant = [not asked or any(of_offers[place] in codes for codes, of_offers in asked) for place in range(len(offers.offer_codes))]
    return np.array(meant, dtype=np.bool_)


def _numbered(codes: Sequence[str | None]) -> Numbers:
    """A number for each different code; −1 for none."""
    known: dict[str, int] = {}
    return np.array([-1 if code is None else known.setdefault(code, len(known)) for code in codes], dtype=np.int64)
