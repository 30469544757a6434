"""Members: customers enrolled in a program. The door of the room; see README.md."""

from loyalty.members.enrol import change_status, enrol
from loyalty.members.errors import AttributesInvalid, ExternalIdInvalid, JoinedAtInvalid, MemberClosed, MemberInactive, MemberUnknown
from loyalty.members.model import MEMBER_ID_PREFIX, ChangeStatus, EnrolMember, Member, MemberStatus
from loyalty.members.store import find_by_external_ids, find_members, search_members

__all__ = [
    "MEMBER_ID_PREFIX",
    "AttributesInvalid",
    "ChangeStatus",
    "EnrolMember",
    "ExternalIdInvalid",
    "JoinedAtInvalid",
    "Member",
    "MemberClosed",
    "MemberInactive",
    "MemberStatus",
    "MemberUnknown",
    "change_status",
    "enrol",
    "find_by_external_ids",
    "find_members",
    "search_members",
]
