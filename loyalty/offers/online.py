"""Offers for members whom the last publication did not rank, computed when they are asked for. Not here: SQL, the model, the rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import polars as pl
import pyarrow as pa
import structlog

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.features import FeatureStore, MemberFeatures
from loyalty.offers import store, store_known, store_online
from loyalty.offers.decide import decide_offers
from loyalty.offers.rules import OfferRules

_KINDS: dict[str, Any] = {"integer": pl.Int64, "number": pl.Float64, "text": pl.String, "boolean": pl.Boolean}

log = structlog.get_logger(__name__)


class Ranker(Protocol):
    """The model, as far as this room needs it."""

    def shortlist(self, rows: pa.Table, *, scored_at: datetime) -> pa.Table | None:
        """The best candidates of each customer in the shape of `scores.offers`, out of rows of `marts.customer_offer_features` beside
        their customer's features; None: no model serves."""
        ...


class OfferComputer:
    """Puts offers on the shelf for members who have none. What it cannot do costs nothing: the tier's own offers are shown instead."""

    def __init__(self, database: Database, features: FeatureStore, ranker: Ranker, rules: OfferRules, clock: Clock) -> None:
        self._database, self._features, self._ranker, self._rules, self._clock = database, features, ranker, rules, clock
        self._candidates: tuple[int, pl.DataFrame] | None = None

    def compute(self, member_ids: Sequence[UUID]) -> int:
        """Those of the members who had no offers and of whom enough is known have some now, as the next publication would give them.

        The same model, rules and log as in the nightly run, on the features and candidates of the day on the shelf; never a mix of days.
        Returns how many. Raises nothing of its own: a part that is away is logged, and nobody is computed.
        """
        try:
            return self._compute(member_ids)
        except LoyaltyError as error:
            log.warning("offers_not_computed", code=error.code, reason=error.message, members=len(member_ids))
            return 0

    def _compute(self, member_ids: Sequence[UUID]) -> int:
        with self._database.begin() as work:
            head = store.read_head(work)
            if head is None:
                return 0
            if self._candidates is None or self._candidates[0] != head.generation:
                self._candidates = head.generation, store_online.read_candidates(work)
            candidates = self._candidates[1]
            waiting = store_online.read_waiting(member_ids, work) if candidates.height else []
        if not waiting:
            return 0
        # Outside of any transaction: the feature store has one of its own, and may ask the warehouse.
        found = self._features.read([one.member_id for one in waiting])
        known = [(one, found[one.member_id]) for one in waiting if _is_of(found.get(one.member_id), head)]
        now = self._clock.now()
        rows = store_online.rows_for([one for one, _ in known], candidates, head.as_of_on)
        rows = rows.join(_of_customers(self._features, known), on="customer_id", how="left", maintain_order="left")
        scored = self._ranker.shortlist(rows.to_arrow(), scored_at=now) if known else None
        if scored is None or not scored.num_rows:
            return 0
        shortlist = pl.DataFrame(scored).join(rows.drop("as_of_on"), on=["customer_id", "offer_code"], how="left", maintain_order="left")
        model_version = str(scored["model_version"][0].as_py())
        with self._database.begin() as work:
            facts = store_known.read_known(self._rules, now, work, customer_ids=[one.customer_id for one, _ in known])
            decided = decide_offers(shortlist, self._rules, facts, on=head.as_of_on).offers
            return store.add([one.member_id for one, _ in known], decided.to_arrow(), head, store.Computed(model_version, now), work)


def _is_of(found: MemberFeatures | None, head: store.Head) -> bool:
    return found is not None and found.values is not None and found.as_of_on == head.as_of_on


def _of_customers(features: FeatureStore, known: Sequence[tuple[store_online.Waiting, MemberFeatures]]) -> pl.DataFrame:
    """Each member's features, one row per member."""
    columns = [
        pl.Series(feature.name, [(answer.values or {}).get(feature.name) for _, answer in known], dtype=_KINDS[feature.kind])
        for feature in features.catalogue
        if feature.kind in _KINDS
    ]
    return pl.DataFrame([pl.Series("customer_id", [one.customer_id for one, _ in known], dtype=pl.String), *columns])
