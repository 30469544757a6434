"""One encoder from feature columns to the matrix a network reads, for one member and for millions of rows alike. No model here."""

from ml.features.encoder import Encoded, Encoder, fit_encoder
from ml.features.errors import FeatureMissing, FeatureTypeWrong
from ml.features.model import Feature, FeatureContract, FittedFeature

__all__ = ["Encoded", "Encoder", "Feature", "FeatureContract", "FeatureMissing", "FeatureTypeWrong", "FittedFeature", "fit_encoder"]
