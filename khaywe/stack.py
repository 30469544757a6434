"""What `khaywe up` runs: API with console, events process, Dagster. Not here: how processes are watched (`processes.py`)."""

import json
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console

from khaywe.environment import child_environment, is_demo
from khaywe.local.mailbox import mail_url
from khaywe.local.ports import free_port
from khaywe.processes import Children
from loyalty.settings import PROJECT_DIR, Settings

API_READY_SECONDS_MAX = 60.0
DAGSTER_READY_SECONDS_MAX = 120.0


@dataclass(frozen=True)
class Addresses:
    """Where the parts of a running stack answer."""

    api: str
    dagster: str
    events: str
    inbox: str | None = None
    """The folder in which the demo's mail lies; None: mail goes where the operator said."""


class StackFailed(Exception):
    """A part did not come up or ended by itself; the message holds the end of its log."""


def start_stack(children: Children, found: Settings, screen: Console, asked: threading.Event, *, with_dagster: bool = True) -> Addresses:
    """The API, the events process, the workers and Dagster run and answer, or `asked` to stop was set meanwhile; taken ports are replaced,
    and said.

    Raises:
        StackFailed: a part ended by itself or did not answer in time.
    """
    found, inbox = _with_mailbox(children, found)
    environment = child_environment(found)
    # All are chosen before anybody listens, so that two who find theirs taken do not choose the same other one.
    promised: set[int] = set()
    api_port = _port("API", found.api_port, screen, promised)
    events_port = _port("The events process", found.events_port, screen, promised)
    dagster_port = _port("Dagster", found.dagster_port, screen, promised) if with_dagster else found.dagster_port
    python = sys.executable

    def start(name: str, command: Sequence[str]) -> None:
        children.start(name, command, environment, PROJECT_DIR)

    if with_dagster and found.dagster_url is None:
        environment["KHAYWE_DAGSTER_URL"] = f"http://127.0.0.1:{dagster_port}"
    start("api", [python, "-m", "uvicorn", "--factory", "serving.main:app_from_settings", "--host", found.api_host,
                  "--port", str(api_port), "--no-access-log"])  # fmt: skip
    children.start("events", [python, "-m", "serving.events.main"], {**environment, "KHAYWE_EVENTS_PORT": str(events_port)}, PROJECT_DIR)
    start("journeys", [python, "-m", "serving.journeys.worker"])
    start("campaigns", [python, "-m", "serving.campaigns.worker"])
    if with_dagster:
        _start_dagster(start, found, dagster_port)
    addresses = Addresses(
        api=f"http://{found.api_host}:{api_port}",
        dagster=f"http://127.0.0.1:{dagster_port}",
        events=f"http://{found.events_host}:{events_port}",
        inbox=inbox,
    )
    _wait_until_answering(children, asked, f"{addresses.api}/health/live", API_READY_SECONDS_MAX)
    _wait_until_answering(children, asked, f"{addresses.events}/health/live", API_READY_SECONDS_MAX)
    if with_dagster:
        _wait_until_answering(children, asked, f"{addresses.dagster}/server_info", DAGSTER_READY_SECONDS_MAX)
    return addresses


def _start_dagster(start: Callable[[str, Sequence[str]], None], found: Settings, dagster_port: int) -> None:
    python = sys.executable
    code_port = free_port()
    start("dagster-code", [python, "-m", "dagster", "code-server", "start", "-m", "orchestration.definitions",
                           "-h", "127.0.0.1", "-p", str(code_port)])  # fmt: skip
    workspace = found.var_dir / "dagster" / "workspace.yaml"
    workspace.write_text(f"load_from:\n  - grpc_server:\n      host: 127.0.0.1\n      port: {code_port}\n      location_name: khaywe\n")
    start("dagster-daemon", [python, "-m", "dagster._daemon", "run", "-w", str(workspace)])
    start("dagster-webserver", [python, "-m", "dagster_webserver", "-h", "127.0.0.1", "-p", str(dagster_port), "-w", str(workspace)])


def write_addresses(addresses: Addresses, var_dir: Path) -> None:
    """Other commands on this folder find the running stack."""
    path = var_dir / "run" / "addresses.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(addresses)))


def forget_addresses(var_dir: Path) -> None:
    """Nobody looks for the stack of this folder any more."""
    (var_dir / "run" / "addresses.json").unlink(missing_ok=True)


def read_addresses(var_dir: Path) -> Addresses | None:
    """Where the stack of this folder was last said to answer; None: never. Whether it still does is the caller's question."""
    path = var_dir / "run" / "addresses.json"
    return Addresses(**json.loads(path.read_text())) if path.exists() else None


def _with_mailbox(children: Children, found: Settings) -> tuple[Settings, str | None]:
    """The demo has a mail server of its own and a folder for other channels, unless the operator named channels."""
    if found.channels or not is_demo(found.var_dir):
        return found, None
    port, inbox = free_port(), found.var_dir / "inbox"
    command = [sys.executable, "-m", "khaywe.local.mailbox", str(port), str(inbox)]
    children.start("mailbox", command, child_environment(found), PROJECT_DIR)
    channels = {"email": mail_url(port), "sms": f"file://{found.var_dir.resolve() / 'outbox'}?format=csv"}
    return found.model_copy(update={"channels": channels}), str(inbox)


def _port(name: str, wanted: int, screen: Console, promised: set[int]) -> int:
    port = free_port(wanted, promised=promised)
    promised.add(port)
    if port != wanted:
        screen.print(f"[yellow]Port {wanted} is taken; {name} answers on {port} instead.[/]")
    return port


def _wait_until_answering(children: Children, asked: threading.Event, url: str, seconds_max: float) -> None:
    deadline = time.monotonic() + seconds_max
    while time.monotonic() < deadline and not asked.is_set():
        if (dead := children.first_dead()) is not None:
            raise StackFailed(f"{dead.name} ended by itself. The end of {dead.log_path}:\n{dead.last_words()}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            asked.wait(0.3)
    if not asked.is_set():
        raise StackFailed(f"{url} did not answer within {seconds_max:.0f} s; see the logs in var/log.")
