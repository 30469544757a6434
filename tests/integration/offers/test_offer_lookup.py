"""Looking offers up: Redis, then PostgreSQL, then the tier's default; one generation at a time, whatever Redis does."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
import redis

from khaywe.local import LocalValkey
from loyalty.cache import CacheBreaker, connect_cache, connect_cache_async
from loyalty.database import Database, connect
from loyalty.database.engine import DatabaseUnavailable
from loyalty.ids import new_id
from loyalty.members.errors import MemberUnknown
from loyalty.offers import AsyncOfferLookup, ByMemberId, OfferLookup, OfferShelf
from loyalty.offers.cached import POINTER, shelf_key
from loyalty.offers.reading import OfferReader
from tests.support.offers import DAY, DEFAULTS, a_row, a_shelf_for, enrol_customers, key, offer_rows, told

READERS = 8


@contextmanager
def cache_at(url: str) -> Iterator[redis.Redis]:
    client = connect_cache(url)
    try:
        yield client
    finally:
        client.close()


@pytest.fixture
def cache(redis_url: str) -> Iterator[redis.Redis]:
    with cache_at(redis_url) as client:
        yield client


def lookup_over(database: Database, cache: redis.Redis | None, *, recheck_seconds: float = 3600.0) -> OfferLookup:
    return OfferLookup(OfferReader(database, DEFAULTS), cache, CacheBreaker(wait_seconds=0.2), recheck_seconds=recheck_seconds)


def put_up(database: Database, shelf: OfferShelf, customers: list[str], *, on: date = DAY, model: str = "m-1") -> int:
    with database.begin() as work:
        return shelf.replace(on, a_shelf_for(customers, on=on, model=model), within=work).generation


def test_database_first_then_cache_give_the_same_offers_and_say_where_they_come_from(database: Database, cache: redis.Redis) -> None:
    members = enrol_customers(database, "1")
    put_up(database, OfferShelf(cache, DEFAULTS), ["1"])
    lookup = lookup_over(database, cache)
    first, second = told(lookup.find(key("1"))), told(lookup.find(key("1")))
    assert (first.pop("source"), second.pop("source")) == ("database", "cache")
    assert first == second
    assert first["member_id"] == f"mbr_{members['1'].id.hex}"
    assert (first["model_version"], first["scored_at"], first["as_of_on"]) == ("m-1", "2017-11-01T03:59:59Z", "2017-10-31")
    assert first["offers"][0] == {
        "rank": 1,
        "offer_code": "CAT-1",
        "title": "Offer 1 of m-1",
        "category_code": "CATEGORY_1",
        "score_probability": 0.9,
        "campaign_id": "18",
        "coupon_upc": "10000085364",
        "ends_on": "2017-12-24",
        "offer_id": first["offers"][0]["offer_id"],
        "policy_code": "BEST",
        "product": None,
        "is_accepted": False,
        "reason_code": "SUGGESTED",
        "reason": {"en": "Suggested for you.", "ar": "مقترح لك."},
    }
    assert len({offer["offer_id"] for offer in first["offers"]}) == 5
    assert [offer["rank"] for offer in first["offers"]] == [1, 2, 3, 4, 5]


def test_a_filled_cache_answers_by_id_and_by_external_id_without_the_database(
    database: Database, database_url: str, cache: redis.Redis
) -> None:
    members = enrol_customers(database, "1", "2", "3")
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, ["1", "2"])
    filled = shelf.fill_cache(database)
    assert (filled.generation, filled.member_count, filled.is_complete) == (1, 2, True)
    nowhere = connect("postgresql://nobody@127.0.0.1:1/none")
    lookup = lookup_over(nowhere, cache)
    by_external, by_id = lookup.find(key("2")), lookup.find(ByMemberId(members["2"].id))
    assert by_external == by_id
    assert by_external.source == "cache"
    with pytest.raises(DatabaseUnavailable):
        lookup.find(key("3"))
    nowhere.close()


def test_many_batches_fill_the_cache_completely(database: Database, cache: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loyalty.offers.shelf.FILL_BATCH", 7)
    customers = [str(number) for number in range(50)]
    enrol_customers(database, *customers)
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, customers)
    assert shelf.fill_cache(database).member_count == 50
    assert {answer.source for answer in lookup_over(database, cache).find_many([key(one) for one in customers]).values()} == {"cache"}
    assert cache.hlen(shelf_key(1)) == 100


def test_members_without_ranked_offers_get_the_default_of_their_tier(database: Database, cache: redis.Redis) -> None:
    members = enrol_customers(database, "1", "gold", "plain")
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into member_scores (member_id, as_of_on, tier_code) values (%(id)s, '2017-10-31', 'GOLD')", {"id": members["gold"].id}
        )
    put_up(database, OfferShelf(cache, DEFAULTS), ["1"])
    lookup = lookup_over(database, cache)
    for _ in range(2):  # from the database, then from the cache
        gold, plain = told(lookup.find(key("gold"))), told(lookup.find(key("plain")))
        assert [offer["offer_code"] for offer in gold["offers"]] == ["DEFAULT-FRUIT", "DEFAULT-MILK"]
        assert [offer["offer_code"] for offer in plain["offers"]] == ["DEFAULT-MILK"]
        assert gold["source"] == plain["source"] == "default"
        assert (gold["model_version"], gold["scored_at"], gold["as_of_on"]) == (None, None, None)


def test_before_the_first_shelf_everyone_gets_the_default_and_nothing_is_cached(database: Database, cache: redis.Redis) -> None:
    enrol_customers(database, "1")
    lookup = lookup_over(database, cache)
    assert told(lookup.find(key("1")))["source"] == "default"
    assert cache.keys("*") == []
    put_up(database, OfferShelf(cache, DEFAULTS), ["1"])
    assert told(lookup.find(key("1")))["source"] == "database"


@pytest.mark.parametrize("external_id", ["nobody", "nul\0", "x" * 300, ""])
def test_an_unknown_member_is_said_to_be_unknown(database: Database, cache: redis.Redis, external_id: str) -> None:
    enrol_customers(database, "1")
    lookup = lookup_over(database, cache)
    with pytest.raises(MemberUnknown):
        lookup.find(key(external_id))
    with pytest.raises(MemberUnknown):
        lookup.find(ByMemberId(new_id()))


def test_a_flushed_cache_is_filled_again_by_the_lookups_themselves(database: Database, cache: redis.Redis) -> None:
    enrol_customers(database, "1")
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, ["1"])
    shelf.fill_cache(database)
    lookup = lookup_over(database, cache)
    assert lookup.find(key("1")).source == "cache"
    cache.flushall()
    assert [lookup.find(key("1")).source for _ in range(3)] == ["database", "cache", "cache"]


def test_a_cache_that_slept_through_a_replacement_is_not_believed_after_the_recheck(database: Database, cache: redis.Redis) -> None:
    enrol_customers(database, "1")
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, ["1"])
    shelf.fill_cache(database)
    patient = lookup_over(database, cache)
    assert told(patient.find(key("1")))["model_version"] == "m-1"
    put_up(database, shelf, ["1"], on=DAY + timedelta(days=1), model="m-2")  # and no fill: Redis was away
    assert told(patient.find(key("1")))["model_version"] == "m-1"
    assert told(lookup_over(database, cache, recheck_seconds=0.0).find(key("1")))["model_version"] == "m-2"
    assert told(patient.find(key("1")))["model_version"] == "m-2"


def test_a_late_fill_of_an_old_generation_never_takes_readers_back(database: Database, cache: redis.Redis) -> None:
    enrol_customers(database, "1")
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, ["1"])
    late = OfferReader(database, DEFAULTS).read([key("1")])
    put_up(database, shelf, ["1"], model="m-2")
    shelf.fill_cache(database)
    lookup = lookup_over(database, cache)
    lookup._keep(late.values())
    assert told(lookup.find(key("1")))["model_version"] == "m-2"
    assert cache.get(POINTER) == b"2"


def test_readers_see_yesterday_or_today_and_never_a_mix_while_shelves_are_swapped(database: Database, cache: redis.Redis) -> None:
    customers = [str(number) for number in range(40)]
    enrol_customers(database, *customers)
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, customers, model="m-0")
    stop, mixed, seen, failures = threading.Event(), [], set(), []

    def read(number: int) -> None:
        lookup = lookup_over(database, cache, recheck_seconds=0.05)
        turn = number
        try:
            while not stop.is_set():
                answer = told(lookup.find(key(customers[turn % len(customers)])))
                turn += 1
                models = {offer["title"].rpartition(" ")[2] for offer in answer["offers"]}
                seen.add((answer["source"], answer["model_version"]))
                if models != {answer["model_version"]} or len(answer["offers"]) != 5:
                    mixed.append(answer)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for swap in range(1, 13):
        put_up(database, shelf, customers, on=DAY + timedelta(days=swap), model=f"m-{swap}")
        if swap % 3:  # every third time Redis is not told, and once it is emptied
            assert shelf.fill_cache(database).is_complete
        if swap == 6:
            cache.flushall()
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
    assert failures == []
    assert mixed == []
    assert {source for source, _ in seen} == {"cache", "database"}
    assert len({model for _, model in seen}) > 6
    final = lookup_over(database, cache, recheck_seconds=0.0)
    assert {told(final.find(key(one)))["model_version"] for one in customers} == {"m-12"}


def test_with_redis_killed_the_database_answers_and_a_new_redis_is_used_again(database: Database, tmp_path: Path) -> None:
    enrol_customers(database, "1")
    server = LocalValkey(tmp_path / "valkey")
    server.start()
    port = server.port
    try:
        with cache_at(server.url) as client:
            shelf = OfferShelf(client, DEFAULTS)
            put_up(database, shelf, ["1"])
            shelf.fill_cache(database)
            lookup = lookup_over(database, client)
            assert lookup.find(key("1")).source == "cache"
            assert server._process is not None
            server._process.kill()
            server._process.wait(timeout=5)
            assert [lookup.find(key("1")).source for _ in range(6)] == ["database"] * 6
            assert lookup._breaker.is_open
            filled = shelf.fill_cache(database)
            assert (filled.is_complete, filled.member_count) == (False, 0)
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("khaywe.local.valkey.free_port", lambda: port)
                server.start()
            time.sleep(0.3)
            answers = [lookup.find(key("1")).source for _ in range(4)]
            assert answers[-1] == "cache"
    finally:
        server.stop()


def test_lookups_on_an_event_loop_are_gathered_and_answer_each_member_with_his_own(
    database: Database, redis_url: str, cache: redis.Redis
) -> None:
    customers = [str(number) for number in range(60)]
    members = enrol_customers(database, *customers)
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, customers[:50])

    async def run() -> list[dict]:
        client = connect_cache_async(redis_url)
        lookup = AsyncOfferLookup(OfferReader(database, DEFAULTS), client, CacheBreaker())
        keys = [key(one) for one in customers] + [ByMemberId(members[one].id) for one in customers] + [key("nobody")] + [key("1")] * 5
        rounds = [await asyncio.gather(*(lookup.find(one) for one in keys), return_exceptions=True) for _ in range(2)]
        # The fill goes on after the answers; the second round may meet either source, the third only the cache.
        await asyncio.sleep(0.3)
        rounds.append(await asyncio.gather(*(lookup.find(one) for one in keys), return_exceptions=True))
        await lookup.close()
        await client.aclose()
        for outcome in rounds:
            assert isinstance(outcome[120], MemberUnknown)
            for place, external_id in enumerate(customers * 2):
                assert told(outcome[place])["member_id"] == f"mbr_{members[external_id].id.hex}"
        return [told(one) for one in rounds[2] if not isinstance(one, MemberUnknown)]

    third = asyncio.run(run())
    assert {answer["source"] for answer in third} == {"cache", "default"}
    assert sum(answer["source"] == "default" for answer in third) == 20


def test_an_event_loop_without_redis_answers_from_the_database_and_notices_a_dead_database(database: Database) -> None:
    enrol_customers(database, "1")
    put_up(database, OfferShelf(None, DEFAULTS), ["1"])

    async def run() -> None:
        client = connect_cache_async("redis://127.0.0.1:1/0")
        lookup = AsyncOfferLookup(OfferReader(database, DEFAULTS), client, CacheBreaker(), recheck_seconds=0.0)
        assert [(await lookup.find(key("1"))).source for _ in range(6)] == ["database"] * 6
        await lookup.close()
        nowhere = connect("postgresql://nobody@127.0.0.1:1/none")
        dead = AsyncOfferLookup(OfferReader(nowhere, DEFAULTS), client, CacheBreaker())
        with pytest.raises(DatabaseUnavailable):
            await dead.find(key("1"))
        await dead.close()
        await client.aclose()
        nowhere.close()

    asyncio.run(run())


def test_a_swap_is_seen_by_a_running_event_loop(database: Database, redis_url: str, cache: redis.Redis) -> None:
    enrol_customers(database, "1")
    shelf = OfferShelf(cache, DEFAULTS)
    put_up(database, shelf, ["1"])
    shelf.fill_cache(database)

    async def run() -> list[str]:
        client = connect_cache_async(redis_url)
        lookup = AsyncOfferLookup(OfferReader(database, DEFAULTS), client, CacheBreaker())
        seen = [told(await lookup.find(key("1")))["model_version"]]
        await asyncio.to_thread(put_up, database, shelf, ["1"], model="m-2")
        await asyncio.to_thread(shelf.fill_cache, database)
        seen.append(told(await lookup.find(key("1")))["model_version"])
        await lookup.close()
        await client.aclose()
        return seen

    assert asyncio.run(run()) == ["m-1", "m-2"]


def test_a_title_that_looks_like_a_source_confuses_nobody(database: Database, cache: redis.Redis) -> None:
    enrol_customers(database, "1")
    title = '"source" : "default" "source" : "database"'
    with database.begin() as work:
        OfferShelf(None, DEFAULTS).replace(DAY, offer_rows(a_row(title=title)), within=work)
    lookup = lookup_over(database, cache)
    assert [told(lookup.find(key("1")))["source"] for _ in range(2)] == ["database", "cache"]
    assert told(lookup.find(key("1")))["offers"][0]["title"] == title
