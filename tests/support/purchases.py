"""A warehouse in memory with the purchases of made-up customers, some of whom leave. No dbt runs here."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from loyalty.warehouse import Warehouse, ensure_score_tables, open_warehouse

SCHEMA = pa.schema({"customer_id": pa.string(), "purchased_on": pa.date32(), "spend_minor": pa.int64()})


def a_warehouse(customer_count: int, *, first: date, last: date, seed: int = 1) -> Warehouse:
    """Customers begin in the first month, buy at rates of their own, and after each purchase leave with a chance of their own."""
    warehouse = open_warehouse("duckdb:///:memory:")
    ensure_score_tables(warehouse)
    warehouse.replace_rows("marts.fct_purchases", purchases(customer_count, first=first, last=last, seed=seed), where={"customer_id": []})
    return warehouse


def purchases(customer_count: int, *, first: date, last: date, seed: int = 1) -> pa.Table:
    """The lines of `a_warehouse`, in the shape of `marts.fct_purchases`."""
    rng = np.random.default_rng(seed)
    rows = list[dict[str, object]]()
    days = (last - first).days
    for number in range(customer_count):
        rate, leaving, value = rng.gamma(1.2, 1.0 / 12.0), rng.beta(0.6, 8.0), rng.gamma(4.0, 800.0)
        at = rng.uniform(0.0, 30.0)
        while at <= days:
            spent = round(rng.gamma(6.0, value / 6.0))
            rows.append({"customer_id": f"cus_{number}", "purchased_on": first + timedelta(days=int(at)), "spend_minor": spent})
            if rng.random() < leaving:
                break
            at += rng.exponential(1.0 / rate)
    return pa.Table.from_pylist(rows, SCHEMA)
