"""Each promise of campaign rows is noticed when it is broken."""

import pytest

from loyalty.campaigns.checks import CHECKS
from loyalty.checks.run import run_checks
from loyalty.database import Database
from tests.support.campaigns import World

SABOTAGE = {
    "CAMPAIGN_OCCURRENCE_COUNTED": "update campaign_occurrences set treated_count = treated_count + 1",
    "CAMPAIGN_TARGETS_ARE_MEMBERS": """
        insert into campaign_targets (campaign_code, revision, occurrence, member_id, arm, expected_value_minor, chosen_at)
        values ('autumn', 1, 'x', gen_random_uuid(), 'CONTROL', 0, now())""",
    "CAMPAIGN_CONTROL_IS_STABLE": """
        insert into campaign_targets (campaign_code, revision, occurrence, member_id, arm, expected_value_minor, chosen_at)
        select campaign_code, revision, 'x', member_id, 'TREATED', 0, now() from campaign_targets where arm = 'CONTROL' limit 1""",
    "CAMPAIGN_CONTROL_GETS_NOTHING": """
        update deliveries d set member_id = t.member_id from campaign_targets t
        where t.arm = 'CONTROL' and d.id = (select id from deliveries limit 1)""",
    "CAMPAIGN_DELIVERIES_HAVE_TARGETS": "update deliveries set occurrence = 'another' where id = (select id from deliveries limit 1)",
    "CAMPAIGN_BUDGET_COUNTED": "update campaign_budgets set reserved_minor = reserved_minor + 1",
}


def broken(world: World) -> set[str]:
    with world.database.begin() as work:
        return {one.code for one in run_checks(work, CHECKS) if not one.is_kept}


def test_every_check_has_its_sabotage() -> None:
    assert set(SABOTAGE) == {check.code for check in CHECKS}


@pytest.mark.parametrize("code", sorted(SABOTAGE))
def test_a_broken_promise_is_noticed(database: Database, code: str) -> None:
    world = World(database, *(f"m{number}" for number in range(30)))
    world.offers(count=1)
    world.activates(control_share=0.3, offer={"kind": "BEST", "cost_minor": 10})
    world.turns(hours=24)
    world.runs()
    assert broken(world) == set()
    world.does(SABOTAGE[code].replace("%", "%%"))
    assert code in broken(world)
