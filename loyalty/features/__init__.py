"""The feature catalogue: what is known of every customer, by name, type, unit and owner. Not here: how a feature is computed (dbt)."""

from loyalty.features.catalogue import PROFILE_CATALOGUE, load_catalogue
from loyalty.features.errors import CatalogueMalformed
from loyalty.features.model import KINDS, Catalogue, Feature, FeatureKind, Label

__all__ = ["KINDS", "PROFILE_CATALOGUE", "Catalogue", "CatalogueMalformed", "Feature", "FeatureKind", "Label", "load_catalogue"]
