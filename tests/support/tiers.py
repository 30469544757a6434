"""Builders for tests of tiers: a club with members whose orders are written straight into the ledger's tables, at any instant."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.ids import new_id
from loyalty.members import EnrolMember, enrol
from loyalty.programs import Program, program_from_json, program_to_json, store_program
from loyalty.programs.model import ProgramRevision
from loyalty.tiers import Requalified, Standing, TierMove, requalify, standings, tier_moves, upgrade_at_once
from tests.support.programs import a_definition

_numbers = count(1)
LADDER = [("BASE", 0), ("SILVER", 100), ("GOLD", 300), ("TOP", 900)]


def tiers_json(by: str = "SPEND", period: dict[str, Any] | None = None, **downgrade: object) -> dict[str, Any]:
    """A structure of four tiers at 0, 100, 300 and 900, by spend over ten days unless told otherwise."""
    qualification: dict[str, Any] = {"by": by}
    if by in {"SPEND", "POINTS_EARNED"}:
        qualification["period"] = period or {"kind": "ROLLING", "days": 10}
    if by in {"POINTS_EARNED", "BALANCE"}:
        qualification["wallet_code"] = "stars"
    ladder: list[dict[str, Any]] = [{"code": code, "name": {"en": code}, "threshold": threshold} for code, threshold in LADDER]
    if by == "SEGMENT":
        ladder = [
            {"code": code, "name": {"en": code}, "segment_code": code.lower() if place else None} for place, (code, _) in enumerate(LADDER)
        ]
    return {"qualification": qualification, "downgrade": {"policy": "TO_FIT", "grace_days": 0} | downgrade, "ladder": ladder}


@dataclass
class Club:
    """A program with tiers over a real database, with a clock you turn."""

    database: Database
    clock: TurnedClock
    revision: ProgramRevision

    def member(self, joined_at: datetime | None = None) -> UUID:
        """Somebody who joined then, or now."""
        with self.database.begin() as work:
            (member,) = enrol([EnrolMember(str(next(_numbers)), "club", joined_at or self.clock.now())], within=work, clock=self.clock)
        return member.id

    def order(self, member_id: UUID, spend_minor: int, at: datetime | None = None, reference: str | None = None) -> None:
        """An order of so much, then or now; nobody is judged by it yet."""
        values = {"member": member_id, "id": new_id(), "reference": reference or str(next(_numbers)), "spend": spend_minor}
        with self.database.begin() as work:
            work.exec_driver_sql(
                "insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, "
                "recorded_at) select a.id, %(id)s, 'POINTS_EARNED', 'ORDER', %(reference)s, 0, %(spend)s, 'USD', %(at)s, %(now)s "
                "from accounts a where a.member_id = %(member)s and a.wallet_code = 'points'",
                values | {"at": at or self.clock.now(), "now": self.clock.now()},
            )

    def night(self) -> Requalified:
        """The nightly run."""
        with self.database.begin() as work:
            return requalify("club", within=work, clock=self.clock)

    def at_once(self, *member_ids: UUID) -> None:
        """What happens at the end of a posting."""
        with self.database.begin() as work:
            upgrade_at_once(member_ids, self.revision, within=work, now=self.clock.now())

    def change(self, program: Program) -> None:
        """The program is another one from now on."""
        with self.database.begin() as work:
            self.revision = store_program(program, within=work, clock=self.clock)

    def standing(self, member_id: UUID) -> Standing:
        """Where the member stands."""
        with self.database.begin() as work:
            return standings([member_id], within=work, clock=self.clock)[member_id]

    def tier(self, member_id: UUID) -> str | None:
        """The stored tier."""
        with self.database.begin() as work:
            query = "select tier_code from member_tiers where member_id = %(id)s"
            return work.exec_driver_sql(query, {"id": member_id}).scalar_one_or_none()

    def moves(self, member_id: UUID) -> list[TierMove]:
        """Every move of the member."""
        with self.database.begin() as work:
            return tier_moves(member_id, within=work)

    def story(self, member_id: UUID) -> list[tuple[str, str | None, str | None]]:
        """Every move of the member, short."""
        return [(str(move.type), move.from_tier_code, move.to_tier_code) for move in self.moves(member_id)]

    def later(self, **by: int) -> None:
        """The clock goes on."""
        self.clock.turn_to(self.clock.now() + timedelta(**by))


def open_club(database: Database, now: datetime, tiers: dict[str, Any] | None = None) -> Club:
    """A club of these tiers."""
    clock = TurnedClock(now)
    program = club_program(tiers or tiers_json())
    with database.begin() as work:
        revision = store_program(program, within=work, clock=clock)
    return Club(database, clock, revision)


def club_program(tiers: dict[str, Any]) -> Program:
    """The program with these tiers."""
    return program_from_json(a_definition(tiers=tiers), name="club.json")


def with_tiers(program: Program, tiers: dict[str, Any] | None) -> Program:
    """The same program with other tiers."""
    if tiers is None:
        return replace(program, tiers=None)
    return program_from_json(program_to_json(program) | {"tiers": tiers}, name="club.json")
