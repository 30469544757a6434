"""The requests that the load generator sends: prepared bytes, unique to their number. Kept apart because it runs in a light process."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Earning:
    """The bytes of the n-th earn request: a new order and a new key each, members in turn (a stride spreads neighbours)."""

    key: str
    member_ids: Sequence[str]
    run_id: str

    def __call__(self, n: int) -> bytes:
        """The n-th request."""
        member = self.member_ids[(n * 7_919) % len(self.member_ids)]
        body = (
            f'{{"type":"EARN","member_id":"{member}","order_id":"{self.run_id}-{n}","spend_minor":{100 + n % 9_900},"currency_code":"USD"}}'
        ).encode()
        return (
            f"POST /v1/transactions HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self.key}\r\nIdempotency-Key: {self.run_id}-{n}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


@dataclass(frozen=True)
class Redeeming:
    """The bytes of the n-th redemption: a new reference and a new key each, members in turn."""

    key: str
    member_ids: Sequence[str]
    run_id: str
    reward_code: str

    def __call__(self, n: int) -> bytes:
        """The n-th request."""
        member = self.member_ids[(n * 7_919) % len(self.member_ids)]
        body = f'{{"member_id":"{member}","reward_code":"{self.reward_code}","reference":"{self.run_id}-{n}"}}'.encode()
        return (
            f"POST /v1/redemptions HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self.key}\r\n"
            f"Idempotency-Key: {self.run_id}-{n}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


@dataclass(frozen=True)
class Getting:
    """The bytes of the n-th GET; `paths` are taken in turn."""

    key: str
    paths: Sequence[str]

    def __call__(self, n: int) -> bytes:
        """The n-th request."""
        path = self.paths[(n * 7_919) % len(self.paths)]
        return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self.key}\r\n\r\n".encode()


def fresh_run_id() -> str:
    """A prefix that no other run's keys and orders share."""
    return secrets.token_hex(8)
