"""A member's features: from Redis, the database or the warehouse, always the same values, whatever of them is down, empty or old."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import redis
from sqlalchemy import event

from khaywe.local.ports import free_port
from loyalty.cache import CacheBreaker, connect_cache
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import FeaturesEmpty, FeaturesOlder, cached
from loyalty.features.errors import FeaturesColumnMissing
from loyalty.features.publish import publish_features
from loyalty.features.store import FeatureStore
from loyalty.ids import new_id
from tests.support.features import CATALOGUE, DAY, LOADED_AT, PUBLISHED_AT, CountedWarehouse, a_row, publish, rows_of
from tests.support.offers import enrol_customers

NOW = datetime(2017, 11, 1, 12, 0, tzinfo=UTC)
ANN = {
    "recency_days": 3,
    "churn_probability": 0.1,
    "favourite_department_code": "GROCERY",
    "has_redeemed_coupon": True,
    "last_purchase_on": "2017-10-28",
}


class Counting:
    """How many statements reached the published rows."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database.engine, "before_cursor_execute", self._hear)

    def _hear(self, *told: Any) -> None:
        if "from member_features_now" in told[2]:
            self.count += 1


@pytest.fixture
def cache(redis_url: str) -> Iterator[redis.Redis]:
    with connect_cache(redis_url) as client:
        yield client


@pytest.fixture
def members(database: Database) -> dict[str, UUID]:
    return {name: member.id for name, member in enrol_customers(database, "1", "2", "3").items()}


@pytest.fixture
def store(database: Database, cache: redis.Redis, members: dict[str, UUID]) -> FeatureStore:
    publish(database, a_row("1"), a_row("2", recency_days=9, churn_probability=None, favourite_department_code=None))
    return FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache)


def test_the_first_answer_comes_from_the_database_and_the_next_from_the_cache(store: FeatureStore, members: dict[str, UUID]) -> None:
    first, second = store.read_one(members["1"]), store.read_one(members["1"])
    assert first is not None
    assert second is not None
    assert (first.source, second.source) == ("database", "cache")
    assert first.values == second.values == ANN
    assert list(second.values or {}) == list(CATALOGUE.features), "in the catalogue's order"
    assert (second.as_of_on, second.loaded_at) == (DAY, LOADED_AT)
    assert second.age_seconds(NOW) == (NOW - LOADED_AT).total_seconds()


def test_a_batch_is_one_round_trip_each_way(store: FeatureStore, members: dict[str, UUID], database: Database, cache: redis.Redis) -> None:
    store.read([members["1"]])
    counted = Counting(database)
    before = cache.info("commandstats").get("cmdstat_eval", {"calls": 0})["calls"]
    found = store.read([members["1"], members["2"], members["3"], new_id()])
    assert {name: found[one].source for name, one in members.items()} == {"1": "cache", "2": "database", "3": "none"}
    assert len(found) == 3, "who is no member is not in the answer"
    assert counted.count == 1
    assert cache.info("commandstats")["cmdstat_eval"]["calls"] - before == 2, "one look, one refill"


def test_a_thousand_members_are_read_in_one_round_trip(database: Database, cache: redis.Redis) -> None:
    names = [str(number) for number in range(1_000)]
    members = enrol_customers(database, *names)
    publish(database, *(a_row(name, recency_days=int(name)) for name in names))
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache)
    ids = [members[name].id for name in names]
    store.read(ids)
    before = cache.info("commandstats")["cmdstat_eval"]["calls"]
    found = store.read(ids)
    assert cache.info("commandstats")["cmdstat_eval"]["calls"] - before == 1
    assert [(found[one].values or {})["recency_days"] for one in ids] == list(range(1_000))
    assert {answer.source for answer in found.values()} == {"cache"}


def test_one_reader_refills_while_others_wait(store: FeatureStore, members: dict[str, UUID], database: Database) -> None:
    counted = Counting(database)
    started = threading.Barrier(24)
    answers = list[Any]()

    def ask() -> None:
        started.wait()
        answers.append(store.read_one(members["1"]))

    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.values for answer in answers] == [ANN] * 24
    assert counted.count == 1, "everybody else waited"


def test_a_reader_that_dies_while_refilling_holds_nobody_up_for_long(
    store: FeatureStore, members: dict[str, UUID], cache: redis.Redis
) -> None:
    looked = cached.look(cache, [members["1"]])
    assert list(looked.ours) == [members["1"]], "and is never refilled"
    answer = store.read_one(members["1"])
    assert answer is not None
    assert (answer.values, answer.source) == (ANN, "database")


def test_a_publish_is_seen_at_once_by_all_and_never_mixed(store: FeatureStore, members: dict[str, UUID], database: Database) -> None:
    store.read(members.values())
    published = publish(database, a_row("1", recency_days=4, as_of_on=DAY + timedelta(1)), on=DAY + timedelta(1))
    before = store.read_one(members["1"])
    assert before is not None
    assert (before.as_of_on, (before.values or {})["recency_days"]) == (DAY, 3), "until readers are pointed to it"
    assert store.point_to(published.generation)
    after = store.read_one(members["1"])
    assert after is not None
    assert (after.as_of_on, (after.values or {})["recency_days"]) == (DAY + timedelta(1), 4)
    gone = store.read_one(members["2"])
    assert gone is not None
    assert gone.values is None, "not in the new build, so not out of the old one"


def test_a_publish_that_redis_did_not_hear_is_found_out(database: Database, cache: redis.Redis, members: dict[str, UUID]) -> None:
    publish(database, a_row("1"))
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache, recheck_seconds=0)
    store.read([members["1"]])
    publish(database, a_row("1", recency_days=8))
    answer = store.read_one(members["1"])
    assert answer is not None
    assert (answer.values or {})["recency_days"] == 8


def test_the_pointer_never_goes_back(store: FeatureStore, cache: redis.Redis) -> None:
    store.point_to(7)
    store.point_to(3)
    assert cache.get(cached.POINTER) == b"7"


def test_a_member_whom_an_event_changed_is_read_anew(store: FeatureStore, members: dict[str, UUID], database: Database) -> None:
    store.read(members.values())
    _rewrite(database, members["1"], recency_days=0)
    assert store.forget([members["1"]])
    found = store.read([members["1"], members["2"]])
    assert (found[members["1"]].source, (found[members["1"]].values or {})["recency_days"]) == ("database", 0)
    assert found[members["2"]].source == "cache"


def test_a_refill_that_began_before_the_event_does_not_bring_the_old_value_back(
    store: FeatureStore, members: dict[str, UUID], database: Database, cache: redis.Redis
) -> None:
    one = members["1"]
    looked = cached.look(cache, [one])
    with database.begin() as work:
        from loyalty.features import rows as shelf
        from loyalty.features.online import Stored

        row = shelf.read_rows([one], work)[one]
    assert row.head is not None
    _rewrite(database, one, recency_days=0)
    store.forget([one])
    cached.keep(cache, looked.token, {one: Stored(row.head, row.values, "database")})
    answer = store.read_one(one)
    assert answer is not None
    assert (answer.values or {})["recency_days"] == 0


def test_while_redis_cannot_be_told_it_is_not_asked_either(database: Database, members: dict[str, UUID], redis_url: str) -> None:
    publish(database, a_row("1"))
    with connect_cache(redis_url) as cache:
        flaky = Flaky(cache)
        store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=flaky, breaker=CacheBreaker(wait_seconds=0.01))  # type: ignore[arg-type]
        store.read([members["1"]])
        _rewrite(database, members["1"], recency_days=0)
        flaky.is_down = True
        assert not store.forget([members["1"]])
        flaky.is_down = False
        answer = store.read_one(members["1"])
        assert answer is not None
        assert (answer.values or {})["recency_days"] == 0


class Flaky:
    """A Redis that is there and not there."""

    def __init__(self, cache: redis.Redis) -> None:
        self._cache = cache
        self.is_down = False

    def eval(self, *told: Any) -> Any:
        if self.is_down:
            raise redis.ConnectionError("down")
        return self._cache.eval(*told)


def test_without_redis_the_answers_are_the_same(database: Database, members: dict[str, UUID], store: FeatureStore) -> None:
    with connect_cache(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=0.2) as dead:
        for other in (FeatureStore(database, CATALOGUE, TurnedClock(NOW)), FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=dead)):
            found = other.read(members.values())
            assert {one: answer.values for one, answer in found.items()} == {
                one: answer.values for one, answer in store.read(members.values()).items()
            }
            assert found[members["1"]].source == "database"


def test_a_flushed_redis_is_filled_again(store: FeatureStore, members: dict[str, UUID], cache: redis.Redis) -> None:
    store.read([members["1"]])
    cache.flushall()
    first, second = store.read_one(members["1"]), store.read_one(members["1"])
    assert first is not None
    assert second is not None
    assert (first.source, second.source) == ("database", "cache")
    assert first.values == second.values == ANN


def test_values_lapse_after_an_hour_and_not_all_at_once(store: FeatureStore, members: dict[str, UUID], cache: redis.Redis) -> None:
    store.read(members.values())
    lasting = [cache.pttl(key) / 1000 for key in cache.scan_iter(f"{cached.PREFIX}*")]
    assert len(lasting) == 2
    assert all(0.89 * 3600 < seconds <= 1.1 * 3600 for seconds in lasting)
    head = store.read_one(members["1"])
    assert head is not None
    from loyalty.features.online import ShelfHead, Stored

    stored = Stored(ShelfHead(1, DAY, None, NOW), b"{}", "database")
    assert len({cached.lasting_ms(stored) for _ in range(50)}) > 40


def test_whom_the_night_did_not_know_the_warehouse_tells(database: Database, cache: redis.Redis, members: dict[str, UUID]) -> None:
    publish(database, a_row("1"))
    warehouse = CountedWarehouse(a_row("1"), a_row("2", recency_days=9), a_row("2", as_of_on=date(2017, 10, 30)))
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache, warehouse=warehouse)
    found = store.read(members.values())
    assert {name: found[one].source for name, one in members.items()} == {"1": "database", "2": "warehouse", "3": "none"}
    assert (found[members["2"]].values or {})["recency_days"] == 9
    assert found[members["2"]].as_of_on == DAY, "of the same day as everybody else"
    asked = warehouse.asked
    again = store.read(members.values())
    assert {name: again[one].source for name, one in members.items()} == {"1": "cache", "2": "cache", "3": "none"}
    assert warehouse.asked == asked, "that nothing is known is kept too, for a minute"


def test_before_the_first_publish_the_warehouse_answers(database: Database, cache: redis.Redis, members: dict[str, UUID]) -> None:
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache, warehouse=CountedWarehouse(a_row("1")))
    answer = store.read_one(members["1"])
    assert answer is not None
    assert (answer.source, answer.values, answer.as_of_on) == ("warehouse", ANN, DAY)
    publish(database, a_row("1", recency_days=5))
    store.point_to(1)
    now = store.read_one(members["1"])
    assert now is not None
    assert (now.values or {})["recency_days"] == 5


def test_with_the_warehouse_away_the_others_are_answered_and_nothing_is_kept(
    database: Database, cache: redis.Redis, members: dict[str, UUID]
) -> None:
    publish(database, a_row("1"))
    warehouse = CountedWarehouse(a_row("2"))
    warehouse.is_away = True
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache, warehouse=warehouse)
    found = store.read([members["1"], members["2"]])
    assert found[members["1"]].values == ANN
    assert (found[members["2"]].source, found[members["2"]].reason) == ("none", "WAREHOUSE_UNAVAILABLE")
    warehouse.is_away = False
    answer = store.read_one(members["2"])
    assert answer is not None
    assert answer.source == "warehouse", "at once, for that nobody could say was not kept"


def test_numbers_are_the_same_to_the_last_bit_and_oddities_are_null(
    database: Database, cache: redis.Redis, members: dict[str, UUID]
) -> None:
    odd = [0.1 + 0.2, 1e-300, -0.0, 1.7976931348623157e308, float("nan"), float("inf")]
    warehouse_values = [a_row(str(n), churn_probability=value) for n, value in enumerate(odd)]
    members = {name: member.id for name, member in enrol_customers(database, *(str(n) for n in range(len(odd)))).items()}
    publish(database, *warehouse_values)
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache)
    for _ in range(2):
        found = [(store.read_one(members[str(n)]).values or {})["churn_probability"] for n in range(len(odd))]  # type: ignore[union-attr]
        assert found == [*odd[:4], None, None]


def test_text_travels_whatever_it_holds(database: Database, cache: redis.Redis, members: dict[str, UUID]) -> None:
    hostile = 'قسم "البقالة", \\ \n\t{}[]\'; drop table members; --'
    publish(database, a_row("1", favourite_department_code=hostile), a_row("2", favourite_department_code=""))
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache)
    for _ in range(2):
        found = store.read(members.values())
        assert (found[members["1"]].values or {})["favourite_department_code"] == hostile
        assert (found[members["2"]].values or {})["favourite_department_code"] == "", "an empty text is not a missing one"


def test_reads_are_counted_by_source(database: Database, cache: redis.Redis, members: dict[str, UUID]) -> None:
    publish(database, a_row("1"))
    counts = list[tuple[str, int]]()
    store = FeatureStore(database, CATALOGUE, TurnedClock(NOW), cache=cache, on_read=lambda source, count: counts.append((source, count)))
    store.read(members.values())
    assert sorted(counts) == [("database", 1), ("none", 2)]


def test_an_older_day_is_not_published_over_a_newer(database: Database, store: FeatureStore, members: dict[str, UUID]) -> None:
    with pytest.raises(FeaturesOlder):
        publish(database, a_row("1", as_of_on=DAY - timedelta(1)), on=DAY - timedelta(1))
    answer = store.read_one(members["1"])
    assert answer is not None
    assert answer.as_of_on == DAY


def test_rows_that_cannot_be_published_are_set_aside_and_counted(database: Database, members: dict[str, UUID]) -> None:
    published = publish(database, a_row("1"), a_row("1"), a_row(None), a_row("2", as_of_on=DAY - timedelta(1)), a_row("nobody"))
    assert (published.read_count, published.kept_count, published.member_count) == (5, 1, 1)
    assert published.refused == {"doubled": 1, "no_customer": 1, "other_day": 1, "unknown_member": 1}
    assert published.read_count == published.kept_count + sum(published.refused.values())


def test_nothing_is_replaced_by_nothing(database: Database, store: FeatureStore, members: dict[str, UUID]) -> None:
    with pytest.raises(FeaturesEmpty):
        publish(database, a_row("nobody", as_of_on=DAY))
    answer = store.read_one(members["1"])
    assert answer is not None
    assert answer.values == ANN


def test_a_build_that_lacks_a_feature_is_refused_by_name(database: Database) -> None:
    lacking = rows_of(a_row("1")).drop_columns(["recency_days"])
    with database.begin() as work, pytest.raises(FeaturesColumnMissing, match="recency_days"):
        publish_features(lacking, CATALOGUE, as_of_on=DAY, loaded_at=None, within=work, clock=TurnedClock(PUBLISHED_AT))


def _rewrite(database: Database, member_id: UUID, **changes: Any) -> None:
    """What an event's consumer would have written."""
    import json

    with database.begin() as work:
        work.exec_driver_sql(
            "update member_features set features = %(features)s where member_id = %(id)s",
            {"id": member_id, "features": json.dumps(ANN | changes)},
        )
