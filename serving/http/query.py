"""Query parameters that a route does not know, or that come twice, are refused, so that none is silently dropped. Not here: which ones."""

from collections import Counter

from fastapi import Request, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from serving.http.errors import RequestInvalid, printable

FIELDS_MAX = 20
NAME_LENGTH_MAX = 80


def query_names(route: APIRoute) -> frozenset[str]:
    """The query parameters that the route reads, its dependencies' included."""
    elsewhere = (params.Path, params.Header, params.Cookie)
    return frozenset(field.alias for field in get_flat_params(route.dependant) if not isinstance(field.field_info, elsewhere))


def check_query(request: Request, known: frozenset[str]) -> None:
    """Every query parameter of the request is one of `known`, and comes once; no route reads a list from there.

    Raises:
        RequestInvalid: one is not, or comes again.
    """
    if not request.scope["query_string"]:
        return
    given = Counter(name for name, _ in request.query_params.multi_items())
    names = ", ".join(sorted(known)) or "none"
    problems = dict.fromkeys(sorted(given.keys() - known), f"is not known here; known are {names}")
    problems |= {name: "comes more than once" for name in sorted(given) if name not in problems and given[name] > 1}
    if not problems:
        return
    told = list(problems.items())[:FIELDS_MAX]
    fields = [{"field": f"query.{printable(name)[:NAME_LENGTH_MAX]}", "problem": problem} for name, problem in told]
    raise RequestInvalid(f"{fields[0]['field']} {fields[0]['problem']}.", fields=fields)
