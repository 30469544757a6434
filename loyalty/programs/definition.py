"""A program as a file: JSON in, `Program` out, or one clear refusal naming the path. Not here: rows (store)."""

from pathlib import Path

from loyalty.programs.model import Program


def read_program(path: Path) -> Program:
    """The program that the file defines.

    Raises:
        ProgramDefinitionInvalid: no such file, not JSON, an unknown or missing key, a value out of bounds.
    """
    raise NotImplementedError
