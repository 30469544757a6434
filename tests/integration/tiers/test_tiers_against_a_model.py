"""Random histories: the tiers in the database are what a small model in Python makes of the same orders, nights and ladders.

The model is written from the room's README: it keeps one member in a few lines and knows no SQL.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.checks.run import run_checks
from loyalty.tiers.checks import CHECKS
from tests.support.tiers import LADDER, Club, open_club, tiers_json, with_tiers

ZONE = ZoneInfo("America/New_York")
STARTS_AT = datetime(2017, 1, 20, 17, 0, tzinfo=UTC)
CODES, STEPS = [code for code, _ in LADDER], [step for _, step in LADDER]


@dataclass
class Modelled:
    """One member: orders, where they stand, since when they do not fit."""

    tiers: dict[str, Any]
    joined_on: date
    orders: list[tuple[datetime, int]] = field(default_factory=list)
    rank: int | None = None
    grace_until: datetime | None = None
    protected_until: datetime | None = None

    def fits(self, now: datetime) -> int:
        today = now.astimezone(ZONE).date()
        period = self.tiers["qualification"]["period"]
        if period["kind"] == "ROLLING":
            spends = [self.spent(today - timedelta(days=period["days"] - 1), today, now)]
        else:
            edges = list(self.edges(period, today))
            place = max(place for place, edge in enumerate(edges) if edge <= today)
            spends = [self.spent(edges[place], today, now)]
            if place:
                spends.append(self.spent(edges[place - 1], edges[place] - timedelta(days=1), now))
        return max(rank for rank, step in enumerate(STEPS) if step <= max(spends))

    def edges(self, period: dict[str, Any], today: date) -> list[date]:
        first = date(2016, 1, 1) if period["kind"] == "CALENDAR" else self.joined_on
        found = []
        for step in range(0, 60, period["months"]):
            year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
            found.append(date(year, month + 1, first.day))
        return [edge for edge in found if edge <= today] or [first]

    def spent(self, from_on: date, to_on: date, now: datetime) -> int:
        return sum(spend for at, spend in self.orders if at <= now and from_on <= at.astimezone(ZONE).date() <= to_on)

    def judge(self, now: datetime, *, may_fall: bool) -> None:
        fit, downgrade = self.fits(now), self.tiers["downgrade"]
        if self.rank is None or fit >= self.rank:
            rose = self.rank is None or fit > self.rank
            self.rank, self.grace_until = fit, None
            if rose or (self.protected_until and self.protected_until <= now):
                self.protected_until = None
            return
        if not may_fall or downgrade["policy"] == "NEVER":
            return
        today = now.astimezone(ZONE).date()
        self.grace_until = self.grace_until or midnight(today + timedelta(days=downgrade["grace_days"]))
        if self.grace_until > now or (self.protected_until and self.protected_until > now):
            return
        self.grace_until, self.protected_until = None, None
        if downgrade["policy"] == "TO_FIT":
            self.rank = fit
            return
        self.rank -= 1
        if fit < self.rank:
            self.protected_until = self.period_end(today)

    def period_end(self, today: date) -> datetime:
        period = self.tiers["qualification"]["period"]
        if period["kind"] == "ROLLING":
            return midnight(today + timedelta(days=period["days"]))
        last = self.edges(period, today)[-1]
        year, month = divmod(last.year * 12 + last.month - 1 + period["months"], 12)
        return midnight(date(year, month + 1, last.day))


def midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=ZONE).astimezone(UTC)


STEP = st.one_of(
    st.tuples(st.just("order"), st.integers(0, 1), st.integers(1, 400), st.integers(0, 40)),
    st.tuples(st.just("night"), st.just(0), st.just(0), st.just(0)),
    st.tuples(st.just("wait"), st.just(0), st.integers(1, 24 * 20), st.just(0)),
)
PERIODS = st.sampled_from(
    [
        {"kind": "ROLLING", "days": 10},
        {"kind": "ROLLING", "days": 45},
        {"kind": "CALENDAR", "months": 1},
        {"kind": "FROM_JOIN", "months": 2},
    ]
)
DOWNGRADES = st.tuples(st.sampled_from(["ONE_LEVEL", "TO_FIT", "NEVER"]), st.sampled_from([0, 0, 3]))


@pytest.fixture
def club(database) -> Club:
    return open_club(database, STARTS_AT)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PERIODS, DOWNGRADES, st.lists(STEP, min_size=3, max_size=14))
def test_tiers_are_a_function_of_history(club, period, downgrade, steps):
    tiers = tiers_json(period=period, policy=downgrade[0], grace_days=downgrade[1])
    club.later(hours=1)
    club.change(with_tiers(club.revision.program, tiers))
    joined = [club.clock.now() - timedelta(days=days) for days in (0, 47)]
    members: dict[UUID, Modelled] = {club.member(at): Modelled(tiers, at.astimezone(ZONE).date().replace()) for at in joined}
    if period["kind"] == "FROM_JOIN" and any(one.joined_on.day > 28 for one in members.values()):
        return
    for what, who, amount, days_ago in steps:
        if what == "wait":
            club.later(hours=amount)
        elif what == "night":
            club.night()
            for one in members.values():
                one.judge(club.clock.now(), may_fall=True)
        else:
            member_id = list(members)[who]
            at = club.clock.now() - timedelta(days=days_ago)
            club.order(member_id, amount, at)
            club.at_once(member_id)
            members[member_id].orders.append((at, amount))
            members[member_id].judge(club.clock.now(), may_fall=False)
        assert [club.tier(member_id) for member_id in members] == [
            None if one.rank is None else CODES[one.rank] for one in members.values()
        ]
    with club.database.begin() as work:
        assert [check for check in run_checks(work, CHECKS) if not check.is_kept] == []
