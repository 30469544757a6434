"""The port through which journeys act: who performs which kind of action. Concrete performers register; not here: what they do.

`performers.py` holds those of this house. What nobody performs is refused when the journey is published, and never skipped.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.journeys.decide import Effect
from loyalty.journeys.model import Action, ActionKind, ActionNode, Journey

Result = Mapping[str, object] | LoyaltyError
"""What was done, as facts for the log (`points` are counted); or why not."""


class Performer(Protocol):
    """Performs one kind of action, for many members at once, within the transaction that moves them on."""

    def problems(self, action: Action, *, program_code: str, within: Work) -> Sequence[str]:
        """What is wrong with the action as it is written, in a sentence each; asked before a journey is published."""
        ...

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> Sequence[Result]:
        """Each effect is done or refused by itself, in the order given. Once: by the transaction, or by `Effect.reference`.

        No network call: what leaves the house is written down here and carried out after the commit.
        """
        ...


class Actions:
    """Who performs what. Immutable: `with_performer` gives another one."""

    def __init__(self, performers: Mapping[ActionKind, Performer]) -> None:
        self._performers = MappingProxyType(dict(performers))

    def with_performer(self, kind: ActionKind, performer: Performer) -> "Actions":
        """These, and `performer` for its kind."""
        return Actions({**self._performers, kind: performer})

    def without(self, kind: ActionKind) -> "Actions":
        """These, and nobody for that kind: of a process that cannot."""
        return Actions({one: performer for one, performer in self._performers.items() if one is not kind})

    def missing(self, journey: Journey) -> list[ActionNode]:
        """The nodes that nobody here can perform."""
        nodes = [node for node in journey.nodes.values() if isinstance(node, ActionNode)]
        return [node for node in nodes if node.action.kind not in self._performers]

    def problems(self, journey: Journey, within: Work) -> list[tuple[str, str]]:
        """What performers find wrong with the journey's actions, by node."""
        return [
            (node.id, problem)
            for node in journey.nodes.values()
            if isinstance(node, ActionNode) and node.action.kind in self._performers
            for problem in self._performers[node.action.kind].problems(node.action, program_code=journey.program_code, within=within)
        ]

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Result]:
        """Every effect is done or refused; results in the order of the effects. Kinds follow each other in one order always, so that two
        who act at once wait for each other instead of deadlocking."""
        by_kind: dict[ActionKind, list[int]] = defaultdict(list)
        for place, effect in enumerate(effects):
            by_kind[effect.action.kind].append(place)
        results: dict[int, Result] = {}
        for kind in ActionKind:
            places = by_kind.get(kind, [])
            if places:
                done = self._performers[kind].perform([effects[place] for place in places], within=within, clock=clock)
                results |= dict(zip(places, done, strict=True))
        return [results[place] for place in range(len(effects))]
