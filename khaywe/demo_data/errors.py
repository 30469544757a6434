"""Why the demo's data cannot be released. Not here: what the warehouse refuses (`loyalty.warehouse.errors`)."""

from loyalty.errors import Conflict, Invalid, Refused, Unavailable


class DemoDataMissing(Unavailable):
    """The package with the Complete Journey is not installed."""

    code = "DEMO_DATA_MISSING"


class DemoDataChanged(Invalid):
    """The package's files are not the ones we know."""

    code = "DEMO_DATA_CHANGED"


class DemoDataExhausted(Refused):
    """There is no day left to release, or none has been released yet."""

    code = "DEMO_DATA_EXHAUSTED"


class DemoOpenedOtherwise(Conflict):
    """The warehouse holds another selection of households than the one asked for."""

    code = "DEMO_OPENED_OTHERWISE"
