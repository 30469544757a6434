"""What is known of every customer, by name: the catalogue, and the store that answers for one. Computing it is dbt's."""

from loyalty.features.catalogue import PROFILE_CATALOGUE, load_catalogue
from loyalty.features.errors import CatalogueMalformed, FeaturesEmpty, FeaturesOlder, FeatureUnknown
from loyalty.features.model import KINDS, Catalogue, Feature, FeatureKind, Label

__all__ = [
    "KINDS",
    "PROFILE_CATALOGUE",
    "Catalogue",
    "CatalogueMalformed",
    "Feature",
    "FeatureKind",
    "FeatureUnknown",
    "FeaturesEmpty",
    "FeaturesOlder",
    "Label",
    "load_catalogue",
]
