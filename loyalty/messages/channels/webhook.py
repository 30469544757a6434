"""Messages to a gateway over HTTPS (SMS, push, whatever it speaks): one signed POST each. Not here: webhooks that tell our events."""

import json
import time
from collections.abc import Iterator, Sequence
from datetime import datetime

import httpx2

from loyalty.ids import show_id
from loyalty.messages.channels.port import HandOver, Outcome, Outgoing, Said
from loyalty.messages.model import DELIVERY_ID_PREFIX
from loyalty.webhooks.signing import SIGNATURE_HEADER, sign

SECONDS_MAX = 10.0
# What a gateway says of the address itself.
GONE = 410


class GatewayChannel:
    """Posts each message to one URL. The gateway knows a message by its Idempotency-Key, so asking again is no second message."""

    batch_max = 50
    is_repeatable = True

    def __init__(self, channel_code: str, url: str, secret: str) -> None:
        self._channel_code = channel_code
        self._url = url
        self._secret = secret
        self._client = httpx2.Client(timeout=SECONDS_MAX, follow_redirects=False)

    def send(self, messages: Sequence[Outgoing], hand_over: HandOver, *, at: datetime) -> Iterator[Outcome]:  # noqa: ARG002 - the port's
        """As the port says. 2xx took it; 408, 425, 429 and 5xx come again; any other answer refuses for good, 410 the address itself."""
        for message in messages:
            if hand_over([message.id]):
                yield self._post(message)

    def close(self) -> None:
        """No connection is held."""
        self._client.close()

    def _post(self, message: Outgoing) -> Outcome:
        body = json.dumps(
            {
                "id": show_id(DELIVERY_ID_PREFIX, message.id),
                "channel": self._channel_code,
                "to": message.address,
                "subject": message.subject,
                "text": message.text,
                "language": message.language,
                "unsubscribe_url": message.unsubscribe_url,
            },
            ensure_ascii=False,
        ).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": show_id(DELIVERY_ID_PREFIX, message.id),
            # The gateway compares this with its own clock, however ours may have been turned.
            SIGNATURE_HEADER: sign(body, [self._secret], at_seconds=int(time.time())),
        }
        try:
            answer = self._client.post(self._url, content=body, headers=headers)
        except httpx2.HTTPError as error:
            return Outcome(message.id, Said.LATER, f"{type(error).__name__}: {error}"[:300])
        said = f"{answer.status_code} {answer.text}"[:300].replace("\x00", "")
        if answer.is_success:
            return Outcome(message.id, Said.ACCEPTED, said)
        if answer.status_code in {408, 425, 429} or answer.status_code >= 500:
            return Outcome(message.id, Said.LATER, said)
        return Outcome(message.id, Said.REFUSED, said, is_bounce=answer.status_code == GONE)
