"""What the registry says no to."""

from loyalty.errors import Conflict, NotFound, Refused, Unavailable


class ModelUnknown(NotFound):
    """No such version of the model is stored."""

    code = "MODEL_UNKNOWN"


class NoChampion(Unavailable):
    """No version of the model may serve: none was promoted yet, or every one that was is corrupt."""

    code = "MODEL_NO_CHAMPION"


class ModelBelowGates(Refused):
    """The model did not pass the gates, so it does not become champion unless somebody forces it and says why."""

    code = "MODEL_BELOW_GATES"


class ReasonMissing(Refused):
    """A promotion past the gates needs a reason; it is recorded."""

    code = "MODEL_REASON_MISSING"


class VersionTaken(Conflict):
    """Another training stored another model under this version meanwhile."""

    code = "MODEL_VERSION_TAKEN"


class FilesUnavailable(Unavailable):
    """The store of model files does not answer, or lacks what was recorded."""

    code = "MODEL_FILES_UNAVAILABLE"


class RegistryUnavailable(Unavailable):
    """The loyalty database does not answer, or its schema does not know models yet."""

    code = "MODEL_REGISTRY_UNAVAILABLE"
