"""Checks a condition against the shape of its facts, once, when it is saved. Not here: deciding it (`logic_closure.py`)."""

from dataclasses import dataclass, field

from loyalty.rules.errors import ForbiddenOperator, RuleTooDeep, TypeMismatch, UnknownField
from loyalty.rules.logic_facts import NOW_PATHS, SEGMENTS_PATH, TODAY_PATHS
from loyalty.rules.model import Call, Constant, ListOf, Node
from loyalty.rules.shapes import ANYTHING, Items, Plain, Record, Shape, shape_at

ITERATION_DEPTH_MAX = 2

_ITERATIONS = {"map", "filter", "reduce", "all", "some", "none"}
_BY_SEGMENT = "Ask it in a segment, and ask here whether the member is in that segment."
_REFUSED = {
    "log": "It only prints; leave it out.",
    "method": "A condition never calls code.",
    **dict.fromkeys(("consent", "random_bucket", "events"), _BY_SEGMENT),
}
_IMPLIED = {"today": TODAY_PATHS, "days_since": TODAY_PATHS, "now": NOW_PATHS, "in_segment": (SEGMENTS_PATH,)}


def check_logic(root: Node, facts: Shape) -> frozenset[str]:
    """Every path of the facts that the condition names, those that `today`, `now` and `in_segment` imply included.

    Raises:
        InvalidRule: the first thing that does not fit the facts, with its path and, where we can tell, a suggestion.
    """
    checking = _Checking(facts)
    checking.node(root, facts, 0, is_outer=True)
    return frozenset(checking.paths)


@dataclass
class _Checking:
    facts: Shape
    paths: set[str] = field(default_factory=set)

    def node(self, node: Node, scope: Shape, iterations: int, *, is_outer: bool) -> Shape:
        """The shape of the node's worth."""
        if isinstance(node, Constant):
            return Plain()
        if isinstance(node, ListOf):
            for item in node.items:
                self.node(item, scope, iterations, is_outer=is_outer)
            return Items(ANYTHING)
        return self.call(node, scope, iterations, is_outer=is_outer)

    def call(self, node: Call, scope: Shape, iterations: int, *, is_outer: bool) -> Shape:
        if node.operator in _REFUSED:
            raise ForbiddenOperator(f"'{node.operator}' is not for conditions.", path=node.path, suggestion=_REFUSED[node.operator])
        if node.operator in _IMPLIED:
            self.implied(node)
        if node.operator == "var":
            return self.var(node, scope, iterations, is_outer=is_outer)
        if node.operator in _ITERATIONS:
            return self.iteration(node, scope, iterations, is_outer=is_outer)
        if node.operator in {"missing", "missing_some"}:
            return self.missing(node, scope, is_outer=is_outer)
        inner = [self.node(argument, scope, iterations, is_outer=is_outer) for argument in node.arguments]
        if node.operator == "merge":
            return inner[0] if len({id(one) for one in inner}) == 1 and isinstance(inner[0], Items) else Items(ANYTHING)
        return ANYTHING if node.operator in {"if", "?:", "and", "or"} else Plain()

    def implied(self, node: Call) -> None:
        """The facts must tell what the operator reads without naming it."""
        for path in _IMPLIED[node.operator]:
            try:
                shape_at(path, self.facts, node.path)
            except UnknownField:
                continue
            self.paths.add(path)
            return
        raise ForbiddenOperator(f"'{node.operator}' is not known where this condition is asked.", path=node.path, operator=node.operator)

    def var(self, node: Call, scope: Shape, iterations: int, *, is_outer: bool) -> Shape:
        name = node.arguments[0]
        if not isinstance(name, Constant) or isinstance(name.value, bool | float) or name.value is None:
            raise TypeMismatch(
                "The name of a fact is written out, not computed.", path=node.path, suggestion='Write {"var": "order.spend_minor"}.'
            )
        if len(node.arguments) > 1:
            self.node(node.arguments[1], scope, iterations, is_outer=is_outer)
        return self.named(str(name.value), scope, node.path, is_outer=is_outer)

    def named(self, name: str, scope: Shape, path: str, *, is_outer: bool) -> Shape:
        shape = shape_at(name, scope, path)
        if is_outer:
            self.paths.add(name)
        return shape

    def missing(self, node: Call, scope: Shape, *, is_outer: bool) -> Shape:
        listed = node.arguments[1:] if node.operator == "missing_some" else node.arguments
        names = [item for argument in listed for item in (argument.items if isinstance(argument, ListOf) else (argument,))]
        for name in names:
            if not isinstance(name, Constant) or not isinstance(name.value, str):
                raise TypeMismatch(f"'{node.operator}' takes names of facts, written out.", path=name.path)
            self.named(name.value, scope, name.path, is_outer=is_outer)
        return Items(Plain())

    def iteration(self, node: Call, scope: Shape, iterations: int, *, is_outer: bool) -> Shape:
        if iterations >= ITERATION_DEPTH_MAX:
            raise RuleTooDeep(
                f"Lists are walked inside lists more than {ITERATION_DEPTH_MAX} deep.", path=node.path, limit=ITERATION_DEPTH_MAX
            )
        over = self.node(node.arguments[0], scope, iterations, is_outer=is_outer)
        if isinstance(over, Plain | Record):
            raise TypeMismatch(
                f"'{node.operator}' walks over a list.", path=node.arguments[0].path, suggestion="The order lines are one: 'lines'."
            )
        item = over.of if isinstance(over, Items) else ANYTHING
        inside: Shape = Record({"current": item, "accumulator": ANYTHING}) if node.operator == "reduce" else item
        self.node(node.arguments[1], inside, iterations + 1, is_outer=False)
        if node.operator == "reduce":
            self.node(node.arguments[2], scope, iterations, is_outer=is_outer)
            return ANYTHING
        if node.operator == "map":
            return Items(ANYTHING)
        return over if node.operator == "filter" else Plain()
