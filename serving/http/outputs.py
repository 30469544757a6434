"""What every answer has in common. Not here: the answers (`schemas.py` of each slice)."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from loyalty.errors import LoyaltyError


class Out(BaseModel):
    """An answer. Every field is always present; what is not known is null. Instants are RFC 3339 in UTC."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class LocalText(Out):
    """Words in each language the console speaks."""

    en: str
    ar: str

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "LocalText":
        """Words by language; a language that has none shows the English ones."""
        return cls(en=texts["en"], ar=texts.get("ar", texts["en"]))


class ReasonOut(Out):
    """One reason why not."""

    code: str = Field(description="Stable; the code with which the act itself would refuse.")
    detail: str
    facts: dict[str, Any]

    @classmethod
    def of(cls, refusal: LoyaltyError) -> "ReasonOut":
        """The wire shape of a refusal."""
        return cls(code=refusal.code, detail=refusal.message, facts=refusal.facts)
