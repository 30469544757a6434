"""Gives the demo's members addresses and consents, which the purchases lack, so that campaigns reach somebody. Not here: any message.

Made up and always the same: which household said what follows from its number. The addresses are reserved ones that reach nobody.
"""

import hashlib
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages import Contact, set_contacts
from loyalty.segments import GiveConsent, give_consents

WITHOUT = """
select m.id, m.external_id from members m where m.status = 'ACTIVE' and not exists (select from member_contacts c where c.member_id = m.id)
order by m.id
"""
ACTOR = "demo"
EMAIL_SHARE, SMS_SHARE, ARABIC_SHARE = 0.8, 0.4, 0.1
TIME_ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")


class Household(NamedTuple):
    """What a household of the demo says of itself."""

    contact: Contact
    agrees_to_email: bool
    agrees_to_sms: bool


def introduce(*, within: Work, clock: Clock) -> int:
    """Every active member has an address; who had one keeps it, with what was said. Returns how many were introduced."""
    households = [household(row.id, row.external_id) for row in within.exec_driver_sql(WITHOUT)]
    set_contacts([one.contact for one in households], within=within, clock=clock)
    said = [
        GiveConsent(one.contact.member_id, channel, agrees, source=ACTOR)
        for one in households
        for channel, agrees in (("email", one.agrees_to_email), ("sms", one.agrees_to_sms))
    ]
    if said:
        give_consents(said, actor=ACTOR, within=within, clock=clock)
    return len(households)


def household(member_id: UUID, external_id: str) -> Household:
    """The household of this number: most agree to mail, some to text messages, one in ten reads Arabic."""
    drawn = hashlib.sha256(f"household:{external_id}".encode()).digest()
    email, sms, arabic = (byte / 256 for byte in drawn[:3])
    contact = Contact(
        member_id,
        email=f"household-{external_id}@example.com",
        phone=f"+1212555{int.from_bytes(drawn[4:6], 'big') % 10_000:04}",
        language="ar" if arabic < ARABIC_SHARE else "en",
        time_zone=TIME_ZONES[drawn[3] % len(TIME_ZONES)],
    )
    return Household(contact, email < EMAIL_SHARE, sms < SMS_SHARE)
