"""The running service against its own contract: generated requests, good and bad, get documented answers and never a 5xx.

Every check of schemathesis is on. The service runs as a process over real PostgreSQL; Redis is away on purpose, because that must not show.
"""

import json
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from khaywe.local import LocalPostgres
from loyalty.database import connect
from loyalty.database.migrate import migrate
from serving.openapi import snapshot_text
from tests.support.service_process import RunningService, service_process

CONTRACT: dict[str, Any] = json.loads(snapshot_text())
# What is signed cannot be good by chance.
SIGNED = "/v1/gateways/{channel_code}/receipts"
GOOD = [
    (GenerationMode.POSITIVE, method.upper(), path) for path, methods in CONTRACT["paths"].items() for method in methods if path != SIGNED
]
# Where nothing can be sent, nothing can be wrong.
BAD = [
    (GenerationMode.NEGATIVE, method.upper(), path)
    for path, methods in CONTRACT["paths"].items()
    for method, said in methods.items()
    if said.get("parameters") or said.get("requestBody")
]
EXAMPLES_MAX = 12
# A request may fit its shape and still be refused by a rule of the business, which is 422; and what it names may not exist or be in use.
CONFIG = {
    # 401: nobody is signed in here, and what signs in or out is told so; every other route would be found out by its own key being good.
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "404", "409", "422"]}},
    "output": {"sanitization": {"enabled": True}},
}


@schemathesis.serializer("message/rfc822")
def mail_as_it_is(_: schemathesis.SerializationContext, value: object) -> bytes:
    """A mail is bytes, whatever is in it."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@pytest.fixture(scope="module")
def service(postgres: LocalPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    url = postgres.ensure_database("contract_khaywe")
    database = connect(url)
    migrate(database)
    with service_process(database, url, tmp_path_factory.mktemp("service")) as running:
        yield running
    database.close()


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "method", "path"), GOOD + BAD, ids=[f"{mode.value} {method} {path}" for mode, method, path in GOOD + BAD])
def test_generated_requests_get_documented_answers(service: RunningService, mode: GenerationMode, method: str, path: str) -> None:
    schema = schemathesis.openapi.from_dict(CONTRACT, config=SchemathesisConfig.from_dict(CONFIG))
    schema.config.update(base_url=f"http://127.0.0.1:{service.port}")

    @hypothesis.settings(
        max_examples=EXAMPLES_MAX, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(case=schema[path][method].as_strategy(generation_mode=mode))
    def probe(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {service.key}"}, timeout=20)

    probe()
