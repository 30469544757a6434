"""Finding loopback ports that are free. Not here: what listens on them."""

import socket
from collections.abc import Collection


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nothing listens on `port` at this instant."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wanted: int | None = None, host: str = "127.0.0.1", *, promised: Collection[int] = ()) -> int:
    """`wanted` if it is free, else the next free one of the 50 after it, else whatever the system gives. Ports that are `promised` to
    somebody who does not listen yet count as taken."""
    if wanted is not None:
        for port in range(wanted, min(wanted + 50, 65_535)):
            if port not in promised and is_free(port, host):
                return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
