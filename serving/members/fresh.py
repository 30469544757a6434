"""Which scores a caller is told: the published ones, or ones worked out now. Not here: models (`serving/scoring.py`), wire shapes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from loyalty.errors import LoyaltyError
from loyalty.features import Catalogue, MemberFeatures
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, Member
from loyalty.scores import CHURN_REASONS, ChurnNow, Freshness, MemberScores, is_young_enough, too_old
from ml.churn.reasons import in_words
from serving.members.schemas import ChurnOut
from serving.members.score_schemas import LifetimeValueOut, ScoresOut
from serving.scoring import Scoring

RFM = ("recency_quintile", "frequency_quintile", "monetary_quintile")
LIFETIME = tuple(LifetimeValueOut.model_fields)


def scores_of(
    member: Member,
    published: MemberScores | None,
    features: MemberFeatures | None,
    scoring: Scoring,
    now: datetime,
    *,
    catalogue: Catalogue,
    not_older_than: int | None,
    anew: bool,
) -> ScoresOut:
    """Published scores where they are young enough, nobody wants them anew and nothing became known of the member since; else scores of
    the features, if those are young enough.

    Raises:
        ScoresTooOld: neither is.
    """
    wanted = None if not_older_than is None else timedelta(seconds=not_older_than)
    known = _freshness(features)
    # What is published of another day than the features is at least a load behind them, and when that load came is not kept.
    is_same_day = published is not None and published.as_of_on == known.as_of_on
    of_published = known if is_same_day else Freshness(published.as_of_on if published else None, None)
    is_enough = published is not None and is_young_enough(of_published, wanted, now)
    is_overtaken = features is not None and features.since is not None
    if published is not None and is_enough and not anew and not is_overtaken:
        return _told(member, published, features, of_published, now, catalogue=catalogue, source="published")
    if not is_young_enough(known, wanted, now):
        raise too_old(known if known.data_until else of_published, wanted or timedelta(0), now)
    scored = _scored(features, scoring)
    if scored is not None:
        return _told(member, published, features, known, now, catalogue=catalogue, source="computed", churn=scored)
    if wanted is not None and not is_enough:
        raise too_old(of_published, wanted, now)
    return _told(member, published, features, of_published, now, catalogue=catalogue, source="published" if published else "none")


def _freshness(features: MemberFeatures | None) -> Freshness:
    """A score of features of which some came after the publish is of the day, and as old, as the newest of them."""
    if features is None:
        return Freshness(None, None)
    if features.since is None:
        return Freshness(features.as_of_on, features.loaded_at)
    return Freshness(features.since.as_of_on, features.since.known_at)


def _scored(features: MemberFeatures | None, scoring: Scoring) -> ChurnNow | None:
    """None where no model serves or the features are not those that it reads."""
    if features is None or features.values is None:
        return None
    try:
        return scoring.churn(features.values)
    except LoyaltyError:
        return None


def _told(
    member: Member,
    published: MemberScores | None,
    features: MemberFeatures | None,
    freshness: Freshness,
    now: datetime,
    *,
    catalogue: Catalogue,
    source: str,
    churn: ChurnNow | None = None,
) -> ScoresOut:
    values = dict(features.values) if features is not None and features.values is not None else {}
    # What is scored now is of the features' day in all its parts, never a mix of two days.
    of_day = values if churn is not None else {}
    said = {name: of_day.get(name, getattr(published, name, None)) for name in (*RFM, "rfm_code", "rfm_segment_code", "tier_code")}
    lifetime = {name: values.get(name) for name in LIFETIME}
    is_of_features = features is not None and published is not None and features.as_of_on == published.as_of_on
    reasons = churn.reason_codes if churn is not None else [values.get(name) for name in CHURN_REASONS] if is_of_features else []
    return ScoresOut.model_validate(
        {
            "member_id": show_id(MEMBER_ID_PREFIX, member.id),
            "source": source,
            "as_of_on": freshness.as_of_on,
            "data_until": freshness.data_until,
            "age_seconds": freshness.age_seconds(now),
            "churn": _churn(published, churn, now).model_dump() | {"reasons": _reasons(reasons, catalogue)},
            "rfm": {"code": said["rfm_code"], "segment_code": said["rfm_segment_code"]} | {name: said[name] for name in RFM},
            "tier": {"code": said["tier_code"], "qualifying_minor": getattr(published, "qualifying_minor", None)},
            "lifetime_value": lifetime if any(value is not None for value in lifetime.values()) else None,
        }
    )


def _reasons(codes: Iterable[object], catalogue: Catalogue) -> list[dict[str, object]]:
    told = [code for code in codes if isinstance(code, str)]
    return [{"code": code, "in_words": {"en": in_words(code, catalogue), "ar": in_words(code, catalogue, language="ar")}} for code in told]


def _churn(published: MemberScores | None, churn: ChurnNow | None, now: datetime) -> ChurnOut:
    if churn is not None:
        return ChurnOut(probability=churn.probability, band_code=churn.band_code, model_version=churn.model_version, scored_at=now)
    if published is None:
        return ChurnOut(probability=None, band_code=None, model_version=None, scored_at=None)
    return ChurnOut(
        probability=published.churn_probability,
        band_code=published.churn_band_code,
        model_version=published.model_version,
        scored_at=published.scored_at,
    )
