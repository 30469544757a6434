"""More readers at once than there are threads and connections: everybody is answered, nobody starves another."""

from concurrent.futures import ThreadPoolExecutor

from loyalty.database import connect
from serving.wiring import POOL_SIZE
from tests.support.service import running_service

READERS = 80


def test_more_readers_than_connections_are_all_answered(database_url: str) -> None:
    with running_service(connect(database_url, pool_size=POOL_SIZE)) as service:
        paths = ["/v1/members/ann/accounts", "/v1/members/ben/entries", "/v1/rewards", "/v1/segments"]

        def read(number: int) -> int:
            return service.client.get(paths[number % len(paths)]).status_code

        with ThreadPoolExecutor(READERS) as readers:
            statuses = list(readers.map(read, range(READERS * 3)))
    assert set(statuses) == {200}
