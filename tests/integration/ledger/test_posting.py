"""Posting on a real PostgreSQL: what is stored, what a repetition changes, what the database itself refuses."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import IntegrityError, ProgrammingError

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.ids import new_id
from loyalty.ledger import AsOf, AsOfInFuture, Book, EntryType, Posted, balances, history, open_lots, post, prepare_months
from loyalty.members import ChangeStatus, MemberStatus, change_status
from loyalty.paging import CursorMalformed, LimitInvalid
from loyalty.programs import store_program
from tests.support.ledger import NOON, Shop, a_burn, a_purchase, codes, enter_shop, journey, open_shop
from tests.support.ledger_machine import MEMBERS, REVISIONS, LedgerMachine

TABLES = ("postings", "entries", "lots")


@pytest.fixture
def shop(database: Database) -> Shop:
    return open_shop(database)


def counts(shop: Shop) -> list[int]:
    return [shop.count(table) for table in TABLES]


def test_an_earning_is_stored_as_one_posting_two_entries_and_a_lot(shop):
    (result,) = shop.post(a_purchase(shop.members[0].id, 12_345, source="till 3", actor="ann", idempotency_key="k"))
    assert isinstance(result, Posted)
    with shop.database.begin() as work:
        page = history(shop.members[0].id, within=work, limit=10, books=list(Book))
        (lot,) = open_lots([shop.members[0].id], within=work, clock=shop.clock)[shop.members[0].id]
    assert sorted((entry.book, entry.amount_points) for entry in page.items) == [(Book.ACTIVE, 123), (Book.ISSUED, -123)]
    entry = page.items[0]
    assert (entry.type, entry.rule_code, entry.rule_revision) == (EntryType.POINTS_EARNED, "purchase", 1)
    assert (entry.spend_minor, entry.currency_code, entry.source, entry.actor) == (12_345, "USD", "till 3", "ann")
    assert (lot.id, lot.posting_id, lot.remaining_points, lot.expires_at) == (result.lot_id, result.posting_id, 123, result.expires_at)
    assert shop.violations() == []


def test_the_same_order_posted_twice_answers_the_first_posting(shop):
    command = a_purchase(shop.members[0].id)
    (first,) = shop.post(command)
    before = counts(shop)
    (second,) = shop.post(command)
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert second.is_duplicate
    assert [
        getattr(second, name) for name in ("posting_id", "points", "lot_id", "expires_at", "rule_code", "recorded_at", "available_points")
    ] == [getattr(first, name) for name in ("posting_id", "points", "lot_id", "expires_at", "rule_code", "recorded_at", "available_points")]
    assert counts(shop) == before


def test_a_burn_posted_twice_names_the_lots_of_the_first(shop):
    member = shop.members[0].id
    early, late = NOON - timedelta(days=200), NOON - timedelta(days=20)
    shop.post(a_purchase(member, 1_000, event_time=late), a_purchase(member, 1_000, event_time=early))
    command = a_burn(member, 15)
    (first,) = shop.post(command)
    (second,) = shop.post(command)
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert len(first.allocations) == 2
    assert second.allocations == first.allocations
    assert codes([second, *shop.post(a_burn(member, 16, reference=command.reference))]) == ["again", "REFERENCE_ALREADY_POSTED"]


def test_a_batch_run_again_changes_nothing(database):
    shop = open_shop(database, 20)
    batch = [a_purchase(member.id, 100 * number) for number, member in enumerate(shop.members * 3)]
    batch += [a_burn(member.id, 2) for member in shop.members[1:]]
    first = shop.post(*batch)
    before, balance_before = counts(shop), [shop.available(member) for member in shop.members]
    second = shop.post(*batch)
    assert codes(second) == ["again" if code == "ok" else code for code in codes(first)]
    assert counts(shop) == before
    assert [shop.available(member) for member in shop.members] == balance_before
    assert shop.violations() == []


def test_a_batch_posts_what_its_commands_would_post_one_by_one(database):
    one, many = open_shop(database, 5), open_shop(database, 5)

    def story(shop: Shop) -> list:
        first, second, *_ = shop.members
        return [
            a_purchase(first.id, 5_000, order_id="1"),
            a_burn(first.id, 20, reference="1"),
            a_purchase(second.id, 900, order_id="1"),
            a_burn(first.id, 31, reference="2"),
            a_purchase(first.id, 100, order_id="2"),
            a_burn(first.id, 31, reference="3"),
        ]

    together = many.post(*story(many))
    apart = [result for command in story(one) for result in one.post(command)]
    assert codes(together) == codes(apart) == ["ok", "ok", "ok", "POINTS_INSUFFICIENT", "ok", "ok"]
    assert [getattr(result, "available_points", None) for result in together] == [
        getattr(result, "available_points", None) for result in apart
    ]


def test_a_dry_run_refuses_what_the_write_refuses_and_stores_nothing(database):
    shop = open_shop(database, 2)
    member, other = shop.members
    with database.begin() as work:
        change_status([ChangeStatus(other.id, MemberStatus.INACTIVE)], within=work)
    shop.post(a_purchase(member.id, order_id="taken"))
    batch = [
        a_purchase(member.id, 5_000),
        a_purchase(member.id, -1),
        a_purchase(new_id()),
        a_purchase(other.id),
        a_purchase(member.id, order_id="taken"),
        a_purchase(member.id, 7, order_id="taken"),
        a_purchase(member.id, currency_code="EUR"),
        a_purchase(member.id, event_time=NOON + timedelta(seconds=1)),
        a_burn(member.id, 150),
        a_burn(member.id, 1),
    ]
    before = counts(shop)
    rehearsed = shop.post(*batch, dry_run=True)
    assert counts(shop) == before
    assert shop.available(member) == 100
    written = shop.post(*batch)
    assert codes(rehearsed) == codes(written)
    assert len(set(codes(written))) == 9
    assert [result.is_dry_run for result in rehearsed if isinstance(result, Posted)] == [True] * 3
    assert [result.posting_id is None for result in rehearsed if isinstance(result, Posted)] == [True, False, True]
    assert [getattr(result, "available_points", None) for result in rehearsed] == [
        getattr(result, "available_points", None) for result in written
    ]


def test_the_empty_batch_is_a_batch(shop):
    assert shop.post() == []


def test_texts_reach_the_database_as_they_are(shop):
    texts = ['{"a",NULL}', "back\\slash", "quote ' and \" both", "NULL", "مرحبا %s %(x)s :name", "{}"]
    for text in texts:
        shop.post(a_purchase(shop.members[0].id, order_id=text, actor=text, source=text))
    with shop.database.begin() as work:
        page = history(shop.members[0].id, within=work, limit=100)
    assert sorted((entry.reference, entry.actor, entry.source) for entry in page.items) == sorted((text, text, text) for text in texts)


def test_expiry_posts_what_is_left_and_a_second_run_posts_nothing(database):
    shop = open_shop(database, 3)
    for member in shop.members:
        shop.post(a_purchase(member.id, 10_000, event_time=NOON - timedelta(days=300)), a_purchase(member.id, 2_000))
    shop.post(a_burn(shop.members[0].id, 30))
    shop.clock.turn_to(NOON + timedelta(days=90))
    spendable = [shop.available(member) for member in shop.members]
    runs = [shop.expire(limit=2), shop.expire(limit=2), shop.expire(limit=2)]
    assert [run.lot_count for run in runs] == [2, 1, 0]
    assert [run.has_more for run in runs] == [True, False, False]
    assert sum(run.points for run in runs) == 70 + 100 + 100
    assert [shop.available(member) for member in shop.members] == spendable == [20, 20, 20]
    assert shop.violations() == []


def test_the_nightly_run_changes_no_answer_about_any_instant(shop):
    member = shop.members[0]
    shop.post(a_purchase(member.id, 10_000, event_time=NOON - timedelta(days=300)), a_purchase(member.id, 2_000), a_burn(member.id, 10))
    shop.clock.turn_to(NOON + timedelta(days=500))
    instants = [None, *(NOON + timedelta(days=days) for days in (-301, -1, 0, 30, 100, 200, 500))]

    def answers() -> list:
        with shop.database.begin() as work:
            return [balances([member.id], within=work, clock=shop.clock, as_of=instant) for instant in instants]

    before = answers()
    assert shop.expire().points == 110
    assert answers() == before


def test_a_balance_as_of_an_instant_knows_what_counted_or_what_was_known_then(shop):
    member, purchase_at = shop.members[0], NOON - timedelta(days=10)
    shop.post(a_purchase(member.id, event_time=purchase_at))
    shop.clock.turn_to(NOON + timedelta(days=5))
    shop.post(a_burn(member.id, 40))

    def active(as_of: datetime | None, by: AsOf) -> int:
        with shop.database.begin() as work:
            (balance,) = balances([member.id], within=work, clock=shop.clock, as_of=as_of, by=by)[member.id]
        assert balance.available_points == balance.active_points - balance.held_points
        return balance.active_points

    assert [active(NOON - timedelta(days=5), by) for by in (AsOf.EFFECTIVE, AsOf.RECORDED)] == [100, 0]
    assert [active(NOON, by) for by in (AsOf.EFFECTIVE, AsOf.RECORDED)] == [100, 100]
    assert [active(shop.clock.now(), by) for by in (AsOf.EFFECTIVE, AsOf.RECORDED)] == [60, 60]
    assert active(None, AsOf.EFFECTIVE) == 60
    with pytest.raises(AsOfInFuture), shop.database.begin() as work:
        balances([member.id], within=work, clock=shop.clock, as_of=NOON + timedelta(days=6))


def test_a_balance_names_its_soonest_expiries(shop):
    member = shop.members[0]
    for days in (0, 1, 40, 80, 120, 160, 200, 240):
        shop.post(a_purchase(member.id, 1_000, event_time=NOON - timedelta(days=days)))
    with shop.database.begin() as work:
        (balance,) = balances([member.id, new_id()], within=work, clock=shop.clock)[member.id]
    assert len(balance.soonest_expiries) == 5
    assert list(balance.soonest_expiries) == sorted(balance.soonest_expiries)
    assert balance.active_points == 80


def test_the_history_pages_through_every_entry_once_newest_first(shop):
    member = shop.members[0]
    for number in range(7):
        shop.post(a_purchase(member.id, 100 * (number + 1)), a_burn(member.id, 1))
        shop.clock.turn_to(shop.clock.now() + timedelta(hours=number % 2))
    seen, cursor = [], None
    while True:
        with shop.database.begin() as work:
            page = history(member.id, within=work, limit=3, cursor=cursor)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({entry.id for entry in seen}) == len(seen) == 14
    assert [entry.recorded_at for entry in seen] == sorted((entry.recorded_at for entry in seen), reverse=True)
    assert sum(entry.amount_points for entry in seen) == shop.available(member)
    with shop.database.begin() as work:
        for malformed in ("nonsense", "", "WyJhIl0", page.next_cursor or "W10"):
            with pytest.raises(CursorMalformed):
                history(member.id, within=work, limit=3, cursor=malformed)
        with pytest.raises(LimitInvalid):
            history(member.id, within=work, limit=201)


@pytest.mark.parametrize(
    "statement",
    [
        "update entries set amount_points = amount_points + 1",
        "update entries set recorded_at = recorded_at + interval '1 month'",
        "delete from entries",
        "truncate entries",
        "truncate entries_default",
        "truncate entries_2017_10",
        "update entries_2017_10 set amount_points = 7",
        "update postings set points = 0",
        "delete from postings",
        "truncate postings",
        "update program_revisions set valid_from = valid_from",
        "insert into entries select account_id, recorded_at, gen_random_uuid(), posting_id, book, type, 5, effective_at from entries",
        "update accounts set active_points = active_points + 1",
        "update accounts set active_points = active_points - 1000, lifetime_points = lifetime_points - 1000",
        "update lots set remaining_points = granted_points + 1",
        "update lots set remaining_points = -1",
    ],
)
def test_the_database_itself_refuses(shop, statement):
    with shop.database.begin() as work:
        assert prepare_months(date(2017, 10, 1), date(2017, 11, 30), within=work) == 2
    shop.post(a_purchase(shop.members[0].id))
    with pytest.raises(IntegrityError), shop.database.begin() as work:
        work.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statement", ["delete from entries", "update entries set amount_points = 1", "delete from entries_default", "truncate postings"]
)
def test_the_service_role_has_no_right_to_change_entries(shop, statement):
    """Without the trigger, too: the right itself is missing."""
    shop.post(a_purchase(shop.members[0].id))
    with shop.database.begin() as work:
        prepare_months(date(2017, 10, 1), date(2017, 10, 1), within=work)
    with shop.database.begin() as work:
        work.exec_driver_sql("set local role khaywe_service")
        with pytest.raises(ProgrammingError, match="permission denied"):
            work.exec_driver_sql(statement)


def test_the_service_role_can_post_and_read_and_prepare_months(shop):
    with shop.database.begin() as work:
        work.exec_driver_sql("set local role khaywe_service")
        prepare_months(date(2017, 9, 1), date(2017, 10, 1), within=work)
        results = post([a_purchase(shop.members[0].id), a_burn(shop.members[0].id, 5)], within=work, clock=shop.clock)
    assert codes(results) == ["ok", "ok"]
    assert shop.count("entries_2017_10") == 4


def test_months_prepared_late_take_their_entries_out_of_the_default_partition(shop):
    shop.post(a_purchase(shop.members[0].id), a_burn(shop.members[0].id, 5))
    assert shop.count("entries_default") == 4
    with shop.database.begin() as work:
        assert prepare_months(date(2017, 9, 15), date(2017, 11, 2), within=work) == 3
        assert prepare_months(date(2017, 9, 15), date(2017, 11, 2), within=work) == 0
    assert (shop.count("entries_default"), shop.count("entries_2017_10")) == (0, 4)
    shop.post(a_purchase(shop.members[0].id))
    assert shop.count("entries_2017_10") == 6
    assert shop.violations() == []


def test_an_event_before_a_change_of_the_program_is_rated_as_it_was_then(database):
    shop = open_shop(database)
    program = journey()
    shop.clock.turn_to(NOON + timedelta(days=1))
    doubled = replace(program, rules=tuple(replace(rule, effects=(replace(rule.effects[0], points=2),)) for rule in program.rules))
    with database.begin() as work:
        assert store_program(doubled, within=work, clock=shop.clock).revision == 2
    shop.clock.turn_to(NOON + timedelta(days=2))
    results = shop.post(
        a_purchase(shop.members[0].id, event_time=NOON - timedelta(days=400)),
        a_purchase(shop.members[0].id, event_time=NOON + timedelta(hours=23)),
        a_purchase(shop.members[0].id, event_time=NOON + timedelta(days=1)),
    )
    assert [(result.points, result.rule_revision) for result in results if isinstance(result, Posted)] == [(100, 1), (100, 1), (200, 2)]
    assert shop.violations() == []


@pytest.mark.slow
def test_every_act_in_every_order_does_on_postgresql_what_the_model_does(database):
    with database.begin() as work:
        for revision in REVISIONS:
            store_program(revision.program, within=work, clock=TurnedClock(revision.valid_from))

    class DatabaseMachine(LedgerMachine):
        shop: Shop

        def open(self) -> None:
            self.shop = enter_shop(database, MEMBERS)
            self.member_ids = [member.id for member in self.shop.members]
            self.others = {member.id: member for member in self.shop.members}

        def available(self, member_id) -> int:
            return self.shop.available(self.others[member_id])

        def _expire(self) -> int:
            """Lots of earlier examples' members may be due too; theirs do not count."""
            with database.begin() as work:
                before = balances(self.member_ids, within=work, clock=self.shop.clock)
            stored = sum(self._stored_expired())
            self.shop.expire()
            with database.begin() as work:
                assert balances(self.member_ids, within=work, clock=self.shop.clock) == before
            return sum(self._stored_expired()) - stored

        def _stored_expired(self) -> list[int]:
            with database.begin() as work:
                query = "select expired_points from accounts where member_id = any(%(ids)s)"
                return list(work.exec_driver_sql(query, {"ids": self.member_ids}).scalars())

    run_state_machine_as_test(
        DatabaseMachine,
        settings=settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)),
    )
    assert enter_shop(database, 1).violations() == []


def test_replaying_from_zero_gives_the_same_balances(database):
    """The same purchases and burns into a second, empty program of members: the same balances, part by part."""
    story = [(number % 4, 137 * number % 9_000, number % 5 == 0, NOON - timedelta(days=number * 7 % 500)) for number in range(120)]

    def play(shop: Shop) -> list:
        for number, (member, amount, is_burn, event_time) in enumerate(story):
            member_id = shop.members[member].id
            shop.post(a_burn(member_id, 1 + amount // 400) if is_burn else a_purchase(member_id, amount, event_time=event_time))
            if number % 50 == 49:
                shop.expire()
        with database.begin() as work:
            found = balances([member.id for member in shop.members], within=work, clock=shop.clock)
        return [
            (balance.active_points, balance.spent_points, balance.expired_points, balance.lifetime_points, balance.soonest_expiries)
            for member in shop.members
            for balance in found[member.id]
        ]

    assert play(open_shop(database, 4)) == play(open_shop(database, 4))
