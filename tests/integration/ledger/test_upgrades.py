"""Higher tiers at once, by what is posted: exactly when the sums say so, and without asking before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from loyalty.database.round_trip import Statement
from loyalty.ledger import CorrectOrder, ReturnOrder
from loyalty.members import Member
from loyalty.programs.model import OrderLine
from loyalty.tiers import requalify
from tests.integration.ledger.test_returns import STARS
from tests.support.ledger import Shop, a_purchase, open_club
from tests.support.programs import a_program_of, a_rule

LADDER = [("BASE", 0), ("SILVER", 10_000), ("GOLD", 30_000), ("TOP", 90_000)]


def tiers(by: str = "SPEND", **changes: object) -> dict[str, Any]:
    """Four tiers over ten days; whoever does not fit any more falls in the night."""
    qualification = {"by": by, "period": {"kind": "ROLLING", "days": 10}} | ({} if by == "SPEND" else {"wallet_code": "stars"})
    # A star is 10 cents.
    share = 1 if by == "SPEND" else 1_000
    ladder = [{"code": code, "name": {"en": code}, "threshold": threshold // share} for code, threshold in LADDER]
    return {"qualification": qualification, "downgrade": {"policy": "TO_FIT", "grace_days": 0}, "ladder": ladder} | changes


def club(database, **changes: Any) -> Shop:
    return open_club(database, a_program_of(a_rule(), STARS, tiers=tiers(**changes)), 3)


def tier(shop: Shop, member: Member) -> str | None:
    with shop.database.begin() as work:
        query = "select tier_code from member_tiers where member_id = %(id)s"
        return work.exec_driver_sql(query, {"id": member.id}).scalar_one_or_none()


def night(shop: Shop) -> None:
    with shop.database.begin() as work:
        requalify("club", within=work, clock=shop.clock)


@contextmanager
def judgements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many members each judgement of the block was about."""
    from loyalty.ledger import upgrade

    seen: list[int] = []
    real = upgrade.upgrade_at_once
    monkeypatch.setattr(upgrade, "upgrade_at_once", lambda ids, *rest, **named: (seen.append(len(ids)), real(ids, *rest, **named))[1])
    yield seen


@pytest.mark.parametrize("by", ["SPEND", "POINTS_EARNED"])
def test_a_member_rises_with_the_posting_that_reaches_the_threshold_and_not_before(database, by):
    shop = club(database, by=by)
    member = shop.members[0]
    counted = 0
    for spend in (4_000, 5_990, 10, 19_990, 10, 60_000, 10, 10, 10, 10, 10):
        shop.do(a_purchase(member.id, spend, lines=(OrderLine("wine", spend),)))
        counted += spend
        if by == "POINTS_EARNED":
            counted = shop.balance(member, "stars").lifetime_points * 1_000
        assert tier(shop, member) == [code for code, threshold in LADDER if threshold <= counted][-1]
    assert tier(shop, member) != "BASE"
    assert shop.violations() == []


def test_only_a_posting_that_may_lift_somebody_has_them_judged(database, monkeypatch):
    shop = club(database)
    first, second, third = shop.members
    with judgements(monkeypatch) as seen:
        shop.post(*[a_purchase(member.id, 1_000) for member in shop.members])
        assert seen == [3]
        shop.post(*[a_purchase(member.id, 1_000) for member in shop.members])
        assert seen == [3]
        shop.post(a_purchase(first.id, 8_000), a_purchase(second.id, 7_999), a_purchase(third.id, 4_000), a_purchase(third.id, 4_000))
        assert seen == [3, 2]
    assert [tier(shop, member) for member in shop.members] == ["SILVER", "BASE", "SILVER"]


def test_whoever_fell_in_the_night_rises_again_at_once(database):
    shop = club(database)
    member = shop.members[0]
    shop.do(a_purchase(member.id, 35_000))
    assert tier(shop, member) == "GOLD"
    shop.pass_days(11)
    night(shop)
    assert tier(shop, member) == "BASE"
    shop.do(a_purchase(member.id, 9_999))
    assert tier(shop, member) == "BASE"
    shop.do(a_purchase(member.id, 20_001))
    assert tier(shop, member) == "GOLD"
    assert shop.violations() == []


def test_an_order_that_earns_nothing_counts_its_spend(database):
    shop = open_club(database, a_program_of(a_rule(condition={">": [{"var": "order.spend_minor"}, 50_000]}), tiers=tiers()))
    member = shop.members[0]
    for spend in (4_000, 5_999, 1):
        assert shop.do(a_purchase(member.id, spend)).points == 0
    assert tier(shop, member) == "SILVER"


def test_a_return_and_a_correction_before_it_are_judged_by_what_stands(database):
    shop = club(database)
    member = shop.members[0]
    shop.do(a_purchase(member.id, 6_000, order_id="o"))
    shop.do(ReturnOrder(member.id, "o", "r", amount_minor=6_000))
    shop.do(a_purchase(member.id, 5_000, order_id="p"))
    assert tier(shop, member) == "BASE"
    shop.do(CorrectOrder(member.id, "p", "c", 10_000, "USD"))
    assert tier(shop, member) == "SILVER"
    assert shop.violations() == []


def test_what_an_append_carries_is_one_statement_more_only_for_the_judged(database, monkeypatch):
    """A lone purchase that lifts nobody writes no standing."""
    from loyalty.ledger import store_append

    shop = club(database)
    member = shop.members[0]
    shop.do(a_purchase(member.id, 100))
    sent: list[Statement] = []
    real = store_append.send
    monkeypatch.setattr(store_append, "send", lambda statement, within: (sent.append(statement), real(statement, within))[1])
    shop.do(a_purchase(member.id, 100))
    assert [("member_tiers" in query, "counted_total" in query) for query, _ in sent] == [(False, True)]
    with database.begin() as work:
        assert work.exec_driver_sql("select sum(counted_total) from accounts").scalar_one() == 100
