"""What can be wrong with a table that somebody hands in."""

from loyalty.errors import Invalid


class TableUnreadable(Invalid):
    """The file is not there, or is no Parquet and no CSV."""

    code = "TABLE_UNREADABLE"


class TableFlawed(Invalid):
    """The table can be read, and does not hold what is asked of it."""

    code = "TABLE_FLAWED"
