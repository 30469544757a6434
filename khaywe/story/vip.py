"""VIP: a schedule ticks, each VIP gets an offer of their own by the channel they prefer, within caps and quiet hours; and once more."""

import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from khaywe.story.households import members_of, reach
from khaywe.story.stage import Stage
from loyalty.campaigns import tick, work_occurrence

MODEL, CAMPAIGN, SEGMENT = "vip", "vip-story", "vip"
FAR_AWAY = "Asia/Tokyo"
"""Ten in the morning in New York is eleven at night there."""
POLICY = {
    "caps": [{"limit": 1, "period_hours": 24}],
    "on_cap": "DROP",
    "quiet_hours": {"starts": "21:00", "ends": "08:00", "otherwise": "HOLD"},
}
SENT_TODAY = """
select count(*) from deliveries where source_code like 'campaign:vip-story:%%' and status in ('SENT', 'ADMITTED', 'SENDING')
  and admitted_at > (select stands_at from business_clock) - interval '24 hours'
"""
STANDING = """
select d.channel_code, d.status, d.reason, count(*) as n, count(distinct d.facts #>> '{offer,offer_code}') as offers
from deliveries d where d.source_code like 'campaign:vip-story:%%' and d.occurrence = %(occurrence)s group by 1, 2, 3
"""
OFFERS = """
select count(distinct t.offer_code) from campaign_targets t
where t.campaign_code = 'vip-story' and t.occurrence = %(occurrence)s and t.arm = 'TREATED'
"""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One tick and what became of it: messages by channel, by what happened, how many offers there were among them."""

    name: str
    sent_by_channel: Mapping[str, int]
    kept_back: Mapping[str, int]
    offer_count: int
    results: dict[str, Any]


def play_vip(stage: Stage, definitions: Path, *, people: int) -> tuple[Occurrence, Occurrence]:
    """The campaign ticks twice; the second time everybody has had their message of the day.

    Raises:
        StoryStuck: a step did not come about.
    """
    if stage.rows(SENT_TODAY)[0][0]:
        stage.turn_to_next_day()
    vips = members_of(stage, SEGMENT)[:people]
    for number, who in enumerate(vips):
        reach(stage, who, by="sms" if number % 3 == 2 else "email", time_zone=FAR_AWAY if number % 10 == 4 else None)
    _limit(stage)
    said = f"{len(vips)} VIPs: two in three prefer e-mail, one in three a text message; one in ten lives where it is night now."
    stage.say("VIPs", said, f"{stage.api}/segments/{SEGMENT}")
    first = _ticked(stage, definitions, timedelta(minutes=1))
    _shown(stage, first)
    stage.say("Once more", "The schedule is to tick again five minutes later; who has had the day's message gets no second one.", None)
    second = _ticked(stage, definitions, timedelta(minutes=5))
    _shown(stage, second)
    stage.send("POST", f"/v1/campaigns/{CAMPAIGN}/complete", {"reason": "the story is over"})
    return first, second


def _limit(stage: Stage) -> None:
    """The company's own contact policy stays; where there is none, the story's."""
    if not stage.get("/v1/contact-policy")["policy"].get("caps"):
        stage.send("PUT", "/v1/contact-policy", {"policy": POLICY})
    policy = stage.get("/v1/contact-policy")["policy"]
    stage.say("The contact policy", f"{json.dumps(policy)}", f"{stage.api}/v1/contact-policy")


def _ticked(stage: Stage, definitions: Path, after: timedelta) -> Occurrence:
    """A revision whose schedule ticks so long after now is live, the clock passes the tick, and everybody is chosen."""
    now = stage.clock.now().astimezone(ZoneInfo(stage.timezone))
    at = (now + after).replace(second=0, microsecond=0)
    definition = _definition(definitions, at)
    stage.send("PUT", f"/v1/campaigns/{CAMPAIGN}", {"definition": definition})
    stage.send("POST", f"/v1/campaigns/{CAMPAIGN}/activate", {"reason": "the story"})
    cron = definition["trigger"]["cron"]
    stage.say(
        "The campaign",
        f"“{definition['name']['en']}” is live; its schedule is {cron} in {stage.timezone}.",
        f"{stage.api}/campaigns/{CAMPAIGN}",
    )
    stage.turn_to(at + timedelta(seconds=5))
    name = stage.until("the occurrence", lambda: _begun(stage, at))
    stage.until("the choice of everybody", lambda: _is_complete(stage, name))
    # Messages wait for the sender's next look and for the channels' speed.
    standing = stage.until("the end of every message that may go", lambda: _settled(stage, name))
    sent = {channel: n for (channel, status, _), n in standing.items() if status == "SENT"}
    kept: Counter[str] = Counter()
    for (_, status, reason), n in standing.items():
        if status != "SENT":
            kept[str(reason or status)] += n
    offers = stage.rows(OFFERS, {"occurrence": name})[0][0]
    return Occurrence(name, sent, dict(kept), offers, _results(stage, name, sum(sent.values())))


def _definition(definitions: Path, at: datetime) -> dict[str, Any]:
    """The company's VIP campaign with a schedule that ticks at this minute of every day, and again whoever it has addressed before."""
    found: dict[str, Any] = json.loads((definitions / "campaigns" / f"{MODEL}.json").read_text())
    del found["code"]
    name = {language: f"{text} · {at:%H:%M}" for language, text in found["name"].items()}
    return found | {"name": name, "trigger": {"kind": "SCHEDULE", "cron": f"{at.minute} {at.hour} * * *"}, "again_after_days": 0}


def _begun(stage: Stage, at: datetime) -> str | None:
    """The tick's occurrence: Dagster begins it, or the story by the same act, whoever looks first."""
    with stage.database.begin() as work:
        key = tick(within=work, clock=stage.clock)
    if key is not None:
        work_occurrence(stage.database, key, clock=stage.clock)
    rows = stage.rows("select occurrence from campaign_occurrences where campaign_code = 'vip-story' and opened_at >= %(at)s", {"at": at})
    return rows[-1][0] if rows else None


def _is_complete(stage: Stage, name: str) -> bool | None:
    rows = stage.rows(
        "select completed_at from campaign_occurrences where campaign_code = 'vip-story' and occurrence = %(name)s", {"name": name}
    )
    return True if rows and rows[-1][0] is not None else None


def _settled(stage: Stage, name: str) -> dict[tuple[str, str, str | None], int] | None:
    rows = stage.rows(STANDING, {"occurrence": name})
    under_way = any(row.status in {"ADMITTED", "SENDING"} or (row.status == "QUEUED" and row.reason is None) for row in rows)
    return None if under_way or not rows else {(row.channel_code, row.status, row.reason): row.n for row in rows}


def _results(stage: Stage, name: str, sent_count: int) -> dict[str, Any]:
    deadline = time.monotonic() + 90
    while True:
        found = stage.get(f"/v1/campaigns/{CAMPAIGN}/results?occurrence={name}")
        if found["funnel"]["sent_count"] >= sent_count or time.monotonic() > deadline:
            return found
        time.sleep(1.0)


def _shown(stage: Stage, one: Occurrence) -> None:
    audience, funnel = one.results["audience"], one.results["funnel"]
    refused = sum(reason["count"] for reason in audience["refused"])
    arms = f"{audience['treated_count']} addressed, {audience['control_count']} set aside, {refused} not chosen"
    stage.say("The audience", f"Occurrence {one.name}: {arms}, {one.offer_count} different offers.", f"{stage.api}/campaigns/{CAMPAIGN}")
    sent = ", ".join(f"{n} by {channel}" for channel, n in sorted(one.sent_by_channel.items())) or "none"
    kept = ", ".join(f"{n} {reason}" for reason, n in sorted(one.kept_back.items())) or "none"
    stage.say("The messages", f"Sent: {sent}. Kept back: {kept}.", f"{stage.inbox}, {stage.inbox.parent / 'outbox'}")
    said = ", ".join(f"{name} {funnel[f'{name}_count']}" for name in ("queued", "sent", "waiting", "clicked"))
    stage.say(
        "The figures", f"{said}. {one.results['effect']['conversion']['words']['en']}", f"{stage.api}/v1/campaigns/{CAMPAIGN}/results"
    )
