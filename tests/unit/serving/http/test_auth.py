"""The key ring asks once, remembers briefly, and outlives a short absence of the database."""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from loyalty.access import ApiKey, KeyUnknown
from loyalty.errors import Unavailable
from loyalty.ids import new_id
from serving.http import auth
from serving.http.auth import KeyRing, Requires

pytestmark = pytest.mark.anyio
KEY = ApiKey(id=new_id(), prefix="abc", name="till", permissions=frozenset({"ledger.earn"}), created_at=datetime(2017, 1, 1, tzinfo=UTC))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Register:
    """Stands for the table of keys: one good key, which can be revoked, in a database that can go away."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_revoked = False
        self.is_away = False

    def verify(self, text: str) -> ApiKey:
        self.asked += 1
        time.sleep(0.02)
        if self.is_away:
            raise Unavailable("away")
        if self.is_revoked or text != "good":
            raise KeyUnknown("no")
        return KEY


async def test_many_requests_with_one_key_ask_the_database_once() -> None:
    register = Register()
    ring = KeyRing(register.verify)
    callers = await asyncio.gather(*(ring.caller("good") for _ in range(30)))
    assert callers == [KEY] * 30
    assert register.asked == 1


async def test_a_wrong_key_is_remembered_too_so_guessing_costs_no_queries() -> None:
    register = Register()
    ring = KeyRing(register.verify)
    for _ in range(3):
        with pytest.raises(KeyUnknown):
            await ring.caller("bad")
    assert register.asked == 1


async def test_a_revoked_key_stops_working_when_its_few_seconds_are_over() -> None:
    register = Register()
    ring = KeyRing(register.verify, fresh_seconds=0.1)
    assert await ring.caller("good") is KEY
    register.is_revoked = True
    await asyncio.sleep(0.12)
    with pytest.raises(KeyUnknown):
        await ring.caller("good")


async def test_a_key_seen_just_before_outlives_a_short_absence_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    register = Register()
    ring = KeyRing(register.verify, fresh_seconds=0.05)
    await ring.caller("good")
    register.is_away = True
    await asyncio.sleep(0.06)
    assert await ring.caller("good") is KEY
    with pytest.raises(Unavailable):
        await ring.caller("another")
    monkeypatch.setattr(auth, "OUTAGE_SECONDS", 0.05)
    with pytest.raises(Unavailable):
        await ring.caller("good")


async def test_the_ring_keeps_no_secret_in_the_clear() -> None:
    ring = KeyRing(Register().verify)
    await ring.caller("good")
    assert "good" not in repr(vars(ring))


async def test_a_permission_outside_the_catalogue_cannot_be_required() -> None:
    with pytest.raises(ValueError, match=r"ledger\.mint"):
        Requires("ledger.mint")
