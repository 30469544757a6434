"""Compiles a checked rule to SQLAlchemy Core: values bound, identifiers from the catalogue only. Not here: running it (the warehouse).

What its truths and values become is told in `sql_truths.py` and `sql_values.py`.
"""

import re
from typing import Any

from sqlalchemy import (
    ColumnClause,
    Date,
    TableClause,
    Text,
    case,
    column,
    false,
    table,
    true,
)

from loyalty.features.errors import CatalogueMalformed
from loyalty.features.model import Catalogue, Feature
from loyalty.rules.dialects import bucket_sql
from loyalty.rules.meaning import CheckedRule
from loyalty.rules.sql_truths import Truths, is_two_valued
from loyalty.rules.sql_values import TYPES, Columns, Sql
from loyalty.rules.terms import AS_OF_KEY, RandomBucket, TermNotProvided, Today

# SQLAlchemy numbers its binds by looking for them in the finished text, and would find this one within the quotes.
_LIKE_A_BIND = re.compile(r"%\(param_\d+\)s")


def relation_of(catalogue: Catalogue) -> TableClause:
    """The catalogue's relation, its keys and its features as typed columns."""
    schema, _, name = catalogue.relation.rpartition(".")
    columns = [column(key, Date() if key.endswith("_on") else Text()) for key in catalogue.keys]
    return table(name, *columns, *(_column(feature) for feature in catalogue), schema=schema or None)


def columns_of(catalogue: Catalogue) -> Columns:
    """The features as bare typed columns, for a query that names the relation itself."""
    return {feature.name: _column(feature) for feature in catalogue}


def compile_rule(rule: CheckedRule, columns: Columns) -> Sql:
    """A boolean expression that is TRUE where the rule holds and FALSE elsewhere, never NULL: usable anywhere, `not` included.

    `columns` gives the column for each of `rule.fields` and the expression for each of `rule.terms` by name; today and random buckets come
    from the keys (`as_of_on` and the first) where they are not given.
    """
    truth = Truths(_with_terms(rule, columns)).truth(rule.truth, negated=False)
    return truth if is_two_valued(rule.truth) else case((truth, true()), else_=false())


def compile_filter(rule: CheckedRule, columns: Columns) -> Sql:
    """A condition for WHERE and CASE WHEN: TRUE where the rule holds, FALSE or NULL elsewhere. What warehouses prune by best."""
    return Truths(_with_terms(rule, columns)).truth(rule.truth, negated=False)


def _with_terms(rule: CheckedRule, columns: Columns) -> Columns:
    """The columns with every term: as provided, or derived from the keys of the row.

    Raises:
        TermNotProvided: the columns hold neither the term nor the key that it is derived from.
    """
    derived: dict[str, Sql] = {}
    for term in rule.terms:
        if term.name in columns:
            continue
        if isinstance(term, Today) and AS_OF_KEY in columns:
            derived[term.name] = columns[AS_OF_KEY]
        elif isinstance(term, RandomBucket) and term.key in columns:
            derived[term.name] = bucket_sql(columns[term.key], term.salt, term.count)
        else:
            raise TermNotProvided(f"The columns do not hold '{term.name}'.", term=term.name)
    return {**columns, **derived} if derived else columns


def _column(feature: Feature) -> ColumnClause[Any]:
    if _LIKE_A_BIND.search(feature.name):
        raise CatalogueMalformed(f"No column may be named like a bound value: '{feature.name}'.", column=feature.name)
    return column(feature.name, TYPES[feature.kind])
