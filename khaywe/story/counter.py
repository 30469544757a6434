"""A day at the counter: rewards asked for and handled, vouchers, a journey that is live. Not here: campaigns and their messages."""

from collections.abc import Sequence

from khaywe.story.stage import Stage

POOL, JOURNEY = "welcome-back", "after-a-reward"
ACTS: tuple[Sequence[str], ...] = (("process", "fulfil"), ("process", "fulfil"), ("process", "reject"), ("process",), (), ())
"""What the counter does with each redemption, one after the other; nothing: it waits. The first is refunded afterwards."""

DRAWN = {
    "program_code": "journey",
    "name": {"en": "After a reward", "ar": "بعد المكافأة"},
    "owner": "marketing",
    "nodes": [
        {"id": "start", "type": "START", "trigger": {"kind": "EVENT", "event_type": "points.spent"}},
        {"id": "some-days", "type": "WAIT", "wait": {"kind": "DURATION", "duration": {"days": 3}}},
        {
            "id": "many-points",
            "type": "CONDITION",
            "branches": [{"branch": "rich", "rule": {">=": [{"var": "points.available"}, 1000]}}],
        },
        {"id": "thanks", "type": "ACTION", "action": {"kind": "AWARD_POINTS", "points": 50, "reason": "thank you"}},
        {"id": "choose", "type": "ACTION", "action": {"kind": "SEND", "message": {"template_code": "milestone-email"}}},
        {"id": "bought", "type": "WAIT", "wait": {"kind": "EVENT", "event_type": "points.earned", "timeout": {"days": 14}}},
        {"id": "back", "type": "END", "is_goal": True},
        {"id": "end", "type": "END"},
    ],
    "edges": [
        {"from": "start", "to": "some-days"},
        {"from": "some-days", "to": "many-points"},
        {"from": "many-points", "branch": "rich", "to": "choose"},
        {"from": "many-points", "branch": "else", "to": "thanks"},
        {"from": "choose", "to": "bought"},
        {"from": "thanks", "to": "bought"},
        {"from": "bought", "branch": "arrived", "to": "back"},
        {"from": "bought", "branch": "timeout", "to": "end"},
    ],
}
RICH = """
select m.external_id from members m join accounts a on a.member_id = m.id
where m.status = 'ACTIVE' and m.program_code = 'journey' and a.active_points - a.held_points >= 1000
order by a.active_points desc, m.external_id limit %(count)s
"""


def play_counter(stage: Stage) -> None:
    """A journey is live, a pool has vouchers, and members have asked for rewards; what is there is not made again.

    Raises:
        StoryStuck: a step was refused.
    """
    _publish(stage)
    _fill_pool(stage)
    if stage.get("/v1/redemptions?limit=1")["items"]:
        stage.say("Redemptions", "Members have asked for rewards before.", f"{stage.api}/redemptions")
        return
    asked = [_ask_for(stage, who, number) for number, who in enumerate(_rich_members(stage))]
    _handle(stage, asked)
    said = f"{len(asked)} members ask for rewards; some are handed over, one of them is taken back, some are refused, the rest wait."
    stage.say("Redemptions", said, f"{stage.api}/redemptions")


def _publish(stage: Stage) -> None:
    if JOURNEY not in _codes(stage, "journeys"):
        stage.send("PUT", f"/v1/journeys/{JOURNEY}", {"definition": DRAWN})
        stage.send("POST", f"/v1/journeys/{JOURNEY}/publish", {"reason": "the story"})
    stage.say("A journey", "Whoever takes a reward is thanked three days later.", f"{stage.api}/journeys/{JOURNEY}")


def _codes(stage: Stage, noun: str) -> set[str]:
    return {one["code"] for one in stage.get(f"/v1/{noun}")["items"]}


def _rich_members(stage: Stage) -> list[str]:
    return [row.external_id for row in stage.rows(RICH, {"count": 2 * len(ACTS)})]


def _fill_pool(stage: Stage) -> None:
    if POOL not in _codes(stage, "voucher-pools"):
        named = {"en": "Welcome back", "ar": "أهلًا بعودتك"}
        stage.send("POST", "/v1/voucher-pools", {"code": POOL, "name": named, "prefix": "BACK", "valid_days": 30, "value_minor": 500})
        stage.send("POST", f"/v1/voucher-pools/{POOL}/generate", {"count": 500})
    stage.say("Vouchers", "500 codes of five dollars each.", f"{stage.api}/voucher-pools")


def _ask_for(stage: Stage, who: str, number: int) -> str:
    wished = ("coffee", "bread")[number % 2]
    return str(stage.send("POST", "/v1/redemptions", {"member_id": who, "reward_code": wished})["redemption"]["redemption_id"])


def _handle(stage: Stage, asked: Sequence[str]) -> None:
    for redemption, acts in zip(asked, ACTS * 2, strict=False):
        for act in acts:
            stage.send("POST", f"/v1/redemptions/{redemption}/{act}", {"reason": "at the counter"})
    if asked:
        stage.send("POST", f"/v1/redemptions/{asked[0]}/refund", {"reason": "the bag was torn"})
