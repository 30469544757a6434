"""How PostgreSQL goes about a big batch: by index, account by account, whatever its statistics say."""

import pytest

from loyalty.database.arrays import code_array, text_array, uuid_array
from loyalty.ledger import EarnPoints, store, store_known
from loyalty.ledger.model import ReferenceKind
from tests.support.ledger import Shop, open_shop

POSTINGS = 6_000
BATCH = 1_000


@pytest.fixture
def shop(database) -> Shop:
    """Statistics are those of a nearly empty database: the case in which the planner once sorted all postings for every batch."""
    shop = open_shop(database, 500)
    shop.post(*[EarnPoints(shop.members[n % 500].id, f"early-{n}", 5_000, "USD") for n in range(100)])
    with database.begin() as work:
        work.exec_driver_sql("analyze")
    for start in range(0, POSTINGS, BATCH):
        shop.post(*[EarnPoints(shop.members[n % 500].id, f"order-{n}", 5_000, "USD") for n in range(start, start + BATCH)])
    return shop


def plan_of(shop: Shop, query: str, parameters: dict[str, object]) -> str:
    with shop.database.begin() as work:
        return "\n".join(work.exec_driver_sql("explain " + query, parameters).scalars())


def test_a_batch_looks_its_references_up_and_never_reads_all_postings(shop):
    members = [shop.members[n % 500].id for n in range(BATCH)]
    parameters = {
        "member_ids": uuid_array(members),
        "kinds": code_array([ReferenceKind.ORDER] * BATCH),
        "references": text_array(f"new-{n}" for n in range(BATCH)),
    }
    plan = plan_of(shop, store_known.KNOWN, parameters)
    assert "Index Scan using postings_account_id_reference_kind_reference_key" in plan
    assert "Seq Scan on postings" not in plan
    assert "Seq Scan on entries_2" not in plan


@pytest.mark.parametrize("query", ["DUE", "OPEN_LOTS"])
def test_a_batch_reads_only_its_own_accounts_lots(shop, query):
    parameters = {"member_ids": uuid_array(member.id for member in shop.members), "now": shop.clock.now()}
    plan = plan_of(shop, getattr(store, query), parameters)
    assert "lots_due" not in plan
    assert not [line for line in plan.splitlines() if "Hash" in line or "Merge" in line]
    assert "Seq Scan on member_tiers" not in plan
