"""What is known of every customer, by name: the catalogue, and the store that answers for one. Computing it is dbt's."""

from loyalty.features.cached import FeatureCache
from loyalty.features.catalogue import PROFILE_CATALOGUE, load_catalogue
from loyalty.features.errors import CatalogueMalformed, FeaturesEmpty, FeaturesOlder, FeatureUnknown
from loyalty.features.model import KINDS, Catalogue, Feature, FeatureKind, Label
from loyalty.features.online import MemberFeatures
from loyalty.features.store import FeatureStore

__all__ = [
    "KINDS",
    "PROFILE_CATALOGUE",
    "Catalogue",
    "CatalogueMalformed",
    "Feature",
    "FeatureCache",
    "FeatureKind",
    "FeatureStore",
    "FeatureUnknown",
    "FeaturesEmpty",
    "FeaturesOlder",
    "Label",
    "MemberFeatures",
    "load_catalogue",
]
