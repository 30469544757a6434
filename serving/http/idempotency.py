"""One effect and one answer per Idempotency-Key: reading the header, telling requests apart, answering again. Not here: storage."""

import hashlib
from collections.abc import Callable
from typing import Annotated, NamedTuple

import orjson
from fastapi import Header, Request, Response
from pydantic import BaseModel, StringConstraints

from loyalty.access import Caller
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError, Refused
from loyalty.idempotency import AnswerToKeep, Fresh, KeyedRequest, SameAs, StoredAnswer, claim, store_answers
from serving.http.errors import PROBLEM_MEDIA_TYPE, RETRY_AFTER_SECONDS, headers_of, problem_of, request_id_of

HIT_HEADER = "Idempotency-Hit"
JSON_MEDIA_TYPE = "application/json"

_Key = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]
_DESCRIPTION = (
    "New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with "
    "`Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours."
)
RequiredKey = Annotated[_Key, Header(alias="Idempotency-Key", description=_DESCRIPTION)]
OptionalKey = Annotated[_Key | None, Header(alias="Idempotency-Key", description=_DESCRIPTION)]


def keyed(caller: Caller, key: str, route: str, body: BaseModel) -> KeyedRequest:
    """The request as the idempotency room knows it.

    Keys of two callers never meet. Fields left out and fields sent as null are the same request, so that a field added by a
    later version does not turn a retry into another request.
    """
    content = body.model_dump_json(exclude_none=True).encode()
    return KeyedRequest(scope=caller.id.hex, key=key, fingerprint=hashlib.sha256(route.encode() + b"\n" + content).digest())


def is_kept(outcome: object) -> bool:
    """Whether an answer is given again: what took effect, and a business no. Anything else may be put right and sent again."""
    return isinstance(outcome, Refused) or not isinstance(outcome, LoyaltyError)


def json_response(status: int, body: bytes, *, is_hit: bool = False) -> Response:
    """An answer from bytes; a refusal among them is a problem document."""
    headers = headers_of(status)
    if status == 429:
        headers["Retry-After"] = str(orjson.loads(body)["facts"].get("retry_after_seconds", RETRY_AFTER_SECONDS))
    if is_hit:
        headers[HIT_HEADER] = "true"
    return Response(body, status, headers, JSON_MEDIA_TYPE if status < 400 else PROBLEM_MEDIA_TYPE)


def answered_once(
    request: KeyedRequest | None, act: Callable[[], tuple[int, BaseModel] | LoyaltyError], *, within: Work, clock: Clock, request_id: str
) -> Response:
    """The answer of `act`, or the one stored for its key; for routes that handle one request per transaction.

    Raises:
        LoyaltyError: what `act` returned, where that is not kept; or what is wrong with the key.
    """
    if request is not None:
        found = claim([request], within=within)[0]
        if isinstance(found, StoredAnswer):
            return json_response(found.status_code, found.body, is_hit=True)
        if not isinstance(found, Fresh):
            assert not isinstance(found, SameAs)  # noqa: S101 - there is only one request
            raise found
    outcome = act()
    if isinstance(outcome, LoyaltyError):
        if not is_kept(outcome):
            raise outcome
        status, body = problem_of(outcome, request_id)
    else:
        status, body = outcome[0], outcome[1].model_dump_json().encode()
    if request is not None:
        store_answers([AnswerToKeep(request, status, body)], within=within, clock=clock)
    return json_response(status, body)


class Asked(NamedTuple):
    """Who asked for a write, and with what; `key` may be missing where the route lets it."""

    caller: Caller
    request: Request
    work: Work
    clock: Clock
    key: str | None
    is_dry_run: bool

    def answered_once(self, act: Callable[[], tuple[int, BaseModel] | LoyaltyError], route: str, body: BaseModel) -> Response:
        """The answer of `act`, or the one stored for the key; a dry run claims none.

        Raises:
            LoyaltyError: as `answered_once`.
        """
        claimed = keyed(self.caller, self.key, route, body) if self.key and not self.is_dry_run else None
        return answered_once(claimed, act, within=self.work, clock=self.clock, request_id=request_id_of(self.request))
