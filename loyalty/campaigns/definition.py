"""A campaign as a document: JSON in, a `Campaign` out, or one refusal naming the place. Not here: whether what it names is there."""

import re
from datetime import datetime
from pathlib import Path

from loyalty.campaigns.errors import CampaignDefinitionInvalid
from loyalty.campaigns.model import Campaign, Direction, MessagePlan, OfferKind, OfferPlan, Threshold, Trigger, TriggerKind
from loyalty.definition_file import Section, open_definition
from loyalty.features import Catalogue
from loyalty.journeys.cron import CronMalformed, read_cron
from loyalty.journeys.facts import POINTS, fact_shape
from loyalty.messages import CHANNELS, Purpose
from loyalty.rules.errors import InvalidRule
from loyalty.rules.logic import read_logic
from loyalty.rules.shapes import ANYTHING, Shape
from loyalty.text_rules import is_short_text, is_storable

CODE_LENGTH_MAX = 64
OWNER_LENGTH_MAX = 100
OFFER_CODE_LENGTH_MAX = 200
LIST_LENGTH_MAX = 50
DAYS_MAX = 1_100
HOURS_MAX = 24 * 366
MONEY_MAX = 10**12
SCORES = ("churn_probability", "recency_days", "purchase_count_364d", "spend_minor_364d", "recency_quintile", "monetary_quintile")
"""The numbers among a member's published scores that a threshold may watch."""

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EVENT_TYPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


def read_campaigns(folder: Path, catalogue: Catalogue | None = None) -> list[Campaign]:
    """The campaigns that the files `*.json` of `folder` define, in the order of their names.

    Raises:
        CampaignDefinitionInvalid: a file is not JSON, a part of it is missing, unknown or wrong, or two files define one code.
    """
    campaigns = [read_campaign(path, catalogue) for path in sorted(folder.glob("*.json"))]
    codes = [campaign.code for campaign in campaigns]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        raise CampaignDefinitionInvalid(f"Two files of {folder.name} define the campaign '{code}'.", file=folder.name, path="code")
    return campaigns


def read_campaign(path: Path, catalogue: Catalogue | None = None) -> Campaign:
    """The campaign that one file defines; its `code` is in the file.

    Raises:
        CampaignDefinitionInvalid: as `read_campaigns`.
    """
    section = open_definition(path, CampaignDefinitionInvalid)
    code = _code(section, "code")
    return _campaign(code, section, catalogue)


def campaign_from_json(code: str, document: object, catalogue: Catalogue | None) -> Campaign:
    """The campaign of a document; `catalogue` None: a stored one, whose conditions were checked when it was saved.

    Raises:
        CampaignDefinitionInvalid: a part is missing, unknown or wrong; `facts.path` names it.
    """
    section = Section(document, file=code[:CODE_LENGTH_MAX], path="", error=CampaignDefinitionInvalid)
    if not _CODE.fullmatch(code) or len(code) > CODE_LENGTH_MAX:
        section.refuse("code", "must be lower-case words joined by '-', such as high-churn-risk", code)
    return _campaign(code, section, catalogue)


def _campaign(code: str, section: Section, catalogue: Catalogue | None) -> Campaign:
    audience = section.section("audience") if section.has("audience") else None
    shape = ANYTHING if catalogue is None else fact_shape(catalogue)
    campaign = Campaign(
        code=code,
        program_code=_short(section, "program_code", CODE_LENGTH_MAX),
        name=_texts(section, "name"),
        description=_texts(section, "description") if section.has("description") else {"en": code},
        owner=_short(section, "owner", OWNER_LENGTH_MAX),
        segments=_codes(audience, "segments") if audience else (),
        excluded_segments=_codes(audience, "exclude") if audience else (),
        trigger=_trigger(section.section("trigger"), shape, catalogue),
        control_share=section.share("control_share") if section.has("control_share") else 0.0,
        ignores_holdout=section.truth("ignores_holdout", default=False),
        again_after_days=section.whole_number("again_after_days", least=0, most=DAYS_MAX) if section.has("again_after_days") else None,
        members_max=section.whole_number("members_max", least=1, most=10**9) if section.has("members_max") else None,
        offer=_offer(section.section("offer")) if section.has("offer") else None,
        budget_minor=section.whole_number("budget_minor", least=0, most=MONEY_MAX) if section.has("budget_minor") else None,
        value_minor=section.whole_number("value_minor", least=0, most=MONEY_MAX, default=0),
        expected_share=section.share("expected_share") if section.has("expected_share") else 0.05,
        message=_message(section.section("message")) if section.has("message") else None,
        features_age_hours_max=section.whole_number("features_age_hours_max", least=1, most=HOURS_MAX)
        if section.has("features_age_hours_max")
        else None,
        waits_hours_max=section.whole_number("waits_hours_max", least=1, most=HOURS_MAX, default=72),
        attribution_days=section.whole_number("attribution_days", least=1, most=366, default=14),
        starts_at=_instant(section, "starts_at"),
        ends_at=_instant(section, "ends_at"),
        document={name: value for name, value in section.content().items() if name != "code"},
    )
    if audience:
        audience.finish()
    section.finish()
    _refuse_contradictions(section, campaign)
    return campaign


def _refuse_contradictions(section: Section, campaign: Campaign) -> None:
    both = sorted(set(campaign.segments) & set(campaign.excluded_segments))
    if both:
        section.refuse("audience.exclude", "must not name a segment of the audience", both[0])
    if campaign.starts_at and campaign.ends_at and campaign.ends_at <= campaign.starts_at:
        section.refuse("ends_at", "must come after starts_at", campaign.ends_at.isoformat())
    if campaign.offer is None and campaign.message is None:
        section.refuse("message", "is missing: a campaign says something or offers something", None)
    if campaign.budget_minor is not None and (campaign.offer is None or campaign.offer.cost_minor == 0):
        section.refuse("budget_minor", "needs an offer with cost_minor, which is what it is spent on", campaign.budget_minor)


def _trigger(section: Section, shape: Shape, catalogue: Catalogue | None) -> Trigger:
    kind = section.choice("kind", TriggerKind)
    trigger = Trigger(
        kind,
        event_type=_event_type(section) if kind is TriggerKind.EVENT else None,
        condition=_condition(section, shape) if kind is TriggerKind.EVENT and section.has("condition") else None,  # type: ignore[arg-type]
        cron=_cron(section) if kind is TriggerKind.SCHEDULE else None,
        threshold=_threshold(section, catalogue) if kind is TriggerKind.THRESHOLD else None,
    )
    section.finish()
    return trigger


def _condition(section: Section, shape: Shape) -> object:
    try:
        return read_logic(section.value("condition"), shape)
    except InvalidRule as refusal:
        raise CampaignDefinitionInvalid(
            f"The trigger's condition: {refusal.message}",
            path=f"trigger.condition{refusal.path}",
            problem=refusal.code,
            suggestion=refusal.suggestion,
        ) from None


def _threshold(section: Section, catalogue: Catalogue | None) -> Threshold:
    direction = section.choice("direction", Direction)
    value = _number(section, "value")
    rearm = _number(section, "rearm_at") if section.has("rearm_at") else value
    if (rearm > value) if direction is Direction.ABOVE else (rearm < value):
        side = "at or below" if direction is Direction.ABOVE else "at or above"
        section.refuse("rearm_at", f"must lie {side} the value, for that is where the member comes from", rearm)
    return Threshold(_watched(section, catalogue), direction, value, rearm, section.truth("includes_standing", default=False))


def _watched(section: Section, catalogue: Catalogue | None) -> str:
    fact = section.text("fact", length_max=200)
    group, _, name = fact.partition(".")
    if group == "features" and catalogue is not None:
        kinds = {feature.name: feature.kind for feature in catalogue}
        if kinds.get(name) not in {"integer", "number"}:
            section.refuse("fact", "must name a feature that is a number", fact)
    elif group == "features" or (group == "points" and name in POINTS) or (group == "scores" and name in SCORES):
        pass
    else:
        known = [*(f"points.{one}" for one in POINTS), *(f"scores.{one}" for one in SCORES), "features.…"]
        section.refuse("fact", f"must be one of {', '.join(known)}", fact)
    return fact


def _offer(section: Section) -> OfferPlan:
    kind = section.choice("kind", OfferKind)
    offer_code = None
    if kind is OfferKind.FIXED:
        offer_code = _short(section, "offer_code", OFFER_CODE_LENGTH_MAX)
    elif kind is OfferKind.BEST and section.has("default_offer"):
        offer_code = _short(section, "default_offer", OFFER_CODE_LENGTH_MAX)
    plan = OfferPlan(
        kind,
        offer_code=offer_code,
        title=_texts(section, "title") if section.has("title") else {},
        categories=_short_list(section, "categories") if kind is OfferKind.BEST and section.has("categories") else (),
        pool_code=_short(section, "pool", CODE_LENGTH_MAX) if kind is OfferKind.VOUCHER else None,
        is_required=section.truth("is_required", default=True) if kind is OfferKind.BEST else True,
        cost_minor=section.whole_number("cost_minor", least=0, most=MONEY_MAX, default=0),
        lapses_after_days=section.whole_number("lapses_after_days", least=1, most=DAYS_MAX, default=30),
    )
    section.finish()
    return plan


def _message(section: Section) -> MessagePlan:
    given = section.section("templates")
    templates = {channel: _template(given, channel) for channel in given.content()}
    if not templates:
        section.refuse("templates", "must name a template for at least one channel", {})
    order = _short_list(section, "order") if section.has("order") else tuple(sorted(templates))
    if sorted(order) != sorted(templates):
        section.refuse("order", "must name each channel of the templates once", list(order))
    plan = MessagePlan(
        {channel: templates[channel] for channel in order},
        prefers_own_channel=section.truth("prefers_own_channel", default=True),
        expires_after_hours=section.whole_number("expires_after_hours", least=1, most=24 * 31)
        if section.has("expires_after_hours")
        else None,
        purpose=section.choice("purpose", Purpose, default=Purpose.MARKETING),
    )
    given.finish()
    section.finish()
    return plan


def _template(section: Section, channel: str) -> str:
    if channel not in CHANNELS:
        section.refuse(channel, f"is no channel; there are {', '.join(CHANNELS)}", channel)
    return _code(section, channel)


def _code(section: Section, key: str) -> str:
    code = section.text(key, length_max=CODE_LENGTH_MAX)
    if not _CODE.fullmatch(code):
        section.refuse(key, "must be lower-case words joined by '-', such as high-churn-risk", code)
    return code


def _codes(section: Section, key: str) -> tuple[str, ...]:
    if not section.has(key):
        return ()
    value = section.value(key)
    sound = (
        isinstance(value, list) and len(value) <= LIST_LENGTH_MAX and all(isinstance(one, str) and _CODE.fullmatch(one) for one in value)
    )
    if not sound or not isinstance(value, list) or len(set(value)) != len(value):
        section.refuse(key, f"must be a list of at most {LIST_LENGTH_MAX} segment codes, each once", value)
    return tuple(value)


def _short_list(section: Section, key: str) -> tuple[str, ...]:
    value = section.value(key)
    if not isinstance(value, list) or not 1 <= len(value) <= LIST_LENGTH_MAX:
        section.refuse(key, f"must be a list of 1 to {LIST_LENGTH_MAX} texts", value)
    for one in value:
        if not isinstance(one, str) or not 1 <= len(one) <= OFFER_CODE_LENGTH_MAX or not is_short_text(one, OFFER_CODE_LENGTH_MAX):
            section.refuse(key, "must hold printable texts", one)
    return tuple(value)


def _texts(section: Section, key: str) -> dict[str, str]:
    texts = section.names(key)
    for text in texts.values():
        if not is_storable(text):
            section.refuse(key, "holds a character that cannot be stored", text)
    return texts


def _short(section: Section, key: str, length_max: int) -> str:
    text = section.text(key, length_max=length_max)
    if not is_short_text(text, length_max):
        section.refuse(key, "must be printable", text)
    return text


def _event_type(section: Section) -> str:
    name = section.text("event_type", length_max=64)
    if not _EVENT_TYPE.fullmatch(name):
        section.refuse("event_type", "must be dotted lower-case words, such as segment.entered", name)
    return name


def _cron(section: Section) -> str:
    text = section.text("cron", length_max=100)
    try:
        read_cron(text)
    except CronMalformed as malformed:
        section.refuse("cron", f"cannot be read: {malformed}", text)
    return text


def _number(section: Section, key: str) -> float:
    value = section.value(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MONEY_MAX:
        section.refuse(key, "must be a number", value)
    return float(value)


def _instant(section: Section, key: str) -> datetime | None:
    if not section.has(key):
        return None
    text = section.text(key, length_max=40)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        section.refuse(key, "must be an instant with its offset, such as 2017-11-01T00:00:00Z", text)
    if found.tzinfo is None:
        section.refuse(key, "must be an instant with its offset, such as 2017-11-01T00:00:00Z", text)
    return found
