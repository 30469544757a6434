"""Serves the built console beside the API, or says that there is none. Not here: building it (`console/`)."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

# Element Plus places its popups with inline styles; scripts, fonts, pictures and calls come from here alone.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
# The build names its assets by their content, so they never change; the page that names them must be asked for each time.
FOR_EVER = "public, max-age=31536000, immutable"
EACH_TIME = "no-cache"
ASSETS = "assets"

# What belongs to the API: an unknown path below these is a problem document, never the console's page.
API_PLACES = frozenset({"v1", "health", "metrics"})

NO_CONSOLE = "Khaywe's API runs here, under /v1. The console is not built; `make console` builds it. Health: /health/ready\n"


def add_console(app: FastAPI, console_dir: Path | None) -> None:
    """Every path that is not the API's gives the console's file of that name, or its page, which routes by itself."""
    index = console_dir / "index.html" if console_dir else None

    def read_console(request: Request) -> Response:
        path = request.path_params["path"]
        if path.split("/", 1)[0] in API_PLACES:
            raise HTTPException(404)
        if console_dir is None or index is None or not index.is_file():
            if path:
                raise HTTPException(404)
            return PlainTextResponse(NO_CONSOLE)
        found = _file_at(console_dir, path)
        if found is None and _looks_like_a_file(path):
            raise HTTPException(404)
        cache = FOR_EVER if found is not None and path.startswith(f"{ASSETS}/") else EACH_TIME
        return FileResponse(found or index, headers={**SECURITY_HEADERS, "Cache-Control": cache})

    app.router.routes.append(Route("/{path:path}", read_console, methods=["GET", "HEAD"], include_in_schema=False, name="console"))


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
