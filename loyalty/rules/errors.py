"""What the rules room refuses, each with the path to the node that is wrong. Not here: what a rule means."""

from typing import ClassVar, Self

from loyalty.errors import Invalid


class InvalidRule(Invalid):
    """A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell."""

    code: ClassVar[str] = "RULE_INVALID"

    def __init__(self, message: str, *, path: str, suggestion: str | None = None, **facts: object) -> None:
        where = f"At {path}: " if path else ""
        advice = f" {suggestion}" if suggestion else ""
        super().__init__(f"{where}{message}{advice}", path=path, suggestion=suggestion, **facts)

    def located(self, line: int, column: int) -> Self:
        """This refusal tells from now on also where in the text it is."""
        self.message = f"{self.message} (line {line}, column {column})"
        self.args = (self.message,)
        self.facts |= {"line": line, "column": column}
        return self

    @property
    def path(self) -> str:
        """Where in the rule, as a JSON Pointer; empty for the whole rule."""
        return str(self.facts["path"])

    @property
    def suggestion(self) -> str | None:
        """What to write instead, where we can tell."""
        found = self.facts["suggestion"]
        return None if found is None else str(found)


class MalformedRule(InvalidRule):
    """Not JSON, or not JSONLogic: an object with two operators, a wrong number of arguments."""

    code = "RULE_MALFORMED"


class UnknownOperator(InvalidRule):
    """No operator has this name."""

    code = "RULE_OPERATOR_UNKNOWN"


class ForbiddenOperator(InvalidRule):
    """JSONLogic knows the operator; a segment rule may not use it, because it cannot run in every warehouse."""

    code = "RULE_OPERATOR_FORBIDDEN"


class UnknownField(InvalidRule):
    """The catalogue has no feature of this name."""

    code = "RULE_FIELD_UNKNOWN"


class TypeMismatch(InvalidRule):
    """An operator was given something of a type that it does not take."""

    code = "RULE_TYPE_MISMATCH"


class ImpossibleValue(InvalidRule):
    """A literal that no feature can hold: not a number, a text with a NUL, a code outside its closed list."""

    code = "RULE_VALUE_IMPOSSIBLE"


class RuleTooDeep(InvalidRule):
    """Operators are nested deeper than any warehouse should be asked to follow."""

    code = "RULE_TOO_DEEP"


class RuleTooLarge(InvalidRule):
    """Too many nodes or list items, or SQL that would grow out of proportion."""

    code = "RULE_TOO_LARGE"


class ArithmeticOutOfRange(InvalidRule):
    """Arithmetic whose result could leave the range in which every warehouse computes alike."""

    code = "RULE_ARITHMETIC_OUT_OF_RANGE"
