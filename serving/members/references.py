"""Naming a member over HTTP: by our id (`mbr_…`) or by the company's external id, wherever an id is asked for."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request
from pydantic import StringConstraints

from loyalty.database import Work as Transaction
from loyalty.errors import NotFound
from loyalty.ids import MalformedId, read_id
from loyalty.members import MEMBER_ID_PREFIX, Member, MemberUnknown, find_by_external_ids, find_members
from serving.http.inputs import PLAIN_TEXT
from serving.http.work import Work, wiring_of

REMEMBERED_MAX = 200_000

MemberReference = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN_TEXT)],
    Path(description="The member's id (`mbr_…`) or external id.", examples=["1042"]),
]


ProgramCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)] | None,
    Query(description="The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none."),
]

Named = tuple[str | None, str]
"""The code of a program (None: the first one) and an id or an external id of it."""


class MemberDirectory:
    """Which id an external id belongs to. That never changes once it is so, hence it is remembered; what is not found is not."""

    def __init__(self, program_code: str | None, find_program_code: Callable[[], str]) -> None:
        self._program_code = program_code
        self._find_program_code = find_program_code
        self._ids: OrderedDict[Named, UUID] = OrderedDict()
        self._lock = Lock()

    @property
    def program_code(self) -> str:
        """The program that is meant where none is named: the first one there was.

        Raises:
            ProgramUnknown: there is none yet.
        """
        if self._program_code is None:
            self._program_code = self._find_program_code()
        return self._program_code

    def known(self, reference: str, program_code: str | None = None) -> UUID | None:
        """The id, where no query is needed to tell."""
        return read_member_id(reference) or self._ids.get((program_code, reference))

    def resolve(self, named: Sequence[Named], work: Transaction) -> list[UUID | NotFound]:
        """The id behind each reference, or `MemberUnknown`. An id is taken at its word; whether it exists, the act will say."""
        unknown: dict[str | None, set[str]] = {}
        for code, reference in named:
            if self.known(reference, code) is None:
                unknown.setdefault(code, set()).add(reference)
        for code, references in unknown.items():
            program_code = self.program_code if code is None else code
            found = find_by_external_ids(sorted(references), program_code=program_code, within=work)
            self._remember({(code, external_id): member.id for external_id, member in found.items()})
        return [self.known(reference, code) or unknown_member(reference) for code, reference in named]

    def _remember(self, ids: dict[Named, UUID]) -> None:
        with self._lock:
            while len(self._ids) > REMEMBERED_MAX:
                self._ids.popitem(last=False)
            self._ids.update(ids)

    def member(self, reference: str, work: Transaction, program_code: str | None = None) -> Member:
        """The member as stored now.

        Raises:
            MemberUnknown: there is none.
        """
        member_id = self.resolve([(program_code, reference)], work)[0]
        member = find_members([member_id], within=work).get(member_id) if isinstance(member_id, UUID) else None
        if member is None:
            raise unknown_member(reference)
        return member


def unknown_member(reference: str) -> MemberUnknown:
    """The refusal for a reference that names nobody."""
    return MemberUnknown(
        f"No member has the id or external id '{reference[:80]}'. Enrol it first with POST /v1/members.", member_id=reference[:80]
    )


def read_member_id(reference: str) -> UUID | None:
    """The id inside `mbr_…`; None where the reference is an external id."""
    if not reference.startswith(f"{MEMBER_ID_PREFIX}_"):
        return None
    try:
        return read_id(MEMBER_ID_PREFIX, reference)
    except MalformedId:
        return None


def find_current_member(member_id: MemberReference, request: Request, work: Work, program_code: ProgramCode = None) -> Member:
    """The member that the path names."""
    return wiring_of(request).directory.member(member_id, work, program_code)


CurrentMember = Annotated[Member, Depends(find_current_member, scope="function")]


def find_meant_program(request: Request, program_code: ProgramCode = None) -> str:
    """The code of the program that the query names, or of the first one there was."""
    return program_code or wiring_of(request).directory.program_code


MeantProgram = Annotated[str, Depends(find_meant_program)]
