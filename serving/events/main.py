"""What starts the events process: `python -m serving.events.main`. Not here: its parts (`process.py`)."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import structlog
import uvicorn

from loyalty.errors import LoyaltyError
from loyalty.settings import settings
from serving.events.health import health_app
from serving.events.process import EventProcess, process_from
from serving.http.observability import configure_logging
from serving.interpreter import settle

THREADS_MAX = 12

log = structlog.get_logger("khaywe.events")


async def serve(process: EventProcess, host: str, port: int) -> None:
    """The process runs and its health is answered, until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS_MAX, thread_name_prefix="events"))
    server = uvicorn.Server(uvicorn.Config(health_app(process), host=host, port=port, log_config=None, access_log=False))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    work = asyncio.create_task(process.run())
    health = asyncio.create_task(server._serve())
    stop = asyncio.create_task(asked.wait())
    log.info("events_process_runs", port=port)
    done, _ = await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
    work.cancel()
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await work
    await asyncio.gather(health, return_exceptions=True)
    if work in done and not work.cancelled() and (error := work.exception()) is not None:
        raise error


def main() -> None:
    """Relay events and take them in until told to stop.

    Raises:
        SystemExit: a setting is wrong; its text is the one line that the operator needs.
    """
    configured = settings()
    configure_logging(configured.log_level)
    try:
        process = process_from(configured)
    except LoyaltyError as error:
        raise SystemExit(f"{error.code}: {error.message}") from None
    settle()
    asyncio.run(serve(process, configured.events_host, configured.events_port))


if __name__ == "__main__":
    main()
