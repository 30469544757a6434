"""The operators of JSONLogic: which exist, how many arguments they take, which of them a segment rule may use. Not here: their meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator's name, its number of arguments, and for those a segment may not use, what to do instead."""

    name: str
    fewest: int = 1
    most: int | None = None
    instead: str | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether a segment rule may use it."""
        return self.instead is None

    @property
    def arity(self) -> str:
        """The number of arguments, in words."""
        if self.most is None:
            return f"{self.fewest} or more arguments"
        if self.fewest == self.most:
            return "1 argument" if self.fewest == 1 else f"{self.fewest} arguments"
        return f"{self.fewest} to {self.most} arguments"


_LISTS = "Lists of things belong in a feature: ask for a column of the feature mart that already counts or sums them."
_TEXTS = "Texts are compared, not built, in a segment: ask for a column of the feature mart."

_ALL = (
    Operator("var", 1, 2),
    Operator("and"),
    Operator("or"),
    Operator("!", 1, 1),
    Operator("!!", 1, 1),
    Operator("==", 2, 2),
    Operator("!=", 2, 2),
    Operator("===", 2, 2),
    Operator("!==", 2, 2),
    Operator("<", 2, 3),
    Operator("<=", 2, 3),
    Operator(">", 2, 3),
    Operator(">=", 2, 3),
    Operator("in", 2, 2),
    Operator("if", 2),
    Operator("?:", 3, 3),
    Operator("missing", 1),
    Operator("missing_some", 2, 2),
    Operator("+"),
    Operator("-", 1, 2),
    Operator("*", 2),
    Operator("/", 2, 2),
    Operator("%", 2, 2),
    Operator("min"),
    Operator("max"),
    Operator("today", 0, 0),
    Operator("days_between", 2, 2),
    Operator("days_since", 1, 1),
    Operator("date_add", 3, 3),
    Operator("date_part", 2, 2),
    Operator("in_segment", 1, 1),
    Operator("consent", 1, 1),
    Operator("random_bucket", 2, 2),
    Operator("events", 2, 2),
    Operator("now", 0, 0, "A segment knows days, not instants: use 'today'."),
    Operator("map", 2, 2, _LISTS),
    Operator("filter", 2, 2, _LISTS),
    Operator("reduce", 3, 3, _LISTS),
    Operator("all", 2, 2, _LISTS),
    Operator("some", 2, 2, _LISTS),
    Operator("none", 2, 2, _LISTS),
    Operator("merge", 0, None, _LISTS),
    Operator("cat", 0, None, _TEXTS),
    Operator("substr", 2, 3, _TEXTS),
    Operator("log", 1, 1, "Use `khaywe rules explain` to see every clause with its value."),
    Operator("method", 2, 3, "A rule never calls code."),
)

OPERATORS: Mapping[str, Operator] = {operator.name: operator for operator in _ALL}

ADDITIONS = frozenset(
    {"today", "now", "days_between", "days_since", "date_add", "date_part", "in_segment", "consent", "random_bucket", "events"}
)
"""What is ours and not JSONLogic's."""

STANDARD_OPERATORS = frozenset(OPERATORS) - ADDITIONS - {"method"} | {"val", "exists", "??", "try", "throw", "preserve"}
"""What a rule over free data may use: json-logic-js's operators and those that the community added since."""

# What people write who come from SQL, Python or a rule builder.
_SYNONYMS = {
    "=": "==",
    "eq": "==",
    "equals": "==",
    "<>": "!=",
    "ne": "!=",
    "gt": ">",
    "gte": ">=",
    "=>": ">=",
    "lt": "<",
    "lte": "<=",
    "=<": "<=",
    "not": "!",
    "&&": "and",
    "all_of": "and",
    "||": "or",
    "any": "or",
    "any_of": "or",
    "between": "<=",
    "contains": "in",
    "one_of": "in",
    "field": "var",
    "is_null": "missing",
    "segment": "in_segment",
    "event": "events",
    "datediff": "days_between",
    "dateadd": "date_add",
    "current_date": "today",
    "bucket": "random_bucket",
    "mod": "%",
}


def nearest_operator(name: str, *, is_for_segments: bool = True) -> str | None:
    """The operator that was probably meant, or None; a segment rule is never advised one that it may not use."""
    lowered = name.strip().lower()
    if lowered in _SYNONYMS:
        return _SYNONYMS[lowered]
    allowed = [operator.name for operator in _ALL if operator.is_allowed or not is_for_segments]
    if lowered in allowed:
        return lowered
    close = get_close_matches(lowered, allowed, n=1, cutoff=0.6)
    return close[0] if close else None
