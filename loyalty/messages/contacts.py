"""Where members are reached: what an address must look like, and letting it stand. Not here: whether a member agreed (consents)."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages import store_contacts
from loyalty.messages.errors import ContactInvalid
from loyalty.messages.model import Contact
from loyalty.text_rules import is_storable

# What mail servers take and headers can hold; an address in another script is given in its ASCII form.
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
EMAIL_LENGTH_MAX = 254
TOKEN_LENGTH_MAX = 4_096
POSTAL_LENGTH_MAX = 1_000


def set_contacts(contacts: Sequence[Contact], *, within: Work, clock: Clock) -> list[Contact | ContactInvalid]:
    """Each contact stands as given, whole; an address that changed is no longer known as bounced. A wrong one is refused, the others stand.

    A member named twice has the last one.
    """
    judged = [contact_error(contact) or contact for contact in contacts]
    right = {one.member_id: one for one in judged if isinstance(one, Contact)}
    store_contacts.write(list(right.values()), at=clock.now(), within=within)
    return judged


def read_contacts(member_ids: Sequence[UUID], *, within: Work) -> dict[UUID, Contact]:
    """The contacts of these members; one who never gave any is not in the answer."""
    return store_contacts.read(member_ids, within=within)


def contact_error(contact: Contact) -> ContactInvalid | None:
    """What is wrong with it first, or None."""
    for field, (is_right, expected) in SHAPES.items():
        given: str | None = getattr(contact, field)
        if given is not None and not is_right(given):
            return ContactInvalid(f"'{given[:80]}' cannot be a member's {field}: give {expected}.", field=field, given=given[:80])
    return None


@lru_cache(maxsize=1_024)
def is_time_zone(name: str) -> bool:
    """Whether clocks are known to go by this name; asked before it is stored, so that no send fails over it later."""
    if name not in available_timezones():
        return False
    ZoneInfo(name)
    return True


def _is_text(value: str, length_max: int) -> bool:
    return len(value.strip()) >= 1 and len(value) <= length_max and is_storable(value)


SHAPES: Mapping[str, tuple[Callable[[str], object], str]] = {
    "email": (lambda given: len(given) <= EMAIL_LENGTH_MAX and EMAIL.fullmatch(given), "an address such as ann@example.com, in ASCII"),
    "phone": (PHONE.fullmatch, "a number in international form, such as +12125550100"),
    "push_token": (lambda given: _is_text(given, TOKEN_LENGTH_MAX), f"a text of 1 to {TOKEN_LENGTH_MAX:,} letters"),
    "postal_address": (lambda given: _is_text(given, POSTAL_LENGTH_MAX), f"a text of 1 to {POSTAL_LENGTH_MAX:,} letters"),
    "language": (LANGUAGE.fullmatch, "a language such as en or en-GB"),
    "time_zone": (is_time_zone, "an IANA time zone such as America/New_York"),
}
"""What each part must look like, and how that is said; asked in this order."""
