"""Why scores were not published. In each case those published before stay as they were."""

from loyalty.errors import Invalid, Refused


class ScoresOlder(Refused):
    """A newer day is published already."""

    code = "SCORES_OLDER"


class ScoresEmpty(Refused):
    """There is not one row for a member, so nothing replaces what is published."""

    code = "SCORES_EMPTY"


class ScoresColumnMissing(Invalid):
    """The rows lack a column."""

    code = "SCORES_COLUMN_MISSING"
