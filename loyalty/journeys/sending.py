"""SEND: a journey asks the room of messages for one, once. Not here: whether a member may be told now (`loyalty/messages`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.journeys.actions import Result
from loyalty.journeys.decide import Effect
from loyalty.journeys.model import Action
from loyalty.messages import Purpose, SendMessage, TemplateUnknown, enqueue, find_template, withdraw

KNOWN = {"template_code", "purpose", "expires_after_hours"}
HOURS_MAX = 24 * 31


class SendTemplate:
    """Queues the newest version of a template over the channel that the template speaks by."""

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:  # noqa: ARG002 (templates belong to no program)
        """The template must be there, and nothing else be asked for."""
        message = _message(action)
        unknown = sorted(set(message) - KNOWN)
        if unknown:
            return [f"A message has no '{unknown[0][:60]}'; it has {', '.join(sorted(KNOWN))}."]
        hours = message.get("expires_after_hours")
        if hours is not None and not (type(hours) is int and 1 <= hours <= HOURS_MAX):
            return [f"expires_after_hours must be a whole number from 1 to {HOURS_MAX}."]
        if message.get("purpose", "MARKETING") not in set(Purpose):
            return ["purpose must be MARKETING or SERVICE."]
        refusal = _unknown_template(message.get("template_code"), within)
        return [] if refusal is None else [refusal.message]

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:
        """Every message waits in the queue, once; a template that is gone refuses its members alone."""
        codes = {str(_message(one.action)["template_code"]) for one in effects}
        found: dict[str, Any] = {code: _template(code, within) for code in sorted(codes)}
        commands = [_command(one, found, clock) for one in effects if not isinstance(found[_code(one)], LoyaltyError)]
        enqueue(commands, within=within, clock=clock)
        return [
            told if isinstance(told := found[_code(one)], LoyaltyError) else {"template_code": _code(one), "channel_code": told}
            for one in effects
        ]


def source_of(journey_code: str) -> str:
    """Under which the room of messages knows what a journey asked for."""
    return f"journey:{journey_code}"


def withdraw_messages(enrollments: Iterable[tuple[str, UUID]], *, within: Work, clock: Clock) -> int:
    """What these enrollments (journey's code, id) asked for and no sender has yet is not sent any more; how many messages that were."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for code, enrollment_id in enrollments:
        by_code[code].append(enrollment_id.hex)
    return sum(withdraw(source_of(code), owners=owners, within=within, clock=clock) for code, owners in sorted(by_code.items()))


def _command(effect: Effect, channels: Mapping[str, Any], clock: Clock) -> SendMessage:
    message = _message(effect.action)
    hours = cast("int | None", message.get("expires_after_hours"))
    event = effect.entry
    data = cast("Mapping[str, object]", event.get("data") or {})
    return SendMessage(
        member_id=effect.member_id,
        channel_code=channels[_code(effect)],
        template_code=_code(effect),
        source_code=source_of(effect.journey_code),
        occurrence=f"{effect.enrollment_id.hex}:{effect.node_id}:{effect.visit}",
        purpose=Purpose(str(message.get("purpose", "MARKETING"))),
        facts={"event": {**data, "type": event.get("type"), "occurred_on": event.get("on")}},
        expires_at=None if hours is None else clock.now() + timedelta(hours=hours),
    )


def _template(code: str, within: Work) -> str | TemplateUnknown:
    """The channel that the template speaks by; or why not."""
    try:
        return find_template(code, within=within).template.channel_code
    except TemplateUnknown as unknown:
        return unknown


def _unknown_template(code: object, within: Work) -> LoyaltyError | None:
    if not isinstance(code, str):
        return TemplateUnknown("template_code must name a template.")
    found = _template(code, within)
    return found if isinstance(found, LoyaltyError) else None


def _code(effect: Effect) -> str:
    return str(_message(effect.action)["template_code"])


def _message(action: Action) -> Mapping[str, object]:
    return cast("Mapping[str, object]", action.parameters["message"])
