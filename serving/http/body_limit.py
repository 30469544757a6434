"""How large a body may be. Starlette's own limit answers in plain text; this one lets the error handler say a problem document."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOO_LARGE = 413


class BodyLimit:
    """ASGI middleware: reading more than `bytes_max` of a body, or a body that says it is longer, raises 413 where it is read.

    `larger`: paths that take more; `*` in one stands for any one segment.
    """

    def __init__(self, app: ASGIApp, bytes_max: int, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.bytes_max = bytes_max
        self.larger = {path: limit for path, limit in (larger or {}).items() if "*" not in path}
        self._patterns = [(path.split("/"), limit) for path, limit in (larger or {}).items() if "*" in path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI's own
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        bytes_max = self._limit_of(scope["path"])
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        is_declared_too_large = declared.isdigit() and int(declared) > bytes_max
        read = 0

        async def limited() -> Message:
            nonlocal read
            if is_declared_too_large:
                raise HTTPException(TOO_LARGE)
            message = await receive()
            read += len(message.get("body", b""))
            if read > bytes_max:
                raise HTTPException(TOO_LARGE)
            return message

        await self.app(scope, limited, send)

    def _limit_of(self, path: str) -> int:
        known = self.larger.get(path)
        if known is not None:
            return known
        parts = path.split("/")
        for pattern, limit in self._patterns:
            if len(pattern) == len(parts) and all(one in {"*", part} for one, part in zip(pattern, parts, strict=True)):
                return limit
        return self.bytes_max
