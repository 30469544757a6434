"""A campaign as a file: JSON in, a `Campaign` out, or one refusal naming file and place. Not here: rows (`store.py`)."""

import re
from pathlib import Path

from loyalty.campaigns.errors import CampaignDefinitionInvalid
from loyalty.campaigns.model import Campaign
from loyalty.definition_file import Section, open_definition
from loyalty.text_rules import is_short_text, is_storable

CODE_LENGTH_MAX = 64
OWNER_LENGTH_MAX = 100
OFFER_CODE_LENGTH_MAX = 200

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_campaigns(folder: Path) -> list[Campaign]:
    """The campaigns that the files `*.json` of `folder` define, in the order of their names.

    Raises:
        CampaignDefinitionInvalid: a file is not JSON, a part of it is missing, unknown or wrong, or two files define one code.
    """
    campaigns = [read_campaign(path) for path in sorted(folder.glob("*.json"))]
    codes = [campaign.code for campaign in campaigns]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        raise CampaignDefinitionInvalid(f"Two files of {folder.name} define the campaign '{code}'.", file=folder.name, path="code")
    return campaigns


def read_campaign(path: Path) -> Campaign:
    """The campaign that one file defines.

    Raises:
        CampaignDefinitionInvalid: as `read_campaigns`.
    """
    section = open_definition(path, CampaignDefinitionInvalid)
    campaign = Campaign(
        code=_code(section, "code"),
        name=_texts(section, "name"),
        description=_texts(section, "description"),
        owner=_short(section, "owner", OWNER_LENGTH_MAX),
        segment_code=_code(section, "segment"),
        control_share=section.share("control_share"),
        default_offer_code=_short(section, "default_offer", OFFER_CODE_LENGTH_MAX) if section.has("default_offer") else None,
    )
    section.finish()
    return campaign


def _code(section: Section, key: str) -> str:
    code = section.text(key, length_max=CODE_LENGTH_MAX)
    if not _CODE.fullmatch(code):
        section.refuse(key, "must be lower-case words joined by '-', such as high-churn-risk", code)
    return code


def _texts(section: Section, key: str) -> dict[str, str]:
    texts = section.names(key)
    for text in texts.values():
        if not is_storable(text):
            section.refuse(key, "holds a character that cannot be stored", text)
    return texts


def _short(section: Section, key: str, length_max: int) -> str:
    text = section.text(key, length_max=length_max)
    if not is_short_text(text, length_max):
        section.refuse(key, "must be printable", text)
    return text
