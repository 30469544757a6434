"""A secret key that is either given or kept in a file, which is made on first use. Not here: what it seals."""

import base64
import binascii
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class KeyUnreadable(ValueError):
    """The text is not base64."""


def read_key(given: str | None, key_file: Path) -> bytes:
    """The given key (base64); without one, the key in `key_file`, the same for every process that asks.

    Raises:
        KeyUnreadable: the text is not base64.
    """
    if given is not None:
        return _decoded(given)
    try:
        return _decoded(key_file.read_text())
    except FileNotFoundError:
        return _made(key_file)


def _made(key_file: Path) -> bytes:
    """A new key in the file, written whole before anybody can see it; if another process was first, its key."""
    key_file.parent.mkdir(parents=True, exist_ok=True)
    draft = key_file.with_name(f"{key_file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, key_file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _decoded(key_file.read_text())


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyUnreadable("not base64") from error
