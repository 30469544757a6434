"""What the jobs room refuses, each with its stable code."""

from loyalty.errors import Conflict, Invalid, NotFound


class JobUnknown(NotFound):
    """No job has this id."""

    code = "JOB_UNKNOWN"


class JobFileInvalid(Invalid):
    """The file cannot be read as what it is said to be, or lacks a column that its kind needs."""

    code = "JOB_FILE_INVALID"


class RowInvalid(Invalid):
    """A row of a file has a value that its column does not take."""

    code = "ROW_INVALID"


class RowFailed(Invalid):
    """A row failed for a reason of ours; it was set aside so that the rest could go on."""

    code = "ROW_FAILED"


class CodeMalformed(Invalid):
    """A voucher code is not 6 to 64 printable ASCII characters."""

    code = "CODE_MALFORMED"


class CodeCheckFailed(Invalid):
    """A voucher code has the form of the pool's own and a typing error in it."""

    code = "CODE_CHECK_FAILED"


class CodeRepeated(Conflict):
    """A voucher code is that of an earlier row too."""

    code = "CODE_REPEATED"


class CodeKnown(Conflict):
    """A voucher code is a voucher of the program already."""

    code = "CODE_KNOWN"
