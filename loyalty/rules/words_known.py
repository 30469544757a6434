"""What the words of a rule need to know of a value: its feature, whether it is a day or a list or may be null. Not here: the words."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from loyalty.features.model import Feature
from loyalty.rules.model import Call, Constant, ListOf, Node, as_document
from loyalty.rules.words_language import Language
from loyalty.rules.words_lexicon import Lexicon


@dataclass(frozen=True)
class Knowing(ABC):
    """A language to tell in, and what the words of the rule are called."""

    language: Language
    lexicon: Lexicon

    def say(self, name: str, /, **parts: str) -> str:
        """The phrase of that name with its parts."""
        return self.language.say(name, **parts)

    @abstractmethod
    def value(self, node: Node, about: Feature | None = None) -> str:
        """What the node is worth, in words; a literal beside a feature takes its unit."""

    def code_of(self, node: Node) -> str:
        """The code that a literal writes."""
        return str(node.value) if isinstance(node, Constant) else self.value(node)

    def about(self, node: Node) -> Feature | None:  # noqa: PLR0911 - one return for each kind of node
        """The feature whose kind and unit the value has."""
        if not isinstance(node, Call):
            return None
        if node.operator == "var" and node.arguments and isinstance(node.arguments[0], Constant):
            name = str(node.arguments[0].value)
            return self.lexicon.feature(name) or self.lexicon.feature(name.removeprefix("current."))
        if node.operator in {"min", "max", "+", "-"}:
            return next((found for found in map(self.about, node.arguments) if found), None)
        if node.operator in {"days_since", "days_between"}:
            return _DAYS
        if node.operator == "date_part" and isinstance(node.arguments[1], Constant):
            return _PARTS.get(str(node.arguments[1].value))
        if node.operator == "events" and node.options and self.code_of(node.arguments[0]) == "sum":
            options = dict(node.options.entries)
            return self.lexicon.within_event(self.code_of(options["type"])).feature(self.code_of(options["of"]))
        return _A_DAY if self.is_day(node) else None

    def is_day(self, node: Node) -> bool:
        """Whether the value is a day of the calendar."""
        if not isinstance(node, Call):
            return False
        if node.operator == "events":
            return self.code_of(node.arguments[0]) == "last"
        if node.operator == "var":
            feature = self.about(node)
            return feature is not None and feature.kind == "date"
        return node.operator in {"today", "now", "date_add"}

    def is_list(self, node: Node) -> bool:
        """Whether the value is a list."""
        name = as_document(node.arguments[0]) if isinstance(node, Call) and node.operator == "var" and node.arguments else None
        return name in {"segments", "lines"} or (isinstance(node, Call) and node.operator in {"map", "filter", "merge"})

    def may_be_null(self, node: Node) -> bool:
        """Whether the value may be unknown."""
        if isinstance(node, Constant):
            return node.value is None
        if isinstance(node, ListOf):
            return False
        if node.operator == "var":
            feature = self.about(node)
            return len(node.arguments) < 2 and (feature is None or feature.is_nullable)
        if node.operator == "events":
            return self.code_of(node.arguments[0]) == "last"
        if node.operator in {"today", "now", "random_bucket"}:
            return False
        return node.operator in {"/", "date_add"} or any(map(self.may_be_null, node.arguments))


def _feature(kind: str, unit: str | None) -> Feature:
    return Feature("", kind, is_nullable=False, description="", unit=unit)  # type: ignore[arg-type]


_DAYS, _A_DAY = _feature("integer", "days"), _feature("date", None)
_PARTS = {"month": _feature("integer", "month"), "weekday": _feature("integer", "weekday")}
