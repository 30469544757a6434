"""What a mail that came back says: RFC 3464 (delivery status) and RFC 5965 (complaints). Pure. Not here: what follows (`receipts.py`).

A mail is told by its Message-ID, which is the delivery's own and is in every report that quotes it. A report that quotes none of ours,
and a mail that is no report (an answer, an out-of-office note), says nothing.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from uuid import UUID

from loyalty.messages.engagement import Kind
from loyalty.messages.receipts import Receipt

_OURS = re.compile(r"<dlv_([0-9a-f]{32})@")
_KINDS = {"failed": Kind.BOUNCED, "delayed": Kind.DELAYED, "delivered": Kind.DELIVERED}
_FEEDBACK = {"abuse": Kind.COMPLAINED, "fraud": Kind.COMPLAINED, "opt-out": Kind.OPTED_OUT, "opt-out-list": Kind.OPTED_OUT}
# RFC 3463: 5.1.x speaks of the address, 5.2.1 of a mailbox that is closed. Full mailboxes, sizes and policies pass.
_BAD_ADDRESS = re.compile(r"5\.(1\.\d{1,3}|2\.1)\b")
_BAD_ADDRESS_WORDS = re.compile(r"user unknown|unknown user|no such (user|mailbox|recipient)|does not exist", re.IGNORECASE)


def read_returned(mail: bytes) -> list[Receipt]:
    """What the mail says of our deliveries; nothing where it is no report, or not about one of ours. Never raises: anybody can send one."""
    message = message_from_bytes(mail, policy=compat32)
    kind = _text(message.get_param("report-type")).lower()
    delivery_id = _quoted(message)
    if message.get_content_type() != "multipart/report" or delivery_id is None:
        return []
    if kind == "delivery-status":
        told = [_status(delivery_id, group) for group in _groups(message, "message/delivery-status")]
    elif kind == "feedback-report":
        told = [_complaint(delivery_id, group) for group in _groups(message, "message/feedback-report")]
    else:
        told = []
    return [one for one in told if one is not None]


def _status(delivery_id: UUID, group: Message) -> Receipt | None:
    kind = _KINDS.get(_text(group.get("Action")).lower())
    if kind is None:
        return None
    status, said = _text(group.get("Status")), _text(group.get("Diagnostic-Code"))
    is_bad = kind is Kind.BOUNCED and _is_address_bad(status, said)
    address = _address(group.get("Original-Recipient")) or _address(group.get("Final-Recipient"))
    return Receipt(delivery_id, kind, is_address_bad=is_bad, address=address, detail=" ".join(filter(None, (status, said))) or None)


def _is_address_bad(status: str, said: str) -> bool:
    """Many servers say 5.0.0 and mean something; their words then tell what."""
    is_vague = not status or status.startswith(("5.0.", "5.5."))
    return bool(_BAD_ADDRESS.match(status) or (is_vague and (_BAD_ADDRESS.search(said) or _BAD_ADDRESS_WORDS.search(said))))


def _complaint(delivery_id: UUID, group: Message) -> Receipt | None:
    said = _text(group.get("Feedback-Type")).lower()
    kind = _FEEDBACK.get(said)
    return None if kind is None else Receipt(delivery_id, kind, detail=f"{said} {_text(group.get('User-Agent'))}".strip())


def _groups(message: Message, content_type: str) -> Iterator[Message]:
    """The groups of fields within the report's machine-readable part."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == content_type and isinstance(payload, list):
            yield from (group for group in payload if isinstance(group, Message))


def _quoted(message: Message) -> UUID | None:
    """The delivery whose mail the report is about: by what it returns of it, else by what it answers."""
    for text in _mentions(message):
        found = _OURS.search(text)
        if found is not None:
            return UUID(hex=found[1])
    return None


def _mentions(message: Message) -> Iterator[str]:
    for part in message.walk():
        content_type = part.get_content_type()
        if content_type == "message/rfc822":
            yield from (_text(inner.get("Message-ID")) for inner in part.get_payload() if isinstance(inner, Message))
        elif content_type == "text/rfc822-headers":
            decoded = part.get_payload(decode=True)
            headers = decoded if isinstance(decoded, bytes) else b""
            yield _text(message_from_bytes(headers, policy=compat32).get("Message-ID"))
    yield _text(message.get("In-Reply-To"))
    yield _text(message.get("References"))


def _address(field: object) -> str | None:
    """`rfc822; ann@example.com` → the address."""
    _, _, address = _text(field).rpartition(";")
    return address.strip().strip("<>")[:254] or None


def _text(value: object) -> str:
    """A header as one line without what no database stores; '' for none."""
    return " ".join(str(value).replace("\x00", "").encode(errors="replace").decode().split()) if value is not None else ""
