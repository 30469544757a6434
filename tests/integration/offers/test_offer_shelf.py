"""The shelf of offers in PostgreSQL: what stands on it, what is set aside, what is refused with nothing half-written."""

from collections.abc import Callable
from datetime import date

import pytest

from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.offers import OffersEmpty, OfferShelf, OffersMixed, OffersOlder
from loyalty.offers.errors import OffersColumnMissing
from tests.support.offers import DAY, DEFAULTS, a_row, a_shelf_for, enrol_customers, offer_rows

TOMORROW = date(2017, 11, 1)


def standing(database: Database) -> list[tuple[object, ...]]:
    query = "select m.external_id, o.offer_rank, o.title from member_offers o join members m on m.id = o.member_id order by 1, 2"
    with database.begin() as work:
        return [tuple(row) for row in work.exec_driver_sql(query)]


@pytest.fixture
def shelf() -> OfferShelf:
    return OfferShelf(None, DEFAULTS)


def test_the_shelf_holds_exactly_the_rows_of_the_day(database: Database, shelf: OfferShelf) -> None:
    enrol_customers(database, "1", "2")
    with database.begin() as work:
        shelved = shelf.replace(DAY, a_shelf_for(["1", "2"], count=2), within=work)
    assert (shelved.read_count, shelved.kept_count, shelved.member_count, shelved.refused) == (4, 4, 2, {})
    assert standing(database) == [(who, rank, f"Offer {rank} of m-1") for who in ("1", "2") for rank in (1, 2)]
    with database.begin() as work:
        head = work.exec_driver_sql(
            "select generation, as_of_on, model_version, scored_at, member_count, offer_count from offer_shelf"
        ).one()
    assert head[:3] == (1, DAY, "m-1")
    assert head.scored_at.isoformat() == "2017-11-01T03:59:59+00:00"
    assert head[4:] == (2, 4)


def test_putting_up_the_same_day_twice_leaves_the_same_shelf_under_a_new_generation(database: Database, shelf: OfferShelf) -> None:
    enrol_customers(database, "1")
    generations = []
    for _ in range(2):
        with database.begin() as work:
            generations.append(shelf.replace(DAY, a_shelf_for(["1"]), within=work).generation)
    assert generations == [1, 2]
    assert len(standing(database)) == 5


def test_rows_that_break_the_contract_are_set_aside_by_reason_and_the_rest_stands(database: Database, shelf: OfferShelf) -> None:
    enrol_customers(database, "1")
    rows = offer_rows(
        a_row(rank=1),
        a_row(rank=2, on=TOMORROW),
        a_row(rank=2, title=None),
        a_row(rank=21),
        a_row(rank=3, score_probability=float("nan")),
        a_row(rank=3, score_probability=1.5),
        a_row(rank=3, score_probability=None),
        a_row(rank=1, offer_code="CAT-other"),
        a_row(rank=4, offer_code="CAT-1"),
        a_row(None),
        a_row("nobody"),
    )
    with database.begin() as work:
        shelved = shelf.replace(DAY, rows, within=work)
    expected = {"other_day": 1, "no_offer": 1, "rank": 1, "probability": 3, "doubled": 2, "no_customer": 1, "unknown_member": 1}
    assert shelved.refused == expected
    assert shelved.read_count == shelved.kept_count + shelved.refused_count == 11
    assert standing(database) == [("1", 1, "Offer 1 of m-1")]


@pytest.mark.parametrize(
    ("rows", "on", "refusal"),
    [
        (lambda: a_shelf_for(["1"], on=date(2017, 10, 30)), date(2017, 10, 30), OffersOlder),
        (lambda: a_shelf_for(["1"], on=TOMORROW).slice(0, 0), TOMORROW, OffersEmpty),
        (lambda: a_shelf_for(["nobody"], on=TOMORROW), TOMORROW, OffersEmpty),
        (lambda: offer_rows(a_row(rank=1, on=TOMORROW), a_row(rank=2, on=TOMORROW, model="m-2")), TOMORROW, OffersMixed),
        (lambda: a_shelf_for(["1"], on=TOMORROW).drop_columns(["title"]), TOMORROW, OffersColumnMissing),
    ],
)
def test_a_refused_shelf_leaves_the_one_that_stands(
    database: Database, shelf: OfferShelf, rows: Callable, on: date, refusal: type[LoyaltyError]
) -> None:
    enrol_customers(database, "1")
    with database.begin() as work:
        shelf.replace(DAY, a_shelf_for(["1"]), within=work)
    before = standing(database)
    with pytest.raises(refusal), database.begin() as work:
        shelf.replace(on, rows(), within=work)
    assert standing(database) == before


def test_a_transaction_that_fails_after_the_swap_leaves_yesterdays_shelf(database: Database, shelf: OfferShelf) -> None:
    enrol_customers(database, "1")
    with database.begin() as work:
        shelf.replace(DAY, a_shelf_for(["1"]), within=work)

    def crash() -> None:
        with database.begin() as work:
            shelf.replace(TOMORROW, a_shelf_for(["1"], on=TOMORROW, model="m-2"), within=work)
            raise RuntimeError("crash before the commit")

    with pytest.raises(RuntimeError, match="crash"):
        crash()
    assert {title for _, _, title in standing(database)} == {f"Offer {rank} of m-1" for rank in range(1, 6)}


def test_text_with_quotes_commas_and_line_ends_arrives_as_it_left(database: Database, shelf: OfferShelf) -> None:
    enrol_customers(database, "1")
    title = 'Milk, "fresh"\n2 % \\N \\. ; حليب'
    with database.begin() as work:
        shelf.replace(DAY, offer_rows(a_row(title=title)), within=work)
    assert standing(database) == [("1", 1, title)]
