"""Every act in every order, on a real PostgreSQL, against the plain model: the same answers, the same balances, then and now."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database, Work
from loyalty.errors import LoyaltyError
from loyalty.ledger import (
    AsOf,
    Balance,
    Command,
    EntryType,
    LotStatement,
    LotStatus,
    Posted,
    activate,
    balances,
    expire,
    lot_statements,
    open_lots,
    post,
    statements,
)
from loyalty.members import EnrolMember, Member, enrol
from loyalty.paging import Page
from loyalty.programs import store_program
from loyalty.programs.model import ReturnPolicy
from tests.support.ledger import NOON, codes
from tests.support.ledger_acts_machine import MEMBERS, LedgerMachine, fair_program
from tests.support.seeds import fresh_seed

STEPS = 100
EXAMPLES = 130
_customers = count(1)


class DatabaseMachine(LedgerMachine):
    """Each command is a transaction of its own; a rehearsal runs in one that the database lets write nothing."""

    database: Database
    commands_posted = 0

    def open(self, policy: ReturnPolicy) -> None:
        self.clock = TurnedClock(NOON)
        with self.database.begin() as work:
            program = fair_program(f"fair-{policy.lower()}", policy)
            store_program(program, within=work, clock=self.clock)
            wanted = [EnrolMember(f"customer-{next(_customers)}", program.code) for _ in range(MEMBERS)]
            members = [member for member in enrol(wanted, within=work, clock=self.clock) if isinstance(member, Member)]
        self.member_ids = [member.id for member in members]

    def turn_to(self, now: datetime) -> None:
        self.clock.turn_to(now)

    def post(self, commands: Sequence[Command], *, is_rehearsed: bool) -> list[Posted | LoyaltyError]:
        type(self).commands_posted += len(commands)
        rehearsed = None
        if is_rehearsed:
            with self.database.begin() as work:
                work.exec_driver_sql("set transaction read only")
                rehearsed = post(commands, within=work, clock=self.clock, dry_run=True)
        with self.database.begin() as work:
            results = post(commands, within=work, clock=self.clock)
        if rehearsed is not None:
            assert codes(rehearsed) == codes(results), (commands, rehearsed, results)
            found, written = ([getattr(one, "available_points", None) for one in answers] for answers in (rehearsed, results))
            assert found == written, (commands, rehearsed, results)
        return results

    def nightly(self) -> None:
        for act in (activate, expire):
            while True:
                with self.database.begin() as work:
                    if not act(within=work, clock=self.clock).has_more:
                        break

    def check_reads(self) -> None:
        who = self.steps % MEMBERS
        member_id = self.member_ids[who]
        with self.database.begin() as work:
            mine = balances([member_id], within=work, clock=self.clock)[member_id]
            spendable = open_lots([member_id], within=work, clock=self.clock).get(member_id, [])
            every = [lot for page in self._pages(member_id, work) for lot in page.items]
            periods = statements(member_id, starts_at=NOON - timedelta(days=60), ends_at=self.now, within=work, clock=self.clock)
        assert [each.opening.active_points for each in periods] == [0] * len(mine)
        for balance in mine:
            lots = [each for each in every if each.lot.wallet_code == balance.wallet_code]
            waiting = [each for each in lots if each.status is LotStatus.PENDING]
            free = sum(each.lot.remaining_points for each in lots if each.status is not LotStatus.PENDING)
            assert sum(each.lot.remaining_points for each in waiting) == balance.pending_points
            assert sum(each.held_points for each in lots) == balance.held_points
            assert free == balance.available_points + balance.owed_points
            assert free == sum(lot.remaining_points for lot in spendable if lot.wallet_code == balance.wallet_code)
        for each in every:
            used = sum(use.points for use in each.uses if use.type is not EntryType.EXPIRED)
            left = each.lot.remaining_points + each.held_points + each.expired_points + each.repaying_points
            assert each.lot.granted_points == left + used, each

    def _pages(self, member_id: UUID, work: Work) -> Iterator[Page[LotStatement]]:
        cursor = None
        while True:
            page = lot_statements(member_id, within=work, clock=self.clock, limit=7, cursor=cursor)
            yield page
            cursor = page.next_cursor
            if cursor is None:
                return

    def balances(self, as_of: datetime | None = None, by: AsOf = AsOf.EFFECTIVE) -> dict[UUID, dict[str, Balance]]:
        with self.database.begin() as work:
            found = balances(self.member_ids, within=work, clock=self.clock, as_of=as_of, by=by)
        return {member_id: {balance.wallet_code: balance for balance in of_member} for member_id, of_member in found.items()}


@pytest.mark.slow
def test_every_act_in_every_order_does_what_the_plain_model_does(database):
    class Machine(DatabaseMachine):
        pass

    Machine.database = database
    number = fresh_seed()
    print(f"ledger machine: seed {number}")
    run_state_machine_as_test(
        seed(number)(Machine),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # Ids differ from run to run, so a failure is not shrunk: the steps that led to it are printed, and the seed repeats them.
            phases=(Phase.generate,),
            database=None,
        ),
    )
    print(f"ledger machine: {Machine.steps_taken} steps, {Machine.commands_posted} commands")
    assert Machine.steps_taken >= 10_000
    with database.begin() as work:
        assert [result for result in run_checks(work) if not result.is_kept] == []
