"""Cache URLs: what is accepted, and one clear sentence for what is not."""

import pytest

from loyalty.cache import CacheUrlWrong, connect_cache, connect_cache_async


@pytest.mark.parametrize(
    "url", ["redis://localhost:6379/0", "rediss://user:secret@cache.example:6380/1", "unix:///var/run/redis.sock?db=1"]
)
def test_redis_urls_make_a_client_without_contacting_anyone(url: str) -> None:
    connect_cache(url).close()
    connect_cache_async(url)


@pytest.mark.parametrize("url", ["", "localhost:6379", "http://localhost", "redis://", "unix://", "redis://host:port", "postgresql://h/d"])
def test_another_url_is_refused_with_the_form_that_is_wanted_and_without_its_secret(url: str) -> None:
    for connect in (connect_cache, connect_cache_async):
        with pytest.raises(CacheUrlWrong, match="KHAYWE_REDIS_URL must look like redis://"):
            connect(url)


def test_a_refused_url_does_not_give_its_password_away() -> None:
    with pytest.raises(CacheUrlWrong) as refusal:
        connect_cache("redi://user:hunter2@host")
    assert "hunter2" not in f"{refusal.value} {refusal.value.facts}"
