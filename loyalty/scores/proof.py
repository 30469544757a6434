"""Proves that what is published of each member is what the warehouse says of that day. Not here: publishing (`publish.py`)."""

from loyalty.checks.model import CheckResult
from loyalty.database import Work
from loyalty.row_contract import set_aside
from loyalty.scores import store
from loyalty.scores.profiles import profiles_of_day
from loyalty.scores.publish import broken_promises
from loyalty.warehouse.port import Warehouse

PUBLISHED_CODE = "PUBLISHED_SCORES_ARE_THE_WAREHOUSE"
PUBLISHED_SENTENCE = "Tier, RFM, churn and activity of every member are what the warehouse says of the published day."


def check_published_scores(warehouse: Warehouse, *, within: Work) -> CheckResult:
    """Every published row equals the warehouse's row of its day, and none is missing or too many. Nothing published: nothing broken.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    as_of_on = store.published_day(within)
    if as_of_on is None:
        return CheckResult(PUBLISHED_CODE, PUBLISHED_SENTENCE, 0, None)
    sound, _ = set_aside(profiles_of_day(warehouse, as_of_on=as_of_on), broken_promises(as_of_on))
    differences = store.differences(sound, as_of_on, within)
    return CheckResult(PUBLISHED_CODE, PUBLISHED_SENTENCE, len(differences), differences[0] if differences else None)
