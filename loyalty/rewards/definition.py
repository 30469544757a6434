"""Rewards as files: a folder of JSON in, definitions out, or one clear refusal naming file and path. Not here: rows (store)."""

from pathlib import Path

from loyalty.definition_file import Section, open_definition
from loyalty.ledger.model import AMOUNT_MAX
from loyalty.rewards.errors import RewardDefinitionInvalid
from loyalty.rewards.model import RewardDefinition

CODE_LENGTH_MAX = 64


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
        reward = _reward(file)
        if (reward.program_code, reward.code) in found:
            file.refuse("code", "is the code of another file too", reward.code)
        found[reward.program_code, reward.code] = reward
    return [found[key] for key in sorted(found)]


def reward_from_json(definition: dict[str, object]) -> RewardDefinition:
    """The reward of a stored definition."""
    return _reward(Section(definition, file="stored reward", path="", error=RewardDefinitionInvalid))


def reward_to_json(reward: RewardDefinition) -> dict[str, object]:
    """The definition that reads back as `reward`."""
    return {
        "program_code": reward.program_code,
        "code": reward.code,
        "name": reward.name,
        "description": reward.description,
        "price_points": reward.price_points,
        "stock_count": reward.stock_count,
        "tier_minimum_code": reward.tier_minimum_code,
        "is_offered": reward.is_offered,
    }


def _reward(file: Section) -> RewardDefinition:
    reward = RewardDefinition(
        code=file.text("code", length_max=CODE_LENGTH_MAX),
        program_code=file.text("program_code", length_max=CODE_LENGTH_MAX),
        name=file.names("name"),
        description=file.names("description"),
        price_points=file.whole_number("price_points", least=1, most=AMOUNT_MAX),
        stock_count=file.whole_number("stock_count", least=0, most=AMOUNT_MAX) if file.has("stock_count") else None,
        tier_minimum_code=file.text("tier_minimum_code", length_max=CODE_LENGTH_MAX) if file.has("tier_minimum_code") else None,
        is_offered=file.truth("is_offered", default=True),
    )
    file.finish()
    return reward
