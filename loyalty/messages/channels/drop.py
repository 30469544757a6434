"""Messages as files in a folder, for a printer, a call centre or a company's own mailer: one file a batch. Not here: who fetches them."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from loyalty.ids import show_id
from loyalty.messages.channels.port import HandOver, Outcome, Outgoing, Said
from loyalty.messages.model import DELIVERY_ID_PREFIX

FORMATS = ("csv", "parquet")
COLUMNS = ("id", "to", "subject", "text", "html", "language", "unsubscribe_url")


class DropChannel:
    """Writes `<folder>/<channel>-<batch>.<format>`. The same batch is the same file, and a row bears its delivery's id, so writing again
    adds nothing that a reader could take for a second message."""

    batch_max = 5_000
    is_repeatable = True

    def __init__(self, channel_code: str, folder: Path, file_format: str = "parquet") -> None:
        self._channel_code = channel_code
        self._folder = folder
        self._format = file_format

    def send(self, messages: Sequence[Outgoing], hand_over: HandOver, *, at: datetime) -> Iterator[Outcome]:  # noqa: ARG002 - a file has no date
        """As the port says; the file appears whole or not at all."""
        allowed = hand_over([message.id for message in messages])
        going = sorted((message for message in messages if message.id in allowed), key=lambda message: message.id)
        if not going:
            return
        try:
            path = self._write(going)
        except OSError as error:
            yield from (Outcome(message.id, Said.LATER, f"{type(error).__name__}: {error}"[:300]) for message in going)
            return
        yield from (Outcome(message.id, Said.ACCEPTED, path.name) for message in going)

    def close(self) -> None:
        """Nothing is open between batches."""

    def _write(self, going: Sequence[Outgoing]) -> Path:
        batch = hashlib.sha256(b"".join(message.id.bytes for message in going)).hexdigest()[:32]
        path = self._folder / f"{self._channel_code}-{batch}.{self._format}"
        self._folder.mkdir(parents=True, exist_ok=True)
        arriving = path.with_name(f".{path.name}.{os.getpid()}")
        rows = pa.table({name: pa.array(values, pa.string()) for name, values in _columns(going).items()})
        (pa_csv.write_csv if self._format == "csv" else pq.write_table)(rows, arriving)
        # What is accepted is SENT for good, so it must outlive a loss of power.
        _to_disk(arriving)
        arriving.replace(path)
        _to_disk(self._folder)
        return path


def _to_disk(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _columns(going: Sequence[Outgoing]) -> dict[str, list[str | None]]:
    return {
        "id": [show_id(DELIVERY_ID_PREFIX, message.id) for message in going],
        "to": [message.address for message in going],
        "subject": [message.subject for message in going],
        "text": [message.text for message in going],
        "html": [message.html for message in going],
        "language": [message.language for message in going],
        "unsubscribe_url": [message.unsubscribe_url for message in going],
    }
