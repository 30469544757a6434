"""Serves the built console beside the API, or says that there is none. Not here: building it (`console/`)."""

from pathlib import Path

from fastapi import FastAPI, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse
from starlette.types import Receive, Scope, Send

# Everything comes from here alone but the pictures of rewards, and nothing is written into the page: tests/journey/console walks it under
# this policy. Pictures: docs/decisions/0031-pictures-of-rewards-are-https-addresses.md.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; font-src 'self'; "
        "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
# A message's HTML is shown in a page of its own, which only the console may frame: its styles and pictures show, and nothing in it runs
# but the script that shows it, in an origin that reaches neither cookies nor the API.
FRAME = "message-frame.html"
FRAME_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-scripts"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The build names its assets by their content, so they never change; the page that names them must be asked for each time.
FOR_EVER = "public, max-age=31536000, immutable"
EACH_TIME = "no-cache"
ASSETS = "assets"
INDEX = "index.html"

# What belongs to the API: an unknown path below these is a problem document, never the console's page.
API_PLACES = frozenset({"v1", "health", "metrics"})

NO_CONSOLE = "Khaywe's API runs here, under /v1. The console is not built: `make install` does, with Node 20. Health: /health/ready\n"


def add_console(app: FastAPI, console_dir: Path | None) -> None:
    """What no route of the API answers gives the console's file of that name, or its page, which routes by itself."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        # Files are found on a thread: the disk must not hold up the event loop.
        response = await run_in_threadpool(_answer, scope, console_dir)
        await response(scope, receive, send)

    app.router.default = answer


def _answer(scope: Scope, console_dir: Path | None) -> Response:
    path = scope["path"].lstrip("/") if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
    if path is None or path.split("/", 1)[0] in API_PLACES:
        raise HTTPException(404)
    if console_dir is None or not (console_dir / INDEX).is_file():
        if path:
            raise HTTPException(404)
        return PlainTextResponse(NO_CONSOLE)
    found = _file_at(console_dir, path)
    if found is None and _looks_like_a_file(path):
        raise HTTPException(404)
    cache = FOR_EVER if found is not None and path.startswith(f"{ASSETS}/") else EACH_TIME
    headers = FRAME_HEADERS if found is not None and path == FRAME else SECURITY_HEADERS
    return FileResponse(found or console_dir / INDEX, headers={**headers, "Cache-Control": cache})


def _file_at(console_dir: Path, path: str) -> Path | None:
    """The file that `path` names inside the console's folder; None where there is none, or where it leads out of it."""
    if not path or "\x00" in path:
        return None
    root = console_dir.resolve()
    found = (root / path).resolve()
    return found if found.is_file() and found.is_relative_to(root) else None


def _looks_like_a_file(path: str) -> bool:
    """A missing script must be a 404, not the page: a browser would try to run HTML."""
    return path.startswith(f"{ASSETS}/") or Path(path).suffix in {".js", ".css", ".map", ".json", ".png", ".svg", ".ico", ".woff2", ".txt"}
