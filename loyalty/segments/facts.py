"""What a rule sees of single customers: features, standing and terms by name, read from a source in one query. Not here: deciding."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Text, cast, select

from loyalty.rules import CheckedRule
from loyalty.segments.evaluate import flags_of
from loyalty.segments.model import SegmentVersion
from loyalty.segments.source import Source

Facts = Mapping[str, Any]


def facts_of(
    rules: Sequence[CheckedRule],
    source: Source,
    customer_ids: Sequence[str],
    *,
    among: Sequence[SegmentVersion] = (),
    today: date | None = None,
) -> dict[str, Facts]:
    """By customer, everything that any of the rules reads, as the source knows it; a customer without a profile is not in the answer.

    `today` moves the windows of past behaviour; left out: the source's day.
    """
    flags = flags_of(rules, among, source.catalogue, source.as_of_on, also=[one.name for one in source.catalogue], today=today)
    names = sorted(
        ({feature.name for rule in rules for feature in rule.fields} | {term.name for rule in rules for term in rule.terms})
        & set(flags.columns)
    )
    key = cast(flags.customer_id, Text())
    query = (
        select(key.label("customer_key"), *(flags.columns[name].label(f"f_{number}") for number, name in enumerate(names)))
        .select_from(flags.scan)
        .where(flags.is_the_day, key.in_(list(customer_ids)))
    )
    rows = source.warehouse.read(query).to_pylist()
    keys = {"as_of_on": today or source.as_of_on}
    return {
        row["customer_key"]: {name: row[f"f_{number}"] for number, name in enumerate(names)} | {"customer_id": row["customer_key"], **keys}
        for row in rows
    }
