"""Reads the terms of a segment rule against its vocabulary. Not here: features and operators (`check.py`), what a term is (`terms.py`)."""

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from loyalty.features.model import Catalogue
from loyalty.rules.errors import ImpossibleValue, MalformedRule, TypeMismatch, UnknownField
from loyalty.rules.model import Call, Constant, Node, as_document
from loyalty.rules.terms import (
    BUCKETS_MAX,
    EVENT_TYPE,
    HAPPENED_ON,
    MEASURES,
    WITHIN_DAYS_MAX,
    Consent,
    Events,
    InSegment,
    RandomBucket,
    Term,
    Today,
    Vocabulary,
    document_of,
)

if TYPE_CHECKING:
    from loyalty.rules.meaning import CheckedRule

CheckWhere = Callable[[Node, Catalogue], "CheckedRule"]
"""Types the `where` of an event term against the fields of its type."""

TERM_OPERATORS = frozenset({"today", "in_segment", "consent", "random_bucket", "events"})
_ECHO_LENGTH = 60
_OPTIONS = ("type", "of", "within_days", "where")


def read_term(node: Call, vocabulary: Vocabulary, key: str, check_where: CheckWhere) -> Term:
    """The term that the node names.

    Raises:
        InvalidRule: it names what the vocabulary does not have, or names it in a wrong way.
    """
    match node.operator:
        case "today":
            return Today()
        case "in_segment":
            return InSegment(_one_of(node.arguments[0], vocabulary.segments, "segment"))
        case "consent":
            return Consent(_one_of(node.arguments[0], vocabulary.channels, "channel of consent"))
        case "random_bucket":
            return _bucket(node, key)
        case _:
            return _events(node, vocabulary, check_where)


def _bucket(node: Call, key: str) -> RandomBucket:
    salt, count = node.arguments
    example = 'Write {"<": [{"random_bucket": ["spring", 100]}, 10]} for a tenth of all customers.'
    if not isinstance(salt, Constant) or not isinstance(salt.value, str) or not 1 <= len(salt.value) <= 64:
        raise TypeMismatch("The salt of 'random_bucket' is a text of 1 to 64 characters.", path=salt.path, suggestion=example)
    if not isinstance(count, Constant) or type(count.value) is not int or not 2 <= count.value <= BUCKETS_MAX:
        raise TypeMismatch(f"'random_bucket' makes 2 to {BUCKETS_MAX:,} parts.", path=count.path, suggestion=example)
    return RandomBucket(salt.value, count.value, key)


def _events(node: Call, vocabulary: Vocabulary, check_where: CheckWhere) -> Events:
    measure, options = node.arguments[0], node.options
    if not isinstance(measure, Constant) or measure.value not in MEASURES:
        raise TypeMismatch(
            f"'events' measures {', '.join(MEASURES)}.",
            path=measure.path,
            suggestion='Write {"events": ["count", {"type": "purchase", "within_days": 30}]}.',
        )
    assert options is not None  # noqa: S101 - the parser saw to it
    given = dict(options.entries)
    _refuse_unknown_option(given)
    if "type" not in given:
        raise MalformedRule("'events' needs the type of the events.", path=options.path, suggestion=_listed("type", vocabulary.events))
    kind = _one_of(given["type"], vocabulary.events.keys(), "type of events")
    catalogue = vocabulary.events[kind]
    where = given.get("where")
    return Events(
        measure=measure.value,
        type=kind,
        of=_summed(measure.value, given.get("of"), catalogue, options.path),
        within_days=_within(given.get("within_days")),
        where=None if where is None else check_where(where, catalogue),
        document=document_of(measure.value, {name: as_document(part) for name, part in given.items()}),
    )


def _refuse_unknown_option(given: Mapping[str, Node]) -> None:
    for name, part in given.items():
        if name not in _OPTIONS:
            close = get_close_matches(name, _OPTIONS, n=1, cutoff=0.5)
            raise MalformedRule(
                f"'events' has no part '{name[:_ECHO_LENGTH]}'.",
                path=part.path,
                suggestion=f"Did you mean '{close[0]}'?" if close else f"It has {', '.join(_OPTIONS)}.",
            )


def _within(node: Node | None) -> int | None:
    if node is None:
        return None
    if not isinstance(node, Constant) or type(node.value) is not int or not 1 <= node.value <= WITHIN_DAYS_MAX:
        raise TypeMismatch(f"'within_days' is a whole number from 1 to {WITHIN_DAYS_MAX:,}.", path=node.path)
    return node.value


def _summed(measure: str, node: Node | None, catalogue: Catalogue, path: str) -> str | None:
    """The integer field that is summed: sums of whole numbers are the same in whatever order they are added."""
    whole = [feature.name for feature in catalogue if feature.kind == "integer"]
    if measure != "sum":
        if node is not None:
            raise MalformedRule(f"'of' says what is summed; '{measure}' sums nothing.", path=node.path, suggestion="Leave it out.")
        return None
    if node is None:
        raise MalformedRule("'sum' needs 'of', the field that is summed.", path=path, suggestion=_listed("of", whole))
    name = _one_of(node, catalogue.features.keys(), "field of the events")
    if name not in whole:
        raise TypeMismatch(f"'{name}' is no whole number.", path=node.path, suggestion=_listed("of", whole))
    return name


def _one_of(node: Node, known: Collection[str] | None, what: str) -> str:
    if not isinstance(node, Constant) or not isinstance(node.value, str) or not node.value:
        raise TypeMismatch(f"A {what} is named by a text, written out.", path=node.path)
    if known is None and len(node.value) > 64:
        raise ImpossibleValue(f"No {what} has so long a name.", path=node.path)
    if known is not None and node.value not in known:
        _unknown(node.value, sorted(known), what, node.path)
    return node.value


def _unknown(name: str, known: list[str], what: str, path: str) -> NoReturn:
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    advice = f"Did you mean '{close[0]}'?" if close else f"There are {', '.join(known[:20])}." if known else "There is none yet."
    raise UnknownField(f"There is no {what} '{name[:_ECHO_LENGTH]}'.", path=path, suggestion=advice, field=name[:_ECHO_LENGTH])


def _listed(part: str, known: Collection[str]) -> str | None:
    names = [name for name in sorted(known) if name not in {EVENT_TYPE, HAPPENED_ON}]
    return f"'{part}' is one of {', '.join(names[:20])}." if names else None
