"""The invariant checks of scores and offers: silent on what we publish, loud on each planted violation."""

import pytest

from loyalty.checks.run import run_checks
from loyalty.database import Database
from loyalty.offers import OfferShelf
from tests.support.offers import DAY, DEFAULTS, a_shelf_for, enrol_customers

OURS = ("OFFERS_", "SCORES_")


def broken(database: Database) -> set[str]:
    with database.begin() as work:
        return {result.code for result in run_checks(work) if not result.is_kept and result.code.startswith(OURS)}


@pytest.fixture
def published(database: Database) -> Database:
    members = enrol_customers(database, "1", "2")
    with database.begin() as work:
        OfferShelf(None, DEFAULTS).replace(DAY, a_shelf_for(["1", "2"]), within=work)
        for member in members.values():
            work.exec_driver_sql("insert into member_scores (member_id, as_of_on) values (%(id)s, '2017-10-31')", {"id": member.id})
        work.exec_driver_sql("insert into score_shelf (as_of_on, member_count) values ('2017-10-31', 2)")
    return database


def test_what_is_published_breaks_nothing(published: Database) -> None:
    assert broken(published) == set()


def test_an_empty_database_breaks_nothing(database: Database) -> None:
    assert broken(database) == set()


@pytest.mark.parametrize(
    ("planted", "code"),
    [
        ("delete from member_offers where offer_rank = 5", "OFFERS_SHELF_COUNTED"),
        ("delete from offer_shelf", "OFFERS_OF_MEMBERS"),
        ("update member_offers set member_id = gen_random_uuid() where offer_rank = 1", "OFFERS_OF_MEMBERS"),
        ("update member_scores set as_of_on = '2017-10-30'", "SCORES_OF_ONE_DAY"),
        ("delete from score_shelf", "SCORES_OF_ONE_DAY"),
        ("update score_shelf set member_count = 3", "SCORES_OF_ONE_DAY"),
        ("update member_scores set member_id = gen_random_uuid()", "SCORES_OF_MEMBERS"),
    ],
)
def test_a_planted_violation_is_found(published: Database, planted: str, code: str) -> None:
    with published.begin() as work:
        work.exec_driver_sql(planted)
    assert code in broken(published)
