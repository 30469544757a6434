"""What the catalogue and the feature store refuse. Not here: rules that name an unknown feature (`loyalty/rules`)."""

from loyalty.errors import Invalid, Refused


class CatalogueMalformed(Invalid):
    """The YAML that should describe the features is missing, unreadable or incomplete."""

    code = "CATALOGUE_MALFORMED"


class FeatureUnknown(Invalid):
    """The catalogue has no such feature."""

    code = "FEATURE_UNKNOWN"


class FeatureValueWrong(Invalid):
    """A value that was told of a member is not what the catalogue promises of the feature."""

    code = "FEATURE_VALUE_WRONG"


class FeaturesOlder(Refused):
    """A newer day is published already; it stays."""

    code = "FEATURES_OLDER"


class FeaturesEmpty(Refused):
    """There is not one row for a member, so nothing replaces what is published."""

    code = "FEATURES_EMPTY"


class FeaturesColumnMissing(Invalid):
    """The rows lack a feature that the catalogue promises."""

    code = "FEATURES_COLUMN_MISSING"


class NothingKnown(Refused):
    """No load had arrived by the instant that was asked about."""

    code = "NOTHING_KNOWN"
