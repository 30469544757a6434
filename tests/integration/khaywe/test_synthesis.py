"""A synthetic company: exactly as large as asked, the same for a seed, and like the households it is drawn from."""

import hashlib
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from khaywe.demo_data.errors import DemoDataExhausted
from khaywe.demo_data.source import CompleteJourney
from khaywe.demo_data.synthesis import Pattern, Population, lines_of
from khaywe.stack import StackFailed
from khaywe.synthesize import synthesize
from loyalty.warehouse.raw import RAW_SOURCES

CUSTOMERS, LINES = 3_000, 1_200_000


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("synthetic") / "company"
    synthesize(CUSTOMERS, LINES, 7, out)
    return out


@pytest.fixture(scope="module")
def pattern() -> Pattern:
    journey = CompleteJourney()
    found = Pattern.of(journey)
    journey.close()
    return found


def rows(company: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        for source in RAW_SOURCES:
            connection.execute(f"create view {source.name} as select * from read_parquet('{company / source.name}/*.parquet')")
        return connection.execute(query).fetchall()


def test_it_has_exactly_as_many_customers_and_lines_as_asked(company: Path) -> None:
    assert rows(company, "select count(*), count(distinct household_id), min(household_id), max(household_id) from purchase_lines") == [
        (LINES, CUSTOMERS, 1, CUSTOMERS)
    ]
    assert json.loads((company / "manifest.json").read_text()) | {"files": 0} == {
        "customers": CUSTOMERS,
        "lines": LINES,
        "seed": 7,
        "files": 0,
    }


def test_every_table_has_the_columns_of_raw(company: Path) -> None:
    for source in RAW_SOURCES:
        names = [name for name, *_ in rows(company, f"describe {source.name}")]
        assert names == source.schema.names, source.name
        empty = " + ".join(f"count(*) - count({name})" for name in source.required)
        assert rows(company, f"select {empty} from {source.name}") == [(0,)], source.name


def test_rows_are_named_once_within_their_load(company: Path) -> None:
    for source in RAW_SOURCES:
        query = f"select count(*), count(distinct (loaded_on, load_row)), min(load_row) from {source.name}"
        ((count, named, first),) = rows(company, query)
        assert count == named, source.name
        assert first == 1, source.name
    gaps = "select count(*) from (select loaded_on, max(load_row) as last, count(*) as n from purchase_lines group by 1) where last <> n"
    assert rows(company, gaps) == [(0,)]


def test_the_business_day_is_the_date_in_new_york_and_of_the_year(company: Path) -> None:
    at = "cast(transaction_timestamp at time zone 'UTC' at time zone 'America/New_York' as date)"
    assert rows(company, f"select count(*) from purchase_lines where loaded_on <> {at}") == [(0,)]
    assert rows(company, "select min(loaded_on), max(loaded_on) from purchase_lines") == [(date(2017, 1, 1), date(2017, 12, 31))]


def test_baskets_belong_to_one_customer_at_one_instant(company: Path) -> None:
    mixed = (
        "select count(*) from (select basket_id from purchase_lines group by basket_id "
        "having count(distinct household_id) > 1 or count(distinct transaction_timestamp) > 1)"
    )
    assert rows(company, mixed) == [(0,)]


def test_customers_shop_as_the_households_do(company: Path) -> None:
    ((lines_per_basket, spend_per_line),) = rows(
        company, "select count(*) / count(distinct basket_id), avg(sales_value) from purchase_lines"
    )
    assert lines_per_basket == pytest.approx(1_469_307 / 155_848, rel=0.1)  # type: ignore[comparison-overlap]
    assert spend_per_line == pytest.approx(3.13, rel=0.1)  # type: ignore[comparison-overlap]
    ((alike,),) = rows(
        company,
        "select count(*) - count(distinct told) from (select md5(string_agg(product_id::varchar, ',')) as told "
        "from purchase_lines group by household_id)",
    )
    assert alike < CUSTOMERS * 0.35, "customers of one household have habits of their own"


def test_what_belongs_to_a_customer_is_of_a_customer(company: Path) -> None:
    for name in ("households", "campaign_households", "coupon_redemptions"):
        ((count, strangers),) = rows(company, f"select count(*), count(*) filter (household_id not between 1 and {CUSTOMERS}) from {name}")
        assert count > 0
        assert strangers == 0


def test_the_same_seed_draws_the_same_company_to_the_byte_and_another_seed_another(tmp_path: Path) -> None:
    digests = []
    for seed in (3, 3, 4):
        out = tmp_path / f"company-{len(digests)}"
        synthesize(300, 60_000, seed, out)
        parts = sorted(out.rglob("*.parquet"))
        digests.append([hashlib.sha256(part.read_bytes()).hexdigest() for part in parts])
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_a_row_does_not_depend_on_how_the_work_was_cut(pattern: Pattern) -> None:
    population = Population.drawn(pattern, customers=200, lines=40_000, seed=5)
    whole = lines_of(pattern, population, 0, 200)
    for first, last in population.parts(7_000):
        part = lines_of(pattern, population, first, last)
        chosen = (whole["household_id"] > first) & (whole["household_id"] <= last)
        for name, column in part.items():
            assert (column == whole[name][chosen]).all(), name


def test_a_customer_with_more_lines_than_the_household_begins_again_at_other_times(pattern: Pattern) -> None:
    population = Population.drawn(pattern, customers=2, lines=20_000, seed=5)
    found = lines_of(pattern, population, 0, 2)
    assert len(found["basket_id"]) == 20_000
    baskets = {(basket, at) for basket, at in zip(found["basket_id"].tolist(), found["transaction_timestamp"].tolist(), strict=True)}
    assert len(baskets) == len({basket for basket, _ in baskets})


@pytest.mark.parametrize(("customers", "lines"), [(0, 10), (10, 9)])
def test_a_customer_without_a_line_is_refused(pattern: Pattern, customers: int, lines: int) -> None:
    with pytest.raises(DemoDataExhausted):
        Population.drawn(pattern, customers=customers, lines=lines, seed=1)


def test_a_folder_that_is_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(StackFailed, match="not empty"):
        synthesize(10, 100, 1, tmp_path)
    assert (tmp_path / "precious.txt").read_text() == "mine"
