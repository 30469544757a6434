"""What became of offers, over HTTP and underneath: heard once, seen at once, counted right under a crowd, remembered by the next shelf."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2 as httpx
import pytest

from loyalty.cache import connect_cache
from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.events.catalogue import EVENT_TYPES
from loyalty.ids import read_id
from loyalty.offers import (
    OfferOutOfStock,
    OfferRules,
    OfferShelf,
    OutcomeCode,
    Recorded,
    RecordOutcome,
    Reservation,
    record_outcomes,
    release_offers,
    reserve_offers,
)
from loyalty.offers.cached import SHELF_PREFIX
from loyalty.offers.rules import Exploration, Fatigue
from tests.support.offers import DAY, DEFAULTS, a_shelf_for, enrol_customers
from tests.support.service import EVENING, Service, running_service

NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def service(database: Database, redis_url: str) -> Iterator[Service]:
    with running_service(database, members=("ann", "ben", "cal"), redis_url=redis_url) as running:
        yield running


def put_up(service: Service, rules: OfferRules | None = None, on: date = DAY, customers: tuple[str, ...] = ("ann", "ben")) -> None:
    with connect_cache(str(service.wiring.redis_url)) as cache:
        shelf = OfferShelf(cache, DEFAULTS, rules)
        with service.database.begin() as work:
            shelved = shelf.replace(on, a_shelf_for(list(customers), on=on, count=8), within=work)
        shelf.catch_up(shelved, service.database)
        shelf.fill_cache(service.database)


def offers_of(service: Service, member: str = "ann") -> list[dict[str, Any]]:
    answer = service.client.get(f"/v1/members/{member}/offers")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["offers"])


def codes(service: Service, member: str = "ann") -> list[str]:
    return [offer["offer_code"] for offer in offers_of(service, member)]


def say(service: Service, offer_id: str, outcome: str, *, key: str | None = None, query: str = "", **body: Any) -> httpx.Response:
    return service.post(f"/v1/offers/{offer_id}/outcome{query}", {"outcome": outcome} | body, key=key)


def assert_sound(service: Service) -> None:
    with service.database.begin() as work:
        assert [result.code for result in run_checks(work) if not result.is_kept] == []


def test_what_is_rejected_is_gone_from_the_cache_and_the_rest_closes_ranks(service: Service) -> None:
    put_up(service)
    before = offers_of(service)
    assert service.client.get("/v1/members/ann/offers").json()["source"] == "cache"
    answer = say(service, before[1]["offer_id"], "REJECTED", channel="app", reason="no sugar")
    assert (answer.status_code, answer.json()["offer"]["answer_code"]) == (200, "REJECTED")
    left = offers_of(service)
    assert [(offer["rank"], offer["offer_code"]) for offer in left] == [(1, "CAT-1"), (2, "CAT-3"), (3, "CAT-4"), (4, "CAT-5")]
    assert service.client.get(f"/v1/members/mbr_{service.members['ann'].id.hex}/offers").json()["offers"] == left
    assert len(offers_of(service, "ben")) == 5
    assert_sound(service)


def test_an_accepted_offer_stays_and_says_so_until_it_is_redeemed(service: Service) -> None:
    put_up(service)
    first = offers_of(service)[0]["offer_id"]
    assert say(service, first, "ACCEPTED").status_code == 200
    assert [offer["is_accepted"] for offer in offers_of(service)] == [True, False, False, False, False]
    assert say(service, first, "REDEEMED").status_code == 200
    assert codes(service) == ["CAT-2", "CAT-3", "CAT-4", "CAT-5"]
    assert_sound(service)


def test_an_outcome_is_heard_once_whatever_is_sent_again(service: Service) -> None:
    put_up(service)
    offer_id = offers_of(service)[0]["offer_id"]
    first, again = (say(service, offer_id, "SHOWN", key="k-1") for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotency-Hit"] == "true"
    assert say(service, offer_id, "SHOWN").json()["offer"]["shown_count"] == 2
    assert say(service, offer_id, "ACCEPTED").json()["is_duplicate"] is False
    assert say(service, offer_id, "ACCEPTED").json()["is_duplicate"] is True
    conflict = say(service, offer_id, "REJECTED")
    assert (conflict.status_code, conflict.json()["code"]) == (409, "OFFER_ANSWERED")
    read = service.client.get(f"/v1/offers/{offer_id}").json()
    assert (read["shown_count"], read["answer_code"], read["propensity"], read["policy_code"]) == (2, "ACCEPTED", 1.0, "BEST")
    assert_sound(service)


def test_a_dry_run_refuses_alike_and_stores_nothing(service: Service) -> None:
    put_up(service)
    offer_id = offers_of(service)[0]["offer_id"]
    answer = say(service, offer_id, "REJECTED", query="?dry_run=true")
    assert (answer.status_code, answer.json()["would_apply"]) == (200, True)
    assert service.client.get(f"/v1/offers/{offer_id}").json()["answer_code"] is None
    assert len(codes(service)) == 5
    later = say(service, offer_id, "SHOWN", occurred_at="2099-01-01T00:00:00Z", query="?dry_run=true")
    assert (later.status_code, later.json()["code"]) == (422, "OUTCOME_IN_FUTURE")


@pytest.mark.parametrize("offer_id", ["ofr_" + "0" * 32, "ofr_short", "mbr_" + "0" * 32, "%00"])
def test_an_offer_that_nobody_made_is_unknown(service: Service, offer_id: str) -> None:
    answers = [say(service, offer_id, "SHOWN"), service.client.get(f"/v1/offers/{offer_id}")]
    assert {answer.status_code for answer in answers} <= {404, 422}
    assert offer_id == "%00" or {answer.json()["code"] for answer in answers} == {"OFFER_UNKNOWN"}


def test_who_may_read_offers_may_not_say_what_became_of_them(service: Service) -> None:
    put_up(service)
    reader = service.client_with("offers.read")
    offer_id = offers_of(service)[0]["offer_id"]
    assert reader.get(f"/v1/offers/{offer_id}").status_code == 200
    assert reader.post(f"/v1/offers/{offer_id}/outcome", json={"outcome": "SHOWN"}).status_code == 403


def test_a_hundred_takers_of_ten_units_get_exactly_ten(database: Database) -> None:
    names = [f"m{number}" for number in range(100)]
    enrol_customers(database, *names)
    shelf = OfferShelf(None, DEFAULTS, OfferRules(stock_units={"CAT-1": 10}))
    with database.begin() as work:
        shelf.replace(DAY, a_shelf_for(names), within=work)
        ids = list(work.exec_driver_sql("select offer_id from member_offers where offer_code = 'CAT-1'").scalars())
    clock, start = TurnedClock(EVENING), threading.Barrier(8)

    def take(part: list[Any]) -> list[object]:
        start.wait()
        outcomes: list[object] = []
        for offer_id in part:
            with database.begin() as work:
                outcomes += record_outcomes([RecordOutcome(offer_id, OutcomeCode.ACCEPTED)], within=work, clock=clock, today=DAY)
        return outcomes

    with ThreadPoolExecutor(8) as pool:
        outcomes = [one for part in pool.map(take, [ids[first::8] for first in range(8)]) for one in part]
    assert sum(isinstance(one, Recorded) for one in outcomes) == 10
    assert sum(isinstance(one, OfferOutOfStock) for one in outcomes) == 90
    with database.begin() as work:
        assert work.exec_driver_sql("select generation from offer_shelf").scalar_one() == 2
        assert [result.code for result in run_checks(work) if not result.is_kept] == []


def test_what_ran_out_is_shown_to_nobody_although_it_was_cached(service: Service) -> None:
    put_up(service, OfferRules(stock_units={"CAT-1": 1}))
    assert codes(service, "ben")[0] == "CAT-1"
    assert say(service, offers_of(service)[0]["offer_id"], "ACCEPTED").status_code == 200
    service.wiring.offers._rechecked_at = float("-inf")
    codes(service, "ben")
    eventually(lambda: codes(service, "ben") == ["CAT-2", "CAT-3", "CAT-4", "CAT-5"])
    put_up(service, OfferRules(stock_units={"CAT-1": 1}), on=NEXT_DAY)
    assert "CAT-1" not in codes(service, "ben")
    put_up(service, OfferRules(stock_units={"CAT-1": 2}), on=NEXT_DAY)
    assert "CAT-1" in codes(service, "ben")
    assert_sound(service)


def test_what_is_reserved_to_the_last_is_shown_to_nobody_else_until_it_is_given_back(service: Service) -> None:
    put_up(service, OfferRules(stock_units={"CAT-1": 2}), customers=("ann", "ben", "cal"))
    own = read_id("ofr", offers_of(service)[0]["offer_id"])
    with service.database.begin() as work:
        ann = work.exec_driver_sql("select id from members where external_id = 'ann'").scalar_one()

    def reserve() -> None:
        with service.database.begin() as work:
            reserve_offers([Reservation(own, ann, "CAT-1", EVENING + timedelta(days=7))], within=work, at=EVENING)

    def first_of(member: str) -> str:
        service.wiring.offers._rechecked_at = float("-inf")
        return codes(service, member)[0]

    def generation() -> int:
        with service.database.begin() as work:
            return int(work.exec_driver_sql("select generation from offer_shelf").scalar_one())

    reserve()
    assert generation() == 1
    assert say(service, offers_of(service, "ben")[0]["offer_id"], "ACCEPTED").status_code == 200
    assert generation() == 2
    eventually(lambda: first_of("cal") == "CAT-2")
    with service.database.begin() as work:
        release_offers([own], within=work)
    eventually(lambda: first_of("cal") == "CAT-1")
    reserve()
    eventually(lambda: first_of("cal") == "CAT-2")
    assert first_of("ann") == "CAT-1"
    assert generation() == 4
    assert_sound(service)


def test_the_next_shelf_remembers_what_was_rejected_and_seen_too_often(service: Service) -> None:
    rules = OfferRules(fatigue=Fatigue(rejected_days=30, accepted_days=30, shown_max=3, shown_days=7, rest_days=7))
    put_up(service, rules)
    mine = {offer["offer_code"]: offer["offer_id"] for offer in offers_of(service)}
    service.clock.turn_to(datetime(2017, 11, 1, 3, tzinfo=UTC))
    say(service, mine["CAT-1"], "REJECTED")
    say(service, mine["CAT-2"], "ACCEPTED")
    for _ in range(3):
        say(service, mine["CAT-3"], "SHOWN")
    say(service, mine["CAT-4"], "SHOWN")
    put_up(service, rules, on=NEXT_DAY)
    assert codes(service) == ["CAT-4", "CAT-5", "CAT-6", "CAT-7", "CAT-8"]
    assert codes(service, "ben") == ["CAT-1", "CAT-2", "CAT-3", "CAT-4", "CAT-5"]
    assert_sound(service)


def test_an_answer_to_yesterdays_offer_counts_for_todays(service: Service) -> None:
    put_up(service)
    yesterdays = offers_of(service)[0]["offer_id"]
    put_up(service, on=NEXT_DAY)
    assert offers_of(service)[0]["offer_id"] != yesterdays
    assert say(service, yesterdays, "REJECTED").status_code == 200
    assert "CAT-1" not in codes(service)


def test_an_answer_given_while_the_shelf_is_replaced_counts_on_the_new_one(service: Service) -> None:
    put_up(service)
    offer_id = offers_of(service)[0]["offer_id"]
    shelf = OfferShelf(None, DEFAULTS)
    with service.database.begin() as work:
        shelved = shelf.replace(NEXT_DAY, a_shelf_for(["ann", "ben"], on=NEXT_DAY), within=work)
        with ThreadPoolExecutor(1) as pool:
            telling = pool.submit(say, service, offer_id, "REJECTED")
            telling_is_late = not telling.done()
            work.commit()
            assert telling.result(timeout=20).status_code == 200
    assert telling_is_late
    shelf.catch_up(shelved, service.database)
    assert "CAT-1" not in codes(service)


def test_where_redis_cannot_be_told_it_is_not_believed_afterwards(service: Service) -> None:
    put_up(service)
    offer_id = offers_of(service)[0]["offer_id"]
    with service.database.begin() as work:
        before = work.exec_driver_sql("select generation from offer_shelf").scalar_one()
    service.wiring.kept_offers._cache = connect_cache("redis://127.0.0.1:1")
    assert say(service, offer_id, "REJECTED").status_code == 200
    with service.database.begin() as work:
        assert work.exec_driver_sql("select generation from offer_shelf").scalar_one() == before + 1


def test_a_reader_from_before_the_answer_does_not_bring_the_offer_back(service: Service) -> None:
    from loyalty.offers import ByExternalId, cached
    from loyalty.offers.reading import OfferReader

    put_up(service)
    key = ByExternalId("journey", "ann")
    late = OfferReader(service.database, DEFAULTS).read([key])[key]
    assert say(service, offers_of(service)[0]["offer_id"], "REJECTED").status_code == 200
    with connect_cache(str(service.wiring.redis_url)) as cache:
        keys, arguments = cached.fill_arguments(late.generation or 0, [late])
        cache.eval(cached.FILL, len(keys), *keys, *arguments)
        assert cache.hget(f"{SHELF_PREFIX}{late.generation}", "x:journey:ann").startswith(b"~")  # type: ignore[union-attr]
    assert "CAT-1" not in codes(service)


def test_a_batch_answers_each_member_in_its_place(service: Service) -> None:
    put_up(service, customers=("ann",))
    ann = f"mbr_{service.members['ann'].id.hex}"
    answer = service.client.post("/v1/offers:batch", json={"member_ids": [ann, "nobody", "ben", "ann"]})
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert [item["member_id"] for item in items] == [ann, "nobody", "ben", "ann"]
    assert items[0]["answer"] == items[3]["answer"] == service.client.get("/v1/members/ann/offers").json()
    assert items[1]["error"]["code"] == "MEMBER_UNKNOWN"
    assert items[2]["answer"]["source"] == "default"
    everybody = service.client.post("/v1/offers:batch", json={"member_ids": ["ann", "ben"] * 500})
    assert len(everybody.json()["items"]) == 1_000
    assert service.client.post("/v1/offers:batch", json={"member_ids": ["ann"] * 1_001}).status_code == 422


def test_a_drawn_shelf_logs_its_chances_and_rerunning_the_day_draws_the_same(service: Service) -> None:
    rules = OfferRules(exploration=Exploration(share=0.5, seed=3))
    shelves = []
    for _ in range(2):
        put_up(service, rules)
        with service.database.begin() as work:
            query = "select offer_id, offer_code, offer_rank, propensity, policy_code, arms::text from offer_decisions order by offer_id"
            shelves.append([tuple(row) for row in work.exec_driver_sql(query)])
    assert shelves[0] == shelves[1]
    assert len(shelves[0]) == 10
    assert all(row[3] < 1.0 and row[5] for row in shelves[0] if row[2] == 1)
    assert_sound(service)


def eventually(holds: Any, seconds: float = 10.0) -> None:
    import time

    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def told_events(service: Service) -> list[tuple[str, dict[str, Any]]]:
    with service.database.begin() as work:
        rows = work.exec_driver_sql("select type, data from outbox where type like 'offer.%%' order by id").all()
    return [(row.type, row.data) for row in rows]


def test_each_answer_is_told_as_an_event_once_and_a_showing_the_first_time(service: Service) -> None:
    put_up(service)
    first, second = offers_of(service)[:2]
    for outcome in ("SHOWN", "SHOWN", "ACCEPTED", "ACCEPTED", "REDEEMED"):
        assert say(service, first["offer_id"], outcome, channel="app").status_code == 200
    assert say(service, second["offer_id"], "REJECTED", reason="too dear").status_code == 200
    assert say(service, second["offer_id"], "ACCEPTED").status_code == 409
    assert say(service, second["offer_id"], "SHOWN", query="?dry_run=true").status_code == 200
    events = told_events(service)
    assert [name for name, _ in events] == ["offer.shown", "offer.accepted", "offer.redeemed", "offer.rejected"]
    assert all(EVENT_TYPES[name].says.model_validate(data) for name, data in events)
    assert (events[0][1]["offer_id"], events[0][1]["channel"]) == (first["offer_id"], "app")
    assert (events[3][1]["offer_code"], events[3][1]["reason"]) == (second["offer_code"], "too dear")
