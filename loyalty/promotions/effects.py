"""What a promotion gives for an event: bonus points and money off. Pure; whether it applies is decided elsewhere (decide)."""

from loyalty.promotions.model import PromotionDefinition


def points_for(definition: PromotionDefinition, spend_minor: int) -> int:
    """The bonus points: a fixed number, or so many for every full amount of the order's spend."""
    points = definition.points
    if points is None:
        return 0
    return points.points if points.per_minor is None else spend_minor // points.per_minor * points.points


def discount_for(definition: PromotionDefinition, spend_minor: int, left_minor: int) -> int:
    """The money off in minor units: an amount, or a percentage of the spend (rounded down) up to it; never more than is left to pay."""
    discount = definition.discount
    if discount is None:
        return 0
    wanted = discount.amount_minor if discount.percent is None else spend_minor * discount.percent // 100
    if discount.percent is not None and discount.amount_minor is not None:
        wanted = min(wanted or 0, discount.amount_minor)
    return max(min(wanted or 0, left_minor), 0)
