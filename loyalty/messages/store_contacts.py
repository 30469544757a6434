"""Contacts as rows. Not here: what an address must look like."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.messages.model import Contact

FIELDS = ("email", "phone", "push_token", "postal_address", "language", "time_zone")

# An address that changed has not bounced yet.
WRITE = """
insert into member_contacts as c (member_id, email, phone, push_token, postal_address, language, time_zone, changed_at)
select *, %(at)s::timestamptz
from unnest(%(member_ids)s::uuid[], %(email)s::text[], %(phone)s::text[], %(push_token)s::text[], %(postal_address)s::text[],
            %(language)s::text[], %(time_zone)s::text[])
on conflict (member_id) do update set
    email = excluded.email, phone = excluded.phone, push_token = excluded.push_token, postal_address = excluded.postal_address,
    language = excluded.language, time_zone = excluded.time_zone, changed_at = excluded.changed_at,
    bounced_channels = array(
        select one from unnest(c.bounced_channels) as one
        where not (one = 'email' and c.email is distinct from excluded.email
                or one in ('sms', 'phone', 'whatsapp') and c.phone is distinct from excluded.phone
                or one = 'push' and c.push_token is distinct from excluded.push_token
                or one = 'mail' and c.postal_address is distinct from excluded.postal_address))
"""
READ = """
select member_id, email, phone, push_token, postal_address, language, time_zone from member_contacts where member_id = any(%(ids)s::uuid[])
"""


def write(contacts: Sequence[Contact], *, at: datetime, within: Work) -> None:
    """The contacts stand; no member twice among them."""
    columns = {field: [getattr(contact, field) for contact in contacts] for field in FIELDS}
    within.exec_driver_sql(WRITE, {"member_ids": [contact.member_id for contact in contacts], "at": at} | columns)


def read(member_ids: Sequence[UUID], *, within: Work) -> dict[UUID, Contact]:
    """By member; who has none is not in the answer."""
    return {row.member_id: Contact(**row._mapping) for row in within.exec_driver_sql(READ, {"ids": list(member_ids)})}
