"""Vouchers on a real PostgreSQL: pools, importing, giving, using, and what a guesser can learn (nothing)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
import redis
from sqlalchemy.exc import IntegrityError

from loyalty.cache import CacheBreaker, connect_cache
from loyalty.ids import new_id
from loyalty.members import ChangeStatus, MemberStatus, change_status
from loyalty.vouchers import (
    AssignVoucher,
    Attempts,
    OpenPool,
    RedeemVoucher,
    Voucher,
    VoucherAttemptsExceeded,
    VoucherKeyWrong,
    VoucherPoolExists,
    VoucherPoolInvalid,
    VoucherPoolUnknown,
    VoucherSafe,
    VoucherStatus,
    VoucherUsed,
    assign_vouchers,
    expire_vouchers,
    generate_vouchers,
    import_vouchers,
    list_pools,
    list_vouchers,
    open_pool,
    pool_figures,
    redeem_vouchers,
    unassign_vouchers,
    vouchers_of_member,
    withdraw_vouchers,
)
from loyalty.vouchers.codes import new_codes
from tests.support.ledger import Shop, codes, open_shop
from tests.support.races import at_once

SAFE = VoucherSafe(bytes(32))


@dataclass
class Counter:
    """A shop's voucher counter; every call is one committed transaction."""

    shop: Shop

    def open(self, **changes):
        values = {"program_code": "journey", "code": "summer", "name": {"en": "Summer"}, "prefix": "SUMMER"} | changes
        with self.shop.database.begin() as work:
            return open_pool(OpenPool(**values), safe=SAFE, within=work, clock=self.shop.clock)

    def generate(self, count, pool="summer"):
        with self.shop.database.begin() as work:
            generate_vouchers("journey", pool, count, safe=SAFE, within=work, clock=self.shop.clock)
        return [voucher.code for voucher in self.list(pool)]

    def list(self, pool="summer", **asked):
        with self.shop.database.begin() as work:
            return list_vouchers("journey", pool, safe=SAFE, within=work, limit=200, **asked).items

    def bring(self, *texts, pool="summer"):
        with self.shop.database.begin() as work:
            return import_vouchers("journey", pool, texts, safe=SAFE, within=work, clock=self.shop.clock)

    def give(self, *members, pool="summer", dry_run=False):
        commands = [AssignVoucher(member.id, "journey", pool) for member in members]
        with self.shop.database.begin() as work:
            return assign_vouchers(commands, within=work, clock=self.shop.clock, dry_run=dry_run)

    def use(self, *uses, dry_run=False):
        commands = [RedeemVoucher(member_id, "journey", code, reference) for member_id, code, reference in uses]
        with self.shop.database.begin() as work:
            return redeem_vouchers(commands, safe=SAFE, within=work, clock=self.shop.clock, dry_run=dry_run)

    def codes_of(self, member):
        with self.shop.database.begin() as work:
            return [voucher.code for voucher in vouchers_of_member([member.id], safe=SAFE, within=work)[member.id]]


@pytest.fixture
def counter(database):
    counter = Counter(open_shop(database, 3))
    counter.open()
    return counter


def test_a_generated_code_is_given_to_a_member_and_used_once(counter):
    counter.generate(2)
    ann, ben, _ = counter.shop.members
    (given,) = counter.give(ann)
    assert isinstance(given, Voucher)
    assert (given.status, given.member_id) == (VoucherStatus.ASSIGNED, ann.id)
    (code,) = counter.codes_of(ann)
    assert code.startswith("SUMMER-")
    results = counter.use((ben.id, code, "b1"), (ann.id, code.lower().replace("-", " "), "a1"), (ann.id, code, "a1"), (ann.id, code, "a2"))
    assert codes(results) == ["VOUCHER_NOT_REDEEMABLE", "ok", "again", "VOUCHER_USED_UP"]
    with counter.shop.database.begin() as work:
        figures = pool_figures("journey", "summer", within=work)
        assert [pool.pool.code for pool in list_pools("journey", limit=5, cursor=None, within=work).items] == ["summer"]
    assert (figures.counts, figures.use_count) == ({VoucherStatus.AVAILABLE: 1, VoucherStatus.USED: 1}, 1)
    assert counter.shop.violations() == []


def test_no_column_of_the_tables_holds_a_code(counter):
    code = counter.generate(1)[0]
    with counter.shop.database.begin() as work:
        rows = work.exec_driver_sql("select v::text || encode(sealed, 'escape') from vouchers v").scalars().all()
    letters = code.replace("-", "")
    assert not any(letters[start : start + 5] in row for row in rows for start in range(6, len(letters) - 5))


def test_an_import_says_of_every_row_what_became_of_it(counter):
    ours = next(new_codes("SUMMER", 1))
    mistyped = ours[:-1] + ("2" if ours[-1] != "2" else "3")
    rows = counter.bring("partner-77", "", 5, "a\nb-cdef", "---ab", "PARTNER77", mistyped, ours, "x" * 65)
    assert [(row.row, row.problem_code) for row in rows] == [
        (1, None),
        (2, "CODE_MALFORMED"),
        (3, "CODE_MALFORMED"),
        (4, "CODE_MALFORMED"),
        (5, "CODE_MALFORMED"),
        (6, "CODE_REPEATED"),
        (7, "CODE_CHECK_FAILED"),
        (8, None),
        (9, "CODE_MALFORMED"),
    ]
    assert [row.problem_code for row in counter.bring("partner-77", "partner-78")] == ["CODE_KNOWN", None]
    assert len(counter.list()) == 3
    assert codes(counter.use((counter.shop.members[0].id, "Partner 78", "r"))) == ["ok"]


def test_a_code_works_in_its_own_program_only(counter):
    code = counter.generate(1)[0]
    member = counter.shop.members[0].id
    with counter.shop.database.begin() as work:
        command = RedeemVoucher(member, "elsewhere", code, "r")
        assert codes(redeem_vouchers([command], safe=SAFE, within=work, clock=counter.shop.clock)) == ["MEMBER_UNKNOWN"]


def test_a_voucher_for_several_uses_counts_them(counter):
    counter.open(code="many", prefix="MANY", usage_limit=2, value_minor=500)
    code = counter.generate(1, "many")[0]
    ann, ben, cid = (member.id for member in counter.shop.members)
    results = counter.use((ann, code, "r"), (ben, code, "r"), (cid, code, "r"))
    assert codes(results) == ["ok", "ok", "VOUCHER_NOT_REDEEMABLE"]
    assert [(used.nth, used.voucher.value_minor) for used in results if isinstance(used, VoucherUsed)] == [(1, 500), (2, 500)]
    assert counter.shop.violations() == []


def test_every_miss_is_answered_alike(counter):
    ann, ben, _ = counter.shop.members
    taken, used, withdrawn, expired = counter.generate(4)
    counter.give(ann)
    counter.use((ann.id, used, "r"))
    with counter.shop.database.begin() as work:
        ids = {voucher.code: voucher.id for voucher in counter.list()}
        withdraw_vouchers("journey", "summer", [ids[withdrawn]], within=work, clock=counter.shop.clock)
        work.exec_driver_sql(
            "update vouchers set expires_at = %(at)s where id = %(id)s", {"at": counter.shop.clock.now(), "id": ids[expired]}
        )
    absent = next(new_codes("SUMMER", 1))
    answers = [counter.use((ben.id, code, "r"))[0] for code in (absent, taken, used, withdrawn, expired, "nonsense", "x" * 500)]
    assert {(answer.code, answer.message, str(answer.facts)) for answer in answers} == {
        ("VOUCHER_NOT_REDEEMABLE", answers[0].message, "{}"),
    }


def test_refusals_come_in_the_documented_order_and_a_dry_run_refuses_the_same(counter):
    counter.open(code="short", prefix="SHRT", valid_days=5)
    ann, ben, cid = counter.shop.members
    counter.generate(3)
    counter.generate(1, "short")
    counter.give(ann, ann)
    counter.give(ann, pool="short")
    short, second, first = counter.codes_of(ann)
    counter.use((ann.id, first, "taken"))
    with counter.shop.database.begin() as work:
        withdrawn = next(voucher.id for voucher in counter.list() if voucher.code == second)
        withdraw_vouchers("journey", "summer", [withdrawn], within=work, clock=counter.shop.clock)
        change_status([ChangeStatus(cid.id, MemberStatus.INACTIVE)], within=work)
    free = next(voucher.code for voucher in counter.list(status=VoucherStatus.AVAILABLE))
    counter.shop.clock.turn_to(counter.shop.clock.now() + timedelta(days=6))
    batch = [
        (ann.id, free, ""),
        (new_id(), free, "r"),
        (ann.id, first, "taken"),
        (ann.id, free, "taken"),
        (cid.id, "nope", "r"),
        (ben.id, "nope", "r"),
        (ann.id, second, "r"),
        (ann.id, first, "r"),
        (ann.id, short, "r"),
        (ann.id, free, "r"),
    ]
    rehearsed = counter.use(*batch, dry_run=True)
    assert counter.shop.count("voucher_uses") == 1
    assert codes(rehearsed) == codes(counter.use(*batch)) == [
        "REFERENCE_INVALID",
        "MEMBER_UNKNOWN",
        "again",
        "VOUCHER_REFERENCE_TAKEN",
        "MEMBER_INACTIVE",
        "VOUCHER_NOT_REDEEMABLE",
        "VOUCHER_WITHDRAWN",
        "VOUCHER_USED_UP",
        "VOUCHER_EXPIRED",
        "ok",
    ]  # fmt: skip


def test_an_expiry_counts_whether_or_not_it_was_posted_and_posting_it_twice_is_posting_it_once(counter):
    counter.open(code="brief", prefix="BREF", expires_at=counter.shop.clock.now() + timedelta(days=1))
    (code,) = counter.generate(1, "brief")
    counter.shop.clock.turn_to(counter.shop.clock.now() + timedelta(days=1))
    assert codes(counter.use((counter.shop.members[0].id, code, "r"))) == ["VOUCHER_NOT_REDEEMABLE"]
    assert codes(counter.give(counter.shop.members[0], pool="brief")) == ["VOUCHER_POOL_EMPTY"]
    with counter.shop.database.begin() as work:
        assert [expire_vouchers(within=work, clock=counter.shop.clock) for _ in range(2)] == [1, 0]
    assert counter.shop.violations() == []


def test_giving_refuses_in_order_and_what_is_given_back_can_be_given_again(counter):
    counter.generate(1)
    ann, ben, cid = counter.shop.members
    with counter.shop.database.begin() as work:
        change_status([ChangeStatus(cid.id, MemberStatus.INACTIVE)], within=work)
    assert codes(counter.give(cid, ann, ben, dry_run=True)) == codes(counter.give(cid, ann, ben)) == [
        "MEMBER_INACTIVE",
        "ok",
        "VOUCHER_POOL_EMPTY",
    ]  # fmt: skip
    assert codes(counter.give(ann, pool="nope")) == ["VOUCHER_POOL_UNKNOWN"]
    (mine,) = counter.list()
    with counter.shop.database.begin() as work:
        assert [unassign_vouchers([mine.id], within=work, clock=counter.shop.clock) for _ in range(2)] == [1, 0]
    assert codes(counter.give(ben)) == ["ok"]


def test_a_pool_is_opened_once_and_a_bad_one_is_refused(counter):
    assert counter.open() == counter.open()
    with pytest.raises(VoucherPoolExists):
        counter.open(usage_limit=2)
    for changes in ({"code": ""}, {"name": {}}, {"prefix": "sun"}, {"usage_limit": 0}, {"valid_days": 0}, {"program_code": "nope"}):
        with pytest.raises(VoucherPoolInvalid):
            counter.open(**{"code": "other"} | changes)
    with pytest.raises(VoucherPoolUnknown):
        counter.generate(1, "nope")
    with pytest.raises(VoucherPoolInvalid):
        counter.generate(0)
    with pytest.raises(VoucherKeyWrong), counter.shop.database.begin() as work:
        generate_vouchers("journey", "summer", 1, safe=VoucherSafe(b"x" * 32), within=work, clock=counter.shop.clock)


def test_fifty_racers_use_a_voucher_for_one_use_once(counter):
    (code,) = counter.generate(1)
    members = [member.id for member in counter.shop.members]
    results = [one for (one,) in at_once([partial(counter.use, (members[n % 3], code, f"r{n}")) for n in range(50)])]
    assert codes(results).count("ok") == 1
    assert counter.shop.count("voucher_uses") == 1
    assert counter.shop.violations() == []


def test_racers_with_one_reference_and_two_vouchers_use_one(counter):
    one, other = counter.generate(2)
    member = counter.shop.members[0].id
    results = [r for (r,) in at_once([partial(counter.use, (member, code, "same")) for code in (one, other) * 10])]
    assert codes(results).count("ok") == 1
    assert set(codes(results)) == {"ok", "again", "VOUCHER_REFERENCE_TAKEN"}


def test_thirty_givers_of_twenty_vouchers_give_twenty_different_ones(counter):
    counter.generate(20)
    results = [r for (r,) in at_once([partial(counter.give, counter.shop.members[n % 3]) for n in range(30)])]
    assert len({given.id for given in results if isinstance(given, Voucher)}) == 20


def test_the_database_itself_refuses_a_use_too_many(counter):
    counter.generate(1)
    with pytest.raises(IntegrityError, match="vouchers_within_usage_limit"), counter.shop.database.begin() as work:
        work.exec_driver_sql("update vouchers set used_count = 2")


@pytest.mark.parametrize("with_cache", [True, False])
def test_a_guesser_is_stopped_by_member_and_by_key_and_hits_cost_nothing(counter, redis_url, with_cache):
    cache = connect_cache(redis_url) if with_cache else None
    attempts = Attempts(cache, per_key=5, per_member=3)

    def miss(member):
        with counter.shop.database.begin() as work:
            attempts.take(attempts.scopes("key", member), work)

    for _ in range(20):
        with counter.shop.database.begin() as work:
            attempts.take(attempts.scopes("key", "honest"), work)
            attempts.give_back(attempts.scopes("key", "honest"), work)
    for _ in range(3):
        miss("ann")
    with pytest.raises(VoucherAttemptsExceeded) as stopped:
        miss("ann")
    assert 0 < stopped.value.facts["retry_after_seconds"] <= 600
    miss("ben")
    miss("ben")
    with pytest.raises(VoucherAttemptsExceeded):
        miss("cid")
    if cache is not None:
        cache.close()


def test_without_valkey_the_database_counts(counter):
    nowhere = redis.Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2)
    attempts = Attempts(nowhere, CacheBreaker(wait_seconds=60), per_member=1)
    with counter.shop.database.begin() as work:
        attempts.take(attempts.scopes("key", "ann"), work)
    with pytest.raises(VoucherAttemptsExceeded), counter.shop.database.begin() as work:
        attempts.take(attempts.scopes("key", "ann"), work)
    assert counter.shop.count("voucher_attempts") == 2


def test_a_window_that_is_over_starts_anew_in_the_database(counter):
    attempts = Attempts(None, per_member=1)
    for _ in range(2):
        with counter.shop.database.begin() as work:
            attempts.take(attempts.scopes("key", "ann"), work)
            work.exec_driver_sql("update voucher_attempts set until_at = now()")
