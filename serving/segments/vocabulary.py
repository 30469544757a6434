"""`/v1/segment-vocabulary…`, `/v1/examine/segment-words`: what a rule may ask, how that is spread, what a rule says. Not here: whom a rule
describes (`examine.py`).
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import Field, StringConstraints

from loyalty.access import ApiKey
from loyalty.features import FeatureUnknown
from loyalty.rules import InvalidRule
from loyalty.rules.words_lexicon import CHANNEL_LABELS, EVENT_LABELS
from loyalty.segments import (
    Distribution,
    NothingPublished,
    ProfileMissing,
    SegmentDataMissing,
    distribution_of,
    list_segments,
    read_segment_rule,
    segment_catalogue,
    segment_codes,
)
from loyalty.segments.language import CHANNELS, EVENT_TYPES, clauses_in_words, rule_in_words
from serving.features.schemas import FeatureOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.inputs import In, JsonObject
from serving.http.outputs import LocalText, Out
from serving.http.work import Work, wiring_of

router = APIRouter(prefix="/v1", tags=["Segments"], route_class=GuardedRoute)

PATHS_MAX = 500
JsonPointer = Annotated[str, StringConstraints(strict=True, max_length=400, pattern=r"^(/[^\x00-\x1f\x7f]*)?$")]
FeatureName = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$")],
    Path(description="A feature of the vocabulary.", examples=["recency_days"]),
]


class NamedOut(Out):
    """A code and what people call it."""

    code: str
    label: LocalText


class EventTypeOut(Out):
    """Something customers did that a rule may count, sum or date."""

    type: str
    label: LocalText
    fields: list[FeatureOut] = Field(description="What the condition of a count may ask of each one.")


class SegmentVocabularyOut(Out):
    """Everything that a segment's rule may ask."""

    features: list[FeatureOut] = Field(description="Of the customer profile, and of members: points, tier, status.")
    events: list[EventTypeOut]
    channels: list[NamedOut] = Field(description="What a member can agree to be told by.")
    segments: list[NamedOut] = Field(description="The segments that a rule may refer to: all but archived ones.")


class BarOut(Out):
    """Customers whose value lies here; the first and the last bar also hold what lies outside."""

    at_least: int | float | date
    below: int | float | date
    customer_count: int


class ValueCountOut(Out):
    """Customers with this very value."""

    value: str | bool
    customer_count: int


class DistributionOut(Out):
    """How one feature is spread over all customers on the newest published data."""

    feature: FeatureOut
    as_of_on: date
    customer_count: int
    unknown_count: int = Field(description="Customers of whom the value is not known.")
    least: int | float | date | None
    quarters: list[int | float | date] = Field(description="Below these lie a quarter, a half and three quarters of the known values.")
    most: int | float | date | None
    bars: list[BarOut] = Field(description="Of numbers and days; empty for anything else.")
    values: list[ValueCountOut] = Field(description="Of texts and truths, the most frequent first; empty for anything else.")
    other_count: int = Field(description="Customers whose value is not among `values`.")

    @classmethod
    def of(cls, told: Distribution) -> "DistributionOut":
        """The wire shape of a distribution."""
        return cls.model_validate(
            {
                "feature": FeatureOut.of(told.feature),
                "as_of_on": told.as_of_on,
                "customer_count": told.customer_count,
                "unknown_count": told.unknown_count,
                "least": told.least,
                "quarters": list(told.quarters),
                "most": told.most,
                "bars": [BarOut(at_least=bar.at_least, below=bar.below, customer_count=bar.customer_count) for bar in told.bars],
                "values": [ValueCountOut(value=one.value, customer_count=one.customer_count) for one in told.values],
                "other_count": told.other_count,
            }
        )


class SegmentWordsIn(In):
    """A rule to be told to people."""

    rule: JsonObject | bool = Field(description="JSONLogic as it stands in the editor.")
    paths: list[JsonPointer] = Field(
        default=[], max_length=PATHS_MAX, description="Clauses to be told by themselves, as JSON Pointers into the rule."
    )


class ClauseWordsOut(Out):
    """One clause in words."""

    path: str
    in_words: LocalText


class SegmentWordsOut(Out):
    """What a rule says, for people."""

    in_words: LocalText
    clauses: list[ClauseWordsOut] = Field(description="In the order of the paths asked for.")
    features_read: list[str]


@router.get("/segment-vocabulary", summary="Read what a segment's rule may ask")
def read_vocabulary(_: Annotated[ApiKey, requires("segments.read")], request: Request, work: Work) -> SegmentVocabularyOut:
    """The features with their units, labels and closed lists, the events that can be counted, the channels of consent, and the segments:
    what a rule builder offers."""
    return SegmentVocabularyOut(
        features=[FeatureOut.of(one) for one in segment_catalogue(wiring_of(request).catalogue)],
        events=[
            EventTypeOut(
                type=name,
                label=LocalText(en=EVENT_LABELS[name].en, ar=EVENT_LABELS[name].ar),
                fields=[FeatureOut.of(one) for one in fields],
            )
            for name, fields in EVENT_TYPES.items()
        ],
        channels=[NamedOut(code=one, label=LocalText(en=CHANNEL_LABELS[one].en, ar=CHANNEL_LABELS[one].ar)) for one in CHANNELS],
        segments=[NamedOut(code=one.code, label=LocalText.of(one.name)) for one in list_segments(within=work) if one.status != "ARCHIVED"],
    )


@router.get(
    "/segment-vocabulary/{feature}/distribution",
    responses=refusals(FeatureUnknown, NothingPublished, SegmentDataMissing, ProfileMissing),
    summary="Read how a feature is spread",
)
def read_distribution(_: Annotated[ApiKey, requires("segments.read")], request: Request, feature: FeatureName) -> DistributionOut:
    """Bars of a number or a day, the most frequent values of anything else, on the newest published data: what to look at before choosing
    a threshold. Bars cover the middle 98 % of the known values."""
    return DistributionOut.of(distribution_of(feature, wiring_of(request).profiles.source()))


@router.post("/examine/segment-words", responses=refusals(Malformed, InvalidRule), summary="Tell a segment's rule in words")
def examine_words(_: Annotated[ApiKey, requires("segments.read")], request: Request, body: SegmentWordsIn, work: Work) -> SegmentWordsOut:
    """What a rule says, in every language, and its clauses one by one. No data are read and nothing is stored; a refusal says which part of
    the rule is wrong and what to write instead."""
    catalogue = wiring_of(request).catalogue
    checked = read_segment_rule(body.rule, catalogue, segment_codes(within=work))
    names = {one.code: one.name for one in list_segments(within=work)}
    told = clauses_in_words(checked, body.paths, catalogue, names)
    return SegmentWordsOut(
        in_words=LocalText.of(rule_in_words(body.rule, catalogue, names)),
        clauses=[ClauseWordsOut(path=path, in_words=LocalText.of(words)) for path, words in zip(body.paths, told, strict=True)],
        features_read=sorted({one.name for one in checked.fields}),
    )
