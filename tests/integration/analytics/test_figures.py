"""What a period came to: equal to the ledger, whatever is recorded late, and settled only when nothing more can come."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loyalty.analytics import count_members, needs_attention, refresh
from loyalty.database import Database
from tests.support.service import EVENING, Service, running_service

ZONE = "America/New_York"
PROGRAM = "journey"
TODAY = date(2017, 10, 31)

LEDGER = """
select (effective_at at time zone %(zone)s)::date as on_date, -sum(amount_points) filter (where book = 'ISSUED') as issued,
    sum(amount_points) filter (where book = 'REDEEMED') as spent,
    sum(amount_points) filter (where book in ('ACTIVE', 'HELD', 'PENDING')) as owed
from entries group by 1
"""


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with running_service(database, members=("ann", "ben", "cat")) as running:
        yield running


def count(service: Service) -> None:
    with service.database.begin() as work:
        refresh(PROGRAM, ZONE, within=work, clock=service.clock)


def figures(service: Service, **asked: str) -> dict:  # type: ignore[type-arg]
    answer = service.client.get("/v1/figures", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def equals_the_ledger(service: Service) -> bool:
    """Every day of the copy is the sum of the ledger's entries of that day."""
    with service.database.begin() as work:
        ledger = {row.on_date: (row.issued or 0, row.spent or 0, row.owed or 0) for row in work.exec_driver_sql(LEDGER, {"zone": ZONE})}
        copy = work.exec_driver_sql(
            "select on_date, sum(issued_points), sum(spent_points), sum(active_points + pending_points) from point_days group by 1"
        )
        return ledger == {row[0]: tuple(row[1:]) for row in copy}


def test_a_period_is_what_the_ledger_says_beside_the_period_before(service: Service) -> None:
    yesterday, before = EVENING - timedelta(days=1), EVENING - timedelta(days=9)
    service.earn("ann", 10_000)
    service.earn("ben", 5_000, event_time=yesterday.isoformat())
    service.earn("ann", 2_000, event_time=before.isoformat())
    service.burn("ann", 30)
    told = figures(service, first_on="2017-10-25")
    assert (told["period"]["first_on"], told["before"]["first_on"], told["before"]["last_on"]) == ("2017-10-25", "2017-10-18", "2017-10-24")
    assert (told["period"]["issued_points"], told["period"]["spent_points"], told["period"]["purchase_count"]) == (150, 30, 2)
    assert (told["period"]["spend_minor"], told["before"]["spend_minor"]) == (15_000, 2_000)
    assert (told["period"]["active_count"], told["before"]["active_count"], told["period"]["member_count"]) == (2, 1, 3)
    assert told["period"]["liability_points"] == 20 + 150 - 30
    assert [day["liability_points"] for day in told["days"]] == [20] * 5 + [70, 140]
    assert equals_the_ledger(service)


def test_days_are_those_of_the_programs_calendar(service: Service) -> None:
    late = datetime(2017, 10, 30, 23, 59, tzinfo=ZoneInfo(ZONE))
    service.earn("ann", 10_000, event_time=late.isoformat())
    assert [day["on_date"] for day in figures(service, first_on="2017-10-29")["days"] if day["issued_points"]] == ["2017-10-30"]


def test_figures_are_counted_again_after_a_minute_and_not_before(service: Service) -> None:
    figures(service)
    service.earn("ann", 10_000)
    assert figures(service)["period"]["issued_points"] == 0
    with service.database.begin() as work:
        work.exec_driver_sql("update point_days_state set counted_at = counted_at - interval '61 seconds'")
    figures(service)
    assert figures(service)["period"]["issued_points"] == 100


def test_buyers_are_counted_again_after_a_minute_and_not_before(service: Service) -> None:
    assert figures(service)["period"]["active_count"] == 0
    service.earn("ann", 10_000)
    assert figures(service)["period"]["active_count"] == 0
    with service.database.begin() as work:
        work.exec_driver_sql("update period_members set counted_at = counted_at - interval '61 seconds'")
    figures(service)
    assert figures(service)["period"]["active_count"] == 1
    assert figures(service, first_on="2017-10-31")["period"]["active_count"] == 1


def test_periods_that_follow_one_another_do_not_mistake_each_others_members(service: Service) -> None:
    service.earn("ann", 10_000)
    service.earn("ann", 10_000, event_time=(EVENING - timedelta(days=1)).isoformat())
    service.earn("ben", 10_000, event_time=(EVENING - timedelta(days=1)).isoformat())
    one_day = figures(service, first_on="2017-10-31")
    assert (one_day["period"]["active_count"], one_day["before"]["active_count"]) == (1, 2)
    two_days = figures(service, first_on="2017-10-30")
    assert (two_days["period"]["active_count"], two_days["before"]["active_count"]) == (2, 0)
    day_before = figures(service, first_on="2017-10-30", last_on="2017-10-30")
    assert (day_before["period"], day_before["before"]["active_count"]) == (one_day["before"], 0)


def test_members_of_one_period_are_counted_by_one_at_a_time(service: Service) -> None:
    figures(service)
    with service.database.begin() as work:
        work.exec_driver_sql("update period_members set counted_at = counted_at - interval '61 seconds'")
    period = (PROGRAM, date(2017, 10, 4), TODAY, ZONE)
    with service.database.begin() as first:
        count_members(*period, within=first)
        with service.database.begin() as second:
            count_members(*period, within=second)
            old = "select count(*) from period_members where counted_at < clock_timestamp() - interval '1 minute'"
            assert second.exec_driver_sql(old).scalar_one() == 2
        assert first.exec_driver_sql(old).scalar_one() == 0


def test_a_day_is_settled_only_when_the_clock_has_left_it_and_whoever_recorded_on_it_is_done(service: Service) -> None:
    def settled() -> date | None:
        count(service)
        with service.database.begin() as work:
            # As if a minute went by between two counts.
            work.exec_driver_sql("update point_days_state set candidate_at = candidate_at - interval '2 minutes'")
            found: date | None = work.exec_driver_sql("select settled_on from point_days_state").scalar_one()
            return found

    service.earn("ann", 10_000)
    assert [settled() for _ in range(5)][-1] == date(2017, 10, 30)
    service.clock.turn_to(EVENING + timedelta(days=1))
    with service.database.begin() as slow:
        slow.exec_driver_sql("create temporary table busy (n int)")
        assert {settled() for _ in range(5)} == {date(2017, 10, 30)}
    assert [settled() for _ in range(5)][-1] == TODAY
    service.earn("ben", 5_000, event_time=(EVENING - timedelta(days=3)).isoformat())
    count(service)
    assert equals_the_ledger(service)
    with service.database.begin() as work:
        kept = dict(work.exec_driver_sql("select recorded_on, count(*) from point_days group by 1").all())  # type: ignore[arg-type]
    assert kept == {TODAY: 1, date(2017, 11, 1): 1}


def test_settled_days_are_never_counted_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.earn("ann", 10_000)
    count(service)
    with service.database.begin() as work:
        work.exec_driver_sql("update point_days_state set settled_on = '2017-10-31'")
        work.exec_driver_sql("update point_days set issued_points = 7")
    count(service)
    assert figures(service)["period"]["issued_points"] == 7


def test_two_who_count_at_once_count_once(service: Service) -> None:
    service.earn("ann", 10_000)
    errors: list[BaseException] = []

    def race() -> None:
        try:
            count(service)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert equals_the_ledger(service)


@pytest.mark.parametrize(
    "asked", [{"first_on": "2017-10-31", "last_on": "2017-10-30"}, {"last_on": "2017-11-01"}, {"first_on": "2015-01-01"}, {"first_on": "x"}]
)
def test_a_period_that_is_none_is_refused(service: Service, asked: dict[str, str]) -> None:
    answer = service.client.get("/v1/figures", params=asked)
    assert answer.status_code == 422
    assert answer.json()["code"] in {"PERIOD_INVALID", "REQUEST_INVALID"}


def test_attention_tells_what_waits_and_nothing_else(service: Service) -> None:
    with service.database.begin() as work:
        assert needs_attention(within=work) == []
        work.exec_driver_sql(
            "insert into event_dead_letters (id, consumer, body, reason_code, reason, set_aside_at, changed_at) "
            "select uuidv7(), 'journeys', '{}', 'X', 'x', %(at)s, %(at)s from generate_series(1, 3)",
            {"at": EVENING},
        )
    told = service.client.get("/v1/attention").json()["items"]
    assert [(one["code"], one["count"]) for one in told] == [("DEAD_LETTERS", 3)]
