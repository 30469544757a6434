"""The ledger that benchmarks are run on: its books balance, so that what is measured on it is measured on something real."""

import pytest

from benchmarks.ledger_50m import build
from loyalty.checks.run import run_checks
from loyalty.clock import UtcClock
from loyalty.database import connect
from loyalty.ledger import balances


def test_a_built_ledger_has_the_entries_asked_for_and_keeps_every_invariant(postgres_url):
    built = build(postgres_url, account_count=301, entry_count=301 * 20 + 7)
    database = connect(postgres_url)
    with database.begin() as work:
        results = run_checks(work)
        member_ids = list(work.exec_driver_sql("select id from members order by external_id").scalars())
        indexes = work.exec_driver_sql("select count(*) from pg_index where indrelid = 'postings'::regclass").scalar_one()
        found = balances(member_ids, within=work, clock=UtcClock())
    database.close()
    assert [result.code for result in results if not result.is_kept] == []
    assert (built.account_count, built.entry_count, built.posting_count, built.lot_count) == (301, 6_020, 2_408, 301 * 4 + 151 * 2)
    assert indexes >= 2
    assert len(found) == 301
    assert [bool(found[member_id][0].active_points) for member_id in member_ids] == [number % 2 == 0 for number in range(301)]


def test_an_account_that_lives_less_than_a_cycle_is_not_built(postgres_url):
    with pytest.raises(ValueError, match="at least one cycle"):
        build(postgres_url, account_count=10, entry_count=99)
