"""The service over a fresh database, for the tests of this folder."""

from collections.abc import Iterator

import pytest

from loyalty.database import Database
from tests.support.service import Service, running_service


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """The whole API over a real PostgreSQL, with members ann and ben."""
    with running_service(database) as running:
        yield running
