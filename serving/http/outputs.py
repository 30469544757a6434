"""What every answer has in common. Not here: the answers (`schemas.py` of each slice)."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


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
