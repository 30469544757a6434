"""Campaigns, members who can be reached, offers and events for tests of campaigns. Not here: the room itself, servers."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from loyalty.campaigns import (
    CampaignRound,
    Chosen,
    MovedCampaign,
    OccurrenceKey,
    SavedCampaign,
    activate_campaign,
    begin_day,
    choose_members,
    find_head,
    list_targets,
    save_campaign,
    set_holdout,
    tick,
    work_occurrence,
    work_round,
)
from loyalty.campaigns.checks import CHECKS as CAMPAIGN_CHECKS
from loyalty.campaigns.hearing import CampaignConsumer
from loyalty.campaigns.model import CampaignTarget, RevisionKey
from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.events import Event
from loyalty.features import Catalogue
from loyalty.ids import new_id
from loyalty.messages import Content, Template, save_template
from loyalty.offers import OfferRules, OfferShelf
from loyalty.offers.checks import CHECKS as OFFER_CHECKS
from tests.support.messages import NOON, company
from tests.support.offers import DEFAULTS, a_row, offer_rows
from tests.support.rules import a_feature
from tests.support.segments import stored_segments

PROGRAM = "journey"
TODAY = NOON.date()
FEATURES = Catalogue.of("marts.customer_profile", a_feature("churn_probability", "number"), a_feature("recency_days", "integer"))
ORDER_PLACED: Mapping[str, Any] = {"kind": "EVENT", "event_type": "order.placed"}


def a_definition(**changes: Any) -> dict[str, Any]:
    """An e-mail to everybody each Wednesday at ten, with the best offer."""
    return {
        "program_code": PROGRAM,
        "name": {"en": "Autumn"},
        "owner": "marketing",
        "trigger": {"kind": "SCHEDULE", "cron": "0 13 * * *"},
        "offer": {"kind": "BEST"},
        "message": {"templates": {"email": "autumn-email"}},
    } | changes


class World:
    """A database with a program, members who can be reached and agreed, a clock to turn, and the acts on campaigns."""

    def __init__(self, database: Database, *names: str) -> None:
        self.database, self.clock = database, TurnedClock(NOON)
        people = company(database, names or ("ann", "ben"), clock=self.clock)
        self.members = {one.external_id: one.id for one in people}
        with database.begin() as work:
            for channel, subject in (("email", "{{ offer.title }}"), ("sms", None)):
                content = Content(
                    text="{{ offer.title }}{% if offer.ends_on %} until {{ offer.ends_on | date }}{% endif %}", subject=subject
                )
                save_template(Template(f"autumn-{channel}", channel, {"en": content}), actor="test", within=work, clock=self.clock)

    def offers(self, *names: str, count: int = 3, rules: OfferRules | None = None, score: Callable[[str], float] | None = None) -> None:
        """These members have so many offers on the shelf; `score`: of a member's best one."""
        rows = [
            a_row(name, rank, on=TODAY, **({"score_probability": score(name) / rank} if score else {}))
            for name in names or self.members
            for rank in range(1, count + 1)
        ]
        with self.database.begin() as work:
            OfferShelf(None, DEFAULTS, rules).replace(TODAY, offer_rows(*rows), within=work)

    def saves(self, code: str = "autumn", **changes: Any) -> SavedCampaign:
        with self.database.begin() as work:
            return save_campaign(code, a_definition(**changes), catalogue=FEATURES, actor="ann", within=work, clock=self.clock)

    def activates(self, code: str = "autumn", **changes: Any) -> RevisionKey:
        self.saves(code, **changes)
        with self.database.begin() as work:
            moved = activate_campaign(code, actor="ann", within=work, clock=self.clock)
        return RevisionKey(code, moved.head.live_revision or 0)

    def moves(self, act: Callable[..., MovedCampaign], code: str = "autumn", **changes: Any) -> MovedCampaign:
        with self.database.begin() as work:
            return act(code, actor="ann", within=work, clock=self.clock, **changes)

    def status(self, code: str = "autumn") -> str:
        with self.database.begin() as work:
            return str(find_head(code, within=work).status)

    def turns(self, **span: float) -> None:
        self.clock.turn_to(self.clock.now() + timedelta(**span))

    def ticks(self) -> list[OccurrenceKey]:
        """Every schedule that has ticked has begun its occurrence."""
        begun = []
        while True:
            with self.database.begin() as work:
                key = tick(within=work, clock=self.clock)
            if key is None:
                return begun
            begun.append(key)

    def begins_day(self, key: RevisionKey, on: date = TODAY) -> OccurrenceKey:
        with self.database.begin() as work:
            return begin_day(key, on, within=work, clock=self.clock)

    def works(self, key: OccurrenceKey) -> Chosen:
        return work_occurrence(self.database, key, clock=self.clock)

    def runs(self) -> Chosen:
        """The schedule has ticked once, and everybody was chosen."""
        (key,) = self.ticks()
        return self.works(key)

    def rounds(self) -> CampaignRound:
        """The worker has worked until nobody is due."""
        while True:
            done = work_round(self.database, clock=self.clock)
            if done.next_due_at is None or done.next_due_at > self.clock.now():
                return done

    def chooses(self, code: str = "autumn", limit: int = 1_000) -> Chosen:
        with self.database.begin() as work:
            return choose_members(code, within=work, clock=self.clock, limit=limit)

    def holds_out(self, share: float, season: str = "s1") -> None:
        with self.database.begin() as work:
            set_holdout(share, season, actor="ann", within=work, clock=self.clock)

    def event(self, name: str, type_: str = "order.placed", *, at: datetime | None = None, **data: Any) -> Event:
        when = at or self.clock.now()
        return Event(1, new_id(), type_, 1, self.members[name], name, PROGRAM, "test", when, when, when, data)

    def hears(self, *events: Event) -> None:
        consumer = CampaignConsumer(self.clock)
        with self.database.begin() as work:
            consumer.prepare(events)
            consumer.apply(events, work)

    def targets(self, code: str = "autumn", **which: Any) -> list[CampaignTarget]:
        """Whom it decided of, in the order in which it did."""
        found: list[CampaignTarget] = []
        cursor = None
        with self.database.begin() as work:
            while True:
                page = list_targets(code, within=work, limit=200, cursor=cursor, **which)
                found += page.items
                cursor = page.next_cursor
                if cursor is None:
                    return found[::-1]

    def outcome(self, name: str, code: str = "autumn") -> list[str]:
        """The arm or the reason of each of the member's occurrences, in their order."""
        return [str(one.arm or one.reason) for one in self.targets(code) if one.external_id == name]

    def tally(self, code: str = "autumn") -> dict[str, int]:
        """How many were in which arm, or refused for which reason."""
        return dict(Counter(str(one.arm or one.reason) for one in self.targets(code)))

    def deliveries(self, source: str | None = None) -> list[tuple[str, str, str, dict[str, Any]]]:
        """(member, channel, status, facts) of each delivery, by member."""
        query = (
            "select m.external_id, d.channel_code, d.status, d.facts from deliveries d join members m on m.id = d.member_id"
            " where d.source_code = %(source)s or %(source)s::text is null order by 1, 2, d.occurrence"
        )
        return [tuple(row) for row in self.ask(query, source=source)]

    def ask(self, query: str, **facts: Any) -> Sequence[Any]:
        with self.database.begin() as work:
            return work.exec_driver_sql(query, facts).all()

    def does(self, statement: str, **facts: Any) -> None:
        with self.database.begin() as work:
            work.exec_driver_sql(statement, facts)

    def enters(self, segment: str, *names: str, at: datetime | None = None) -> None:
        """The members are in the segment, which there is."""
        with self.database.begin() as work:
            stored_segments(work, segment)
        for name in names:
            self.does(
                "insert into segment_memberships (segment_code, version, member_id, valid_from) values (%(code)s, 1, %(member)s, %(at)s)",
                code=segment,
                member=self.members[name],
                at=at or self.clock.now(),
            )

    def is_sound(self) -> bool:
        """Nothing in the books of campaigns and offers is broken."""
        with self.database.begin() as work:
            broken = [one for one in run_checks(work, [*CAMPAIGN_CHECKS, *OFFER_CHECKS]) if one.violation_count]
        assert not broken, broken
        return True

    def member(self, name: str) -> UUID:
        return self.members[name]
