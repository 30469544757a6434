"""Calls endpoints: signed, to the address that was looked at, without following anywhere, again until it is taken. Not here: the queue."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import Random
from ssl import SSLContext
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
import structlog
from sqlalchemy.exc import DBAPIError

from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.ids import show_id
from loyalty.webhooks import store
from loyalty.webhooks.addresses import Network, Target, target_of
from loyalty.webhooks.endpoints import Safe, open_secret
from loyalty.webhooks.errors import WebhookAddressRefused
from loyalty.webhooks.model import DELIVERY_ID_PREFIX, Attempt, Due, breaker_wait, retry_after
from loyalty.webhooks.signing import SIGNATURE_HEADER, sign

CALL_SECONDS_MAX = 15.0
ANSWER_BYTES_MAX = 2_000
RUNNING_MAX = 64
RUNNING_EACH_MAX = 8
SWEEP_SECONDS = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call."""

    status_code: int | None
    error: str | None
    text: str | None = None
    retry_after_seconds: int | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the endpoint has it."""
        return self.status_code is not None and 200 <= self.status_code < 300

    @property
    def is_final(self) -> bool:
        """Whether the endpoint says that it is gone for good."""
        return self.status_code == 410


class Sender:
    """Works through what is due, many endpoints at once, none of them with more than a few calls. Several processes may do so together."""

    def __init__(
        self,
        database: Database,
        safe: Callable[[], Safe],
        *,
        allowed: Sequence[Network] = (),
        verify: SSLContext | bool = True,
        on_answer: Callable[[str], None] | None = None,
        random: Random | None = None,
    ) -> None:
        self._database = database
        self._safe = safe
        self._allowed = allowed
        self._verify = verify
        self._on_answer = on_answer or (lambda _: None)
        self._random = random or Random()  # noqa: S311 - jitter
        self._wanted = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._busy: Counter[UUID] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Something may be due; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wanted.set)

    async def run(self) -> None:
        """What is due is called, until canceled; calls under way are finished."""
        self._loop = asyncio.get_running_loop()
        # No connection is kept: one to an address could be proven for another name than the next call's.
        limits = httpx2.Limits(max_keepalive_connections=0, max_connections=RUNNING_MAX)
        client = httpx2.AsyncClient(trust_env=False, follow_redirects=False, limits=limits, timeout=CALL_SECONDS_MAX, verify=self._verify)
        async with client:
            try:
                while True:
                    wait = SWEEP_SECONDS
                    with suppress(LoyaltyError, DBAPIError):
                        wait = await self._begin_due(client)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._wanted.wait(), wait)
                    self._wanted.clear()
            finally:
                await asyncio.gather(*self._running, return_exceptions=True)

    async def send_due(self) -> int:
        """What is due now is called once, to the end; how many calls that were."""
        async with httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=CALL_SECONDS_MAX, verify=self._verify) as client:
            taken = await asyncio.to_thread(self._take, RUNNING_MAX)
            await asyncio.gather(*[self._call(due, client) for due in taken])
            return len(taken)

    async def _begin_due(self, client: httpx2.AsyncClient) -> float:
        """As many calls as there is room for are under way; after how many seconds to look again."""
        room = RUNNING_MAX - len(self._running)
        if room <= 0:
            return SWEEP_SECONDS
        taken = await asyncio.to_thread(self._take, room)
        for due in taken:
            self._busy[due.endpoint_id] += 1
            task = asyncio.create_task(self._call(due, client))
            self._running.add(task)
            task.add_done_callback(partial(self._ended, due.endpoint_id))
        if taken:
            return 0.0 if len(taken) == room else 0.02
        next_in = await asyncio.to_thread(self._seconds_to_next)
        return SWEEP_SECONDS if next_in is None else min(max(next_in, 0.05), SWEEP_SECONDS)

    def _ended(self, endpoint_id: UUID, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._busy[endpoint_id] -= 1
        if self._busy[endpoint_id] <= 0:
            del self._busy[endpoint_id]
        self._wanted.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("delivery_not_noted", reason=str(error)[:200])

    def _take(self, limit: int) -> list[Due]:
        busy = [one for one, count in self._busy.items() if count >= RUNNING_EACH_MAX]
        with self._database.begin() as work:
            return store.take_due(limit, RUNNING_EACH_MAX, busy, work)

    def _seconds_to_next(self) -> float | None:
        with self._database.begin() as work:
            return store.seconds_to_next(work)

    async def _call(self, due: Due, client: httpx2.AsyncClient) -> None:
        began_at, began = UtcClock().now(), time.monotonic()
        answer = await self._answer(due, client)
        attempt = Attempt(
            due.attempt_count + 1, began_at, answer.status_code, answer.error, round(time.monotonic() - began, 3), answer.text
        )
        await asyncio.to_thread(self._note, due, attempt, answer)
        self._on_answer("delivered" if answer.is_taken else "failed")

    async def _answer(self, due: Due, client: httpx2.AsyncClient) -> Answer:
        try:
            target = await asyncio.to_thread(target_of, due.url, self._allowed)
            async with asyncio.timeout(CALL_SECONDS_MAX):
                return await self._post(due, target, client)
        except WebhookAddressRefused as error:
            return Answer(None, f"{error.code}: {error.message}"[:500])
        except TimeoutError:
            return Answer(None, f"no answer within {CALL_SECONDS_MAX:.0f} s")
        except (httpx2.HTTPError, OSError, ValueError) as error:
            return Answer(None, f"{type(error).__name__}: {error}"[:500])

    async def _post(self, due: Due, target: Target, client: httpx2.AsyncClient) -> Answer:
        at_seconds = int(time.time())
        secrets = [one for sealed in (due.secret, due.former_secret) if sealed is not None if (one := open_secret(sealed, self._safe()))]
        if not secrets:
            return Answer(None, "the secret was sealed with another key than KHAYWE_VOUCHER_KEY holds now")
        headers = {
            "Host": _host_header(target),
            "Content-Type": "application/json",
            "User-Agent": "Khaywe-Webhooks/1",
            "Khaywe-Event-Type": due.type,
            "Khaywe-Delivery": show_id(DELIVERY_ID_PREFIX, due.id),
            SIGNATURE_HEADER: sign(due.body, secrets, at_seconds=at_seconds),
        }
        # The name is proven (SNI, certificate), the address is the one that was looked at.
        request = client.build_request(
            "POST", _url_by_address(target), content=due.body, headers=headers, extensions={"sni_hostname": target.host}
        )
        answer = await client.send(request, stream=True)
        try:
            text = await _beginning(answer)
        finally:
            await answer.aclose()
        asked = answer.headers.get("Retry-After", "")
        error = None if 200 <= answer.status_code < 300 else f"answered with {answer.status_code}"
        return Answer(answer.status_code, error, text, int(asked) if asked.isdigit() and len(asked) < 7 else None)

    def _note(self, due: Due, attempt: Attempt, answer: Answer) -> None:
        with self._database.begin() as work:
            store.note_attempt(due.id, attempt, work)
            if answer.is_taken:
                store.finish(due.id, "DELIVERED", attempt.number, due.tries_left, 0.0, work)
                store.note_well(due.endpoint_id, work)
                return
            left = 0 if answer.is_final else due.tries_left - 1
            wait = retry_after(attempt.number, self._random, asked_seconds=answer.retry_after_seconds)
            store.finish(due.id, "PENDING" if left > 0 else "FAILED", attempt.number, left, wait.total_seconds(), work)
            failures = store.note_unwell(due.endpoint_id, work)
            alone = breaker_wait(failures, self._random)
            if alone is not None:
                store.open_breaker(due.endpoint_id, alone.total_seconds(), work)
                log.warning("webhook_breaker_open", endpoint_id=str(due.endpoint_id), failures=failures, seconds=alone.total_seconds())


def _host_header(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == (443 if target.scheme == "https" else 80) else f"{host}:{target.port}"


def _url_by_address(target: Target) -> str:
    parts = urlsplit(target.url)
    address = f"[{target.address}]" if ":" in target.address else target.address
    return parts._replace(netloc=f"{address}:{target.port}", path=parts.path or "/").geturl()


async def _beginning(answer: httpx2.Response) -> str:
    """The first of what it says; an endpoint that never ends is not listened to for longer."""
    said = b""
    async for part in answer.aiter_raw(512):
        said += part
        if len(said) >= ANSWER_BYTES_MAX:
            break
    return said[:ANSWER_BYTES_MAX].decode("utf-8", "replace").replace("\x00", "")
