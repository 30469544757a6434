"""What uvicorn starts: `uvicorn --factory serving.main:app_from_settings`. Not here: routes and parts (`app.py`, `wiring.py`)."""

import uvicorn
from fastapi import FastAPI

from loyalty.errors import LoyaltyError
from loyalty.settings import settings
from serving.app import build_app
from serving.http.observability import configure_logging
from serving.http.protocol import OneWrite
from serving.interpreter import settle
from serving.wiring import wiring_from

DRAIN_SECONDS = 20


def app_from_settings() -> FastAPI:
    """The service over the parts that the settings name.

    Raises:
        SystemExit: a setting is wrong; its text is the one line that the operator needs.
    """
    configured = settings()
    configure_logging(configured.log_level)
    try:
        app = build_app(wiring_from(configured))
    except LoyaltyError as error:
        raise SystemExit(f"{error.code}: {error.message}") from None
    settle()
    return app


def main() -> None:
    """Serve until told to stop. `python -m serving.main` is `uvicorn --factory serving.main:app_from_settings` with our choices made."""
    configured = settings()
    uvicorn.run(
        "serving.main:app_from_settings",
        factory=True,
        host=configured.api_host,
        port=configured.api_port,
        loop="uvloop",
        http=OneWrite,
        # One structured line per request is written by our own middleware.
        access_log=False,
        # Ours is configured by the factory; uvicorn's own would write another format.
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


if __name__ == "__main__":
    main()
