"""A port before a server on a Unix socket that can be shut and opened again. Not here: killing servers (`faults.py`)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Door:
    """Whoever comes while it is shut is sent away, and whoever is inside is thrown out as it shuts. Its port stays its own."""

    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path
        self._is_open = True
        self._inside: set[socket.socket] = set()
        self._turn = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._admit, daemon=True).start()

    def shut(self) -> None:
        """Nobody gets through from now on."""
        with self._turn:
            self._is_open = False
            inside, self._inside = self._inside, set()
        for one in inside:
            _end(one)

    def open(self) -> None:
        """Whoever comes from now on gets through."""
        with self._turn:
            self._is_open = True

    def close(self) -> None:
        """The port is given back."""
        self.shut()
        _end(self._listening)

    def _admit(self) -> None:
        while True:
            try:
                guest, _ = self._listening.accept()
            except OSError:
                return
            host = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            with self._turn:
                is_admitted = self._is_open
                if is_admitted:
                    self._inside |= {guest, host}
            if not is_admitted:
                _end(guest)
                _end(host)
                continue
            host.connect(self._socket_path)
            for source, sink in ((guest, host), (host, guest)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while said := source.recv(65_536):
                sink.sendall(said)
        with self._turn:
            self._inside -= {source, sink}
        _end(source)
        _end(sink)


@contextmanager
def a_door(socket_path: str) -> Iterator[Door]:
    """A door that is open, closed for good afterwards."""
    door = Door(socket_path)
    try:
        yield door
    finally:
        door.close()


def _end(one: socket.socket) -> None:
    """Closing alone would leave whoever waits in it waiting."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
