"""The console in a headless Chromium over the real API: PostgreSQL, Valkey, uvicorn on a free port, and a company on an evening.

Where Chromium or Node is missing the tests are skipped, and say what would bring it.
"""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest
import redis
import uvicorn

from khaywe.local import LocalPostgres, LocalValkey
from khaywe.story.counter import play_counter
from khaywe.story.stage import Stage
from loyalty.clock import Clock
from loyalty.database import Database, connect
from loyalty.features import Feature, load_catalogue
from loyalty.offers.defaults import read_default_offers
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse import open_warehouse, publish
from loyalty.webhooks import read_networks
from ml.registry import ModelStore
from serving.app import build_app
from serving.wiring import CONSOLE_DIR, Wiring
from tests.support.evening import DEFINITIONS, MARKETER, TIMEZONE, a_key, people, settle_in
from tests.support.stored_models import a_model

CONSOLE = PROJECT_DIR / "console"
WALKS = Path(__file__).parent / "walks"
DATABASE = "console_journey"
DAY = date(2017, 10, 31)
START_SECONDS = 20
WALK_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Stack:
    """A running API with the console, a marketer's key to it, who may sign in, and the key of a till that may do everything."""

    base_url: str
    marketer_key: str
    users: dict[str, dict[str, str]]
    till_key: str = ""


Walk = Callable[..., None]


@pytest.fixture(scope="session")
def browser() -> None:
    """Node, the console's packages and Chromium are there, or the tests are skipped with the reason."""
    if shutil.which("node") is None or not (CONSOLE / "node_modules").is_dir():
        pytest.skip("The console is not installed: Node 20 or newer is missing, or `make install` has not run.")
    found = _node("import('./scripts/browser.mjs').then(({ findChromium }) => console.log(findChromium() ?? ''))")
    if not found.stdout.strip():
        pytest.skip("No Chromium on this machine: `apt-get install chromium` brings one, or name yours in CHROMIUM.")


@pytest.fixture(scope="session")
def built_console(browser: None) -> Path:
    """The console's newest build."""
    done = subprocess.run(["npm", "run", "--silent", "build"], cwd=CONSOLE, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return CONSOLE_DIR


@pytest.fixture(scope="session")
def stack(
    built_console: Path, postgres: LocalPostgres, migrated_template: str, valkey: LocalValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    """One stack for all walks: they look, and change nothing but keys' own doings."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"drop database if exists {DATABASE}")
        connection.execute(f"create database {DATABASE} template {migrated_template}")
    database = connect(postgres.url(DATABASE), pool_size=12)
    with redis.Redis.from_url(valkey.url, protocol=2) as cache:
        cache.flushall()
        clock = settle_in(database, cache)
    key, users = a_key(database, clock, *MARKETER), people(database)
    published = a_published_build(tmp_path_factory.mktemp("published"))
    defaults = read_default_offers(DEFINITIONS / "offers" / "defaults.json")
    models = ModelStore(tmp_path_factory.mktemp("models"))
    models.add(*a_model("2017-10-31.1", name="lifetime-value"))
    models.promote("lifetime-value", "2017-10-31.1", reasons=["the first"])
    wiring = Wiring(
        database=database, clock=clock, redis_url=valkey.url, default_offers=defaults, console_dir=built_console, published_dir=published,
        models=models, webhook_networks=read_networks("127.0.0.0/8"),
    )  # fmt: skip
    with served(wiring) as base_url:
        _furnish(base_url, database, clock)
        yield Stack(base_url, key, users, a_key(database, clock, "*"))


@pytest.fixture(scope="session")
def walk(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Runs a walk of the folder `walks` over the stack of all."""
    return walker(stack, tmp_path_factory.mktemp("console"))


def walker(stack: Stack, pictures: Path) -> Walk:
    """Runs a walk in a browser of its own; a walk that fails tells where, and leaves a picture."""

    def run(name: str, **more: object) -> None:
        told = {"base": stack.base_url, "key": stack.marketer_key, "till": stack.till_key, "pictures": str(pictures), **stack.users}
        command = ["node", str(WALKS / "run.mjs"), name, json.dumps(told | more)]
        done = subprocess.run(command, cwd=CONSOLE, capture_output=True, text=True, timeout=WALK_SECONDS, check=False)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    return run


def _furnish(base_url: str, database: Database, clock: Clock) -> None:
    """Each noun of the console has something to show: a journey, vouchers, redemptions, a webhook."""
    stage = Stage(base_url, a_key(database, clock, "*"), database, clock, Path(), TIMEZONE, say=lambda *_: None)
    with closing(stage):
        play_counter(stage)
        stage.send("POST", "/v1/webhooks", {"url": "http://127.0.0.1:9/hook", "types": ["points.expired"]})


def a_published_build(folder: Path) -> Path:
    """A build of 200 customers that rules can be asked on: the numbers of a customer are its own, its codes take turns."""
    catalogue, warehouse = load_catalogue(), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}")
    values: dict[str, Callable[[int, Feature], object]] = {
        "integer": lambda number, _: number,
        "number": lambda number, _: number / 200,
        "boolean": lambda number, _: number % 2 == 0,
        "date": lambda number, _: DAY - timedelta(days=number),
        "text": lambda number, feature: feature.codes[number % len(feature.codes)] if feature.codes else f"text {number % 7}",
    }
    rows = [
        {"customer_id": f"c{number}", "as_of_on": DAY} | {one.name: values[one.kind](number, one) for one in catalogue}
        for number in range(200)
    ]
    warehouse.replace_rows(catalogue.relation, pa.Table.from_pylist(rows), where={"as_of_on": [DAY]})
    publish(warehouse, DAY, folder / "published", built_at=datetime(2017, 11, 1, 3, tzinfo=UTC), tables=(catalogue.relation,))
    return folder / "published"


class served:  # noqa: N801 (a context manager that reads as a verb)
    """The service on a free port of this machine, in a thread."""

    def __init__(self, wiring: Wiring) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        config = uvicorn.Config(build_app(wiring), log_config=None, access_log=False, timeout_graceful_shutdown=2)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            assert time.monotonic() < deadline, "the service did not start"
            assert self._thread.is_alive(), "the service ended at once"
            time.sleep(0.05)
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(START_SECONDS)
        self._socket.close()


def _node(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        cwd=CONSOLE,
        env=os.environ.copy(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
