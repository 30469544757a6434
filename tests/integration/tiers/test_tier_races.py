"""Tiers while many write: purchases lift members, the nights judge them both ways, and nobody deadlocks, doubles a move or loses one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

from loyalty.checks.run import run_checks
from loyalty.ids import new_id
from loyalty.ledger import EarnPoints, Posted, post
from loyalty.tiers import requalify
from loyalty.tiers.checks import CHECKS
from tests.support.tiers import Club, open_club

NOON = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)
WRITERS, NIGHTS, ROUNDS = 6, 2, 8


def test_purchases_and_nights_at_once_leave_every_tier_its_last_move(database):
    club = open_club(database, NOON)
    members = [club.member() for _ in range(12)]
    for member in members[:6]:
        # These stopped qualifying, so the nights pull down what purchases push up.
        club.order(member, 500, NOON - timedelta(days=9))
    club.night()
    club.later(days=2)
    start = Barrier(WRITERS + NIGHTS)
    with ThreadPoolExecutor(WRITERS + NIGHTS) as pool:
        writers = [pool.submit(_buy, club, members[place % 3 :], start) for place in range(WRITERS)]
        nights = [pool.submit(_judge, club, start) for _ in range(NIGHTS)]
        assert all(isinstance(result, Posted) for writer in writers for result in writer.result())
        for night in nights:
            night.result()
    club.night()
    with database.begin() as work:
        assert [check for check in run_checks(work, CHECKS) if not check.is_kept] == []
    assert [club.tier(member) for member in members] == [club.standing(member).projected_tier_code for member in members]
    assert club.tier(members[-1]) == "TOP"


def _buy(club: Club, members: list[UUID], start: Barrier) -> list[object]:
    start.wait()
    results: list[object] = []
    for _ in range(ROUNDS):
        with club.database.begin() as work:
            results += post([EarnPoints(member, str(new_id()), 30, "USD") for member in members], within=work, clock=club.clock)
    return results


def _judge(club: Club, start: Barrier) -> None:
    start.wait()
    for _ in range(ROUNDS):
        with club.database.begin() as work:
            requalify("club", within=work, clock=club.clock)
