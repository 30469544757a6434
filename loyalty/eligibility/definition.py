"""Criteria as JSON: one object, read with one clear refusal naming the path. Not here: what contains them (rewards, promotions)."""

from functools import lru_cache

from loyalty.definition_file import Section
from loyalty.eligibility.errors import EligibilityInvalid
from loyalty.eligibility.model import EVERYBODY, Criteria
from loyalty.features.catalogue import load_catalogue
from loyalty.programs.model import Program
from loyalty.programs.reading import condition, instant, optional_code, texts, unique
from loyalty.rules.shapes import Items, Plain, Record, Shape


@lru_cache(maxsize=1)
def person_shape() -> Record:
    """Everything that a condition about a member may name; the features are those of the catalogue."""
    return Record(
        {
            "member": Record({"joined_on": Plain("text"), "tenure_days": Plain("integer")}),
            "tier": Record({"code": Plain("text"), "rank": Plain("integer")}),
            "segments": Items(Plain("text")),
            "features": Record({feature.name: Plain(feature.kind) for feature in load_catalogue()}),
            "today": Plain("date"),
        }
    )


def read_criteria(section: Section, shape: Shape | None) -> Criteria:
    """The criteria in the section. `shape`: what the condition may name; None: it was checked when it was saved."""
    criteria = Criteria(
        tier_minimum_code=optional_code(section, "tier_minimum_code"),
        segments_in=texts(section, "segments_in"),
        segments_out=texts(section, "segments_out"),
        condition=condition(section, "condition", shape),
        starts_at=instant(section, "starts_at"),
        ends_at=instant(section, "ends_at"),
    )
    for key, codes in (("segments_in", criteria.segments_in), ("segments_out", criteria.segments_out)):
        unique(section, key, codes)
    both = sorted(set(criteria.segments_in) & set(criteria.segments_out))
    if both:
        section.refuse("segments_out", "must not name a segment of segments_in", both)
    if criteria.starts_at and criteria.ends_at and criteria.ends_at <= criteria.starts_at:
        section.refuse("ends_at", "must lie after starts_at", str(criteria.ends_at))
    section.finish()
    return criteria


def optional_criteria(section: Section, key: str, shape: Shape | None) -> Criteria:
    """The criteria under `key`; everybody, where it is absent or null."""
    return read_criteria(section.section(key), shape) if section.has(key) else EVERYBODY


def criteria_from_json(definition: object, *, is_stored: bool) -> Criteria:
    """The criteria of a document of their own.

    Raises:
        EligibilityInvalid: it cannot be used; said with the path.
    """
    section = Section(definition, file="eligibility", path="", error=EligibilityInvalid)
    return read_criteria(section, None if is_stored else person_shape())


def criteria_to_json(criteria: Criteria) -> dict[str, object]:
    """The document that reads back as `criteria`."""
    return {
        "tier_minimum_code": criteria.tier_minimum_code,
        "segments_in": list(criteria.segments_in),
        "segments_out": list(criteria.segments_out),
        "condition": criteria.condition.document if criteria.condition else None,
        "starts_at": criteria.starts_at.isoformat() if criteria.starts_at else None,
        "ends_at": criteria.ends_at.isoformat() if criteria.ends_at else None,
    }


def misfit(criteria: Criteria, program: Program, segment_codes: frozenset[str]) -> tuple[str, str] | None:
    """The path and the problem of the first thing that the program or the company does not have; None: it fits."""
    tiers = [tier.code for tier in program.ladder.tiers]
    if criteria.tier_minimum_code is not None and criteria.tier_minimum_code not in tiers:
        return "tier_minimum_code", f"names no tier of the program ({criteria.tier_minimum_code})"
    for key, codes in (("segments_in", criteria.segments_in), ("segments_out", criteria.segments_out)):
        unknown = [code for code in codes if code not in segment_codes]
        if unknown:
            return key, f"names no segment ({unknown[0]})"
    return None
