"""A load generator over raw HTTP/1.1, made to cost little beside the service it loads: prepared bytes, kept connections, one process.

Open loop (`rate` given): requests start when the plan says, whether or not earlier ones were answered, and latency counts from
the intended start, so a stall is not hidden. Closed loop (`rate` None): every connection asks again at once, which finds the
most a service sustains. Not here: what is asked (`requests`, a picklable callable) and what a figure means (the `p…` modules).
"""

import asyncio
import contextlib
import math
import pickle
import subprocess
import sys
import time
from array import array
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
_HEADER_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True)
class Plan:
    """What to ask, how often and for how long. `requests(n)` gives the bytes of the n-th request, unique to n."""

    port: int
    requests: Callable[[int], bytes]
    seconds: float
    rate: float | None = None
    warmup_seconds: float = 1.0
    connections: int = 64
    host: str = "127.0.0.1"
    # The plan ends at the latest this long after its last request was due.
    patience_seconds: float = 10.0


@dataclass
class Outcome:
    """What was answered. Latencies are in milliseconds and leave the warm-up out, as do `answered_count` and `statuses`."""

    seconds: float
    answered_count: int
    unanswered_count: int
    rate: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    statuses: dict[int, int] = field(default_factory=dict)
    sent_count: int = 0
    """All requests sent, warm-up included: what an exact count of effects must be held against."""


def drive(plan: Plan) -> Outcome:
    """The outcome of `plan`, run in a process of its own; a bare one, since multiprocessing would import all of ours into it."""
    command = [sys.executable, "-c", "from benchmarks.load import answer_on_stdout; answer_on_stdout()"]
    patience = plan.warmup_seconds + plan.seconds + plan.patience_seconds + 60
    done = subprocess.run(command, input=pickle.dumps(plan), cwd=PROJECT_DIR, capture_output=True, timeout=patience, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2_000:])
    outcome: Outcome = pickle.loads(done.stdout)  # noqa: S301 - from the process we just started
    return outcome


def answer_on_stdout() -> None:
    """What the started process does: the plan arrives on standard input, the outcome leaves on standard output."""
    plan: Plan = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from the process that started us
    sys.stdout.buffer.write(pickle.dumps(run(plan)))


def run(plan: Plan) -> Outcome:
    """The outcome of `plan`, run in this process."""
    return asyncio.run(_Generator(plan).run())


class _Connection(asyncio.Protocol):
    """One kept connection: at most one request under way, answers read by their Content-Length."""

    def __init__(self, generator: "_Generator") -> None:
        self.generator = generator
        self.transport: asyncio.Transport | None = None
        self.due = 0.0
        self._read = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def send(self, request: bytes, due: float) -> None:
        """`request` is under way; its latency counts from `due`."""
        assert self.transport is not None
        self.due = due
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(_HEADER_END)
        if end < 0:
            return
        head = bytes(self._read[:end]).lower()
        at = head.find(_LENGTH)
        if at < 0:
            raise RuntimeError(f"an answer without Content-Length: {head[:200]!r}")
        length = int(head[at + len(_LENGTH) :].split(b"\r", 1)[0])
        if len(self._read) < end + len(_HEADER_END) + length:
            return
        self._read.clear()
        self.generator.answered(self, int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self.generator.lost(self)


class _Generator:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.latencies = array("d")
        self.statuses: Counter[int] = Counter()
        self.idle: deque[_Connection] = deque()
        self.backlog: deque[float] = deque()
        self.number = 0
        self.under_way = 0
        self.begin = 0.0
        self.measured_from = 0.0
        self.end = 0.0
        self.last_answer = 0.0
        self.lost_count = 0
        self.finished = asyncio.Event()

    async def run(self) -> Outcome:
        loop = asyncio.get_running_loop()
        connections = [
            (await loop.create_connection(lambda: _Connection(self), self.plan.host, self.plan.port))[1]
            for _ in range(self.plan.connections)
        ]
        self.idle.extend(connections)
        self.begin = time.perf_counter()
        self.measured_from = self.begin + self.plan.warmup_seconds
        self.end = self.measured_from + self.plan.seconds
        if self.plan.rate is None:
            while self.idle:
                self._start(self.idle.popleft(), time.perf_counter())
        else:
            await self._keep_pace(self.plan.rate)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._all_answered(), self.end - time.perf_counter() + self.plan.patience_seconds)
        for connection in connections:
            if connection.transport is not None:
                connection.transport.abort()
        return self._outcome()

    async def _keep_pace(self, rate: float) -> None:
        """Request n starts at begin + n/rate. Timers round up to a millisecond, so the last stretch to a slow beat is waited actively."""
        total = int(rate * (self.end - self.begin))
        for n in range(total):
            due = self.begin + n / rate
            wait = due - time.perf_counter()
            if wait > 0.0015:
                await asyncio.sleep(math.floor(wait * 1000 - 0.5) / 1000)
            while rate <= 250 and time.perf_counter() < due:  # noqa: ASYNC110 - what is awaited is the clock
                await asyncio.sleep(0)
            if wait > 0 and rate > 250:
                await asyncio.sleep(0)
                if (wait := due - time.perf_counter()) > 0:
                    await asyncio.sleep(wait)
            if self.idle:
                self._start(self.idle.popleft(), due)
            else:
                self.backlog.append(due)

    async def _all_answered(self) -> None:
        while self.under_way or self.backlog:
            self.finished.clear()
            await self.finished.wait()

    def _start(self, connection: _Connection, due: float) -> None:
        self.under_way += 1
        connection.send(self.plan.requests(self.number), due)
        self.number += 1

    def answered(self, connection: _Connection, status: int) -> None:
        now = time.perf_counter()
        self.under_way -= 1
        if self.measured_from <= connection.due < self.end:
            self.latencies.append(now - connection.due)
            self.statuses[status] += 1
            self.last_answer = now
        if self.plan.rate is None and now < self.end:
            self._start(connection, now)
        elif self.backlog:
            self._start(connection, self.backlog.popleft())
        else:
            self.idle.append(connection)
            if not self.under_way:
                self.finished.set()

    def lost(self, connection: _Connection) -> None:
        if connection not in self.idle:
            self.lost_count += 1

    def _outcome(self) -> Outcome:
        ordered = sorted(self.latencies)
        seconds = max(self.last_answer - self.measured_from, self.plan.seconds) if ordered else self.plan.seconds

        def at(share: float) -> float:
            return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] * 1000 if ordered else math.nan

        return Outcome(
            seconds=seconds,
            answered_count=len(ordered),
            unanswered_count=self.under_way + len(self.backlog),
            rate=len(ordered) / seconds,
            p50_ms=at(0.5),
            p95_ms=at(0.95),
            p99_ms=at(0.99),
            max_ms=at(1.0),
            statuses=dict(self.statuses),
            sent_count=self.number,
        )
