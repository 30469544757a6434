"""Voucher codes: how they are made, written and checked for typing errors. Not here: keeping them (safe) and who may use them.

A code is the pool's prefix, sixteen random letters and two check letters, shown in groups: `SUMMER-7KQ2-M9XW-…`. The alphabet has 31
letters (no 0, 1, I, O, V), so sixteen of them carry 79 bits. 31 is a prime, so the two check letters, the plain and the weighted sum of all
letters modulo 31, make every error in one or two letters visible, and with that every swap of two.
"""

import re
import secrets
from collections.abc import Iterator

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUWXYZ"
RANDOM_LETTERS = 16
CHECK_LETTERS = 2
GROUP = 4
CODE_LENGTH_MAX = 64

_BASE = len(ALPHABET)
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
# Only as many byte values as divide evenly among the letters are taken, so that no letter is likelier than another.
_FAIR = 256 - 256 % _BASE
_LETTER_OF_BYTE = bytes(ord(ALPHABET[value % _BASE]) for value in range(256))
_UNFAIR = bytes(range(_FAIR, 256))
_PREFIX = re.compile(f"[{ALPHABET}]{{2,8}}")
_SEPARATORS = str.maketrans("", "", " -\t\u00a0\u2010\u2011\u2012\u2013\u2014")


def is_prefix(prefix: object) -> bool:
    """Whether `prefix` has 2 to 8 letters of the alphabet."""
    return isinstance(prefix, str) and _PREFIX.fullmatch(prefix) is not None


def new_codes(prefix: str, count: int) -> Iterator[str]:
    """So many new codes, from the operating system's random generator, in the plain form that `plain` gives."""
    letters = _random_letters(count * RANDOM_LETTERS)
    for start in range(0, len(letters), RANDOM_LETTERS):
        body = prefix + letters[start : start + RANDOM_LETTERS]
        yield body + _check_letters(body)


def plain(code: str) -> str:
    """The code as it is compared: capital letters without separators, whatever a person typed between them."""
    return code.translate(_SEPARATORS).upper()


def shown(code: str, prefix: str) -> str:
    """A generated code as it is printed: the prefix, then groups of four. A code of another form stays as it is."""
    if not has_our_form(code, prefix):
        return code
    rest = code[len(prefix) :]
    return "-".join([prefix, *(rest[start : start + GROUP] for start in range(0, len(rest), GROUP))])


def has_our_form(code: str, prefix: str) -> bool:
    """Whether a plain code looks like one that we made for a pool with this prefix."""
    return code.startswith(prefix) and len(code) == len(prefix) + RANDOM_LETTERS + CHECK_LETTERS


def check_code(code: str) -> bool:
    """Whether a generated code is free of typing errors, as far as its check letters tell. Whether it exists is not asked."""
    letters = plain(code)
    body, check = letters[:-CHECK_LETTERS], letters[-CHECK_LETTERS:]
    return len(body) > RANDOM_LETTERS and all(letter in _PLACE for letter in letters) and _check_letters(body) == check


def _check_letters(body: str) -> str:
    total = weighted = 0
    for weight, letter in enumerate(body, start=1):
        place = _PLACE[letter]
        total += place
        weighted += weight * place
    return ALPHABET[total % _BASE] + ALPHABET[weighted % _BASE]


def _random_letters(count: int) -> str:
    letters = b""
    while len(letters) < count:
        missing = count - len(letters)
        letters += secrets.token_bytes(missing + missing // 16 + 16).translate(_LETTER_OF_BYTE, _UNFAIR)
    return letters[:count].decode("ascii")
