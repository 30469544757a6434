"""Members by how an external id, an e-mail address or a phone number begins: what somebody types at a counter. Not here: listings."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.database import Work
from loyalty.members.model import Member
from loyalty.members.store import COLUMNS, member_of
from loyalty.paging import check_limit

PHONE_DIGITS_MIN = 3

# Each way of being found reads its own index and no more than a page of it. `~>=~` compares byte by byte, as text_pattern_ops does;
# chr(1114111) is the last character there is.
FOUND = f"""
select {COLUMNS}, found.matched, c.email, c.phone
from (
    (select m.id, 'external_id' as matched, 1 as place from members m
     where m.program_code = %(program_code)s and m.external_id >= %(text)s and starts_with(m.external_id, %(text)s)
     order by m.external_id limit %(limit)s)
    union all
    (select m.id, 'email', 2 from member_contacts c join members m on m.id = c.member_id and m.program_code = %(program_code)s
     where %(may_read_contacts)s::boolean and lower(c.email) ~>=~ lower(%(text)s)
       and lower(c.email) ~<~ (lower(%(text)s) || chr(1114111))
     order by lower(c.email) using ~<~ limit %(limit)s)
    union all
    (select m.id, 'phone', 3 from member_contacts c join members m on m.id = c.member_id and m.program_code = %(program_code)s
     where %(may_read_contacts)s::boolean and %(phone)s::text is not null
       and c.phone ~>=~ %(phone)s and c.phone ~<~ (%(phone)s || chr(1114111))
     order by c.phone using ~<~ limit %(limit)s)
) found
join members m on m.id = found.id
left join member_contacts c on %(may_read_contacts)s::boolean and c.member_id = m.id
order by found.place, m.external_id
"""  # noqa: S608 (our own column list)


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A member, by what it was found, and where it is reached where that may be told."""

    member: Member
    matched: str
    """external_id, email or phone: the first of these that begins as asked."""
    email: str | None
    phone: str | None


def find_by_text(text: str, *, program_code: str, may_read_contacts: bool, limit: int, within: Work) -> list[FoundMember]:
    """Up to `limit` members whose external id, e-mail or phone begins with the text; each once. Contacts count only where they may be read.

    Raises:
        LimitInvalid: as `loyalty.paging` says.
    """
    check_limit(limit)
    wanted = text.strip()
    if not wanted or not wanted.isprintable():
        return []
    facts: Mapping[str, object] = {
        "text": wanted,
        "phone": _as_phone(wanted),
        "program_code": program_code,
        "may_read_contacts": may_read_contacts,
        "limit": limit,
    }
    found: dict[object, FoundMember] = {}
    for row in within.exec_driver_sql(FOUND, dict(facts)):
        found.setdefault(row.id, FoundMember(member_of(row), row.matched, row.email, row.phone))
    return list(found.values())[:limit]


def _as_phone(text: str) -> str | None:
    """As phones are stored (+ and digits), or None where it cannot be the beginning of one."""
    bare = text.translate(str.maketrans("", "", " -()./"))
    digits = bare.removeprefix("+")
    return f"+{digits}" if len(digits) >= PHONE_DIGITS_MIN and digits.isascii() and digits.isdigit() else None
