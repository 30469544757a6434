"""What the warehouse may refuse. Not here: what a wrong load is called (the contract of raw tables, `raw.py`)."""

from loyalty.errors import Invalid, Unavailable


class WarehouseUrlWrong(Invalid):
    """The configured URL names no warehouse we know."""

    code = "WAREHOUSE_URL_WRONG"


class WarehouseUnavailable(Unavailable):
    """The warehouse does not answer, or another process keeps its file."""

    code = "WAREHOUSE_UNAVAILABLE"


class WarehouseTimedOut(WarehouseUnavailable):
    """The warehouse ended a statement that ran longer than `statement_timeout_seconds`; sent again at once it would end so again."""

    code = "WAREHOUSE_TIMED_OUT"


class WarehouseQueryFailed(Invalid):
    """The warehouse refused a statement: sending it again cannot help."""

    code = "WAREHOUSE_QUERY_FAILED"


class PublishedNothing(Unavailable):
    """No build has been published yet."""

    code = "PUBLISHED_NOTHING"


class PublishedDamaged(Unavailable):
    """The published files are not those that the manifest promises."""

    code = "PUBLISHED_DAMAGED"
