"""Query parameters that a route does not know are refused, so that a misspelt one is never silently dropped. Not here: those it knows."""

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


def refuse_unknown_query(request: Request, known: frozenset[str]) -> None:
    """Every query parameter of the request is one of `known`.

    Raises:
        RequestInvalid: one is not.
    """
    if not request.scope["query_string"]:
        return
    unknown = sorted(set(request.query_params) - known)
    if not unknown:
        return
    names = ", ".join(sorted(known)) or "none"
    fields = [
        {"field": f"query.{printable(name)[:NAME_LENGTH_MAX]}", "problem": f"is not known here; known are {names}"}
        for name in unknown[:FIELDS_MAX]
    ]
    raise RequestInvalid(f"{fields[0]['field']} {fields[0]['problem']}.", fields=fields)
