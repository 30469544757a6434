"""Every check of tiers finds the break that it names."""

from datetime import UTC, datetime

import pytest

from loyalty.checks.run import run_checks
from loyalty.tiers.checks import CHECKS
from tests.support.tiers import open_club

NOON = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)
MOVES_MAY_CHANGE = "alter table tier_moves disable trigger tier_moves_never_change; "

BREAKS = [
    ("update member_tiers set tier_code = 'TOP'", {"TIER_IS_ITS_LAST_MOVE"}),
    ("update member_tiers set since = since + interval '1 hour'", {"TIER_IS_ITS_LAST_MOVE"}),
    ("delete from member_tiers", {"TIER_IS_ITS_LAST_MOVE"}),
    (MOVES_MAY_CHANGE + "update tier_moves set from_tier_code = 'TOP' where type = 'UPGRADED'", {"TIER_MOVES_FOLLOW_EACH_OTHER"}),
    (MOVES_MAY_CHANGE + "update tier_moves set type = 'PROLONGED' where type = 'UPGRADED'", {"TIER_MOVES_FOLLOW_EACH_OTHER"}),
    (
        MOVES_MAY_CHANGE
        + "update tier_moves set to_tier_code = 'WOOD' where type = 'UPGRADED'; update member_tiers set tier_code = 'WOOD'",
        {"TIER_ON_THE_LADDER"},
    ),
    (
        MOVES_MAY_CHANGE + "update tier_moves set to_tier_code = 'SILVER' where type = 'UPGRADED'; "
        "update member_tiers set tier_code = 'SILVER'",
        {"TIER_NOT_BELOW_SPEND", "TIER_MOVES_FOLLOW_EACH_OTHER", "TIER_IS_ITS_LAST_MOVE"},
    ),
]


def kept(club) -> set[str]:
    with club.database.begin() as work:
        return {check.code for check in run_checks(work, CHECKS) if not check.is_kept}


@pytest.mark.parametrize(("statement", "codes"), BREAKS)
def test_a_broken_tier_is_found(database, statement, codes):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 120)
    club.at_once(member)
    club.later(hours=1)
    club.order(member, 300)
    club.at_once(member)
    assert kept(club) == set()
    with database.begin() as work:
        for part in statement.split("; "):
            work.exec_driver_sql(part)
    assert kept(club) == codes
