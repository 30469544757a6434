"""The consumer of events: what happens to members lets them into campaigns, and moves them over lines. Not here: choosing them, the bus."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from loyalty.campaigns.crossings import FEATURES, POINTS, SCORES, watch
from loyalty.campaigns.model import Campaign, RevisionKey, TriggerKind
from loyalty.campaigns.store_revisions import live_campaigns
from loyalty.campaigns.store_targets import shown_offers
from loyalty.campaigns.store_waiting import Gathered, OccurrenceKey, gather
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.events import Event
from loyalty.events.model import EVENT_ID_PREFIX
from loyalty.ids import read_id, show_id
from loyalty.journeys.decide import holds
from loyalty.journeys.facts import KnownMember, Needs, event_facts
from loyalty.journeys.store_facts import known_members
from loyalty.messages import DELIVERY_ID_PREFIX
from loyalty.offers import OutcomeCode, RecordOutcome, record_outcomes

OWN = "campaign."
MOVED_FEATURES = "customer.features_updated"


class CampaignConsumer:
    """Takes in every event but those that campaigns tell of themselves: which of them matter, the campaigns that are live say.

    It only notes who is to be chosen, so that a campaign that has to wait holds up no other event; the worker chooses at once.
    """

    name = "campaigns"
    types: Sequence[str] = ("*",)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def prepare(self, events: Sequence[Event]) -> None:
        """Nothing comes before the transaction."""

    def apply(self, events: Sequence[Event], within: Work) -> None:
        """Whoever the events let into a campaign waits to be chosen in it, inside the transaction."""
        heard = [event for event in events if not event.type.startswith(OWN)]
        self._let_in(heard, within)
        self._move(heard, within)
        self._note_shown(heard, within)

    def settle(self, events: Sequence[Event]) -> None:
        """Nothing comes after it."""

    def _let_in(self, events: Sequence[Event], within: Work) -> None:
        now = self._clock.now()
        campaigns = live_campaigns([TriggerKind.EVENT], now, within)
        asked = [(event, key) for event in events for key, one in campaigns.items() if one.trigger.event_type == event.type]
        if not asked:
            return
        needs = _needs(campaigns[key] for _, key in asked)
        members = known_members({event.member_id for event, _ in asked}, needs, now, within)
        gather([one for event, key in asked if (one := self._gathered(event, key, campaigns[key], members)) is not None], now, within)

    def _gathered(self, event: Event, key: RevisionKey, campaign: Campaign, members: Mapping[UUID, KnownMember]) -> Gathered | None:
        """The member's place in the campaign, if the trigger's condition holds of the event."""
        member = members.get(event.member_id)
        if member is None or member.program_code != campaign.program_code:
            return None
        told = event_facts(event.type, event.occurred_at, member.zone, event.data)
        if not holds(campaign.trigger.condition, member.facts(self._clock.now(), told)):
            return None
        facts = {**event.data, "type": event.type, "occurred_on": told["on"]}
        return Gathered(OccurrenceKey(*key, show_id(EVENT_ID_PREFIX, event.id)), event.member_id, facts)

    def _note_shown(self, events: Sequence[Event], within: Work) -> None:
        """An offer whose message has gone out was shown, so that the offers' own rules know of it."""
        sent = [read_id(DELIVERY_ID_PREFIX, event.data["delivery_id"]) for event in events if _is_of_campaign(event)]
        shown = shown_offers(sent, within) if sent else []
        if not shown:
            return
        now = self._clock.now()
        commands = [RecordOutcome(one.offer_id, OutcomeCode.SHOWN, min(one.at, now), one.channel_code, actor=self.name) for one in shown]
        record_outcomes(commands, within=within, clock=self._clock, today=now.date())

    def _move(self, events: Sequence[Event], within: Work) -> None:
        """Lines are looked at for the members whose values the events may have moved."""
        pointed = [event.member_id for event in events if event.type.startswith("points.")]
        if pointed:
            watch(within=within, clock=self._clock, member_ids=list(dict.fromkeys(pointed)), groups=[POINTS])
        updated = [event.member_id for event in events if event.type == MOVED_FEATURES]
        if updated:
            watch(within=within, clock=self._clock, member_ids=list(dict.fromkeys(updated)), groups=[FEATURES, SCORES])


def _is_of_campaign(event: Event) -> bool:
    return event.type == "message.sent" and str(event.data.get("source_code", "")).startswith("campaign:")


def _needs(campaigns: Iterable[Campaign]) -> Needs:
    rules = [one.trigger.condition for one in campaigns if one.trigger.condition is not None]
    return reduce(or_, (Needs.of(rule.paths) for rule in rules), Needs())
