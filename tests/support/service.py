"""The whole service over real servers, in process, with a key and a few members: what tests of the API start from."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx2 as httpx
from starlette.testclient import TestClient

from loyalty.access import create_key
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.members import EnrolMember, Member, enrol
from loyalty.programs import read_program, store_program
from loyalty.rewards import read_rewards, store_rewards
from loyalty.settings import PROJECT_DIR
from serving.app import build_app
from serving.wiring import Wiring

# The evening of a business day of the demo.
EVENING = datetime(2017, 10, 31, 22, 0, tzinfo=UTC)
DEFINITIONS = PROJECT_DIR / "definitions"
_keys = count(1)


@dataclass
class Service:
    """A running service. `client` sends the key of `permissions` with every request."""

    client: TestClient
    database: Database
    clock: TurnedClock
    wiring: Wiring
    members: dict[str, Member]

    def earn(self, member: str = "ann", spend_minor: int = 10_000, *, key: str | None = None, **changes: Any) -> httpx.Response:
        """Post a purchase; a new order and a new key unless told otherwise."""
        body = {"type": "EARN", "member_id": member, "order_id": f"order-{next(_keys)}", "spend_minor": spend_minor, "currency_code": "USD"}
        return self.post("/v1/transactions", body | changes, key=key)

    def burn(self, member: str = "ann", points: int = 10, *, key: str | None = None, **changes: Any) -> httpx.Response:
        """Burn points; a new reference and a new key unless told otherwise."""
        body = {"type": "BURN", "member_id": member, "reference": f"burn-{next(_keys)}", "points": points}
        return self.post("/v1/transactions", body | changes, key=key)

    def redeem(self, reward_code: str, member: str = "ann", *, key: str | None = None, **changes: Any) -> httpx.Response:
        """Redeem a reward, with a new key unless told otherwise."""
        return self.post("/v1/redemptions", {"member_id": member, "reward_code": reward_code} | changes, key=key)

    def post(self, path: str, body: object, *, key: str | None = None) -> httpx.Response:
        """POST with an Idempotency-Key."""
        return self.client.post(path, json=body, headers={"Idempotency-Key": key or f"key-{next(_keys)}"})

    def available(self, member: str = "ann") -> int:
        """What the member may spend, as the API says."""
        answer = self.client.get(f"/v1/members/{member}/accounts")
        assert answer.status_code == 200, answer.text
        return sum(account["available_points"] for account in answer.json()["accounts"])

    def client_with(self, *permissions: str) -> TestClient:
        """A client with another key."""
        with self.database.begin() as work:
            _, key = create_key("another", permissions, within=work, clock=self.clock)
        return TestClient(self.client.app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False)


@contextmanager
def running_service(database: Database, *, members: Sequence[str] = ("ann", "ben"), **parts: Any) -> Iterator[Service]:
    """The service over `database`, with the demo's program and rewards, these members, and a key that may do everything."""
    clock = TurnedClock(EVENING)
    with database.begin() as work:
        program = store_program(read_program(DEFINITIONS / "programs" / "journey.json"), within=work, clock=clock)
        store_rewards(read_rewards(DEFINITIONS / "rewards"), within=work, clock=clock)
        enrolled = enrol([EnrolMember(name, program.program.code) for name in members], within=work, clock=clock)
        _, key = create_key("test", ["*"], within=work, clock=clock)
    wiring = Wiring(database=database, clock=clock, **{"voucher_key": "A" * 43 + "=", **parts})
    app = build_app(wiring)
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        found = {member.external_id: member for member in enrolled if isinstance(member, Member)}
        yield Service(client, database, clock, wiring, found)
