"""The wire shapes of features: one member's values, many members', and the catalogue."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from loyalty.features import Catalogue, Feature, MemberFeatures
from loyalty.features.online import ShelfHead
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from serving.http.inputs import PLAIN_TEXT, In
from serving.http.outputs import LocalText, Out, ReasonOut

BATCH_MAX = 1_000

Reference = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]
FeatureName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$")]


class MemberFeaturesOut(Out):
    """What is known of one member at the end of one business day."""

    member_id: str
    source: Literal["cache", "database", "warehouse", "none"] = Field(
        description="Where the values came from. `none`: nothing is known of this member (yet), or nobody could be asked; see `reason`."
    )
    as_of_on: date | None = Field(description="The business day whose end the values speak of.")
    loaded_at: datetime | None = Field(description="When the newest load arrived that the values know.")
    age_seconds: float | None = Field(description="How long ago that was, by the business clock.")
    updated_at: datetime | None = Field(
        description="When the newest value became known that came after the last publish: told by an event, read anew in the warehouse, or "
        "predicted from such values. Null: everything is as published."
    )
    reason: str | None = Field(description="Why there are no values, as a stable code; null where there are some.")
    features: dict[str, int | float | str | bool | None] | None = Field(
        description="Values by name, in the order of the catalogue (`/v1/features`). Null: unknown member of the warehouse.",
        examples=[{"recency_days": 3, "spend_minor_84d": 18250, "churn_probability": 0.031, "last_purchase_on": "2017-10-28"}],
    )

    @classmethod
    def of(cls, found: MemberFeatures, names: Sequence[str] | None, now: datetime) -> "MemberFeaturesOut":
        """The wire shape of an answer; only `names` of it, where some are given."""
        values = found.values
        if values is not None and names is not None:
            values = {name: values.get(name) for name in names}
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, found.member_id),
            source=found.source,
            as_of_on=found.as_of_on,
            loaded_at=found.loaded_at,
            age_seconds=found.age_seconds(now),
            updated_at=found.since.known_at if found.since else None,
            reason=found.reason or ("FEATURES_UNKNOWN" if values is None else None),
            features=dict(values) if values is not None else None,
        )


class FeaturesBatchIn(In):
    """Whose features are asked for, and which."""

    member_ids: list[Reference] = Field(
        min_length=1, max_length=BATCH_MAX, description="Ids (`mbr_…`) or external ids.", examples=[["1042"]]
    )
    names: list[FeatureName] | None = Field(default=None, min_length=1, max_length=200, description="Only these features; left out: all.")
    program_code: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)] | None = Field(
        default=None, description="The program whose external ids are meant; left out: the first one."
    )


class BatchItemOut(Out):
    """One member of a batch, in the place where it was asked for."""

    member_id: str = Field(description="As it was asked for.")
    answer: MemberFeaturesOut | None
    error: ReasonOut | None


class FeaturesBatchOut(Out):
    """As many items as were asked for, in the same order."""

    items: list[BatchItemOut]


class FeatureOut(Out):
    """One feature of the catalogue."""

    name: str
    kind: Literal["integer", "number", "text", "boolean", "date"] = Field(description="`date` travels as an ISO text.")
    is_nullable: bool = Field(description="Whether an empty value is an answer.")
    unit: str | None
    owner: str | None = Field(description="Who is asked about it.")
    label: LocalText | None
    description: str
    codes: list[str] | None = Field(description="The closed list of values, where there is one.")

    @classmethod
    def of(cls, feature: Feature) -> "FeatureOut":
        """The wire shape of a feature."""
        return cls(
            name=feature.name,
            kind=feature.kind,
            is_nullable=feature.is_nullable,
            unit=feature.unit,
            owner=feature.owner,
            label=LocalText(en=feature.label.en, ar=feature.label.ar) if feature.label else None,
            description=feature.description,
            codes=list(feature.codes) if feature.codes is not None else None,
        )


class FreshnessOut(Out):
    """How fresh what is published is; nulls before the first publish."""

    generation: int | None = Field(description="Counts publishes.")
    as_of_on: date | None
    loaded_at: datetime | None = Field(description="When the newest load arrived that the features know.")
    published_at: datetime | None
    age_seconds: float | None
    expected_within_seconds: int = Field(description="Older than this, something did not run.")
    is_stale: bool

    @classmethod
    def of(cls, catalogue: Catalogue, head: ShelfHead | None, now: datetime) -> "FreshnessOut":
        """How fresh what is published of the catalogue is; `head` is None where nothing is."""
        age = None if head is None or head.loaded_at is None else max(0.0, (now - head.loaded_at).total_seconds())
        within = catalogue.fresh_within_seconds
        return cls(
            generation=head.generation if head else None,
            as_of_on=head.as_of_on if head else None,
            loaded_at=head.loaded_at if head else None,
            published_at=head.published_at if head else None,
            age_seconds=age,
            expected_within_seconds=within,
            is_stale=head is None or (age is not None and age > within),
        )


class CatalogueOut(Out):
    """Everything that may be known of a member."""

    relation: str = Field(description="The mart that makes them.")
    description: str
    freshness: FreshnessOut
    features: list[FeatureOut]

    @classmethod
    def of(cls, catalogue: Catalogue, head: ShelfHead | None, now: datetime) -> "CatalogueOut":
        """The wire shape of the catalogue and of what is published of it."""
        return cls(
            relation=catalogue.relation,
            description=catalogue.description,
            freshness=FreshnessOut.of(catalogue, head, now),
            features=[FeatureOut.of(feature) for feature in catalogue],
        )
