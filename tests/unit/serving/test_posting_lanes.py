"""Which asks wait for each other: those of one member, and those that share something, such as a reward's stock."""

from typing import Any, cast

from loyalty.idempotency import KeyedRequest
from serving.members.references import MemberDirectory
from serving.posting import Ask, Desk


def ask(member: str, shares: tuple[str, str] | None = None) -> Ask[str]:
    return Ask(KeyedRequest("scope", member, b""), member, lambda _: "command", "request", shares=shares)


def test_asks_of_one_reward_share_a_lane_and_others_do_not() -> None:
    desk: Desk[str, Any] = Desk(
        cast(Any, None), cast(Any, None), MemberDirectory("journey", lambda: "journey"), act=lambda *_: [], show=lambda _: (200, b"")
    )
    coffee, more_coffee, tea = (set(desk.lanes(ask(member, ("reward", code)))) for member, code in (("a", "c"), ("b", "c"), ("d", "t")))
    assert coffee & more_coffee == {("reward", "c")}
    assert not coffee & tea
    assert set(desk.lanes(ask("a"))) == {"a"}
    assert set(desk.lanes(ask("a"))) & coffee == {"a"}
