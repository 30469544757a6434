"""Model files where every machine reaches them: a shared folder, or S3 and what speaks like it. Not here: the folder of this machine.

A file's place holds the beginning of its manifest's hash, so two trainings that take one version at once never write over each other.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pyarrow as pa
from pyarrow import fs

from ml.registry.errors import FilesUnavailable
from ml.runtime.model import MANIFEST_BYTES_MAX, MANIFEST_FILE, MODEL_FILE

CONNECT_SECONDS, REQUEST_SECONDS, TRIES = 5, 30, 2


class FarFiles:
    """Model files below one URL: `s3://bucket/prefix?endpoint_override=…&scheme=http&region=…`, `file:///path`, or a path."""

    def __init__(self, url: str) -> None:
        self._system, self._root = _opened(url)

    def put(self, name: str, version: str, *, manifest_sha256: str, manifest: bytes, content: bytes) -> None:
        """Both files are stored, the manifest last; what stood there already was the same.

        Raises:
            FilesUnavailable: the store does not take them.
        """
        place = self._place(name, version, manifest_sha256)
        try:
            if not isinstance(self._system, fs.S3FileSystem):
                self._system.create_dir(place, recursive=True)
            for file, data in ((MODEL_FILE, content), (MANIFEST_FILE, manifest)):
                with self._system.open_output_stream(f"{place}/{file}") as stream:
                    stream.write(data)
        except (OSError, pa.ArrowException) as error:
            raise _away(f"take model {name}-{version}", error) from error

    def fetch(self, name: str, version: str, *, manifest_sha256: str, content_bytes_max: int) -> tuple[bytes, bytes]:
        """The manifest and the model's bytes as they are stored: nobody has compared them yet. Neither is read far beyond its length.

        Raises:
            FilesUnavailable: the store does not give them.
        """
        place = self._place(name, version, manifest_sha256)
        try:
            manifest = self._read(f"{place}/{MANIFEST_FILE}", MANIFEST_BYTES_MAX)
            return manifest, self._read(f"{place}/{MODEL_FILE}", content_bytes_max)
        except (OSError, pa.ArrowException) as error:
            raise _away(f"give model {name}-{version}", error) from error

    def _read(self, path: str, bytes_max: int) -> bytes:
        with self._system.open_input_stream(path) as stream:
            data: bytes = stream.read(bytes_max + 1)
        return data

    def _place(self, name: str, version: str, manifest_sha256: str) -> str:
        return f"{self._root}/{name}/{version}/{manifest_sha256[:16]}"


def _opened(url: str) -> tuple[fs.FileSystem, str]:
    parts = urlsplit(url)
    try:
        if parts.scheme == "s3":
            return _s3(url)
        if parts.scheme:
            system, path = fs.FileSystem.from_uri(url)
            return system, path.rstrip("/")
    except (ValueError, OSError, pa.ArrowException) as error:
        raise FilesUnavailable(f"KHAYWE_MODEL_FILES_URL cannot be opened: {error}") from error
    return fs.LocalFileSystem(), str(Path(url).absolute())


def _s3(url: str) -> tuple[fs.FileSystem, str]:
    """S3 with little patience: a model that cannot be fetched now is no reason to keep yesterday's from serving."""
    parts = urlsplit(url)
    asked: dict[str, Any] = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    _, at, bucket = parts.netloc.rpartition("@")
    keys: dict[str, Any] = {"access_key": unquote(parts.username or ""), "secret_key": unquote(parts.password or "")} if at else {}
    system = fs.S3FileSystem(
        **{**keys, **asked},
        connect_timeout=CONNECT_SECONDS,
        request_timeout=REQUEST_SECONDS,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=TRIES),
        check_directory_existence_before_creation=True,
    )
    return system, f"{bucket}{unquote(parts.path)}".rstrip("/")


def _away(what: str, error: Exception) -> FilesUnavailable:
    return FilesUnavailable(f"The store of model files does not {what}: {' '.join(str(error).split())[:200]}")
