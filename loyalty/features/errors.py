"""What the catalogue refuses. Not here: rules that name an unknown feature (`loyalty/rules`)."""

from loyalty.errors import Invalid


class CatalogueMalformed(Invalid):
    """The YAML that should describe the features is missing, unreadable or incomplete."""

    code = "CATALOGUE_MALFORMED"
