"""Promotions as JSON, from files and over HTTP: definitions out, or one clear refusal naming the path. Not here: rows (catalogue)."""

from pathlib import Path

from loyalty.definition_file import Section, open_definition
from loyalty.eligibility.definition import criteria_to_json, optional_criteria, person_shape
from loyalty.ledger.model import AMOUNT_MAX
from loyalty.programs.reading import code, condition, optional_code, whole, whole_or
from loyalty.programs.rules_model import PURCHASE
from loyalty.programs.vocabulary import fact_shape
from loyalty.promotions.errors import PromotionDefinitionInvalid
from loyalty.promotions.model import Discount, Points, PromotionDefinition, UsageLimits

PRIORITY_MAX = 1_000
DAYS_MAX = 36_500
LIMIT_MAX = 10**15


def read_promotions(directory: Path) -> list[PromotionDefinition]:
    """The promotions that the directory's JSON files define, by code.

    Raises:
        PromotionDefinitionInvalid: no such directory, or a file that cannot be used.
    """
    if not directory.is_dir():
        raise PromotionDefinitionInvalid(f"{directory.name}: is not a folder.", file=directory.name, path="", problem="is not a folder")
    found: dict[tuple[str, str], PromotionDefinition] = {}
    for path in sorted(directory.glob("*.json")):
        file = open_definition(path, PromotionDefinitionInvalid)
        promotion = _promotion(file, is_stored=False)
        if (promotion.program_code, promotion.code) in found:
            file.refuse("code", "is the code of another file too", promotion.code)
        found[promotion.program_code, promotion.code] = promotion
    return [found[key] for key in sorted(found)]


def promotion_from_json(definition: object, *, name: str = "stored promotion", is_stored: bool = True) -> PromotionDefinition:
    """The promotion of a document. A stored one was checked when it was saved.

    Raises:
        PromotionDefinitionInvalid: it cannot be used; said with the path.
    """
    return _promotion(Section(definition, file=name, path="", error=PromotionDefinitionInvalid), is_stored=is_stored)


def promotion_to_json(promotion: PromotionDefinition) -> dict[str, object]:
    """The definition that reads back as `promotion`."""
    points, discount, limits = promotion.points, promotion.discount, promotion.limits
    return {
        "program_code": promotion.program_code,
        "code": promotion.code,
        "name": promotion.name,
        "description": promotion.description,
        "trigger": promotion.trigger,
        "eligibility": criteria_to_json(promotion.eligibility),
        "condition": promotion.condition.document if promotion.condition else None,
        "points": points
        and {
            "points": points.points,
            "per_minor": points.per_minor,
            "wallet_code": points.wallet_code,
            "expires_after_days": points.expires_after_days,
        },
        "discount": discount and {"amount_minor": discount.amount_minor, "percent": discount.percent},
        "priority": promotion.priority,
        "exclusivity_group": promotion.exclusivity_group,
        "is_exclusive": promotion.is_exclusive,
        "limits": {
            "total_count": limits.total_count,
            "per_member_count": limits.per_member_count,
            "budget_points": limits.budget_points,
            "budget_minor": limits.budget_minor,
        },
    }


def _promotion(file: Section, *, is_stored: bool) -> PromotionDefinition:
    promotion = PromotionDefinition(
        code=code(file, "code"),
        program_code=code(file, "program_code"),
        name=file.names("name"),
        description=file.names("description"),
        points=_points(file.section("points")) if file.has("points") else None,
        discount=_discount(file.section("discount")) if file.has("discount") else None,
        trigger=code(file, "trigger") if file.has("trigger") else PURCHASE,
        eligibility=optional_criteria(file, "eligibility", None if is_stored else person_shape()),
        condition=condition(file, "condition", None if is_stored else fact_shape()),
        priority=whole_or(file, "priority", 0, least=-PRIORITY_MAX, most=PRIORITY_MAX),
        exclusivity_group=optional_code(file, "exclusivity_group"),
        is_exclusive=file.truth("is_exclusive", default=False),
        limits=_limits(file.section("limits")) if file.has("limits") else UsageLimits(),
    )
    if promotion.points is None and promotion.discount is None:
        file.refuse("points", "or discount must be there: a promotion gives something", None)
    file.finish()
    return promotion


def _points(section: Section) -> Points:
    points = Points(
        points=section.whole_number("points", least=1, most=AMOUNT_MAX),
        per_minor=whole(section, "per_minor", least=1, most=AMOUNT_MAX),
        wallet_code=optional_code(section, "wallet_code"),
        expires_after_days=whole(section, "expires_after_days", least=1, most=DAYS_MAX),
    )
    section.finish()
    return points


def _discount(section: Section) -> Discount:
    discount = Discount(
        amount_minor=whole(section, "amount_minor", least=1, most=AMOUNT_MAX), percent=whole(section, "percent", least=1, most=100)
    )
    if discount.amount_minor is None and discount.percent is None:
        section.refuse("amount_minor", "or percent must be there", None)
    section.finish()
    return discount


def _limits(section: Section) -> UsageLimits:
    limits = UsageLimits(
        total_count=whole(section, "total_count", least=1, most=LIMIT_MAX),
        per_member_count=whole(section, "per_member_count", least=1, most=AMOUNT_MAX),
        budget_points=whole(section, "budget_points", least=0, most=LIMIT_MAX),
        budget_minor=whole(section, "budget_minor", least=0, most=LIMIT_MAX),
    )
    section.finish()
    return limits
