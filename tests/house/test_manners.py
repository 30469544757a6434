"""Rules of the house that no linter knows. Each test explains the rule it keeps; a failure names the place."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("loyalty", "ml", "orchestration", "serving", "khaywe")
MODULES = sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))


def names_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_nothing_reads_todays_date_but_the_clock():
    """The demo lives on the data's calendar: a stray now() would mix two calendars without any error."""
    asks = re.compile(r"(^|\.)(datetime\.now|datetime\.utcnow|date\.today|datetime\.today)$")
    guilty = [names_of(path) for path in MODULES if path.name != "clock.py" and any(asks.search(call) for call in calls(path))]
    assert guilty == []


# Reading is settings.py's alone. These hand the environment on to processes they start, or must set a switch before an import.
ENVIRONMENT_DOORS = {
    "loyalty/settings.py",
    "khaywe/environment.py",
    "khaywe/install.py",
    "orchestration/ingest/expectations.py",
    "orchestration/training/known.py",
    "orchestration/transform/dbt.py",
}


def test_only_the_settings_read_the_environment():
    """A setting read somewhere else is one that no operator finds."""
    guilty = [
        names_of(path) for path in MODULES
        if names_of(path) not in ENVIRONMENT_DOORS and re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    ]  # fmt: skip
    assert guilty == []


def test_no_module_is_called_by_a_name_that_says_nothing():
    """`utils` is where a second subject hides."""
    empty_words = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [names_of(path) for path in MODULES if path.stem in empty_words] == []


def test_every_room_that_decides_has_a_readme():
    """Meaning, invariants, order and boundaries are read before the code; a room without them is a rumour."""
    plumbing = {"database", "cache"}
    rooms = {path.parent for path in (PROJECT / "loyalty").glob("*/*.py") if path.parent.name not in plumbing}
    assert [names_of(room) for room in sorted(rooms) if not (room / "README.md").exists()] == []


def test_models_and_acts_know_no_sql():
    """Only a room's `tables.py`, `store.py` and `queries.py` know SQL; what decides stays pure and quick to test."""
    pure = {"model.py", "errors.py", "earn.py", "burn.py", "decide.py", "expire.py"}
    guilty = [
        names_of(path) for path in MODULES
        if path.name in pure and path.is_relative_to(PROJECT / "loyalty")
        and re.search(r"^\s*(from|import) (sqlalchemy|psycopg|redis|duckdb)\b", path.read_text(), flags=re.MULTILINE)
    ]  # fmt: skip
    assert guilty == []


DOCUMENTS = sorted(path for path in PROJECT.rglob("*.md") if not {"node_modules", ".venv", "var"} & set(path.relative_to(PROJECT).parts))


@pytest.mark.parametrize("document", DOCUMENTS, ids=names_of)
def test_documents_mention_only_paths_that_exist(document):
    """A path in backquotes or in a link that is not there sends the reader nowhere."""
    text = document.read_text()
    top = "|".join(
        ("loyalty", "ml", "orchestration", "serving", "khaywe", "dbt_project", "console", "tests", "benchmarks", "docs", "definitions")
    )
    quoted = re.findall(rf"`((?:{top})/[A-Za-z0-9_./-]+)`", text)
    linked = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    missing = [name for name in quoted if not (PROJECT / name).exists()]
    missing += [name for name in linked if not (document.parent / name).exists()]
    assert missing == []


def test_settings_are_all_documented():
    """An operator finds every setting, with its meaning, in one guide."""
    from loyalty.settings import Settings

    guide = (PROJECT / "docs" / "guides" / "settings.md").read_text()
    missing = [name for name in Settings.model_fields if f"KHAYWE_{name.upper()}" not in guide]
    assert missing == []


def test_help_of_make_names_every_verb():
    """`make help` is the table of contents of this project."""
    text = (PROJECT / "Makefile").read_text()
    explained = set(re.findall(r"^([a-z-]+):.*## ", text, flags=re.MULTILINE))
    assert {"install", "demo", "up", "test", "check", "bench", "lock"} <= explained
