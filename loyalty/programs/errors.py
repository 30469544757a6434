"""What the programs room refuses, each with its stable code."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class ProgramUnknown(NotFound):
    """No program has this code."""

    code = "PROGRAM_UNKNOWN"


class ProgramDefinitionInvalid(Invalid):
    """A program file cannot be used; the message names the path and the reason."""

    code = "PROGRAM_DEFINITION_INVALID"


class RevisionInPast(Refused):
    """A revision was to begin before now; the past is rated already."""

    code = "PROGRAM_REVISION_IN_PAST"


class RevisionScheduled(Conflict):
    """Another revision is scheduled for then or later, and nobody said that it is to be replaced."""

    code = "PROGRAM_REVISION_SCHEDULED"


class ProgramMoveRefused(Conflict):
    """The lifecycle has no such step."""

    code = "PROGRAM_MOVE_REFUSED"


class ProgramArchived(Refused):
    """An archived program is final."""

    code = "PROGRAM_ARCHIVED"
