"""Plays both stories on the stack of this folder, or on one of its own, and prints each step. Not here: the stories themselves."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console

from khaywe.environment import asked_settings, is_demo, stack_running
from khaywe.keys import demo_key
from khaywe.preparing import prepare_definitions, prepare_schema
from khaywe.processes import Children
from khaywe.stack import Addresses, read_addresses, start_stack
from khaywe.story.counter import play_counter
from khaywe.story.retention import CAMPAIGN, play_many, play_one
from khaywe.story.stage import Say, Stage, StoryStuck
from khaywe.story.vip import play_vip
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.errors import Conflict
from loyalty.settings import Settings


class DemoMissing(Conflict):
    """The story needs the demo's data."""

    code = "DEMO_NOT_OPENED"


def run_story(screen: Console, *, households: int, vips: int) -> None:
    """Retention for one household, then for many at once; VIPs; the counter. Every step says what happened and where to look.

    Raises:
        DemoMissing: nothing was loaded yet.
        StoryStuck: a step did not come about.
    """
    if not is_demo(asked_settings().var_dir):
        raise DemoMissing("There is no demo here yet; `make demo` opens it (or `khaywe demo --once`, which leaves nothing running).")
    with stack_running() as found, _stack(screen, found) as addresses:
        database = connect(str(found.database_url))
        try:
            with closing(stage_of(found, addresses, database, _printing(screen))) as stage:
                _title(screen, "Retention: one household")
                at = stage.turn_to_morning()
                stage.say("The clock", f"The shop's calendar stands at {at:%A %Y-%m-%d %H:%M}; nobody is written to at night.", None)
                salt = str(stage.clock.now())
                make_live(stage, CAMPAIGN)
                play_one(stage, salt)
                if households > 1:
                    _title(screen, f"Retention: {households} households at once")
                    play_many(stage, households, salt)
                _title(screen, "VIP: a schedule, offers of their own")
                play_vip(stage, found.definitions_dir, people=vips)
                _title(screen, "The counter: rewards, vouchers, a journey")
                play_counter(stage)
        finally:
            database.close()


@contextmanager
def _stack(screen: Console, found: Settings) -> Iterator[Addresses]:
    """The stack that runs on this folder, if it answers; else one of the story's own, which is gone afterwards."""
    if (there := running_stack(found)) is not None:
        yield there
        return
    prepare_schema(found)
    prepare_definitions(found)
    children = Children(found.var_dir / "log")
    try:
        with screen.status("Starting a stack for the story …"):
            addresses = start_stack(children, found, screen, threading.Event(), with_dagster=False)
        if addresses.inbox is None:
            raise StoryStuck("Mail goes where KHAYWE_CHANNELS says; the story needs the demo's own inbox: unset it.", awaited="inbox")
        yield addresses
    finally:
        children.stop()


def running_stack(found: Settings) -> Addresses | None:
    """The stack that runs on this folder and has an inbox of its own, if it answers."""
    there = read_addresses(found.var_dir)
    return there if there is not None and there.inbox is not None and _answers(there.api) else None


def stage_of(found: Settings, addresses: Addresses, database: Database, say: Say) -> Stage:
    """The stage of a running stack that has an inbox of its own."""
    return Stage(
        api=addresses.api,
        key=demo_key(found, database),
        database=database,
        clock=clock_of(found, database),
        inbox=Path(str(addresses.inbox)),
        timezone=found.business_timezone,
        say=say,
    )


def _printing(screen: Console) -> Say:
    numbers = iter(range(1, 1_000))

    def say(title: str, what: str, where: str | None) -> None:
        screen.print(f"[bold]{next(numbers):>3}  {title}[/]  {what}", highlight=False, soft_wrap=True)
        if where is not None:
            screen.print(f"     [dim]{where}[/]", highlight=False, soft_wrap=True)

    return say


def make_live(stage: Stage, campaign: str) -> None:
    """The campaign is live; a paused one goes on."""
    status = stage.get(f"/v1/campaigns/{campaign}")["status"]
    if status == "PAUSED":
        stage.send("POST", f"/v1/campaigns/{campaign}/resume", {"reason": "the story"})
    elif status != "ACTIVE":
        stage.send("POST", f"/v1/campaigns/{campaign}/activate", {"reason": "the story"})


def _answers(api: str) -> bool:
    try:
        with urllib.request.urlopen(f"{api}/health/live", timeout=2):  # noqa: S310 - our own loopback address
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _title(screen: Console, text: str) -> None:
    screen.print()
    screen.rule(f"[bold]{text}[/]", align="left")
