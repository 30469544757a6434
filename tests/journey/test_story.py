"""Both workflows on the real stack: PostgreSQL, Valkey, the API, the events process, the campaign worker, and mail that comes by SMTP."""

import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import psycopg
import pytest
from rich.console import Console

from khaywe.environment import asked_settings, mark_as_demo
from khaywe.local.mailbox import mails_in
from khaywe.processes import Children
from khaywe.stack import start_stack
from khaywe.story.play import make_live, stage_of
from khaywe.story.retention import CAMPAIGN, RetainedMany, play_many, play_one
from khaywe.story.stage import Stage
from khaywe.story.vip import play_vip
from tests.support.company import Company, a_company
from tests.support.seeds import fresh_seed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

HOUSEHOLDS, MANY = 250, 40
KILLS = int(os.environ.get("SOAK_KILLS", "3"))
KILLED = ("events", "campaigns")
"""Relay and consumers, and the choosing of members. Senders die in `test_killed_senders.py`, where a claim lasts two seconds and not five
minutes."""


@dataclass
class Playing:
    """A stage, the processes behind it, the company whose data it is."""

    stage: Stage
    children: Children
    company: Company


@pytest.fixture
def playing(tmp_path, monkeypatch, database_url, redis_url, postgres) -> Iterator[Playing]:
    """A company on an evening in October, its loop run, its stack up."""
    dagster = f"dagster_{tmp_path.name}"[:60].replace("-", "_")
    mark_as_demo(tmp_path / "var", HOUSEHOLDS)
    monkeypatch.setenv("KHAYWE_TRAINING_EFFORT", "quick")
    company = a_company(
        tmp_path,
        monkeypatch,
        database_url=database_url,
        dagster_url=postgres.ensure_database(dagster),
        redis_url=redis_url,
        warehouse_url=f"duckdb:///{tmp_path / 'var' / 'warehouse' / 'khaywe.duckdb'}",
    )
    company.opens(date(2017, 10, 31), households=HOUSEHOLDS)
    company.runs_the_loop()
    children = Children(tmp_path / "log")
    found = asked_settings()
    addresses = start_stack(children, found, Console(quiet=True), threading.Event(), with_dagster=False)
    try:
        with closing(stage_of(found, addresses, company.database, print)) as stage:
            yield Playing(stage, children, company)
    finally:
        children.stop()
        company.database.close()
        with psycopg.connect(postgres.url(), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{dagster}" with (force)')


def test_both_workflows_end_to_end_and_through_crashes(playing: Playing) -> None:
    stage = playing.stage
    stage.turn_to_morning()
    make_live(stage, CAMPAIGN)
    _one_household_at_a_time(playing)
    _many_at_once(playing)
    _many_while_processes_die(playing)
    _vips(playing)
    assert playing.company.violations() == []


def _one_household_at_a_time(playing: Playing) -> None:
    """The first update pays for opening the model; the others are what a warehouse sees every day."""
    told = [play_one(playing.stage, f"one {number}") for number in range(3)]
    assert all(one.churn_after >= 0.3 > one.churn_before for one in told)
    assert all(one.seconds_to_message <= 5.0 for one in told), [one.seconds_to_message for one in told]
    last = told[-1].results
    assert (last["costs"]["redeemed_count"], last["funnel"]["sent_count"]) == (3, 3)
    assert last["effect"]["treated"]["revenue_minor"] == 3 * 4250


def _many_at_once(playing: Playing) -> None:
    somebody = playing.stage.rows("select external_id from members order by id limit 1")[0][0]
    poison = {"type": "customer.updated", "member_id": somebody, "data": {"features": {"recency_days": "soon"}}}
    playing.stage.send("POST", "/v1/events", poison)
    done = play_many(playing.stage, MANY, "many")
    _is_whole(done)
    assert done.seconds[-1] <= 30.0
    letters = playing.stage.get("/v1/dead-letters?consumer=customers")["items"]
    assert [one["reason"].count("recency_days") for one in letters] == [1]


def _many_while_processes_die(playing: Playing) -> None:
    seed = fresh_seed()
    print(f"seed {seed}")
    draw = random.Random(seed)  # noqa: S311 - when to kill, not what to hide
    playing.stage.wait_seconds = 240.0
    over = threading.Event()

    def kill() -> None:
        for name in [draw.choice(KILLED) for _ in range(KILLS)]:
            if over.wait(draw.uniform(0.3, 2.0)):
                return
            playing.children.kill(name)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        done = play_many(playing.stage, MANY, "killed")
    finally:
        over.set()
        killer.join()
    _is_whole(done)
    to = Counter(mail.to for mail in mails_in(playing.stage.inbox))
    assert max(to.values()) == 1, "nobody is written to twice"
    assert playing.company.count("select count(*) from deliveries where status not in ('SENT', 'SUPPRESSED')") == 0


def _vips(playing: Playing) -> None:
    first, second = play_vip(playing.stage, playing.company.found.definitions_dir, people=40)
    audience = first.results["audience"]
    sent = sum(first.sent_by_channel.values())
    assert set(first.sent_by_channel) == {"email", "sms"}
    assert first.kept_back["QUIET_HOURS"] >= 1
    assert sent + sum(first.kept_back.values()) == audience["treated_count"] > audience["control_count"] >= 0
    assert first.results["funnel"]["sent_count"] == sent
    assert first.offer_count > 1, "each their own"
    assert second.sent_by_channel == {}, "the day's message was the day's only one"
    assert second.kept_back["CAP_REACHED"] == sent + first.kept_back.get("CAP_REACHED", 0)


def _is_whole(done: RetainedMany) -> None:
    assert done.told_count == done.treated_count + done.set_aside_count
    assert done.message_count == done.treated_count > done.set_aside_count > 0
