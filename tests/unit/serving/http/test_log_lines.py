"""Log lines leave together, in order, and none stays behind."""

import io
import time

from serving.http.observability import LogLines


def test_lines_are_written_in_their_order_a_moment_later() -> None:
    target = io.BytesIO()
    lines = LogLines(target, delay_seconds=0.01)
    for number in range(100):
        lines.write(b"%d\n" % number)
    deadline = time.monotonic() + 5
    # The thread that writes has no other sign of being done.
    while target.getvalue().count(b"\n") < 100 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert target.getvalue().split() == [b"%d" % number for number in range(100)]


def test_draining_leaves_nothing_unwritten() -> None:
    target = io.BytesIO()
    lines = LogLines(target, delay_seconds=60)
    lines.write(b"last words\n")
    assert target.getvalue() == b""
    lines.drain()
    assert target.getvalue() == b"last words\n"
