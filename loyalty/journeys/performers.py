"""What this house does for journeys: points, vouchers, lists, attributes, and calls through the outbox. Not here: SEND (`sending.py`).

Each goes through the set-based door of its own room, which refuses one member without touching its neighbours.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.journeys.actions import Actions, Performer, Result
from loyalty.journeys.decide import Effect
from loyalty.journeys.model import Action, ActionKind
from loyalty.journeys.sending import SendTemplate
from loyalty.journeys.store_events import JourneyEvent, append_events
from loyalty.ledger import AdjustPoints, Posted, post
from loyalty.members.errors import AttributesInvalid
from loyalty.members.store import merge_attributes
from loyalty.programs.store import current_program
from loyalty.segments import ListMember, SegmentKind, SegmentStatus, SegmentUnknown, change_lists, find_head
from loyalty.segments.errors import SegmentKindConflict, SegmentStatusConflict
from loyalty.vouchers import AssignVoucher, Voucher, assign_vouchers
from loyalty.vouchers.store import find_pools

ACTOR = "journeys"
WEBHOOK_EVENT = "journey.called"


class AwardPoints:
    """Points by decision, with the effect's reference: a second time answers the first."""

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:
        """The wallet must be one of the program's."""
        code = cast("str | None", action.parameters["wallet_code"])
        wallet = current_program(program_code, within=within).program.wallet(code)
        return [] if wallet is not None else [f"The program '{program_code}' has no wallet '{code}'."]

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:
        """Every member has the points, or is refused by itself."""
        results = post([_adjustment(effect, clock) for effect in effects], within=within, clock=clock)
        return [one if isinstance(one, LoyaltyError) else _posted(one) for one in results]


class IssueVoucher:
    """One more voucher of the pool."""

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:
        """The pool must be there."""
        code = str(action.parameters["pool_code"])
        return [] if find_pools(program_code, [code], within) else [f"The program '{program_code}' has no voucher pool '{code}'."]

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:
        """Every member has a voucher, or is refused by itself."""
        commands = [AssignVoucher(one.member_id, one.program_code, str(one.action.parameters["pool_code"])) for one in effects]
        results = assign_vouchers(commands, within=within, clock=clock)
        return [{"voucher_id": one.id.hex} if isinstance(one, Voucher) else one for one in results]


class ChangeList:
    """Puts members on a list, or takes them off."""

    def __init__(self, *, is_in: bool) -> None:
        self._is_in = is_in

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:  # noqa: ARG002 (segments belong to no program)
        """The segment must be a list."""
        code = str(action.parameters["segment_code"])
        refusal = _list_refusal(code, within)
        return [] if refusal is None else [refusal.message]

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:
        """Every member is on the list, or off it; a list that is not there any more refuses its members alone."""
        codes = [str(one.action.parameters["segment_code"]) for one in effects]
        refusals = {code: refusal for code in sorted(set(codes)) if (refusal := _list_refusal(code, within)) is not None}
        sound = [place for place, code in enumerate(codes) if code not in refusals]
        commands = [ListMember(codes[place], effects[place].member_id, self._is_in) for place in sound]
        changed = dict(zip(sound, change_lists(commands, cause="JOURNEY", within=within, clock=clock), strict=True)) if commands else {}
        return [{"changed": changed[place]} if place in changed else refusals[code] for place, code in enumerate(codes)]


class SetAttribute:
    """Gives the member's own attribute another value; null takes it away."""

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:  # noqa: ARG002 (the reader checked it)
        """Nothing beyond what reading has checked."""
        return []

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:  # noqa: ARG002 (no instant is kept)
        """Every member has the value, or is refused: its attributes would be too large. Of two for one name, the later counts."""
        values: dict[tuple[str, str], tuple[Effect, object]] = {}
        for effect in effects:
            values[effect.member_id.hex, str(effect.action.parameters["name"])] = (effect, effect.action.parameters["value"])
        changes = [(effect.member_id, {name: value}) for (_, name), (effect, value) in values.items()]
        merged = merge_attributes(changes, within)
        return [
            {"name": effect.action.parameters["name"]}
            if effect.member_id in merged
            else AttributesInvalid("attributes would become too large.", member_id=str(effect.member_id))
            for effect in effects
        ]


class CallWebhook:
    """Writes the event `journey.called`; whoever subscribed to it is called after the commit, by the room of webhooks."""

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:  # noqa: ARG002 (the reader checked it)
        """What goes out must fit into an event."""
        size = len(json.dumps(action.parameters["data"]).encode())
        return [] if size <= 8_192 else ["The data of a call must fit into 8,192 bytes."]

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:
        """Every call stands in the outbox."""
        now = clock.now()
        append_events([JourneyEvent(one.member_id, WEBHOOK_EVENT, now, _call(one)) for one in effects], now, within)
        return [{"name": one.action.parameters["name"]} for one in effects]


def own_actions() -> Actions:
    """What this house performs."""
    performers: dict[ActionKind, Performer] = {
        ActionKind.AWARD_POINTS: AwardPoints(),
        ActionKind.ISSUE_VOUCHER: IssueVoucher(),
        ActionKind.ADD_TO_LIST: ChangeList(is_in=True),
        ActionKind.REMOVE_FROM_LIST: ChangeList(is_in=False),
        ActionKind.SET_ATTRIBUTE: SetAttribute(),
        ActionKind.WEBHOOK: CallWebhook(),
        ActionKind.SEND: SendTemplate(),
    }
    return Actions(performers)


def _adjustment(effect: Effect, clock: Clock) -> AdjustPoints:
    asked = effect.action.parameters
    days = cast("int | None", asked["expires_after_days"])
    return AdjustPoints(
        member_id=effect.member_id,
        reference=effect.reference,
        points=cast("int", asked["points"]),
        reason=str(asked["reason"]),
        expires_at=None if days is None else clock.now() + timedelta(days=days),
        wallet_code=cast("str | None", asked["wallet_code"]),
        source=f"journey:{effect.journey_code}",
        actor=ACTOR,
    )


def _posted(posted: Posted) -> dict[str, object]:
    return {"points": posted.points, "posting_id": None if posted.posting_id is None else posted.posting_id.hex}


def _list_refusal(code: str, within: Work) -> LoyaltyError | None:
    try:
        head = find_head(code, within=within)
    except SegmentUnknown as unknown:
        return unknown
    if head.kind is not SegmentKind.STATIC:
        return SegmentKindConflict(f"The segment '{code}' is a rule, not a list; nobody can be put on it.", segment_code=code)
    if head.status is not SegmentStatus.ACTIVE:
        return SegmentStatusConflict(f"The list '{code}' is {head.status}; activate it first.", segment_code=code, status=head.status.value)
    return None


def _call(effect: Effect) -> dict[str, object]:
    return {
        "name": effect.action.parameters["name"],
        "journey_code": effect.journey_code,
        "version": effect.version,
        "node_id": effect.node_id,
        "enrollment_id": effect.enrollment_id.hex,
        "reference": effect.reference,
        "external_id": effect.external_id,
        "entry": effect.entry,
        "data": effect.action.parameters["data"],
    }
