"""What can be wrong with a journey, each time with the node it is about. Not here: finding it (`definition`, `graph`, `references`)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NoReturn

from loyalty.journeys.errors import JourneyDefinitionInvalid

SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `code` is stable; `node_id` None: it is about the journey as a whole; `path` is where in the document."""

    code: str
    node_id: str | None
    message: str
    path: str = ""
    suggestion: str | None = None


def refuse(code: str, problems: Sequence[Problem]) -> NoReturn:
    """The journey is refused.

    Raises:
        JourneyDefinitionInvalid: always; the message is the first problem, the facts hold all (the first 50).
    """
    first = problems[0]
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    raise JourneyDefinitionInvalid(
        f"{first.message}{more}",
        journey_code=code,
        problems=[asdict(one) for one in problems[:SHOWN_MAX]],
        problem_count=len(problems),
    )
