"""`khaywe events …` as an operator meets it, on servers that are there."""

import json
import os
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner, Result

from khaywe.cli import app
from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.events.inbound import receive_bodies
from loyalty.settings import settings
from tests.support.events import move, tell
from tests.support.ledger import Shop, open_shop


@pytest.fixture
def shop(database: Database, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("KHAYWE_DATABASE_URL", database_url)
    monkeypatch.setenv("KHAYWE_DAGSTER_DATABASE_URL", database_url)
    monkeypatch.setenv("KHAYWE_REDIS_URL", redis_url)
    before = dict(os.environ)
    settings.cache_clear()
    yield open_shop(database, 2)
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()


def khaywe(*words: str) -> Result:
    result = CliRunner().invoke(app, ["events", *words], terminal_width=200)
    settings.cache_clear()
    return result


def test_tail_shows_the_newest_of_one_member_and_type(shop: Shop) -> None:
    ann, ben = (member.external_id for member in shop.members)
    tell(shop.database, ann, 1, 2, 3)
    tell(shop.database, ben, 4)
    tell(shop.database, ann, 5, type_="cart.abandoned")
    move(shop.database)
    lines = khaywe("tail", "--member", ann, "--type", "test.*", "-n", "2", "--json").output.splitlines()
    assert [json.loads(line)["data"]["number"] for line in lines] == [2, 3]
    assert "cart.abandoned" in khaywe("tail").output
    unknown = khaywe("tail", "--member", "nobody")
    assert unknown.exit_code == 1
    assert "No member has" in unknown.output


def test_a_replay_names_the_consumers_there_are_and_counts(shop: Shop) -> None:
    tell(shop.database, shop.members[0].external_id, 1, 2)
    move(shop.database)
    wrong = khaywe("replay", "nobody")
    assert wrong.exit_code == 1
    assert "customers, " in " ".join(wrong.output.split())
    assert "2 events would be replayed" in khaywe("replay", "webhooks", "--dry-run").output
    assert "2 read: 2 taken in" in khaywe("replay", "webhooks").output
    assert "2 read: 0 taken in, 2 known already" in khaywe("replay", "webhooks").output
    assert "2 read: 2 taken in" in khaywe("replay", "webhooks", "--again", "--type", "test.*").output
    assert "webhooks" not in khaywe("consumers").output, "a replay gives nobody a cursor"


def test_dead_letters_are_told_with_their_reason_and_tried_again(shop: Shop) -> None:
    name = shop.members[0].external_id
    receive_bodies([b'{"type":"cart.abandoned","member_id":"late"}', b"no json"], shop.database, UtcClock())
    listed = khaywe("dead-letters")
    assert "MEMBER_UNKNOWN" in listed.output
    assert "2 set aside." in listed.output
    again = khaywe("dead-letters", "--redrive", "all")
    assert (again.exit_code, "0 taken in, 2 failed again." in again.output) == (1, True)
    with shop.database.begin() as work:
        work.exec_driver_sql("update members set external_id = 'late' where external_id = %(name)s", {"name": name})
    letters = [json.loads(line) for line in khaywe("dead-letters", "--json").output.splitlines()]
    late = next(one for one in letters if "late" in one["body"])
    assert "1 taken in, 0 failed again." in khaywe("dead-letters", "--redrive", f"dlt_{late['id'].replace('-', '')}").output
    assert move(shop.database) == 1
    other = next(one for one in letters if one is not late)
    assert "1 given up." in khaywe("dead-letters", "--discard", f"dlt_{other['id'].replace('-', '')}").output
    assert "0 set aside." in khaywe("dead-letters").output
