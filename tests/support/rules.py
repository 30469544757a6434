"""A catalogue, rows and random rules for the tests of `loyalty.rules`: null-heavy, Unicode-heavy, extreme."""

import math
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from loyalty.features import Catalogue, Feature, FeatureKind
from loyalty.rules import Vocabulary, read_rule


def a_feature(name: str, kind: FeatureKind, *, is_nullable: bool = True, codes: tuple[str, ...] | None = None) -> Feature:
    return Feature(name, kind, is_nullable, description=f"{name} of the customer", codes=codes)


FACTS = Catalogue.of(
    "facts",
    a_feature("whole", "integer"),
    a_feature("count", "integer", is_nullable=False),
    a_feature("ratio", "number"),
    a_feature("share", "number", is_nullable=False),
    a_feature("word", "text"),
    a_feature("select", "text", is_nullable=False),
    a_feature("flag", "boolean"),
    a_feature("is_known", "boolean", is_nullable=False),
    a_feature("seen_on", "date"),
    a_feature("born_on", "date", is_nullable=False),
    keys=("row_id",),
)
"""Two features of each kind, one of them nullable; one is named like a word of SQL."""

EVENT = Catalogue.of(
    "events",
    a_feature("spend_minor", "integer"),
    a_feature("category_code", "text"),
    a_feature("weight", "number"),
    keys=("customer_id", "happened_on", "type"),
)
VOCABULARY = Vocabulary(
    segments=frozenset({"vip", "it's; --"}), channels=frozenset({"email"}), events={"purchase": EVENT, "visit": Catalogue.of("events")}
)
COUNTED: dict[str, Any] = {"events": ["count", {"type": "purchase", "within_days": 30}]}
SUMMED: dict[str, Any] = {"events": ["sum", {"type": "purchase", "of": "spend_minor"}]}
LAST: dict[str, Any] = {"events": ["last", {"type": "visit"}]}
BUCKET: dict[str, Any] = {"random_bucket": ["it's 100 %", 7]}
TODAY: dict[str, Any] = {"today": []}
IN_SEGMENTS = [{"in_segment": "vip"}, {"in_segment": ["it's; --"]}, {"consent": "email"}]
PROVIDED = read_rule({"and": [*IN_SEGMENTS, COUNTED, SUMMED, LAST]}, FACTS, VOCABULARY).terms
"""The terms that rows of these tests hold; today and the bucket are derived from their keys."""

INTEGERS = [0, 1, -1, 2, 3, 5, 7, 10, 28, -28, 365, 2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]
NUMBERS = [
    0.0,
    0.1,
    0.2,
    0.1 + 0.2,
    0.3,
    0.5,
    -0.5,
    1.0,
    2.5,
    -2.5,
    28.0,
    1e-31,
    1e-30,
    1e30,
    1e31,
    1e150,
    2.0**53,
    2.0**63,
    5e-324,
    1.7976931348623157e308,
    -1.7976931348623157e308,
]
UNREAL = [math.nan, math.inf, -math.inf, -0.0]
TEXTS = ["", "a", "A", "b", "ab", "aB", " a", "a ", "é", "e\u0301", "ß", "ss", "ﬀ", "İ", "ı", "👩‍👩‍👧", "👩", "𝒳", "\uffff"]
TEXTS += ["العربية", "عربي", "\u200f", "中文", "%", "_", "\\", "'", '"', "a'b", "0", "null", "\n", "\t", "z" * 300]
INJECTIONS = [
    "' or '1'='1",
    "'; drop table facts; --",
    '"; drop table facts; --',
    "') union select * from facts --",
    "\\'; select 1; --",
    "%(param_1)s",
    ":param_1",
    "$1",
    "?",
    "%s",
    "%%",
    "{0}",
    "/* */",
    "-- ",
    "a\r\nb",
    "char(39)",
    "\u02bc or 1=1",
    "＇ or 1=1 --",
    "__[POSTCOMPILE_param_1]",
    'COLLATE "C"',
]
DATES = [date(1, 1, 1), date(1582, 10, 15), date(1969, 12, 31), date(2000, 2, 29), date(2017, 1, 1), date(2017, 10, 31), date(9999, 12, 31)]
BOOLEANS = [True, False]

_POOLS: dict[str, Sequence[Any]] = {
    "integer": INTEGERS,
    "number": [*NUMBERS, *UNREAL],
    "text": [*TEXTS, *INJECTIONS],
    "boolean": BOOLEANS,
    "date": DATES,
}


def rows_of(count: int, seed: int, catalogue: Catalogue = FACTS) -> list[dict[str, Any]]:
    """Rows in which every second nullable value is null and the rest comes from the pools, or is any 64 bits."""
    chance = random.Random(seed)  # noqa: S311 - test data
    return [{feature.name: _drawn(feature, chance) for feature in catalogue} for _ in range(count)]


def _drawn(feature: Feature, chance: random.Random) -> Any:
    if feature.is_nullable and chance.random() < 0.5:
        return None
    if feature.kind == "integer" and chance.random() < 0.2:
        return chance.randint(-(2**63), 2**63 - 1)
    if feature.kind == "number" and chance.random() < 0.2:
        return chance.choice([chance.gauss(0, 1), chance.uniform(-1e9, 1e9), 10 ** chance.uniform(-320, 308)])
    return chance.choice(_POOLS[feature.kind])


def provided_of(count: int, seed: int) -> list[dict[str, Any]]:
    """For so many rows, what a caller provides beside the features: the asked day, and a value for each of `PROVIDED`."""
    chance = random.Random(seed)  # noqa: S311 - test data
    return [
        {
            "as_of_on": chance.choice(DATES),
            **{term.name: None if term.is_nullable and chance.random() < 0.5 else _PROVIDED_POOLS[term.kind](chance) for term in PROVIDED},
        }
        for _ in range(count)
    ]


_PROVIDED_POOLS = {
    "boolean": lambda chance: chance.random() < 0.5,
    "integer": lambda chance: chance.choice([0, 0, 1, 3, 2**40]),
    "number": lambda chance: chance.choice([0.0, 12.0, 2.0**53, -5.0]),
    "date": lambda chance: chance.choice(DATES),
}

_NULLABLE = {feature.kind: feature.name for feature in FACTS if feature.is_nullable}
_FILLED = {feature.kind: feature.name for feature in FACTS if not feature.is_nullable}
_LITERALS: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.sampled_from(INTEGERS) | st.integers(-(2**63), 2**63 - 1),
    "number": st.sampled_from(NUMBERS) | st.floats(-1e6, 1e6) | st.sampled_from(INTEGERS),
    "text": st.sampled_from([*TEXTS, *INJECTIONS]),
    "boolean": st.booleans(),
    "date": st.sampled_from(DATES).map(date.isoformat),
}
_KINDS = ["integer", "number", "text", "boolean", "date"]
_ORDERED = ["integer", "number", "text", "date"]


@st.composite
def truths(draw: st.DrawFn, depth: int = 4) -> Any:
    """A rule, or a part of one that is true or false."""
    if depth <= 0:
        return draw(_leaf_truth(0))
    choice = draw(st.integers(0, 9))
    if choice <= 2:
        return {draw(st.sampled_from(["and", "or"])): draw(st.lists(truths(depth - 1), min_size=1, max_size=4))}
    if choice == 3:
        return {draw(st.sampled_from(["!", "!!"])): [draw(truths(depth - 1))]}
    if choice == 4:
        return {"if": [draw(truths(depth - 2)), draw(truths(depth - 2)), draw(truths(depth - 2))]}
    return draw(_leaf_truth(depth - 1))


@st.composite
def _leaf_truth(draw: st.DrawFn, depth: int) -> Any:  # noqa: PLR0911 - one return for each kind of leaf
    choice = draw(st.integers(0, 12))
    if choice == 12:
        return draw(st.sampled_from(IN_SEGMENTS))
    if choice <= 3:
        kind = draw(st.sampled_from(_ORDERED))
        operator = draw(st.sampled_from(["<", "<=", ">", ">="]))
        count = 3 if draw(st.integers(0, 3)) == 0 else 2
        return {operator: [draw(values(kind, depth)) for _ in range(count)]}
    if choice <= 6:
        kind = draw(st.sampled_from(_KINDS))
        right = draw(st.just(None) | values(kind, depth))
        return {draw(st.sampled_from(["==", "!=", "===", "!=="])): [draw(values(kind, depth)), right]}
    if choice <= 8:
        kind = draw(st.sampled_from(_KINDS))
        items = draw(st.lists(_LITERALS[kind] | st.none(), max_size=6))
        return {"in": [draw(values(kind, depth)), items]}
    if choice == 9:
        return {"in": [draw(values("text", depth)), draw(values("text", depth))]}
    names = draw(st.lists(st.sampled_from(list(FACTS.features)), min_size=1, max_size=4))
    if choice == 10:
        return draw(st.sampled_from([{"missing": names}, {"missing_some": [draw(st.integers(-1, 5)), names]}]))
    return draw(st.booleans() | values(draw(st.sampled_from(_KINDS)), depth).filter(lambda value: isinstance(value, dict)))


@st.composite
def values(draw: st.DrawFn, kind: str, depth: int) -> Any:
    """A value of `kind` (an integer will do for a number)."""
    choice = draw(st.integers(0, 9))
    if choice <= 4 or (choice > 6 and depth <= 0):
        name = draw(st.sampled_from([_NULLABLE[kind], _NULLABLE[kind], _FILLED[kind]]))
        return {"var": name} if draw(st.integers(0, 3)) else {"var": [name, draw(_LITERALS[kind] if kind != "date" else _LITERALS["date"])]}
    if choice <= 6:
        return draw(_LITERALS[kind])
    if kind in {"integer", "number"} and choice <= 8:
        return draw(_computed(kind, depth))
    if kind == "boolean" and choice == 8:
        return draw(truths(depth - 1))
    if kind == "date":
        return draw(_day(depth))
    branches = [draw(truths(depth - 1)), draw(values(kind, depth - 1))]
    return {"if": [*branches, draw(values(kind, depth - 1))] if draw(st.booleans()) else [*branches, {"var": _FILLED[kind]}]}


@st.composite
def _day(draw: st.DrawFn, depth: int) -> Any:
    plain = draw(st.sampled_from([{"var": _NULLABLE["date"]}, {"var": _FILLED["date"]}, TODAY, LAST]))
    if depth <= 0 or draw(st.booleans()):
        return plain
    count = draw(st.sampled_from([0, 1, -1, 12, -13, 28, 31, -364, 1_200]) | st.integers(-1_200, 1_200))
    unit = draw(st.sampled_from(["days", "weeks", "months", "years"]))
    return {"date_add": [draw(values("date", depth - 1)), count // 12 if unit == "years" else count, unit]}


@st.composite
def _counted(draw: st.DrawFn, depth: int) -> Any:
    choice = draw(st.integers(0, 4))
    if choice == 0:
        return draw(st.sampled_from([COUNTED, BUCKET]))
    if choice == 1:
        return {"days_since": draw(values("date", depth - 1))}
    if choice == 2:
        return {"days_between": [draw(values("date", depth - 1)), draw(values("date", depth - 1))]}
    return {"date_part": [draw(values("date", depth - 1)), draw(st.sampled_from(["year", "month", "day", "weekday"]))]}


@st.composite
def _computed(draw: st.DrawFn, kind: str, depth: int) -> Any:
    if kind == "integer":
        if draw(st.booleans()):
            return draw(_counted(depth))
        if draw(st.booleans()):
            return {"%": [draw(values("integer", depth - 1)), draw(st.sampled_from([1, 2, 7, 100, 2**62]))]}
        return {draw(st.sampled_from(["min", "max"])): draw(st.lists(values("integer", depth - 1), min_size=1, max_size=3))}
    operator = draw(st.sampled_from(["+", "-", "*", "/", "min", "max", "sum"]))
    if operator == "sum":
        return SUMMED
    least, most = {"+": (1, 4), "-": (1, 2), "*": (2, 3), "/": (2, 2), "min": (1, 3), "max": (1, 3)}[operator]
    number = st.sampled_from(["integer", "number"]).flatmap(lambda one: values(one, depth - 1))
    return {operator: draw(st.lists(number, min_size=least, max_size=most))}
