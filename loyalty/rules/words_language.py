"""A language that rules are told in: its sentences, its numbers and its days. Not here: which sentence is right (`words.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loyalty.features.model import Label

LISTED_MAX = 6
TEXT_LENGTH_MAX = 60


@dataclass(frozen=True)
class Language:
    """`sentences` by name, with places for their parts; `months` in order; `digits` as they are written."""

    code: str
    sentences: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]
    """A unit by CLDR's plural category; `other` is always there."""
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    digits: str = "0123456789"
    thousands: str = ","
    point: str = "."

    def say(self, name: str, /, **parts: str) -> str:
        """The sentence with its parts."""
        return self.sentences[name].format(**parts)

    def choose(self, label: Label) -> str:
        """The label in this language."""
        return label.ar if self.code == "ar" else label.en

    def number(self, value: float, *, decimals: int | None = None) -> str:
        """The number as it is written here; `decimals`: exactly so many places."""
        plain = (
            f"{value:,}"
            if decimals is None and isinstance(value, int)
            else f"{value:,.{decimals}f}"
            if decimals is not None
            else f"{value:,.15g}"
        )
        return plain.translate(str.maketrans(",.0123456789", self.thousands + self.point + self.digits))

    def count(self, number: int, unit: str) -> str:
        """So many days, weeks, months or years."""
        forms = self.counted[unit]
        return forms.get(_plural(number, self.code), forms["other"]).format(count=self.number(number))

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return self.say("percent", number=self.number(round(share * 100, 10) if (share * 100) % 1 else int(share * 100)))

    def day(self, day: date) -> str:
        """The day, with the name of its month."""
        digits = str.maketrans("0123456789", self.digits)
        return self.say("date", day=str(day.day).translate(digits), month=self.months[day.month - 1], year=str(day.year).translate(digits))

    def quoted(self, text: str) -> str:
        """A text that somebody wrote, told apart from ours, and shortened; it keeps its own direction."""
        short = text if len(text) <= TEXT_LENGTH_MAX else f"{text[: TEXT_LENGTH_MAX - 1]}…"
        return self.say("quoted", text=" ".join(short.split()) or short)

    def listed(self, parts: Sequence[str], last: str) -> str:
        """`a, b or c`; a long list says how many more there are."""
        shown, more = list(parts[:LISTED_MAX]), len(parts) - LISTED_MAX
        if more > 0:
            shown.append(self.say("more", count=self.number(more)))
        if len(shown) == 1:
            return shown[0]
        return self.say("list_end", parts=self.sentences["list_join"].join(shown[:-1]), joint=self.sentences[last], last=shown[-1])

    def joined(self, parts: Sequence[str], joint: str) -> str:
        """All of them, none left out, joined by one word."""
        return self.sentences[joint].join(parts)


def _plural(number: int, code: str) -> str:
    """CLDR's category of a whole number, as far as our two languages tell them apart."""
    if number == 1:
        return "one"
    if code != "ar":
        return "other"
    if number == 2:
        return "two"
    return "few" if 3 <= number % 100 <= 10 else "many" if 11 <= number % 100 <= 99 else "other"
