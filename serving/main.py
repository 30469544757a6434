"""What uvicorn starts: `uvicorn --factory serving.main:app_from_settings`. Not here: routes and parts (`app.py`, `wiring.py`)."""

import gc
import sys

import uvicorn
from fastapi import FastAPI

from loyalty.errors import LoyaltyError
from loyalty.settings import settings
from serving.app import build_app
from serving.http.observability import configure_logging
from serving.http.protocol import OneWrite
from serving.wiring import wiring_from

DRAIN_SECONDS = 20
# How long a thread may keep the interpreter while another waits. Python's 5 ms is a third of what an earn may take in all.
TURN_SECONDS = 0.001
# Objects that may come into being before the young are looked through; a request makes a few hundred, and hardly any in a circle.
GARBAGE_THRESHOLDS = (20_000, 20, 100)


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


def settle() -> None:
    """The process is tuned for answering: what it was built of is never looked through for garbage again, and threads take short turns.

    Left alone, Python walks all of it (170,000 objects, more than 100 ms, everybody waiting) again and again; that was the p99 of P-01.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    sys.setswitchinterval(TURN_SECONDS)


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
