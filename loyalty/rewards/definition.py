"""Rewards as JSON, from files and over HTTP: definitions out, or one clear refusal naming the path. Not here: rows (store).

A reward of one price may say `price_points` and `tier_minimum_code` at the top, as rewards did before they had several prices.
"""

import re
from pathlib import Path

from loyalty.definition_file import Section, open_definition
from loyalty.eligibility.definition import criteria_to_json, optional_criteria, person_shape
from loyalty.eligibility.model import EVERYBODY, Criteria
from loyalty.ledger.model import AMOUNT_MAX
from loyalty.programs.reading import code, optional_code, parts, whole
from loyalty.rewards.errors import RewardDefinitionInvalid
from loyalty.rewards.model import LimitPeriod, Limits, Price, RewardDefinition
from loyalty.rules.shapes import Shape

CODE_LENGTH_MAX = 64
PRICES_MAX = 50
PICTURE_URL_LENGTH_MAX = 1_000


def read_rewards(directory: Path) -> list[RewardDefinition]:
    """The rewards that the directory's JSON files define, by code.

    Raises:
        RewardDefinitionInvalid: no such directory, a file that is not JSON, an unknown or missing key, a value out of bounds,
            or two files with one code.
    """
    if not directory.is_dir():
        raise RewardDefinitionInvalid(f"{directory.name}: is not a folder.", file=directory.name, path="", problem="is not a folder")
    found: dict[tuple[str, str], RewardDefinition] = {}
    for path in sorted(directory.glob("*.json")):
        file = open_definition(path, RewardDefinitionInvalid)
        reward = _reward(file, person_shape())
        if (reward.program_code, reward.code) in found:
            file.refuse("code", "is the code of another file too", reward.code)
        found[reward.program_code, reward.code] = reward
    return [found[key] for key in sorted(found)]


def reward_from_json(definition: object, *, name: str = "stored reward", is_stored: bool = True) -> RewardDefinition:
    """The reward of a document. A stored one was checked when it was saved.

    Raises:
        RewardDefinitionInvalid: it cannot be used; said with the path.
    """
    section = Section(definition, file=name, path="", error=RewardDefinitionInvalid)
    return _reward(section, None if is_stored else person_shape())


def reward_to_json(reward: RewardDefinition) -> dict[str, object]:
    """The definition that reads back as `reward`."""
    return {
        "program_code": reward.program_code,
        "code": reward.code,
        "name": reward.name,
        "description": reward.description,
        "prices": [_price_to_json(price) for price in reward.prices],
        "stock_count": reward.stock_count,
        "eligibility": criteria_to_json(reward.eligibility),
        "limits": {
            "total_count": reward.limits.total_count,
            "period": reward.limits.period,
            "period_count": reward.limits.period_count,
        },
        "voucher_pool_code": reward.voucher_pool_code,
        "is_offered": reward.is_offered,
        "picture_url": reward.picture_url,
    }


def _reward(file: Section, shape: Shape | None) -> RewardDefinition:
    reward = RewardDefinition(
        code=code(file, "code"),
        program_code=code(file, "program_code"),
        name=file.names("name"),
        description=file.names("description"),
        prices=_prices(file),
        stock_count=whole(file, "stock_count", least=0, most=AMOUNT_MAX),
        eligibility=_eligibility(file, shape),
        limits=_limits(file.section("limits")) if file.has("limits") else Limits(),
        voucher_pool_code=optional_code(file, "voucher_pool_code"),
        is_offered=file.truth("is_offered", default=True),
        picture_url=_picture(file),
    )
    file.finish()
    return reward


def _picture(file: Section) -> str | None:
    """An address that a page served over https may show; nothing is fetched from it here."""
    if not file.has("picture_url"):
        return None
    url = file.text("picture_url", length_max=PICTURE_URL_LENGTH_MAX)
    if not url.isprintable() or " " in url or not re.fullmatch(r"https://[A-Za-z0-9.-]+(:\d+)?/.*", url):
        file.refuse("picture_url", "must be an https address such as https://images.example.com/coffee.webp", url)
    return url


def _prices(file: Section) -> tuple[Price, ...]:
    if not file.has("prices"):
        return (Price(file.whole_number("price_points", least=1, most=AMOUNT_MAX)),)
    if file.has("price_points"):
        file.refuse("price_points", "is one of the prices; say it there", None)
    prices = parts(file, "prices", _price, is_required=True)
    if len(prices) > PRICES_MAX:
        file.refuse("prices", f"must have at most {PRICES_MAX} prices", len(prices))
    grounds = [(price.wallet_code, price.tier_minimum_code, price.segment_code) for price in prices]
    if len(set(grounds)) != len(grounds):
        file.refuse("prices", "must not have two prices for the same wallet, tier and segment", None)
    return prices


def _price(section: Section) -> Price:
    price = Price(
        points=section.whole_number("points", least=1, most=AMOUNT_MAX),
        wallet_code=optional_code(section, "wallet_code"),
        tier_minimum_code=optional_code(section, "tier_minimum_code"),
        segment_code=optional_code(section, "segment_code"),
    )
    section.finish()
    return price


def _eligibility(file: Section, shape: Shape | None) -> Criteria:
    if not file.has("tier_minimum_code"):
        return optional_criteria(file, "eligibility", shape)
    if file.has("eligibility"):
        file.refuse("tier_minimum_code", "is part of eligibility; say it there", None)
    return Criteria(tier_minimum_code=code(file, "tier_minimum_code")) if file.has("tier_minimum_code") else EVERYBODY


def _limits(section: Section) -> Limits:
    period = section.choice("period", LimitPeriod) if section.has("period") else None
    limits = Limits(
        total_count=whole(section, "total_count", least=1, most=AMOUNT_MAX),
        period=period,
        period_count=whole(section, "period_count", least=1, most=AMOUNT_MAX),
    )
    if (limits.period is None) != (limits.period_count is None):
        section.refuse("period_count", "and period go together", limits.period_count)
    section.finish()
    return limits


def _price_to_json(price: Price) -> dict[str, object]:
    return {
        "points": price.points,
        "wallet_code": price.wallet_code,
        "tier_minimum_code": price.tier_minimum_code,
        "segment_code": price.segment_code,
    }
