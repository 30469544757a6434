"""The demo's key stays the same until it can open less than there is. Not here: what a key is (`tests/integration/serving`)."""

from pathlib import Path

import pytest

from khaywe.keys import DEMO_KEY_NAME, demo_key
from loyalty.access import create_key, list_keys
from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.settings import Settings


@pytest.fixture
def found(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, var_dir=tmp_path)


def test_a_second_start_finds_the_same_key(found: Settings, database: Database) -> None:
    assert demo_key(found, database) == demo_key(found, database)


def test_a_key_that_is_older_than_a_permission_is_replaced_and_opens_nothing_any_more(found: Settings, database: Database) -> None:
    with database.begin() as work:
        old, secret = create_key(DEMO_KEY_NAME, ["members.read"], within=work, clock=UtcClock())
    kept = found.var_dir / "run" / "demo_api_key"
    kept.parent.mkdir()
    kept.write_text(secret)

    fresh = demo_key(found, database)

    assert fresh != secret
    assert kept.read_text() == fresh
    with database.begin() as work:
        works = {key.prefix: key.revoked_at is None for key in list_keys(within=work)}
    assert works.pop(old.prefix) is False
    assert list(works.values()) == [True]
