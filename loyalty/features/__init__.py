"""What is known of every customer, by name: the catalogue, and the store that answers for one. Computing it is dbt's."""

from loyalty.features.cached import FeatureCache
from loyalty.features.catalogue import PROFILE_CATALOGUE, load_catalogue
from loyalty.features.errors import CatalogueMalformed, FeaturesEmpty, FeaturesOlder, FeatureUnknown, FeatureValueWrong
from loyalty.features.model import KINDS, Catalogue, Feature, FeatureKind, Label
from loyalty.features.online import MemberFeatures
from loyalty.features.store import FeatureStore
from loyalty.features.store_updates import KnownNow, known_now, record_updates
from loyalty.features.updates import FeatureUpdate, as_facts, checked_values

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
    "FeatureUpdate",
    "FeatureValueWrong",
    "FeaturesEmpty",
    "FeaturesOlder",
    "KnownNow",
    "Label",
    "MemberFeatures",
    "as_facts",
    "checked_values",
    "known_now",
    "load_catalogue",
    "record_updates",
]
