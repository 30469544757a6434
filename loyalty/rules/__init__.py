"""One rule, two executors: JSONLogic, typed against the catalogue, as SQL over everyone and as a closure over one. See README.md."""

from loyalty.features.model import Catalogue
from loyalty.rules.check import check_rule
from loyalty.rules.closure import Decide, Facts, decide_rule
from loyalty.rules.errors import (
    ArithmeticOutOfRange,
    ForbiddenOperator,
    ImpossibleValue,
    InvalidRule,
    MalformedRule,
    RuleTooDeep,
    RuleTooLarge,
    TypeMismatch,
    UnknownField,
    UnknownOperator,
)
from loyalty.rules.explain import Clause, explain_rule
from loyalty.rules.meaning import CheckedRule
from loyalty.rules.model import SEGMENT_LIMITS, Limits, Rule
from loyalty.rules.parse import parse_rule, parse_text, read_json
from loyalty.rules.sql import columns_of, compile_filter, compile_rule, relation_of


def read_rule(document: object, catalogue: Catalogue) -> CheckedRule:
    """The rule in a decoded JSON value, parsed and checked against `catalogue`.

    Raises:
        InvalidRule: the first thing that is wrong, with its path and, where we can tell, a suggestion.
    """
    return check_rule(parse_rule(document), catalogue)


__all__ = [
    "SEGMENT_LIMITS",
    "ArithmeticOutOfRange",
    "CheckedRule",
    "Clause",
    "Decide",
    "Facts",
    "ForbiddenOperator",
    "ImpossibleValue",
    "InvalidRule",
    "Limits",
    "MalformedRule",
    "Rule",
    "RuleTooDeep",
    "RuleTooLarge",
    "TypeMismatch",
    "UnknownField",
    "UnknownOperator",
    "check_rule",
    "columns_of",
    "compile_filter",
    "compile_rule",
    "decide_rule",
    "explain_rule",
    "parse_rule",
    "parse_text",
    "read_json",
    "read_rule",
    "relation_of",
]
