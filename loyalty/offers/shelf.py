"""Puts a day's offers on the shelf: PostgreSQL in the caller's transaction, then Redis. Not here: reading (`lookup.py`)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import polars as pl
import pyarrow as pa
import redis
import structlog

from loyalty.cache import CacheUnavailable
from loyalty.database import Database, Work
from loyalty.offers import cached, store, store_known, store_online, store_outcomes
from loyalty.offers.decide import decide_offers
from loyalty.offers.defaults import DefaultOffers
from loyalty.offers.errors import OffersColumnMissing, OffersEmpty, OffersMixed, OffersOlder
from loyalty.offers.model import CacheFill, Shelved, StoredAnswer
from loyalty.offers.rules import OfferRules
from loyalty.row_contract import set_aside

FILL_BATCH = 1_000
RANK_MAX = 20
FIRST_ID = UUID(int=0)
ROW_COLUMNS = (
    *("customer_id", "as_of_on", "offer_rank", "offer_code", "title", "category_code", "score_probability"),
    *("campaign_id", "coupon_upc", "ends_on", "model_version", "scored_at"),
)

log = structlog.get_logger(__name__)


class OfferShelf:
    """The shelf. `replace` decides what is true; `fill_cache` makes it fast, after the commit and without a transaction."""

    def __init__(self, cache: redis.Redis | None, defaults: DefaultOffers, rules: OfferRules | None = None) -> None:
        self._cache = cache
        self._defaults = defaults
        self._rules = rules or OfferRules()

    def replace(self, on: date, rows: pa.Table, *, within: Work) -> Shelved:
        """Once the transaction commits, members are offered what `rows` say; until then, what they were offered before.

        Args:
            on: the day.
            rows: the model's shortlists, one row per customer and offer, as `ranked_offers` reads them. Rows of other days, without
                customer, offer or title, with a rank or probability out of bounds, doubled, or of customers who are no members, are set
                aside; then the rules decide, and what they leave out is counted by reason.
            within: the transaction.

        Raises:
            OffersOlder: a newer day stands on the shelf.
            OffersMixed: the rows come from more than one model or run.
            OffersEmpty: no row is left.
            OffersColumnMissing: `rows` lack a column.
        """
        _check_columns(rows)
        standing_on = store.lock_shelf(within)
        heard_through = store_outcomes.newest_outcome(within)
        if standing_on is not None and standing_on > on:
            raise OffersOlder(
                f"The shelf stands at {standing_on}; the offers of {on} are older and were not put there.",
                standing_on=standing_on.isoformat(),
                as_of_on=on.isoformat(),
            )
        sound, refused = set_aside(rows, broken_promises(on))
        if not sound.num_rows:
            raise _empty(on)
        model_version, scored_at = _origin(sound)
        store_known.sync_stock(self._rules, within)
        decided = decide_offers(pl.DataFrame(sound), self._rules, store_known.read_known(self._rules, scored_at, within), on=on)
        unknown_count = store.stage(decided.offers.to_arrow(), within)
        kept_count = decided.offers.height - unknown_count
        if not kept_count:
            raise _empty(on)
        generation, member_count = store.replace_all(on, model_version, scored_at, within)
        store.forget_decisions(on - timedelta(days=self._rules.kept_days), within)
        counted = refused | dict(decided.left_out) | ({"unknown_member": unknown_count} if unknown_count else {})
        return Shelved(on, generation, rows.num_rows, kept_count, member_count, counted, heard_through)

    def catch_up(self, shelved: Shelved, database: Database) -> None:
        """Answers that members gave while the shelf was being replaced count on the new one. Call it after the commit."""
        with database.begin() as work:
            store_outcomes.answer_again(shelved.heard_through, work)

    @property
    def rules(self) -> OfferRules:
        """What decides after the model."""
        return self._rules

    def put_candidates(self, candidates: pa.Table, histories: pa.Table, *, within: Work) -> None:
        """Offers can be ranked for one member at once: what may be offered, and what each customer has to do with it (`online.py`)."""
        store_online.replace_candidates(candidates, histories, within)

    def fill_cache(self, database: Database) -> CacheFill:
        """Everyone's answers are in Redis and the pointer is on them. Call it after the commit; calling it again is harmless.

        Redis down is no error: `is_complete` is false, the database answers, and lookups fill the cache up as they come.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer.
        """
        if self._cache is None:
            return CacheFill(None, 0, is_complete=False, reason="no cache is configured")
        try:
            return self._fill(self._cache, database)
        except CacheUnavailable as error:
            log.warning("offers_not_cached", reason=error.facts.get("reason"))
            return CacheFill(None, 0, is_complete=False, reason=str(error.facts.get("reason")))

    def _fill(self, cache: redis.Redis, database: Database) -> CacheFill:
        """Batch after batch, with no transaction open while Redis is written; a newer shelf ends it, for that one fills anew."""
        generation: int | None = None
        member_count, after = 0, FIRST_ID
        while answers := self._answers_after(after, database):
            if generation not in {None, answers[0].generation}:
                return CacheFill(generation, member_count, is_complete=False, reason="a newer shelf was put up meanwhile")
            generation, after = answers[0].generation, answers[-1].member_id
            cached.write(cache, answers)
            member_count += len(answers)
        if generation is None:
            return CacheFill(None, 0, is_complete=False, reason="the shelf is empty")
        cached.point_to(cache, generation)
        return CacheFill(generation, member_count, is_complete=True)

    def _answers_after(self, after: UUID, database: Database) -> list[StoredAnswer]:
        with database.begin() as work:
            return store.read_answers_after(after, self._defaults, work, limit=FILL_BATCH)


def broken_promises(on: date) -> dict[str, pl.Expr]:
    """Why a row cannot stand on the shelf, in order of precedence."""
    probability = pl.col("score_probability")
    return {
        "no_customer": pl.col("customer_id").is_null(),
        "other_day": pl.col("as_of_on").is_null() | (pl.col("as_of_on") != on),
        "no_offer": pl.any_horizontal(pl.col("offer_code", "title", "category_code").is_null()),
        "rank": pl.col("offer_rank").is_null() | ~pl.col("offer_rank").is_between(1, RANK_MAX),
        "probability": probability.is_null() | probability.is_nan() | ~probability.is_between(0.0, 1.0),
        "doubled": ~pl.struct("customer_id", "as_of_on", "offer_rank").is_first_distinct()
        | ~pl.struct("customer_id", "as_of_on", "offer_code").is_first_distinct(),
    }


def _empty(on: date) -> OffersEmpty:
    return OffersEmpty(f"No offer of {on} belongs to a member; the shelf stays as it is.", as_of_on=on.isoformat())


def _check_columns(rows: pa.Table) -> None:
    missing = [name for name in ROW_COLUMNS if name not in rows.schema.names]
    if missing:
        raise OffersColumnMissing(f"The ranked offers lack {', '.join(missing)}; score the day anew.", missing=missing)


def _origin(rows: pa.Table) -> tuple[str, datetime]:
    """The one model and instant the rows come from; an instant from the warehouse is UTC without a zone."""
    origins = pl.DataFrame(rows.select(["model_version", "scored_at"])).unique().rows()
    if len(origins) != 1 or None in origins[0]:
        versions = sorted({str(version) for version, _ in origins})
        raise OffersMixed(f"The offers come from {len(origins)} models or runs; a shelf has one.", model_versions=versions)
    version, scored_at = origins[0]
    return version, scored_at.replace(tzinfo=UTC) if scored_at.tzinfo is None else scored_at
