"""What the journeys room refuses. Not here: what is wrong with a single condition (`loyalty/rules`)."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class JourneyDefinitionInvalid(Invalid):
    """A journey cannot be used as it is written; `facts.problems` names each node with what is wrong."""

    code = "JOURNEY_DEFINITION_INVALID"


class JourneyUnknown(NotFound):
    """No journey has this code."""

    code = "JOURNEY_UNKNOWN"


class JourneyVersionUnknown(NotFound):
    """The journey has no version of this number."""

    code = "JOURNEY_VERSION_UNKNOWN"


class EnrollmentUnknown(NotFound):
    """No enrollment has this id."""

    code = "JOURNEY_ENROLLMENT_UNKNOWN"


class JourneyExists(Conflict):
    """The code belongs to a journey of another program."""

    code = "JOURNEY_EXISTS"


class JourneyStatusConflict(Conflict):
    """The journey does not stand where this step begins: an archived one changes no more, a draft cannot be paused."""

    code = "JOURNEY_STATUS_CONFLICT"


class JourneyVersionConflict(Conflict):
    """Somebody saved another version meanwhile; read it, and decide again."""

    code = "JOURNEY_VERSION_CONFLICT"


class JourneyActionUnavailable(Refused):
    """The journey asks for an action that nothing here can perform, so it is not published; the facts name the nodes."""

    code = "JOURNEY_ACTION_UNAVAILABLE"


class JourneyNodesUnmapped(Refused):
    """Members stand at nodes that the new version does not have, and the node map does not say where they go."""

    code = "JOURNEY_NODES_UNMAPPED"


class ReplayTooLarge(Refused):
    """The span holds more events than one dry replay looks at."""

    code = "JOURNEY_REPLAY_TOO_LARGE"


class SpanInvalid(Invalid):
    """The span of a trial or a replay ends before it begins, or is longer than one looks at."""

    code = "JOURNEY_SPAN_INVALID"
