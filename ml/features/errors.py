"""What can be wrong with feature rows as a whole. Single bad rows are no error: they are set aside and counted."""

from loyalty.errors import Invalid


class FeatureMissing(Invalid):
    """A column that the model reads is not in the rows."""

    code = "FEATURE_MISSING"


class FeatureTypeWrong(Invalid):
    """A column has a type that the model cannot read."""

    code = "FEATURE_TYPE_WRONG"


class NothingToFit(Invalid):
    """No usable row is left to take statistics from."""

    code = "FEATURES_NOTHING_TO_FIT"
