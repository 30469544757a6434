"""Why scores were not published (those before stay as they were), or not told."""

from loyalty.errors import Conflict, Invalid, Refused


class ScoresOlder(Refused):
    """A newer day is published already."""

    code = "SCORES_OLDER"


class ScoresEmpty(Refused):
    """There is not one row for a member, so nothing replaces what is published."""

    code = "SCORES_EMPTY"


class ScoresColumnMissing(Invalid):
    """The rows lack a column."""

    code = "SCORES_COLUMN_MISSING"


class ScoresTooOld(Conflict):
    """Somebody asked for scores not older than some time, and there are none; after the next load there may be."""

    code = "SCORES_TOO_OLD"
