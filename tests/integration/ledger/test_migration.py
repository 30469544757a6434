"""The ledger's tables change under a database that has members, lots and postings already, and everything stays true."""

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import connect
from loyalty.database.migrate import migrate
from loyalty.ledger import BurnPoints, EarnPoints, Posted, ReturnOrder, expire, post
from tests.support.ledger import NOON

# What release 1 would have stored: a program of its form, a member, an order of 120 points, 20 of which are spent.
BEFORE = """
insert into programs values ('old', '2017-01-01+00');
insert into program_revisions values ('old', 1, '2017-01-01+00', '\\x01', '{
    "code": "old", "name": {"en": "Old"}, "timezone": "UTC", "currency_code": "USD", "wallet_code": "points",
    "earning_rule": {"code": "purchase", "points": 1, "per_minor": 100,
                     "expiry": {"policy": "ROLLING", "months": 12, "days": 0, "rounding": "NONE"}},
    "tiers": {"window_days": 364, "ladder": [{"code": "BASE", "name": {"en": "Base"}, "qualifying_minor_min": 0}]}}', '2017-01-01+00');
insert into members values ('00000000-0000-7000-8000-000000000001', 'old', 'c1', 'ACTIVE', '{}', '2017-01-01+00', '2017-01-01+00');
insert into accounts (id, member_id, wallet_code, active_points, spent_points, lifetime_points, opened_at, changed_at)
    values ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-000000000001', 'points', 100, 20, 120,
            '2017-01-01+00', '2017-09-01+00');
insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, recorded_at) values
    ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000b1', 'POINTS_EARNED', 'ORDER', 'o1', 120, 12000, 'USD',
     '2017-09-01+00', '2017-09-01+00'),
    ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000b2', 'SPENT_ON_ORDER', 'BURN', 'b1', 20, null, null,
     '2017-09-02+00', '2017-09-02+00');
insert into lots (account_id, id, posting_id, granted_points, remaining_points, granted_at, expires_at) values
    ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000b1', 120, 100,
     '2017-09-01+00', '2018-09-01+00');
insert into entries (account_id, recorded_at, id, posting_id, book, type, amount_points, effective_at, lot_id, rule_code, rule_revision)
select '00000000-0000-7000-8000-0000000000a1', e.at, gen_random_uuid(), e.posting, e.book, e.type, e.points, e.at,
       '00000000-0000-7000-8000-0000000000c1', e.rule, e.revision
from (values
    ('2017-09-01+00'::timestamptz, '00000000-0000-7000-8000-0000000000b1'::uuid, 'ACTIVE', 'POINTS_EARNED', 120, 'purchase', 1),
    ('2017-09-01+00', '00000000-0000-7000-8000-0000000000b1', 'ISSUED', 'POINTS_EARNED', -120, 'purchase', 1),
    ('2017-09-02+00', '00000000-0000-7000-8000-0000000000b2', 'REDEEMED', 'SPENT_ON_ORDER', 20, null, null),
    ('2017-09-02+00', '00000000-0000-7000-8000-0000000000b2', 'ACTIVE', 'SPENT_ON_ORDER', -20, null, null)
) as e (at, posting, book, type, points, rule, revision);
"""


def test_a_ledger_with_data_moves_to_the_newest_form_and_goes_on(postgres_url):
    database, clock = connect(postgres_url), TurnedClock(NOON)
    migrate(database, revision="0004")
    with database.begin() as work:
        work.exec_driver_sql(BEFORE.replace("%", "%%"))
    migrate(database)
    with database.begin() as work:
        member_id = work.exec_driver_sql("select id from members").scalar_one()
        assert [result for result in run_checks(work) if not result.is_kept] == []

    def done(command) -> Posted:
        with database.begin() as work:
            (result,) = post([command], within=work, clock=clock)
        assert isinstance(result, Posted), result
        return result

    assert done(EarnPoints(member_id, "o1", 12_000, "USD")).is_duplicate
    assert done(EarnPoints(member_id, "o2", 5_000, "USD")).available_points == 150
    assert done(BurnPoints(member_id, "b2", 30)).available_points == 120
    assert done(ReturnOrder(member_id, "o1", "r1")).points == 120
    clock.turn_to(NOON.replace(year=2019))
    with database.begin() as work:
        expire(within=work, clock=clock)
        assert [result for result in run_checks(work) if not result.is_kept] == []
    database.close()
