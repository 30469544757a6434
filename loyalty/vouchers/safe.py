"""How codes are kept: sealed with a key that is not in the database, found by a keyed digest. Not here: rows (store).

The database alone therefore gives away no code and confirms no guess; the key alone neither. Why: docs/decisions/0015.
"""

import hmac
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from loyalty.key_file import KEY_BYTES, KeyUnreadable, read_key
from loyalty.vouchers.errors import VoucherKeyWrong

NONCE_BYTES = 16
PAD_BLOCKS_MAX = 256


class Sealed(NamedTuple):
    """A code as it is stored: where it is found, and what only the key opens."""

    digest: bytes
    nonce: bytes
    sealed: bytes


class VoucherSafe:
    """Seals, finds and opens codes with one key."""

    SEAL_BYTES = NONCE_BYTES
    """By so much what `seal_bytes` gives is longer than what it is given."""

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise VoucherKeyWrong(f"The key for vouchers must have at least {KEY_BYTES} bytes.", byte_count=len(key))
        self._find = hmac.digest(key, b"khaywe voucher: find", "sha256")
        self._seal = hmac.digest(key, b"khaywe voucher: seal", "sha256")
        # Tells two keys apart and says nothing of either.
        self.key_id = hmac.digest(key, b"khaywe voucher: name", "sha256").hex()[:16]

    def digest(self, program_code: str, code: str) -> bytes:
        """Where the code is found in its program."""
        return hmac.digest(self._find, f"{program_code}\x1f{code}".encode(), "sha256")

    def seal(self, program_code: str, codes: Sequence[str]) -> list[Sealed]:
        """Each code under a nonce of its own."""
        nonces = secrets.token_bytes(NONCE_BYTES * len(codes))
        sealed = []
        for index, code in enumerate(codes):
            nonce = nonces[index * NONCE_BYTES : (index + 1) * NONCE_BYTES]
            sealed.append(Sealed(self.digest(program_code, code), nonce, self._mixed(nonce, code.encode())))
        return sealed

    def open(self, program_code: str, sealed: Sealed) -> str:
        """The code.

        Raises:
            VoucherKeyWrong: it was sealed with another key, or the row was changed.
        """
        opened = self._mixed(sealed.nonce, sealed.sealed)
        try:
            code = opened.decode()
        except UnicodeDecodeError:
            code = ""
        if not code or not hmac.compare_digest(self.digest(program_code, code), sealed.digest):
            raise VoucherKeyWrong("The code was sealed with another key than KHAYWE_VOUCHER_KEY holds now.", key_id=self.key_id)
        return code

    def seal_bytes(self, content: bytes) -> bytes:
        """At most 16,384 bytes that hold codes, with the nonce they are sealed under."""
        assert len(content) <= PAD_BLOCKS_MAX * 64, "too much for one nonce"  # noqa: S101 (our own bug)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._mixed(nonce, content)

    def open_bytes(self, sealed: bytes) -> bytes:
        """What `seal_bytes` sealed, if it was with this key; else noise."""
        return self._mixed(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:])

    def _mixed(self, nonce: bytes, text: bytes) -> bytes:
        """`text` under a pad that the key makes of the nonce, a block of 64 bytes at a time; the same again undoes it."""
        pad = hmac.digest(self._seal, nonce + b"\0", "sha512")
        for block in range(1, -(-len(text) // 64)):
            pad += hmac.digest(self._seal, nonce + bytes([block]), "sha512")
        return (int.from_bytes(text) ^ int.from_bytes(pad[: len(text)])).to_bytes(len(text))


def open_safe(key: str | None, key_file: Path) -> VoucherSafe:
    """The safe of the given key (base64 of 32 bytes or more); without one, of the key in `key_file`, which is made on first use.

    Raises:
        VoucherKeyWrong: the text is not base64, or too short.
    """
    try:
        return VoucherSafe(read_key(key, key_file))
    except KeyUnreadable:
        raise VoucherKeyWrong("KHAYWE_VOUCHER_KEY must be the base64 of 32 random bytes.") from None
