"""What each request leaves behind: an id, one structured log line, and figures by route template. Not here: what the figures are worth."""

import atexit
import logging
import re
import sys
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import BinaryIO, cast

import orjson
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import uuid7

from serving.http.errors import PROBLEM_MEDIA_TYPE, problem_bytes

request_id_var: ContextVar[str] = ContextVar("khaywe_request_id", default="")

_ACCEPTED_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_BREAKER_STATES = {"CLOSED": 0, "HALF_OPEN": 1, "OPEN": 2}

log = structlog.get_logger("khaywe.request")


LOG_DELAY_SECONDS = 0.05


class LogLines:
    """A binary file whose lines a thread of its own writes, a moment later and together.

    A write lets go of the interpreter; on the event loop that would hand it to a posting's thread, once for every request. What is
    lost by a kill -9 are the lines of the last moment, never an effect.
    """

    def __init__(self, target: BinaryIO, *, delay_seconds: float = LOG_DELAY_SECONDS) -> None:
        self._target = target
        self._delay_seconds = delay_seconds
        self._lines: list[bytes] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._write_on, name="log", daemon=True).start()
        atexit.register(self.drain)

    def write(self, line: bytes) -> int:
        """The line will be written."""
        self._lines.append(line)
        return len(line)

    def flush(self) -> None:
        """Nothing: the thread does it."""

    def drain(self) -> None:
        """Everything written so far has left this process."""
        with self._lock:
            lines, self._lines = self._lines, []
            if lines:
                self._target.write(b"".join(lines))
                self._target.flush()

    def _write_on(self) -> None:
        while True:
            time.sleep(self._delay_seconds)
            self.drain()


class Figures:
    """The service's metrics, in a registry of their own so that two apps in one process do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("khaywe_http_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry)
        self.seconds = Histogram(
            "khaywe_http_request_seconds", "Time to answer.", ["method", "route"], buckets=_BUCKETS, registry=self.registry
        )
        self.batch_size = Histogram(
            "khaywe_posting_batch_size",
            "Requests that shared one transaction.",
            buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
            registry=self.registry,
        )
        self.waiting = Gauge("khaywe_posting_waiting", "Requests waiting to be posted.", registry=self.registry)
        self.breakers = Gauge(
            "khaywe_breaker_state", "0: calls pass; 1: probes decide; 2: the part is left alone.", ["breaker"], registry=self.registry
        )
        self.feature_reads = Counter("khaywe_feature_reads", "Members whose features were read.", ["source"], registry=self.registry)
        # Looking a label child up costs more than counting with it.
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        place = (method, route, status)
        found = self._children.get(place)
        if found is None:
            found = self._children[place] = (self.requests.labels(method, route, str(status)), self.seconds.labels(method, route))
        found[0].inc()
        found[1].observe(seconds)

    def hear_breaker(self, name: str) -> Callable[[str, str], None]:
        """What a breaker tells its changes; its state shows from now on."""
        child = self.breakers.labels(name)
        child.set(_BREAKER_STATES["CLOSED"])
        return lambda _, new: child.set(_BREAKER_STATES[new])


class Observed:
    """ASGI middleware: gives the request its id, logs and counts it, and turns a fault of ours into a 500 that tells nothing but the id."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI's own
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["khaywe.request_id"] = request_id
        request_id_var.set(request_id)
        began = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception:
            log.exception("request_failed", request_id=request_id)
            if status:
                raise
            await _answer_500(request_id, send_with_id)
        finally:
            self._record(scope, request_id, status, time.perf_counter() - began)

    def _record(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "(none)")
        # A made-up method must not make a new time series.
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.figures.count(method, route, status, seconds)
        log.info(
            "request",
            request_id=request_id,
            method=method,
            route=route,
            path=scope["path"][:200],
            status=status,
            duration_ms=round(seconds * 1000, 2),
            caller=scope.get("khaywe.caller_name"),
        )


_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


def _request_id(scope: Scope) -> str:
    """The caller's X-Request-ID where it is well formed, so that its log and ours can be joined; else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ACCEPTED_ID.fullmatch(value):
            return str(value.decode())
    # Not uuid4: its system call lets go of the interpreter, and a posting's thread may keep it for milliseconds.
    return uuid7().hex


async def _answer_500(request_id: str, send: Send) -> None:
    body = problem_bytes(500, "ERROR", "Something went wrong on our side. Quote the request id when you ask us.", {}, request_id)
    headers = [(b"content-type", PROBLEM_MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def configure_logging(level: str) -> None:
    """Every log line of this process is one JSON object on standard output."""
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    shared: list[structlog.types.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.BytesLoggerFactory(cast(BinaryIO, LogLines(sys.stdout.buffer))),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        )
    )
    logging.basicConfig(handlers=[handler], level=threshold, force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        # uvicorn gives itself handlers of another format before it loads the app. Its access log would say what `Observed` says,
        # at a tenth of what a request costs; a connection asks once whether anybody listens, so nobody must.
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"


def _dumps(line: object, **_: object) -> bytes:
    return orjson.dumps(line, default=str)
