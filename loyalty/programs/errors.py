"""What the programs room refuses, each with its stable code."""

from loyalty.errors import Invalid, NotFound


class ProgramUnknown(NotFound):
    """No program has this code."""

    code = "PROGRAM_UNKNOWN"


class ProgramDefinitionInvalid(Invalid):
    """A program file cannot be used; the message names the path and the reason."""

    code = "PROGRAM_DEFINITION_INVALID"
