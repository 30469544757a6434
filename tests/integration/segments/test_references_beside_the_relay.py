"""Segments that refer to others are saved while the relay of events leads, which it does for as long as it runs."""

from pathlib import Path

import psycopg

from loyalty.database import Database
from loyalty.events.wake import LEAD_LOCK
from tests.support.segments_served import SOON, inside, lives, running_segments


def test_a_segment_that_refers_to_another_is_saved_while_a_relay_leads(database: Database, tmp_path: Path) -> None:
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as setting:
        # Whoever waits for the relay fails soon, instead of waiting for ever.
        setting.execute(f"alter database {database.engine.url.database} set lock_timeout = '3s'")
    database.engine.dispose()
    with running_segments(database, tmp_path) as shop:
        lives(shop, "soon", SOON)
        with psycopg.connect(url, autocommit=True) as relay:
            assert relay.execute("select pg_try_advisory_lock(%s)", [LEAD_LOCK]).fetchone() == (True,)
            lives(shop, "not-soon", {"!": [{"in_segment": ["soon"]}]})
        assert len(inside(shop, "not-soon")) == 12 - len(inside(shop, "soon"))
