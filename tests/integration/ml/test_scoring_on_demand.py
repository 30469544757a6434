"""One member at a time, in the service: the same features, scores and offers as the nightly batch gives, for every member; and how old."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database, Work
from loyalty.features import load_catalogue
from loyalty.features.publish import publish_features
from loyalty.offers import OfferComputer, OfferRules, OfferShelf
from loyalty.offers.rules import Diversity, Exploration
from loyalty.offers.store import lock_shelf
from loyalty.offers.store_online import HISTORY_KINDS, histories_of
from loyalty.scores import publish_scores
from ml.churn.score import score_churn
from ml.next_best_offer.features import CUSTOMER_FEATURES
from ml.next_best_offer.score import score_offers
from ml.registry import ModelStore
from tests.support.models import TEST_DAY
from tests.support.offers import DEFAULTS
from tests.support.service import Service, running_service

pytestmark = pytest.mark.slow
AT = datetime(2017, 8, 14, 3, 59, 59, tzinfo=UTC)
LOADED_AT = datetime(2017, 8, 14, 3, 0, tzinfo=UTC)
COUNT = 60
NAMES = [str(number) for number in range(COUNT)]
RULES = OfferRules(diversity=Diversity(per_department_max=1), exploration=Exploration(share=0.3))
KINDS: dict[str, Any] = {"integer": pl.Int64, "number": pl.Float64, "text": pl.String, "boolean": pl.Boolean, "date": pl.Date}


@pytest.fixture
def service(database: Database, store: ModelStore, redis_url: str) -> Iterator[Service]:
    with running_service(database, members=NAMES, models=store, redis_url=redis_url, offer_rules=RULES, default_offers=DEFAULTS) as running:
        running.clock.turn_to(AT)
        running.wiring.scoring.look()
        yield running


@pytest.fixture
def marts(churn_rows: tuple[pa.Table, pa.Table], offer_rows: tuple[pa.Table, pa.Table]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The day's profile, candidates, and customer and offer rows, as the warehouse has them; both kinds of rows agree on the customer."""
    wanted = pl.col("customer_id").is_in(NAMES)
    of_customer = pl.DataFrame(of_day(churn_rows[0])).filter(wanted)
    of_offer = pl.DataFrame(of_day(offer_rows[0])).filter(wanted)
    shared = [feature.name for feature in CUSTOMER_FEATURES]
    of_offer = of_offer.drop(shared).join(of_customer.select("customer_id", *shared), on="customer_id", how="left", maintain_order="left")
    integers = [name for name, kind in HISTORY_KINDS.items() if kind is pl.Int64]
    of_offer = of_offer.with_columns(pl.col(integers).round().cast(pl.Int64))
    profile = of_customer.select(
        "customer_id",
        "as_of_on",
        *(
            (pl.col(feature.name) if feature.name in of_customer.columns else pl.lit(None)).cast(KINDS[feature.kind]).alias(feature.name)
            for feature in load_catalogue()
        ),
    )
    candidates = (
        of_offer.select("offer_code", "category_popularity_share_84d")
        .unique(maintain_order=True)
        .with_columns(
            title=pl.col("offer_code"),
            category_code=pl.col("offer_code"),
            department_code=pl.concat_str(pl.lit("D"), pl.col("offer_code").str.slice(5, 1)),
            campaign_id=pl.lit("18"),
            coupon_upc=pl.lit("1"),
            ends_on=pl.lit(TEST_DAY + timedelta(days=9)),
        )
    )
    return profile, candidates, of_offer


def of_day(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.equal(rows["as_of_on"], pa.scalar(TEST_DAY)))


def publish(service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame], *, scores: bool = True) -> None:
    profile, candidates, of_offer = marts
    clock = TurnedClock(AT)
    if scores:
        profile = with_scores(service, profile)
    with service.database.begin() as work:
        publish_features(profile.to_arrow(), load_catalogue(), as_of_on=TEST_DAY, loaded_at=LOADED_AT, within=work, clock=clock)
    if scores:
        rows = profile.with_columns(
            qualifying_minor=pl.lit(None, pl.Int64), model_version=pl.lit("churn-2017-08-13.1"), scored_at=pl.lit(AT.replace(tzinfo=None))
        )
        with service.database.begin() as work:
            publish_scores(rows.to_arrow(), as_of_on=TEST_DAY, within=work)
    ranked = score_offers(service.wiring.models.champion("next-best-offer").model, of_offer.to_arrow(), scored_at=AT).rows  # type: ignore[union-attr]
    joined = (
        pl.DataFrame(ranked)
        .join(candidates, on="offer_code", how="left")
        .join(of_offer.select("customer_id", "offer_code", *HISTORY_KINDS), on=["customer_id", "offer_code"], how="left")
    )
    shelf = OfferShelf(None, DEFAULTS, RULES)
    with service.database.begin() as work:
        shelf.replace(TEST_DAY, joined.to_arrow(), within=work)
        histories = of_offer.select("customer_id", "offer_code", *HISTORY_KINDS).to_arrow()
        shelf.put_candidates(candidates.to_arrow(), histories_of(histories), within=work)


def with_scores(service: Service, profile: pl.DataFrame) -> pl.DataFrame:
    """The profile as the night leaves it: with churn, its reasons, and what is expected of each customer."""
    model = service.wiring.models
    assert model is not None
    scored = pl.DataFrame(score_churn(model.champion("churn").model, profile.to_arrow(), scored_at=AT).rows)
    found = scored.select("customer_id", *(name for name in scored.columns if name.startswith("churn_")))
    joined = profile.drop(found.columns[1:]).join(found, on="customer_id", how="left", maintain_order="left").select(profile.columns)
    return joined.with_columns(alive_probability=pl.lit(0.75), expected_purchases_84d=pl.lit(6.5), expected_spend_minor_84d=pl.lit(12_345))


def shelf_of(service: Service) -> list[tuple[Any, ...]]:
    query = """select m.external_id, o.offer_rank, o.offer_code, o.score_probability, o.policy_code, o.reason_code, o.offer_id
        from member_offers o join members m on m.id = o.member_id order by 1, 2"""
    with service.database.begin() as work:
        return [tuple(row) for row in work.exec_driver_sql(query)]


def drawn_in(work: Work) -> list[tuple[Any, ...]]:
    """Among what each first offer was drawn, with which chances, to as many places as LiteRT's batches agree on."""
    query = """
        select d.offer_id, a.arm ->> 'offer_code', round((a.arm ->> 'score')::numeric, 5), round((a.arm ->> 'propensity')::numeric, 5)
        from offer_decisions d, json_array_elements(d.arms) with ordinality a (arm, place)
        order by d.offer_id, a.place
    """
    return [tuple(row) for row in work.exec_driver_sql(query)]


def test_offers_computed_when_asked_are_those_of_the_night_for_every_member(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    publish(service, marts)
    nightly = shelf_of(service)
    assert len(nightly) == COUNT * 5
    assert {row[4] for row in nightly} == {"BEST", "EXPLORE"}
    assert len({row[5] for row in nightly}) >= 3
    with service.database.begin() as work:
        before = dict(work.exec_driver_sql("select offer_id, propensity from offer_decisions").tuples().all())
        drawn = drawn_in(work)
        work.exec_driver_sql("delete from member_offers")
        work.exec_driver_sql("update offer_shelf set member_count = 0, offer_count = 0, generation = generation + 1")
    answer = service.client.post("/v1/offers:batch", json={"member_ids": NAMES[: COUNT // 2]})
    assert {item["answer"]["source"] for item in answer.json()["items"]} == {"database"}
    for name in NAMES[COUNT // 2 :]:
        assert service.client.get(f"/v1/members/{name}/offers").json()["model_version"] == "next-best-offer-2017-08-13.1"
    computed = shelf_of(service)
    assert [row[:3] + row[4:] for row in computed] == [row[:3] + row[4:] for row in nightly]
    # LiteRT's float32 may differ in the last place between batches.
    assert np.abs(np.array([row[3] for row in computed]) - np.array([row[3] for row in nightly])).max() <= 1e-6
    with service.database.begin() as work:
        after = dict(work.exec_driver_sql("select offer_id, propensity from offer_decisions").tuples().all())
        assert drawn_in(work) == drawn
        assert len(drawn) >= COUNT
        assert [result.code for result in run_checks(work) if not result.is_kept] == []
    assert before.keys() == after.keys()
    assert max(abs(before[one] - after[one]) for one in before) < 1e-6
    assert service.client.get(f"/v1/members/{NAMES[0]}/offers").json()["source"] == "cache"


def test_a_crowd_that_asks_for_the_same_members_is_answered_alike_and_each_is_decided_once(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    publish(service, marts)
    with service.database.begin() as work:
        ids = list(work.exec_driver_sql("select id from members order by id").scalars())
        work.exec_driver_sql("delete from member_offers")
        work.exec_driver_sql("delete from offer_decisions")
        work.exec_driver_sql("update offer_shelf set member_count = 0, offer_count = 0, generation = generation + 1")
    wiring = service.wiring
    computer = OfferComputer(service.database, wiring.features, wiring.scoring, RULES, service.clock)
    # Overlapping groups, so that many wait for the same members and for others'.
    groups = [[ids[(start + step) % COUNT] for step in range(20)] for start in range(0, COUNT, 5)] * 2
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda group: computer.compute(group, DEFAULTS), groups))
    told: dict[Any, set[bytes]] = {}
    for group, found in zip(groups, answers, strict=True):
        assert found.keys() == set(group)
        for member_id, stored in found.items():
            told.setdefault(member_id, set()).add(stored.answer.body)
    assert {len(bodies) for bodies in told.values()} == {1}
    assert len(shelf_of(service)) == COUNT * 5
    with service.database.begin() as work:
        assert work.exec_driver_sql("select count(*) from offer_decisions").scalar_one() == COUNT * 5
        assert [result.code for result in run_checks(work) if not result.is_kept] == []


def test_nobody_is_computed_while_the_shelf_is_being_replaced(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    publish(service, marts)
    with service.database.begin() as work:
        work.exec_driver_sql("delete from member_offers")
        work.exec_driver_sql("update offer_shelf set member_count = 0, offer_count = 0, generation = generation + 1")
    with service.database.begin() as replacing:
        lock_shelf(replacing)
        assert service.client.get(f"/v1/members/{NAMES[0]}/offers").json()["source"] == "default"
    assert shelf_of(service) == []


def test_a_member_without_features_or_a_model_gets_the_tiers_offers(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    profile, candidates, of_offer = marts
    publish(service, (profile.filter(pl.col("customer_id") != "5"), candidates, of_offer.filter(pl.col("customer_id") != "5")))
    assert service.client.get("/v1/members/5/offers").json()["source"] == "default"
    service.wiring.scoring._models.clear()
    with service.database.begin() as work:
        work.exec_driver_sql("delete from member_offers")
    assert service.client.get("/v1/members/6/offers").json()["source"] == "default"


def test_a_score_worked_out_now_is_the_nights_for_every_member(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    publish(service, marts)
    reasons = set[str]()
    for name in NAMES:
        published, computed = (service.client.get(f"/v1/members/{name}/scores?anew={anew}").json() for anew in ("false", "true"))
        assert (published["source"], computed["source"]) == ("published", "computed")
        assert computed["churn"]["model_version"] == published["churn"]["model_version"] == "churn-2017-08-13.1"
        assert abs(computed["churn"]["probability"] - published["churn"]["probability"]) <= 1e-6
        assert (computed["as_of_on"], computed["data_until"]) == ("2017-08-13", "2017-08-14T03:00:00Z")
        assert computed["churn"]["reasons"] == published["churn"]["reasons"]
        expected = {"alive_probability": 0.75, "expected_purchases_84d": 6.5, "expected_spend_minor_84d": 12_345}
        assert computed["lifetime_value"] == published["lifetime_value"] == expected
        reasons |= {reason["in_words"]["en"].rpartition(": ")[2] for reason in published["churn"]["reasons"]}
    assert reasons == {"raises the churn risk", "lowers the churn risk"}


def test_scores_older_than_asked_for_are_refused_with_their_age(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    publish(service, marts)
    service.clock.turn_to(LOADED_AT + timedelta(hours=5))
    young = service.client.get("/v1/members/1/scores?not_older_than=18000")
    assert (young.status_code, young.json()["age_seconds"]) == (200, 18_000.0)
    old = service.client.get("/v1/members/1/scores?not_older_than=17999")
    assert (old.status_code, old.json()["code"]) == (409, "SCORES_TOO_OLD")
    assert (old.json()["facts"]["age_seconds"], old.json()["facts"]["as_of_on"]) == (18_000.0, "2017-08-13")
    assert service.client.get("/v1/members/1/scores?not_older_than=-1").status_code == 422


def test_a_member_whom_the_night_did_not_score_is_scored_when_asked(
    service: Service, marts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    publish(service, marts, scores=False)
    answer = service.client.get("/v1/members/1/scores").json()
    assert (answer["source"], answer["churn"]["model_version"]) == ("computed", "churn-2017-08-13.1")
    assert 0.0 <= answer["churn"]["probability"] <= 1.0
    service.wiring.scoring._models.clear()
    assert service.client.get("/v1/members/1/scores").json()["source"] == "none"
