"""Why a model cannot run. Both say which model, so that an operator knows what to train or promote."""

from loyalty.errors import Invalid, Unavailable


class ModelCorrupt(Unavailable):
    """The stored files are not what was exported; they were not given to the interpreter."""

    code = "MODEL_CORRUPT"


class ModelContractUnknown(Invalid):
    """The model reads a version of the features that this code does not build."""

    code = "MODEL_CONTRACT_UNKNOWN"
