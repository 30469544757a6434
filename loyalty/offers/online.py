"""Offers for members whom the last publication did not rank, computed when they are asked for. Not here: SQL, the model, the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

import numpy as np
import structlog
from numpy.typing import NDArray

from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.errors import LoyaltyError
from loyalty.features import FeatureStore
from loyalty.offers import store, store_known, store_online
from loyalty.offers.choice import Choice, Facts, Numbers, Shortlists, Terms, choose, draw_numbers, terms_of
from loyalty.offers.defaults import DefaultOffers
from loyalty.offers.exploring import Beliefs, Floats
from loyalty.offers.model import ByMemberId, StoredAnswer
from loyalty.offers.reasons import REASON_COLUMNS, reason_codes
from loyalty.offers.rules import OfferRules
from loyalty.offers.store_online import Candidates, Computed, ComputedOffer, Standing, Waiting

log = structlog.get_logger(__name__)

_Known = tuple[Waiting, Mapping[str, object]]


class ToRank(NamedTuple):
    """Customers and the offers among which to choose: `(customers × offers,)` columns, customer by customer, NaN where a value is not
    known; and each customer's features by name."""

    of_offers: Mapping[str, Floats]
    customers: Sequence[Mapping[str, object]]
    offer_count: int


class Shortlist(NamedTuple):
    """The best candidates, `(rows,)` each, customer by customer, best first: whose and which (places in what was asked), rank, chance."""

    model_version: str
    customer: Numbers
    offer: Numbers
    rank: NDArray[np.int32]
    probability: Floats


class Ranker(Protocol):
    """The model, as far as this room needs it."""

    def shortlist(self, asked: ToRank) -> Shortlist | None:
        """The best candidates of each customer, as the nightly batch ranks them; None: no model serves."""
        ...


@dataclass(frozen=True, slots=True)
class _Day:
    """What is the same for everybody while a shelf stands."""

    head: store.Head
    candidates: Candidates
    terms: Terms
    beliefs: Beliefs | None


class OfferComputer:
    """Puts offers on the shelf for members who have none. What it cannot do costs nothing: the tier's own offers are shown instead."""

    def __init__(self, database: Database, features: FeatureStore, ranker: Ranker, rules: OfferRules, clock: Clock) -> None:
        self._database, self._features, self._ranker, self._rules, self._clock = database, features, ranker, rules, clock
        self._day: _Day | None = None

    def compute(self, member_ids: Sequence[UUID], defaults: DefaultOffers) -> dict[UUID, StoredAnswer]:
        """Those of the members who had no offers and of whom enough is known have some now, as the next publication would give them.

        The same model, rules and log as in the nightly run, on the features and candidates of the day on the shelf; never a mix of days.
        Returns the members' answers as they stand then, or nothing where nobody was helped. Raises nothing of its own: a part that is
        away is logged, and nobody is computed.
        """
        try:
            return self._compute(member_ids, defaults)
        except LoyaltyError as error:
            log.warning("offers_not_computed", code=error.code, reason=error.message, members=len(member_ids))
            return {}

    def _compute(self, member_ids: Sequence[UUID], defaults: DefaultOffers) -> dict[UUID, StoredAnswer]:
        # Before the transaction: the feature store has one of its own, and may ask the warehouse.
        features = self._features.read(member_ids)
        now = self._clock.now()
        with self._database.begin_lean() as work:
            standing = store_online.hold_and_read(member_ids, self._rules, now, work)
            if standing is None:
                return {}
            day = self._day_of(standing.head, work)
            known = [
                (waiting, found.values)
                for waiting in standing.waiting
                if (found := features.get(waiting.member_id)) is not None
                and found.values is not None
                and found.as_of_on == standing.head.as_of_on
            ]
            if known and day.candidates.offers.offer_codes:
                model_version, offers = self._ranked(known, standing, day)
                store_online.add(offers, standing.head, Computed(model_version, now), work)
            # Whoever has offers by now, from us or from another who was first.
            answers = store.last_answers([ByMemberId(one) for one in member_ids], defaults, work)
            return {stored.member_id: stored for stored in answers.values()}

    def _ranked(self, known: Sequence[_Known], standing: Standing, day: _Day) -> tuple[str, list[ComputedOffer]]:
        """What the model and the rules make of these members, and which model that was; nothing, where none serves."""
        waiting = [one for one, _ in known]
        of_offers = store_online.columns_for(waiting, day.candidates)
        count = len(day.candidates.offers.offer_codes)
        best = self._ranker.shortlist(ToRank(of_offers, [values for _, values in known], count))
        if best is None:
            return "", []
        row = best.customer * count + best.offer
        is_addressed = of_offers["is_in_campaign"][row] != 0
        lists = Shortlists(best.customer, best.offer, best.rank.astype(np.int64), best.probability, is_addressed)
        choice = choose(lists, day.terms, _facts(waiting, lists, standing, day, self._rules), self._rules)
        reasons = reason_codes({name: of_offers[name][row[choice.row]] for name in REASON_COLUMNS})
        return best.model_version, _computed(waiting, lists, choice, reasons, day.candidates.offers.offer_codes)

    def _day_of(self, head: store.Head, work: Work) -> _Day:
        """What goes with the shelf that stands. Evidence counts as it stood when the day began here, as for the night's."""
        day = self._day
        if day is None or day.head != head:
            candidates = store_online.read_candidates(work)
            beliefs = None
            if day is not None and day.head.as_of_on == head.as_of_on and day.candidates.offers == candidates.offers:
                beliefs = day.beliefs
            elif self._rules.exploration.share > 0:
                evidence = store_known.read_evidence(self._rules, self._clock.now(), work)
                beliefs = Beliefs(candidates.offers.offer_codes, evidence, self._rules.exploration)
            day = _Day(head, candidates, terms_of(candidates.offers, self._rules, head.as_of_on), beliefs)
            self._day = day
        return day


def _facts(waiting: Sequence[Waiting], lists: Shortlists, standing: Standing, day: _Day, rules: OfferRules) -> Facts:
    codes = day.candidates.offers.offer_codes
    pairs = zip(lists.customer.tolist(), lists.offer.tolist(), strict=True)
    return Facts(
        is_gone=np.array([code in standing.gone for code in codes], dtype=np.bool_),
        is_resting=np.array([(waiting[who].member_id, codes[what]) in standing.resting for who, what in pairs], dtype=np.bool_),
        may=[np.array([one.member_id in allowed for one in waiting], dtype=np.bool_) for allowed in standing.allowed],
        beliefs=day.beliefs,
        numbers=draw_numbers([one.customer_id for one in waiting], day.head.as_of_on, rules.exploration),
    )


def _computed(
    waiting: Sequence[Waiting], lists: Shortlists, choice: Choice, reasons: Sequence[str], codes: Sequence[str]
) -> list[ComputedOffer]:
    arms = _arms(lists, choice, codes)
    columns = (lists.customer[choice.row], choice.rank, lists.offer[choice.row], lists.probability[choice.row], choice.is_explored)
    return [
        ComputedOffer(
            member_id=waiting[who].member_id,
            offer_rank=rank,
            offer_code=codes[what],
            score_probability=probability,
            policy_code="EXPLORE" if is_explored else "BEST",
            propensity=propensity,
            reason_code=reason,
            arms=arms.get(who) if rank == 1 else None,
        )
        for who, rank, what, probability, is_explored, propensity, reason in zip(
            *(column.tolist() for column in (*columns, choice.propensity)), reasons, strict=True
        )
    ]


def _arms(lists: Shortlists, choice: Choice, codes: Sequence[str]) -> dict[int, list[dict[str, object]]]:
    """Each customer's draw, as `decide.arms_of` writes it for everybody; a frame would cost more than all the rest of the choice."""
    found: dict[int, list[dict[str, object]]] = {}
    columns = (lists.customer[choice.arm], lists.offer[choice.arm], lists.probability[choice.arm], choice.chance)
    for who, what, score, chance in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault(who, []).append({"offer_code": codes[what], "score": score, "propensity": chance})
    return found
