"""Voucher codes: no typing error of one or two letters passes, no ambiguous letter occurs, and nothing stored gives one away."""

import base64
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.vouchers.codes import ALPHABET, RANDOM_LETTERS, check_code, is_prefix, new_codes, plain, shown
from loyalty.vouchers.errors import VoucherKeyWrong
from loyalty.vouchers.safe import VoucherSafe, open_safe

KEY = bytes(range(32))
bodies = st.integers(min_value=0, max_value=2**32).map(lambda _: next(new_codes("SUMMER", 1)))
places = st.integers(min_value=0, max_value=len("SUMMER") - 1 + RANDOM_LETTERS + 2 - 1)
letters = st.sampled_from(ALPHABET)


def test_a_code_carries_at_least_64_bits_and_no_ambiguous_letter():
    assert RANDOM_LETTERS * math.log2(len(ALPHABET)) > 79
    assert not set("01IOV") & set(ALPHABET)
    codes = list(new_codes("SUN", 5_000))
    assert len(set(codes)) == 5_000
    assert set("".join(codes)) == set(ALPHABET)
    assert all(check_code(code) for code in codes)


def test_every_letter_is_equally_likely():
    """A modulo of a byte would favour the first 8 letters by an eighth; 320,000 draws would show it at once."""
    drawn = Counter("".join(code[3:-2] for code in new_codes("SUN", 20_000)))
    expected = 20_000 * RANDOM_LETTERS / len(ALPHABET)
    assert all(abs(drawn[letter] - expected) < 6 * math.sqrt(expected) for letter in ALPHABET)


@given(bodies, st.dictionaries(places, letters, min_size=1, max_size=2))
def test_one_or_two_wrong_letters_are_seen(code, typed):
    wrong = "".join(typed.get(place, letter) for place, letter in enumerate(code))
    assert check_code(wrong) == (wrong == code)


@given(bodies, places, places)
def test_two_swapped_letters_are_seen(code, one, other):
    typed = list(code)
    typed[one], typed[other] = typed[other], typed[one]
    assert check_code("".join(typed)) == ("".join(typed) == code)


@pytest.mark.parametrize("text", ["", "AB", "0" * 24, "é" * 24, "SUMMER"])
def test_what_is_no_code_does_not_check(text):
    assert not check_code(text)


def test_separators_and_small_letters_do_not_matter():
    code = next(new_codes("SUN", 1))
    assert shown(code, "SUN").count("-") == 5
    assert plain(f" {shown(code, 'SUN').lower()} ") == code
    assert shown("partner-77", "SUN") == "partner-77"


@pytest.mark.parametrize(
    ("prefix", "is_one"), [("SUN", True), ("S", False), ("SUNFLOWERS", False), ("sun", False), ("SHOP", False), (5, False)]
)
def test_a_prefix_has_two_to_eight_letters_of_the_alphabet(prefix, is_one):
    assert is_prefix(prefix) == is_one


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=64))
def test_what_is_sealed_opens_with_the_same_key_only(code):
    (sealed,) = VoucherSafe(KEY).seal("journey", [code])
    # The pad of one letter is zero once in 256 draws; that of eight never.
    assert len(code) < 8 or code.encode() != sealed.sealed
    assert VoucherSafe(KEY).open("journey", sealed) == code
    for safe, program in ((VoucherSafe(KEY[::-1]), "journey"), (VoucherSafe(KEY), "other")):
        with pytest.raises(VoucherKeyWrong):
            safe.open(program, sealed)


def test_the_same_code_is_sealed_differently_each_time_and_found_at_one_place():
    one, other = VoucherSafe(KEY).seal("journey", ["SAME", "SAME"])
    assert one.digest == other.digest
    assert one.sealed != other.sealed


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "var" / "voucher.key"
    with ThreadPoolExecutor(8) as pool:
        safes = list(pool.map(lambda _: open_safe(None, file), range(8)))
    assert len({safe.key_id for safe in safes}) == 1
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == ["voucher.key"]
    assert open_safe(file.read_text(), tmp_path / "absent").key_id == safes[0].key_id


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(b"16 bytes, no more").decode(), "ü"])
def test_a_key_that_is_no_key_is_refused(key, tmp_path):
    with pytest.raises(VoucherKeyWrong):
        open_safe(key, tmp_path / "absent")
