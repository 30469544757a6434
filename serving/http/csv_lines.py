"""Lines of CSV that a spreadsheet shows and never runs, and what stood in such a cell. Not here: which rows a file has.

A text that begins with =, +, -, @, a tab or a line break is a formula to a spreadsheet: an id chosen by a stranger would run on the
machine of whoever opens the file. Such a text gets an apostrophe before it, which a spreadsheet takes for "this is text".
"""

import csv
import io
import re
from collections.abc import Iterable

_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_APOSTROPHE_BEFORE_ONE = re.compile(r"'+[=+\-@\t\r\n]")
_A_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_lines(rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as CSV in UTF-8; None is an empty cell, numbers stay what they are."""
    written = io.StringIO()
    csv.writer(written).writerows(map(shown_cell, row) for row in rows)
    return written.getvalue().encode()


def shown_cell(value: object) -> object:
    """The value as a cell that is no formula; `read_cell` gives it back."""
    if not isinstance(value, str) or not _A_FORMULA.match(value) or _A_NUMBER.fullmatch(value):
        return value
    return "'" + value


def read_cell(cell: str) -> str:
    """What a cell says that may come from a file of ours."""
    return cell[1:] if _APOSTROPHE_BEFORE_ONE.match(cell) else cell
