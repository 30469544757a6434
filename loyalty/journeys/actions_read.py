"""Reads the parameters of an action, each kind's own, into plain checked values. Not here: performing them (`performers.py`)."""

import math
import re
from collections.abc import Mapping

from loyalty.definition_file import Section
from loyalty.journeys.model import Action, ActionKind
from loyalty.ledger.model import AMOUNT_MAX, LABEL_LENGTH_MAX

EXPIRES_DAYS_MAX = 3_660
ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,63}")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def read_action(section: Section) -> Action:
    """The action with its parameters.

    Raises:
        the section's error: a parameter is missing, wrong or unknown.
    """
    kind = section.choice("kind", ActionKind)
    parameters = _READERS[kind](section)
    section.finish()
    return Action(kind, parameters)


def _award(section: Section) -> Mapping[str, object]:
    return {
        "points": section.whole_number("points", least=1, most=AMOUNT_MAX),
        "reason": _plain(section, "reason", LABEL_LENGTH_MAX),
        "wallet_code": section.text("wallet_code", length_max=64) if section.has("wallet_code") else None,
        "expires_after_days": section.whole_number("expires_after_days", least=1, most=EXPIRES_DAYS_MAX)
        if section.has("expires_after_days")
        else None,
    }


def _voucher(section: Section) -> Mapping[str, object]:
    return {"pool_code": _plain(section, "pool_code", 64)}


def _list(section: Section) -> Mapping[str, object]:
    code = section.text("segment_code", length_max=64)
    if not SEGMENT.fullmatch(code):
        section.refuse("segment_code", "must be lower-case words joined by '-'", code)
    return {"segment_code": code}


def _attribute(section: Section) -> Mapping[str, object]:
    name = section.text("name", length_max=64)
    if not ATTRIBUTE.fullmatch(name):
        section.refuse("name", "must be lower-case words joined by '_'", name)
    value = section.value("value")
    sound = value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))
    if not sound and not (isinstance(value, str) and len(value) <= 500 and value.isprintable()):
        section.refuse("value", "must be a text of at most 500 printable characters, a number, true, false or null", value)
    return {"name": name, "value": value}


def _webhook(section: Section) -> Mapping[str, object]:
    name = section.text("name", length_max=64)
    if not NAME.fullmatch(name):
        section.refuse("name", "must be lower-case words joined by '_': it names the call for whoever receives it", name)
    data = section.section("data").content() if section.has("data") else {}
    return {"name": name, "data": dict(data)}


def _send(section: Section) -> Mapping[str, object]:
    """What is sent is the port's to judge; here it only must be an object."""
    return {"message": dict(section.section("message").content())}


def _plain(section: Section, key: str, length_max: int) -> str:
    text = section.text(key, length_max=length_max)
    if not text.isprintable():
        section.refuse(key, "must be printable", text)
    return text


_READERS = {
    ActionKind.AWARD_POINTS: _award,
    ActionKind.ISSUE_VOUCHER: _voucher,
    ActionKind.ADD_TO_LIST: _list,
    ActionKind.REMOVE_FROM_LIST: _list,
    ActionKind.SET_ATTRIBUTE: _attribute,
    ActionKind.WEBHOOK: _webhook,
    ActionKind.SEND: _send,
}
