"""Listings over HTTP: how many at once, and where the next page starts. Not here: what a cursor contains (`loyalty.paging`)."""

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import Field, StringConstraints

from loyalty import paging
from serving.http.inputs import Number
from serving.http.outputs import Out

Item = TypeVar("Item")
Source = TypeVar("Source")

Limit = Annotated[Number, Query(ge=1, le=paging.PAGE_LIMIT_MAX, description="The most items to answer with.")]
Cursor = Annotated[
    Annotated[str, StringConstraints(max_length=1_000, pattern=r"^[A-Za-z0-9_-]*$")] | None,
    Query(description="`next_cursor` of the page before; leave it out for the first page."),
]
LIMIT_DEFAULT = 50


class Page(Out, Generic[Item]):
    """Some items of a listing."""

    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` to read on; null on the last page.")


def page_of(page: paging.Page[Source], show: Callable[[Source], Item]) -> Page[Item]:
    """The wire shape of a page."""
    return Page(items=[show(item) for item in page.items], next_cursor=page.next_cursor)
