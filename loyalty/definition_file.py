"""Reads configuration files: JSON in, checked values out, or one refusal naming file, path and reason. Not here: what they mean."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

from loyalty.errors import Invalid

Choice = TypeVar("Choice", bound=StrEnum)

FILE_BYTES_MAX = 1_000_000
TEXT_LENGTH_MAX = 2_000


class Section:
    """One JSON object of a file. Each key is taken once, with its type and bounds; `finish` refuses what nobody took."""

    def __init__(self, value: object, *, file: str, path: str, error: type[Invalid]) -> None:
        self._file, self._path, self._error = file, path, error
        if not isinstance(value, dict):
            self._refuse(path, "must be an object", value)
        self._values: Mapping[str, object] = value
        self._taken: set[str] = set()

    def text(self, key: str, *, length_max: int = TEXT_LENGTH_MAX) -> str:
        """A text of 1 to `length_max` characters."""
        value = self._take(key)
        if not isinstance(value, str) or not 1 <= len(value) <= length_max:
            self.refuse(key, f"must be a text of 1 to {length_max} characters", value)
        return value

    def whole_number(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """A whole number within the bounds; `default` where the key is absent."""
        if default is not None and key not in self._values:
            return default
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(key, f"must be a whole number from {least} to {most}", value)
        return value

    def share(self, key: str) -> float:
        """A number from 0 up to, but not including, 1."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
            self.refuse(key, "must be a number from 0 up to, but not including, 1", value)
        return float(value)

    def value(self, key: str) -> object:
        """Whatever JSON stands there; the caller judges it."""
        return self._take(key)

    def content(self) -> Mapping[str, object]:
        """The whole object as it was read."""
        return self._values

    def truth(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.refuse(key, "must be true or false", value)
        return value

    def choice(self, key: str, kind: type[Choice], *, default: Choice | None = None) -> Choice:
        """One of the codes of `kind`."""
        value = self._take(key) if default is None else self._take(key, str(default))
        if not isinstance(value, str) or value not in set(kind):
            self.refuse(key, "must be one of " + ", ".join(kind), value)
        return kind(value)

    def names(self, key: str) -> dict[str, str]:
        """A text by language: at least `en`."""
        names = self.section(key)
        texts = {language: names.text(language, length_max=500) for language in names._values}
        if "en" not in texts:
            self.refuse(key, "must have a text for 'en'", names._values)
        return texts

    def section(self, key: str) -> "Section":
        """The object under `key`."""
        return Section(self._take(key), file=self._file, path=self._inside(key), error=self._error)

    def sections(self, key: str) -> list["Section"]:
        """The objects of the list under `key`; at least one."""
        value = self._take(key)
        if not isinstance(value, list) or not value:
            self.refuse(key, "must be a list with at least one object", value)
        return [Section(item, file=self._file, path=f"{self._inside(key)}[{index}]", error=self._error) for index, item in enumerate(value)]

    def has(self, key: str) -> bool:
        """Whether the key is present and not null."""
        if self._values.get(key, None) is None:
            self._taken.add(key)
            return False
        return True

    def finish(self) -> None:
        """Every key was taken.

        Raises:
            the file's error: an unknown key, with the nearest known one.
        """
        for key in self._values:
            if key not in self._taken:
                near = get_close_matches(key, self._taken, n=1)
                self.refuse(key, "is not known here" + (f"; did you mean '{near[0]}'?" if near else ""), self._values[key])

    def refuse(self, key: str, problem: str, given: object) -> NoReturn:
        """The file is refused because of `key`."""
        self._refuse(self._inside(key), problem, given)

    def _inside(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _take(self, key: str, *default: object) -> object:
        self._taken.add(key)
        if key in self._values:
            return self._values[key]
        if default:
            return default[0]
        return self._refuse(self._inside(key), "is missing", None)

    def _refuse(self, path: str, problem: str, given: object) -> NoReturn:
        where = path or "the file"
        shown = "" if given is None else f" (found {json.dumps(given, ensure_ascii=False, default=str)[:80]})"
        raise self._error(f"{self._file}: {where} {problem}{shown}.", file=self._file, path=path, problem=problem)


def open_definition(path: Path, error: type[Invalid]) -> Section:
    """The JSON object in the file.

    Raises:
        `error`: the file is missing, too large, not UTF-8 JSON, has a key twice, or does not hold an object.
    """

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise error(f"{path.name}: the key '{twice}' occurs twice in one object.", file=path.name, path=twice, problem="occurs twice")
        return found

    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise error(f"{path.name}: larger than {FILE_BYTES_MAX} bytes.", file=path.name, path="", problem="too large")
        value = json.loads(path.read_bytes(), object_pairs_hook=once)
    except OSError as missing:
        problem = missing.strerror or str(missing)
        raise error(f"{path.name}: cannot be read: {problem}.", file=path.name, path="", problem=problem) from missing
    except (UnicodeDecodeError, json.JSONDecodeError) as malformed:
        raise error(f"{path.name}: is not JSON: {malformed}.", file=path.name, path="", problem=str(malformed)) from malformed
    except RecursionError:
        raise error(f"{path.name}: is nested too deeply.", file=path.name, path="", problem="nested too deeply") from None
    return Section(value, file=path.name, path="", error=error)
