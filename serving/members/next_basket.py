"""`/v1/members/{id}/next-basket`: the products a member will most likely buy next, as published. Nothing is ranked here."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from loyalty.access import Caller
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, Member, MemberUnknown
from loyalty.scores.next_basket import WORDS, NextBasket, read_next_baskets
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.outputs import LocalText, Out
from serving.http.work import Work
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)


class NextProductOut(Out):
    """One product, and why it is among the ten."""

    rank: int
    product_id: str
    title: str
    category_code: str
    score_probability: float = Field(description="Its chance to be in the basket, should there be one on the day after.")
    reason_code: str = Field(examples=["DUE_AGAIN"])
    reason: LocalText


class NextBasketOut(Out):
    """What a member will most likely buy next, the likeliest first. Nothing known: no products, and null beside them."""

    member_id: str
    as_of_on: date | None = Field(description="The business day whose end it speaks of.")
    model_version: str | None
    scored_at: datetime | None
    products: list[NextProductOut]

    @classmethod
    def of(cls, member: Member, found: NextBasket | None) -> "NextBasketOut":
        """As published, or nothing."""
        products = found.products if found else ()
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.id),
            as_of_on=found.as_of_on if found else None,
            model_version=found.model_version if found else None,
            scored_at=found.scored_at if found else None,
            products=[
                NextProductOut(
                    rank=rank,
                    product_id=one.product_id,
                    title=one.title,
                    category_code=one.category_code,
                    score_probability=one.score_probability,
                    reason_code=one.reason_code,
                    reason=LocalText.of(WORDS[one.reason_code]),
                )
                for rank, one in enumerate(products, start=1)
            ],
        )


@router.get("/{member_id}/next-basket", responses=refusals(MemberUnknown), summary="Read what a member will most likely buy next")
def read_next_basket(_: Annotated[Caller, requires("profiles.read")], member: CurrentMember, work: Work) -> NextBasketOut:
    """Ten products at most, each with its chance and its reason, as the nightly run published them. A member of whom nothing is known, or
    for whom no model serves yet, has none: that is an answer and no error."""
    return NextBasketOut.of(member, read_next_baskets([member.id], within=work).get(member.id))
