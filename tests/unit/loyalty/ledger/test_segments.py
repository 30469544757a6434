"""How a batch is cut, and by what a command is known: pure, so every combination can be asked."""

from dataclasses import fields, replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.ids import new_id
from loyalty.ledger import (
    AdjustPoints,
    BurnPoints,
    CaptureHold,
    Command,
    EarnPoints,
    HoldPoints,
    ReturnedLine,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.returns import line_share
from loyalty.ledger.segments import NAMES_A_THING, segments, touches
from loyalty.ledger.state import OrderedLine
from loyalty.programs.model import OrderLine
from tests.support.ledger import NOON

MEMBERS = [new_id() for _ in range(3)]
members = st.sampled_from(MEMBERS)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(lambda who: EarnPoints(who, "o", 1, "USD"), members),
    st.builds(lambda who: BurnPoints(who, "b", 1), members),
    st.builds(lambda who, to: TransferPoints(who, to, "t", 1), members, members),
    st.builds(lambda who: ReturnOrder(who, "o", "r"), members),
    st.builds(lambda who: CaptureHold(who, MEMBERS[0], "c"), members),
)


@given(st.lists(commands, max_size=30))
def test_a_batch_is_cut_without_losing_or_moving_anything(batch):
    parts = segments(batch, {})
    assert [command for part in parts for command in batch[part]] == batch


@given(st.lists(commands, max_size=30))
def test_in_a_part_whoever_is_asked_about_a_thing_is_touched_once(batch):
    for part in segments(batch, {}):
        for command in batch[part]:
            if isinstance(command, NAMES_A_THING):
                others = [other for other in batch[part] if other is not command]
                assert all(not touches(command, {}) & touches(other, {}) for other in others)


def test_sales_alone_are_one_part_and_so_are_returns_of_different_members():
    assert len(segments([EarnPoints(MEMBERS[0], "o", 1, "USD")] * 1_000, {})) == 1
    assert len(segments([ReturnOrder(who, "o", "r") for who in MEMBERS], {})) == 1
    assert len(segments([ReturnOrder(MEMBERS[0], "o", "r")] * 3, {})) == 3


def test_reversing_a_transfer_touches_both_sides():
    posting_id = new_id()
    batch = [BurnPoints(MEMBERS[1], "b", 1), ReversePosting(MEMBERS[0], posting_id, "why")]
    assert len(segments(batch, {})) == 1
    assert len(segments(batch, {posting_id: {MEMBERS[1]}})) == 2


@pytest.mark.parametrize(
    ("command", "changes"),
    [
        (EarnPoints(MEMBERS[0], "o", 1, "USD", lines=(OrderLine("a", 1),)), {"lines": (OrderLine("a", 2),)}),
        (EarnPoints(MEMBERS[0], "o", 1, "USD", attributes={"a": 1}), {"attributes": {"a": 2}}),
        (BurnPoints(MEMBERS[0], "b", 1, order_id="x"), {"order_id": "y"}),
        (HoldPoints(MEMBERS[0], "h", 1, lapses_at=NOON), {"lapses_at": NOON + timedelta(1)}),
        (ReturnOrder(MEMBERS[0], "o", "r", (ReturnedLine("a", 1),)), {"lines": (ReturnedLine("a", 2),)}),
        (AdjustPoints(MEMBERS[0], "a", 5, "why"), {"points": -5}),
        (TransferPoints(MEMBERS[0], MEMBERS[1], "t", 5), {"to_member_id": MEMBERS[2]}),
    ],
)
def test_what_is_asked_makes_the_content_and_who_asks_does_not(command, changes):
    other = replace(command, **changes)
    assert reference_of(other) == reference_of(command)
    assert content_hash(other) != content_hash(command)
    labels = {field.name: "x" for field in fields(command) if field.name in {"source", "actor", "idempotency_key"}}
    assert content_hash(replace(command, **labels)) == content_hash(command)


def test_the_same_instant_is_the_same_content_whatever_its_offset():
    there = NOON.astimezone(timezone(timedelta(hours=3)))
    assert content_hash(HoldPoints(MEMBERS[0], "h", 1, lapses_at=there)) == content_hash(HoldPoints(MEMBERS[0], "h", 1, lapses_at=NOON))


def test_a_plain_purchase_needs_no_digest():
    assert content_hash(EarnPoints(MEMBERS[0], "o", 1, "USD")) is None


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.lists(st.integers(1, 10**6), max_size=6))
def test_whatever_the_steps_a_full_return_takes_exactly_everything(points, amount_minor, steps):
    line, taken = OrderedLine("a", amount_minor, 1), 0
    for step in steps:
        line.returned_minor = min(line.returned_minor + step, amount_minor)
        more = line_share(line).of(points) - taken
        assert more >= 0
        taken += more
        assert taken <= points
    line.is_returned = True
    assert taken + line_share(line).of(points) - taken == points
