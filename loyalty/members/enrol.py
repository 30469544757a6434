"""Members as rows: enrol, find, search, change status. Set-based; the caller opens and commits the transaction."""

from collections.abc import Sequence
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.members.model import ChangeStatus, EnrolMember, Member
from loyalty.paging import Page


def enrol(commands: Sequence[EnrolMember], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Member | LoyaltyError]:
    """Every customer named is a member; results in the order of the commands.

    A customer who is a member already is answered as stored (`is_duplicate`), also when named twice in one batch.

    Raises nothing for a single command; its place in the list holds `ExternalIdInvalid`, `AttributesInvalid` or
    `ProgramUnknown`.
    """
    raise NotImplementedError


def change_status(commands: Sequence[ChangeStatus], *, within: Work, dry_run: bool = False) -> list[Member | LoyaltyError]:
    """Every member named has its new status; in the list: `MemberUnknown`, `MemberClosed`."""
    raise NotImplementedError


def find_members(ids: Sequence[UUID], *, within: Work) -> dict[UUID, Member]:
    """The members with these ids; an unknown id is simply not in the answer."""
    raise NotImplementedError


def find_by_external_ids(external_ids: Sequence[str], *, program_code: str, within: Work) -> dict[str, Member]:
    """The members with these external ids, by external id; an unknown one is simply not in the answer."""
    raise NotImplementedError


def search_members(prefix: str, *, program_code: str, limit: int, cursor: str | None = None, within: Work) -> Page[Member]:
    """The members whose external id starts with `prefix` ("" for all), in the order of external ids.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    raise NotImplementedError
