"""The `khaywe rules` commands: what a person asks of a rule at the keyboard. Not here: what a rule means (`loyalty/rules`)."""

import json
from pathlib import Path

from rich.console import Console

from loyalty.errors import Invalid
from loyalty.rules.conformance import Outcome, read_suite, run_suite
from loyalty.rules.parse import read_json


class FileUnreadable(Invalid):
    """A file that was named cannot be read."""

    code = "FILE_UNREADABLE"


def run_conformance(screen: Console, files: list[Path]) -> int:
    """Every failure and one last line `N passed, M failed`; how many failed.

    Raises:
        FileUnreadable, MalformedRule, SuiteMalformed: a file is not there, not JSON, or no suite.
    """
    suites = [(file, read_suite(read_document(file, is_strict=False))) for file in files]
    passed = failed = 0
    for file, cases in suites:
        for outcome in run_suite(cases):
            passed, failed = passed + outcome.has_passed, failed + (not outcome.has_passed)
            if not outcome.has_passed:
                say(screen, _told(file, outcome))
    say(screen, f"{passed} passed, {failed} failed")
    return failed


def read_document(file: Path, *, is_strict: bool = True) -> object:
    """The JSON of a file, or of standard input for `-`. `is_strict`: a key twice in one object is a mistake.

    Raises:
        FileUnreadable, MalformedRule: it cannot be read, or is not JSON (line and column are told).
    """
    return read_json(text_of(file), is_strict=is_strict)


def text_of(file: Path) -> str:
    """What stands in the file, or on standard input for `-`.

    Raises:
        FileUnreadable: it cannot be read.
    """
    try:
        return Path("/dev/stdin" if str(file) == "-" else file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileUnreadable(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"{file} is not UTF-8: {error.reason} at byte {error.start}.") from error


def say(screen: Console, line: str) -> None:
    """One line as it is: no colours of its own, no wrapping, no markup."""
    screen.print(line, markup=False, highlight=False, soft_wrap=True, emoji=False)


def _told(file: Path, outcome: Outcome) -> str:
    case = outcome.case
    wanted = f"error {_written(case.expected)}" if case.is_error else _written(case.expected)
    found = f"error {_written(outcome.found)}" if outcome.is_error else _written(outcome.found)
    return f"✗ {file.name} [{case.number}] {case.description}: {_written(case.rule)} on {_written(case.data)} is {found}, not {wanted}"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
