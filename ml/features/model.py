"""What a feature is to a network: its kind, its transform, and what was learnt about it. Not here: the arithmetic (`encoder.py`)."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["number", "flag", "code"]
Scale = Literal["linear", "log1p"]


class Feature(BaseModel):
    """One column of a feature table and how it becomes network inputs.

    `number`: clipped to [minimum, maximum], scaled, then standardised. `flag`: 0 or 1. `code`: one input per known code and
    one for any other. A nullable feature adds an input that says "was missing"; null in any other feature sets the row aside.
    One that `grows` by itself, a day a day, has not drifted when it has grown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind = "number"
    scale: Scale = "linear"
    minimum: float | None = None
    maximum: float | None = None
    is_nullable: bool = False
    code_count_max: int = 24
    grows: bool = False

    @model_validator(mode="after")
    def _log_needs_a_floor(self) -> Self:
        if self.scale == "log1p" and (self.minimum is None or self.minimum < 0):
            raise ValueError(f"{self.name}: log1p needs minimum >= 0")
        return self


def count(name: str, *, maximum: float | None = None, is_nullable: bool = False, grows: bool = False) -> Feature:
    """A count, an amount or a number of days: never negative, long-tailed, so read on a logarithmic scale."""
    return Feature(name=name, scale="log1p", minimum=0.0, maximum=maximum, is_nullable=is_nullable, grows=grows)


def share(name: str, *, is_nullable: bool = False) -> Feature:
    """A part of a whole, 0 to 1."""
    return Feature(name=name, minimum=0.0, maximum=1.0, is_nullable=is_nullable)


class FittedFeature(Feature):
    """A feature and what the training rows taught: mean and deviation after the transform, or the codes seen."""

    mean: float = 0.0
    deviation: float = Field(default=1.0, gt=0.0)
    codes: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the network inputs it becomes, in order."""
        missing = (f"{self.name}:missing",) if self.is_nullable else ()
        if self.kind == "code":
            return (*(f"{self.name}={code}" for code in self.codes), f"{self.name}=?", *missing)
        return (self.name, *missing)


class FeatureContract(BaseModel):
    """The features of one model in the order it reads them. A changed list or transform is a new version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: int
    features: tuple[Feature, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that rows must have."""
        return tuple(feature.name for feature in self.features)
