"""How statements are planned in one transaction. Not here: what they ask, and connections (`engine.py`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from loyalty.database.round_trip import send
from loyalty.database.work import Work

ANEW = "set local plan_cache_mode = force_custom_plan"
AS_USUAL = "set local plan_cache_mode = auto"


def plan_anew(within: Work) -> None:
    """Each statement of this transaction is planned for the rows that are there now.

    Whoever polls an empty queue has its statements prepared, and their plan made once, for no rows; when a million come at once, that plan
    reads all of them each time, until the statistics are taken again.
    """
    send((ANEW, {}), within)


@contextmanager
def planned_anew(within: Work) -> Iterator[None]:
    """As `plan_anew`, for the statements of this block alone: those after it are many, and planned well for any number of rows."""
    plan_anew(within)
    yield
    within.exec_driver_sql(AS_USUAL)
