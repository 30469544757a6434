"""`/v1/member-search`: members by what somebody types. Not here: the listing of members (`router.py`)."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.members.finding import FoundMember, find_by_text
from serving.http.auth import GuardedRoute, requires
from serving.http.inputs import PLAIN_TEXT, Number
from serving.http.outputs import Out
from serving.http.work import Work
from serving.members.references import MeantProgram
from serving.members.schemas import MemberOut

router = APIRouter(prefix="/v1/member-search", tags=["Members"], route_class=GuardedRoute)

CONTACTS = "contacts.read"
Text = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN_TEXT)],
    Query(description="How an external id, an e-mail address or a phone number begins.", examples=["104"]),
]


class FoundMemberOut(Out):
    """A member, and by what it was found."""

    member: MemberOut
    matched: str = Field(description="external_id, email or phone.")
    email: str | None = Field(description="Null also where the caller may not read contacts.")
    phone: str | None

    @classmethod
    def of(cls, found: FoundMember) -> "FoundMemberOut":
        """The wire shape of a member that was found."""
        return cls(member=MemberOut.of(found.member), matched=found.matched, email=found.email, phone=found.phone)


class FoundMembersOut(Out):
    """Who was found, each member once; those by external id come first."""

    items: list[FoundMemberOut]
    searches_contacts: bool = Field(description="False: the caller may not read contacts, and only external ids were compared.")


@router.get("", summary="Find members as one types")
def find(
    *,
    caller: Annotated[Caller, requires("members.read")],
    work: Work,
    text: Text,
    code: MeantProgram,
    limit: Annotated[Number, Query(ge=1, le=50, description="How many at most.")] = 10,
) -> FoundMembersOut:
    """The members whose external id, e-mail address or phone number begins with the text. E-mail addresses are compared without regard to
    capitals, phone numbers without spaces and dashes. Contacts are compared and told only to callers who may read them."""
    may_read = caller.may(CONTACTS)
    found = find_by_text(text, program_code=code, may_read_contacts=may_read, limit=limit, within=work)
    return FoundMembersOut(items=[FoundMemberOut.of(one) for one in found], searches_contacts=may_read)
