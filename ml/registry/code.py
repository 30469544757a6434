"""Which code trained a model. Not here: which data did (the manifest's windows and watermark)."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent


@cache
def code_version() -> str:
    """`<release>+<hash of every module of ml>`: equal where the same code trained, wherever it lies and whatever its history."""
    digest = hashlib.sha256()
    for path in sorted(ROOM.rglob("*.py")):
        digest.update(f"{path.relative_to(ROOM).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    try:
        release = version("khaywe")
    except PackageNotFoundError:
        release = "0"
    return f"{release}+{digest.hexdigest()[:12]}"
