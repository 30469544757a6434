"""The room in which templates run: Jinja without reach, without loops that do not end, without silent gaps. Not here: what a template is.

A template is written by a marketer and run for a million members, so it may read what it is given and nothing else.
"""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Literal

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_precision
from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.filters import do_round
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = (
    "abs", "capitalize", "d", "default", "e", "escape", "first", "int", "join", "last", "length", "list", "lower", "round",
    "sort", "string", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount",
)  # fmt: skip
# Printing, choosing, and going through a list. What is left out could call, remember or multiply: a hundred bytes that fill a machine.
STATEMENTS = (nodes.Output, nodes.TemplateData, nodes.If, nodes.For)
EXPRESSIONS = (
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg,
    nodes.Pos, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword,
)  # fmt: skip
LOOPS_WITHIN_MAX = 2
LOOP_ITEMS_MAX = 500
NESTED_MAX = 25
ROUND_DIGITS_MAX = 15
TEXT_LENGTH_MAX = 200_000
TOO_NESTED = f"more than {NESTED_MAX} levels within each other"


class Empty(Exception):
    """A template printed something that this member has not; nothing is better than 'Dear None'."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """`*` and `%` are for numbers only: with a text they make a short template a long one."""

    intercepted_binops = frozenset({"*", "%"})

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        if not all(isinstance(one, int | float) for one in (left, right)):
            raise SecurityError(f"'{operator}' is for numbers only")
        return super().call_binop(context, operator, left, right)


def compile_template(language: str, source: str, *, is_html: bool) -> Template:
    """The source ready to run for members who read `language`.

    Raises:
        TemplateSyntaxError: it is no template, or uses what templates here may not; with the line.
    """
    sandbox = open_sandbox(language, is_html=is_html)
    try:
        tree = sandbox.parse(source)
    except RecursionError:
        raise TemplateSyntaxError(TOO_NESTED, 1) from None
    for node in tree.body:
        _check(node, loops=0, depth=0)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, "_bounded", [], [], None, None, lineno=loop.lineno, environment=sandbox)
    return sandbox.from_string(tree)


def _check(node: nodes.Node, *, loops: int, depth: int) -> None:
    loops += isinstance(node, nodes.For)
    if depth > NESTED_MAX:
        raise TemplateSyntaxError(TOO_NESTED, node.lineno)
    if not isinstance(node, STATEMENTS + EXPRESSIONS):
        raise TemplateSyntaxError(
            f"'{type(node).__name__.lower()}' is not for templates: print, choose with if, go through a list with for", node.lineno
        )
    if loops > LOOPS_WITHIN_MAX:
        raise TemplateSyntaxError(f"more than {LOOPS_WITHIN_MAX} loops within each other", node.lineno)
    for child in node.iter_child_nodes():
        _check(child, loops=loops, depth=depth + 1)


def open_sandbox(language: str, *, is_html: bool) -> ImmutableSandboxedEnvironment:
    """An environment for texts in `language`; HTML escapes whatever is put into it.

    Beside Jinja's own plain filters there are `number`, `money(currency_code)` of minor units, and `date`, all as the language writes them.
    """
    environment = _Sandbox(autoescape=is_html, undefined=StrictUndefined, finalize=_said, auto_reload=False, cache_size=0)
    locale = locale_of(language)
    environment.filters = (
        {name: environment.filters[name] for name in FILTERS} | _localised(locale) | {"round": _rounded, "_bounded": _bounded}
    )
    environment.globals.clear()
    return environment


def locale_of(language: str) -> Locale:
    """How the language writes numbers and dates; English where nobody knows."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _rounded(value: float, precision: int = 0, method: Literal["common", "ceil", "floor"] = "common") -> float:
    if abs(precision) > ROUND_DIGITS_MAX:
        raise SecurityError(f"'round' keeps at most {ROUND_DIGITS_MAX} digits")
    return do_round(value, precision, method)


def _bounded(items: Iterable[object]) -> list[object]:
    found = list(islice(items, LOOP_ITEMS_MAX + 1))
    if len(found) > LOOP_ITEMS_MAX:
        raise SecurityError(f"a loop goes through at most {LOOP_ITEMS_MAX} items")
    return found


def _said(value: object) -> object:
    if value is None:
        raise Empty
    if isinstance(value, bool) or not isinstance(value, str | int | float | date | Undefined):
        raise SecurityError("only texts, numbers and dates can be printed; name one part of it")
    return value


def _localised(locale: Locale) -> dict[str, Callable[..., object]]:
    def money(minor: int | None, currency_code: str) -> object:
        return _present(minor, lambda: _money(minor or 0, currency_code, locale))

    return {
        "number": lambda value: _present(value, lambda: format_decimal(value, locale=locale)),
        "money": money,
        "date": lambda value: _present(value, lambda: format_date(_day(value), format="long", locale=locale)),
    }


def _money(minor: int, currency_code: str, locale: Locale) -> str:
    return str(format_currency(minor / 10 ** get_currency_precision(currency_code), currency_code, locale=locale))


def _day(value: date | str) -> date:
    """A day, also where it came as JSON writes it."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _present(value: object, written: Callable[[], str]) -> object:
    """Nothing stays nothing, so that `default` may follow and an empty text is refused."""
    return value if value is None or isinstance(value, Undefined) else written()
