"""Why no model could be trained."""

from loyalty.errors import Refused, Unavailable


class TooLittleHistory(Refused):
    """The data does not yet reach back far enough to train on one day and judge on a later one."""

    code = "MODEL_TOO_LITTLE_HISTORY"


class LabelsOneSided(Refused):
    """All labels say the same, so there is nothing to learn to tell apart."""

    code = "MODEL_LABELS_ONE_SIDED"


class ParityBroken(Unavailable):
    """The exported file does not answer like the network it came from; it was not stored."""

    code = "MODEL_PARITY_BROKEN"
