"""What one rule's effects are worth on an event, line by line. Pure; not here: which rules fire and what caps leave (rating)."""

from collections.abc import Iterable, Mapping, Sequence

from loyalty.programs.awards import EarningEvent
from loyalty.programs.model import OrderLine
from loyalty.programs.rules_model import EVERY_LINE, EarningRule, Effect, Fixed, LineFilter, PerAmount, PerLine
from loyalty.rules.logic import LogicTooCostly, decide_logic

Shares = dict[str, int]
"""Points by line id; "" stands for an event without lines."""

WITHOUT_LINES = ""


def points_of(rule: EarningRule, event: EarningEvent) -> Shares:
    """What the rule's own effects award, by line; a multiplier and an extension award nothing here."""
    shares: Shares = {}
    for effect in rule.effects:
        for line_id, points in _of_effect(effect, event).items():
            shares[line_id] = shares.get(line_id, 0) + points
    return shares


def multiplied(percent: int, lines: LineFilter, base: Mapping[str, int], event: EarningEvent) -> Shares:
    """What `percent` / 100 adds to the base on the lines that count."""
    if lines != EVERY_LINE:
        counting = {line.line_id for line in matching(lines, event)}
        base = {line_id: points for line_id, points in base.items() if line_id in counting}
    return shared_out(sum(base.values()) * (percent - 100) // 100, base)


def shared_out(points: int, weights: Mapping[str, int]) -> Shares:
    """`points` in the proportion of the weights."""
    if points <= 0:
        return {}
    if len(weights) == 1:
        return dict.fromkeys(weights, points)
    parts = spread(points, weights.values())
    return {line_id: part for line_id, part in zip(weights, parts, strict=True) if part}


def spread(points: int, weights: Iterable[int]) -> list[int]:
    """`points` in shares proportional to the weights (≥ 0, one above 0), whole, summing to `points`.

    Largest remainder; between equal remainders the earlier one. The same input always gives the same shares.
    """
    parts = list(weights)
    total = sum(parts)
    shares = [points * part // total for part in parts]
    remainders = sorted(range(len(parts)), key=lambda place: (-(points * parts[place] % total), place))
    for place in remainders[: points - sum(shares)]:
        shares[place] += 1
    return shares


def matching(lines: LineFilter, event: EarningEvent) -> Sequence[OrderLine]:
    """The event's lines that count."""
    if lines == EVERY_LINE:
        return event.lines
    return [line for line in event.lines if _matches(line, lines)]


def line_facts(line: OrderLine) -> dict[str, object]:
    """What a condition may ask of a line."""
    return {
        "line_id": line.line_id,
        "amount_minor": line.amount_minor,
        "quantity": line.quantity,
        "product_id": line.product_id,
        "category_code": line.category_code,
        "attributes": line.attributes,
    }


def _of_effect(effect: Effect, event: EarningEvent) -> Shares:
    match effect:
        case Fixed():
            return shared_out(effect.points, _weights(event.lines))
        case PerAmount():
            lines = matching(effect.lines, event)
            spend_minor = event.spend_minor if effect.lines == EVERY_LINE else sum(line.amount_minor for line in lines)
            return shared_out(max(spend_minor, 0) // effect.per_minor * effect.points, _weights(lines))
        case PerLine():
            return {
                line.line_id: effect.points * (line.quantity if effect.is_per_piece else 1)
                for line in matching(effect.lines, event)
                if line.quantity > 0
            }
        case _:
            return {}


def _weights(lines: Sequence[OrderLine]) -> Shares:
    """What lines cost; where nothing costs anything, each weighs the same."""
    if not lines:
        return {WITHOUT_LINES: 1}
    costs = {line.line_id: max(line.amount_minor, 0) for line in lines}
    return costs if any(costs.values()) else dict.fromkeys(costs, 1)


def _matches(line: OrderLine, lines: LineFilter) -> bool:
    if lines.product_ids and line.product_id not in lines.product_ids:
        return False
    if lines.category_codes and line.category_code not in lines.category_codes:
        return False
    if lines.condition is None:
        return True
    try:
        return decide_logic(lines.condition, line_facts(line))
    except LogicTooCostly:
        return False
