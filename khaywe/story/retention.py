"""Retention: an update of one household becomes an offer in its inbox and a redemption in the figures; then of many at once."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from khaywe.local.mailbox import Mail
from khaywe.story.households import LEAVING, address_of, reach, regulars, turned_away
from khaywe.story.stage import Stage, StoryStuck

CAMPAIGN, SEGMENT = "retention", LEAVING
TRIES = 5
BATCH = 500
MESSAGES_PER_SECOND_MIN = 20
"""So many at least leave on a busy machine; the story waits the longer the more there are."""
MANY_LOOK_SECONDS = 0.5
"""How often the story looks for what many are told; looking costs the machine that it plays on, and each mail tells itself when it came."""
FIGURES_SECONDS = 90.0
"""Figures are counted anew within a minute."""


@dataclass(frozen=True, slots=True)
class Retained:
    """What became of one household: how long from the event to the message, and what was redeemed."""

    external_id: str
    seconds_to_message: float
    offer_code: str
    churn_before: float
    churn_after: float
    results: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RetainedMany:
    """What became of many households told at once; `seconds` from telling them to each message, in order."""

    told_count: int
    treated_count: int
    set_aside_count: int
    refused_count: int
    message_count: int
    seconds: tuple[float, ...]


def play_one(stage: Stage, salt: str = "") -> Retained:
    """One household, from the update to the figures. A household that the campaign sets aside is told of, and another takes its place.

    Raises:
        StoryStuck: a step did not come about.
    """
    for number, who in enumerate(regulars(stage, CAMPAIGN, SEGMENT, TRIES, salt), start=1):
        told = _told(stage, who)
        if told is not None:
            return told
        stage.say(
            "Left alone",
            f"Household {who} belongs to those who are set aside, so that the effect can be measured. Another one ({number}).",
            None,
        )
    raise StoryStuck("No regular household is left that the campaign would address and to whom nobody has written.", awaited="a household")


def play_many(stage: Stage, count: int, salt: str = "") -> RetainedMany:
    """So many households at once.

    Raises:
        StoryStuck: somebody's message did not come.
    """
    people = regulars(stage, CAMPAIGN, SEGMENT, count, salt)
    if len(people) < count:
        said = f"Only {len(people)} regular households are left to whom nobody has written."
        stage.say("Fewer", said, None)
    for who in people:
        reach(stage, who)
    updates = [_update(who, values) for who, values in zip(people, turned_away(stage, len(people)), strict=True)]
    before = _arms(stage, people)
    began = time.time()
    for start in range(0, len(updates), BATCH):
        items = updates[start : start + BATCH]
        stage.send("POST", "/v1/events:batch", {"mode": "atomic", "items": items})
    stage.say("Many updates", f"{len(people)} households at once.", f"{stage.api}/v1/events?type=customer.updated")
    patience = stage.wait_seconds + len(people) / MESSAGES_PER_SECOND_MIN
    arms = stage.until("the choice of every household", lambda: _all_chosen(stage, people, before), patience, every=MANY_LOOK_SECONDS)
    treated = [who for who, arm in arms.items() if arm == "TREATED"]
    mails = stage.until("a message to each of them", lambda: _all_mails(stage, treated, began), patience, every=MANY_LOOK_SECONDS)
    seconds = tuple(sorted(mail.arrived_at - began for mail in mails))
    aside = sum(arm in {"CONTROL", "HOLDOUT"} for arm in arms.values())
    done = RetainedMany(len(people), len(treated), aside, len(people) - len(treated) - aside, len(mails), seconds)
    slowest = (
        f"; the first after {seconds[0]:.1f} s, half within {seconds[len(seconds) // 2]:.1f} s, 99 of 100 within "
        f"{seconds[-(-99 * len(seconds) // 100) - 1]:.1f} s, the last after {seconds[-1]:.1f} s"
        if seconds
        else ""
    )
    stage.say(
        "Messages", f"{done.message_count} messages for {done.treated_count} addressed, {aside} set aside{slowest}.", str(stage.inbox)
    )
    return done


def _told(stage: Stage, who: str) -> Retained | None:
    reach(stage, who)
    before = stage.get(f"/v1/members/{who}/scores")["churn"]["probability"]
    stage.say("A household", f"{who}, a regular customer; churn {before:.1%} as of the last night.", f"{stage.api}/members/{who}")
    began = time.time()
    values = turned_away(stage, 1)[0]
    stage.send("POST", "/v1/events", _update(who, values))
    said = f"It has not come for {values['recency_days']} days, says the warehouse, with {len(values) - 1} values more (customer.updated)."
    stage.say("The update", said, f"{stage.api}/v1/events?member_id={who}")
    stage.until("the new values", lambda: stage.get(f"/v1/members/{who}/features?names=recency_days")["updated_at"])
    churn = stage.get(f"/v1/members/{who}/scores")["churn"]
    why = "; ".join(reason["in_words"]["en"] for reason in churn["reasons"][:2])
    stage.say(
        "Churn", f"{before:.1%} → {churn['probability']:.1%} by {churn['model_version']}: {why}.", f"{stage.api}/v1/members/{who}/scores"
    )
    stage.until(f"its entry into {SEGMENT}", lambda: _is_inside(stage, who))
    stage.say("The segment", f"It has entered {SEGMENT}, by the event and not by the night.", f"{stage.api}/segments/{SEGMENT}")
    target = stage.until("its choice by the campaign", lambda: _target(stage, who))
    if target["arm"] != "TREATED":
        return None
    stage.say(
        "The campaign",
        f"Retention has chosen {target['offer_code']} for it, by {target['channel_code']}.",
        f"{stage.api}/campaigns/{CAMPAIGN}",
    )
    mail = stage.until("the message in its inbox", lambda: _newest(stage, who, began))
    seconds = mail.arrived_at - began
    stage.say("The message", f"“{mail.subject}”, {seconds:.2f} s after the update was told.", str(mail.path))
    return Retained(who, seconds, target["offer_code"], before, churn["probability"], _redeemed(stage, who, target))


def _redeemed(stage: Stage, who: str, target: dict[str, Any]) -> dict[str, Any]:
    """The household comes back: it uses the offer and buys; the figures show it."""
    # What is bought in the very instant of the choice was not bought because of it.
    stage.turn_to(stage.clock.now() + timedelta(minutes=5))
    before = stage.get(f"/v1/campaigns/{CAMPAIGN}/results")["costs"]["redeemed_count"]
    stage.send("POST", f"/v1/offers/{target['offer_id']}/outcome", {"outcome": "REDEEMED"})
    bought = {"type": "EARN", "member_id": who, "order_id": f"story-{who}-{time.time_ns()}", "spend_minor": 4250, "currency_code": "USD"}
    stage.send("POST", "/v1/transactions", bought)
    stage.say("It comes back", f"Five minutes later it redeems {target['offer_code']} and spends 42.50 USD.", f"{stage.api}/members/{who}")
    results = stage.until("the redemption in the figures", lambda: _results(stage, before + 1), FIGURES_SECONDS)
    effect = results["effect"]
    said = f"{results['audience']['treated_count']} addressed, {results['funnel']['sent_count']} sent, "
    said += f"{results['costs']['redeemed_count']} redeemed, "
    said += f"{effect['treated']['revenue_minor'] / 100:.2f} USD spent. {effect['conversion']['words']['en']}"
    stage.say("The figures", said, f"{stage.api}/v1/campaigns/{CAMPAIGN}/results")
    return results


def _results(stage: Stage, redeemed_count: int) -> dict[str, Any] | None:
    found = stage.get(f"/v1/campaigns/{CAMPAIGN}/results")
    return found if found["costs"]["redeemed_count"] >= redeemed_count and found["effect"]["treated"]["order_count"] else None


def _update(who: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "customer.updated", "member_id": who, "data": {"features": values}}


def _is_inside(stage: Stage, who: str) -> bool | None:
    return any(one["segment_code"] == SEGMENT for one in stage.get(f"/v1/members/{who}/segments")["items"]) or None


def _target(stage: Stage, who: str) -> dict[str, Any] | None:
    found = stage.get(f"/v1/members/{who}/campaigns")["items"]
    return next((one for one in found if one["campaign_code"] == CAMPAIGN), None)


def _newest(stage: Stage, who: str, since: float) -> Mail | None:
    return next((one for one in stage.mails(address_of(who)) if one.arrived_at >= since), None)


def _arms(stage: Stage, people: list[str]) -> dict[str, str]:
    query = """
    select m.external_id, coalesce(t.arm, t.reason) as arm from campaign_targets t join members m on m.id = t.member_id
    where t.campaign_code = %(campaign)s and m.external_id = any(%(people)s)
    """
    return {row.external_id: row.arm for row in stage.rows(query, {"campaign": CAMPAIGN, "people": people})}


def _all_chosen(stage: Stage, people: list[str], before: dict[str, str]) -> dict[str, str] | None:
    found = _arms(stage, people)
    return found if len(found) - len(before) >= len(people) else None


def _all_mails(stage: Stage, people: list[str], since: float) -> list[Mail] | None:
    wanted = {address_of(who) for who in people}
    found = [one for one in stage.mails_since(since) if one.to in wanted]
    return found if {one.to for one in found} >= wanted else None
