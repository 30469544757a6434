"""What the registry says no to."""

from loyalty.errors import NotFound, Refused, Unavailable


class ModelUnknown(NotFound):
    """No such version of the model is stored."""

    code = "MODEL_UNKNOWN"


class NoChampion(Unavailable):
    """No version of the model may serve: none was promoted yet, or every one that was is corrupt."""

    code = "MODEL_NO_CHAMPION"


class ModelBelowBaseline(Refused):
    """The model is no better than the simple thing it would replace, so it does not become champion."""

    code = "MODEL_BELOW_BASELINE"
