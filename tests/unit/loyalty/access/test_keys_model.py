"""A key is 256 random bits behind a prefix; only a hash proves it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.access import GRANTABLE, OWN_KEY_READ, ApiKey, KeyUnknown, PermissionUnknown
from loyalty.access.model import StoredKey, hash_secret, mint_secret, prove, split_key
from loyalty.access.permissions import checked_permissions
from loyalty.ids import new_id

AT = datetime(2017, 10, 31, tzinfo=UTC)


def a_stored_key(*, revoked_at: datetime | None = None) -> tuple[StoredKey, str]:
    prefix, text, secret_sha256 = mint_secret()
    key = ApiKey(id=new_id(), prefix=prefix, name="till", permissions=frozenset({"ledger.earn"}), created_at=AT, revoked_at=revoked_at)
    return StoredKey(key, secret_sha256), text


def test_the_text_of_a_key_proves_it_and_its_hash_does_not_contain_it() -> None:
    stored, text = a_stored_key()
    prefix, secret = split_key(text)
    assert prefix == stored.key.prefix
    assert prove(stored, secret) is stored.key
    assert secret.encode() not in stored.secret_sha256


def test_a_thousand_keys_are_a_thousand_different_ones() -> None:
    assert len({mint_secret()[1] for _ in range(1_000)}) == 1_000


def test_a_wrong_secret_no_key_and_a_revoked_key_are_answered_alike() -> None:
    stored, text = a_stored_key()
    revoked, revoked_text = a_stored_key(revoked_at=AT)
    said = []
    for found, secret in [(stored, "x" * 43), (None, split_key(text)[1]), (revoked, split_key(revoked_text)[1])]:
        with pytest.raises(KeyUnknown) as refused:
            prove(found, secret)
        said.append((refused.value.message, refused.value.facts))
    assert said[0] == said[1] == said[2]


@given(st.text(max_size=200))
def test_any_text_is_a_key_or_refused_never_an_accident(text: str) -> None:
    try:
        prefix, secret = split_key(text)
    except KeyUnknown:
        return
    assert text == f"khw_{prefix}_{secret}"
    assert hash_secret(secret)


def test_permissions_come_from_the_catalogue_and_a_star_means_all_that_can_be_granted() -> None:
    assert checked_permissions(["ledger.earn", "ledger.burn", "ledger.earn"]) == ("ledger.burn", "ledger.earn")
    assert checked_permissions(["*"]) == GRANTABLE
    for wrong in (["ledger.mint"], [], [OWN_KEY_READ]):
        with pytest.raises(PermissionUnknown):
            checked_permissions(wrong)


def test_every_key_may_ask_who_it_is_and_nothing_it_was_not_granted() -> None:
    stored, _ = a_stored_key()
    assert stored.key.may("ledger.earn")
    assert stored.key.may(OWN_KEY_READ)
    assert not stored.key.may("ledger.burn")
