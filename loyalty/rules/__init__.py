"""One rule, two executors: JSONLogic, typed against the catalogue, as SQL over everyone and as a closure over one. See README.md."""

from loyalty.features.model import Catalogue
from loyalty.rules.check import check_rule
from loyalty.rules.closure import Decide, Facts
from loyalty.rules.dialects import bucket_sql
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
from loyalty.rules.inlined import decide_rule
from loyalty.rules.meaning import CheckedRule
from loyalty.rules.measure import measure_sql, measured
from loyalty.rules.model import SEGMENT_LIMITS, Limits, Rule
from loyalty.rules.parse import located_in, parse_rule, parse_text, read_json
from loyalty.rules.sql import columns_of, compile_filter, compile_rule, relation_of
from loyalty.rules.terms import (
    NO_TERMS,
    Consent,
    Events,
    InSegment,
    RandomBucket,
    Term,
    TermNotProvided,
    Today,
    Vocabulary,
    bucket_of,
)
from loyalty.rules.words import clause_in_words, in_words
from loyalty.rules.words_lexicon import Lexicon


def read_rule(document: object, catalogue: Catalogue, vocabulary: Vocabulary = NO_TERMS) -> CheckedRule:
    """The rule in a decoded JSON value, parsed and checked against `catalogue`, and against `vocabulary` for what it asks beyond it.

    Raises:
        InvalidRule: the first thing that is wrong, with its path and, where we can tell, a suggestion.
    """
    return check_rule(parse_rule(document), catalogue, vocabulary)


def read_rule_text(text: str, catalogue: Catalogue, vocabulary: Vocabulary = NO_TERMS) -> CheckedRule:
    """The rule written in a JSON text; what is refused tells its line and column too.

    Raises:
        InvalidRule: as `read_rule`; MalformedRule also where the text is not JSON.
    """
    document = read_json(text)
    with located_in(text):
        return read_rule(document, catalogue, vocabulary)


__all__ = [
    "NO_TERMS",
    "SEGMENT_LIMITS",
    "ArithmeticOutOfRange",
    "CheckedRule",
    "Clause",
    "Consent",
    "Decide",
    "Events",
    "Facts",
    "ForbiddenOperator",
    "ImpossibleValue",
    "InSegment",
    "InvalidRule",
    "Lexicon",
    "Limits",
    "MalformedRule",
    "RandomBucket",
    "Rule",
    "RuleTooDeep",
    "RuleTooLarge",
    "Term",
    "TermNotProvided",
    "Today",
    "TypeMismatch",
    "UnknownField",
    "UnknownOperator",
    "Vocabulary",
    "bucket_of",
    "bucket_sql",
    "check_rule",
    "clause_in_words",
    "columns_of",
    "compile_filter",
    "compile_rule",
    "decide_rule",
    "explain_rule",
    "in_words",
    "measure_sql",
    "measured",
    "parse_rule",
    "parse_text",
    "read_json",
    "read_rule",
    "read_rule_text",
    "relation_of",
]
