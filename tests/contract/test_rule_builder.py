"""The console's rule builder and the rules of the test-suite: it reads and writes each without a change of meaning.

The fixture holds every written rule of the suite and a fixed draw of its random ones, in a form that the builder's own test
(`console/src/features/segments/builder/roundTrip.test.ts`) reads. What the builder wrote of them lies beside, and is decided here.
Run this file to write the fixture anew.
"""

import json
import random
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import NonInteractiveExampleWarning

from loyalty.features import load_catalogue
from loyalty.rules import InvalidRule, decide_rule, read_rule
from loyalty.segments.language import segment_catalogue, vocabulary
from loyalty.settings import PROJECT_DIR
from tests.support.rules import FACTS, VOCABULARY, provided_of, rows_of, truths
from tests.unit.loyalty.rules.test_golden_sql import RULES
from tests.unit.loyalty.rules.test_words import SENTENCES

FOLDER = PROJECT_DIR / "console" / "tests" / "fixtures"
ASKED = FOLDER / "rules.json"
ANSWERED = FOLDER / "rules.written.json"
DRAWN = 200
ROWS = 150


def drawn_rules() -> list[Any]:
    found: list[Any] = []

    @seed(20171031)
    @settings(max_examples=DRAWN, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(truths())
    def draw(document: Any) -> None:
        found.append(document)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        draw()
    return [json.loads(one) for one in dict.fromkeys(json.dumps(one) for one in found if is_accepted(one))]


def is_accepted(document: Any) -> bool:
    try:
        read_rule(document, FACTS, VOCABULARY)
    except InvalidRule:
        return False
    return True


def fixture() -> dict[str, Any]:
    """By catalogue: the kinds of its features, and the rules."""
    segments = [
        json.loads(path.read_text(encoding="utf-8"))["rule"] for path in sorted((PROJECT_DIR / "definitions/segments").glob("*.json"))
    ]
    profile = segment_catalogue(load_catalogue())
    return {
        "facts": {"kinds": {one.name: one.kind for one in FACTS}, "rules": [*RULES, *drawn_rules()]},
        "profile": {"kinds": {one.name: one.kind for one in profile}, "rules": [*(one for one, _, _ in SENTENCES), *segments]},
    }


def as_text(found: dict[str, Any]) -> str:
    """One rule a line, so that a change shows as what it is."""
    suites = [
        f'"{name}": {{"kinds": {json.dumps(suite["kinds"])}, "rules": [\n'
        + ",\n".join(json.dumps(rule) for rule in suite["rules"])
        + "\n]}"
        for name, suite in found.items()
    ]
    return "{\n" + ",\n".join(suites) + "\n}\n"


def test_the_fixture_holds_the_rules_of_the_suite() -> None:
    """Hypothesis may draw otherwise in another version, so that only the written ones are compared; run this file to draw anew."""
    stored, now = json.loads(ASKED.read_text(encoding="utf-8")), fixture()
    assert stored["profile"] == now["profile"]
    assert stored["facts"]["kinds"] == now["facts"]["kinds"]
    assert stored["facts"]["rules"][: len(RULES)] == json.loads(json.dumps(RULES))
    assert len(stored["facts"]["rules"]) >= len(RULES) + DRAWN // 2


@pytest.mark.parametrize("name", ["facts", "profile"])
def test_what_the_builder_writes_means_what_it_read(name: str) -> None:
    asked, answered = (json.loads(path.read_text(encoding="utf-8"))[name] for path in (ASKED, ANSWERED))
    assert len(answered) == len(asked["rules"])
    catalogue, words = (FACTS, VOCABULARY) if name == "facts" else (segment_catalogue(load_catalogue()), vocabulary(None))
    rows: list[dict[str, Any]] = [
        {**row, **given, "today": given["as_of_on"]} for row, given in zip(rows_of(ROWS, 7, catalogue), provided_of(ROWS, 7), strict=True)
    ]
    chance, changed = random.Random(7), 0  # noqa: S311 - test data
    for rule, written in zip(asked["rules"], answered, strict=True):
        if written is None:
            continue  # a number that a browser cannot hold: such a rule is shown and not edited
        changed += written != rule
        one, other = (read_rule(document, catalogue, words) for document in (rule, written))
        facts = {
            term.name: chance.choice([0, 3, 5]) if term.kind in {"integer", "number"} else None
            for term in one.terms
            if term.kind != "boolean"
        }
        decide, decide_too = decide_rule(one), decide_rule(other)
        for number, row in enumerate(rows):
            full = (
                {"customer_id": str(number), "row_id": str(number)}
                | {term.name: False for term in one.terms if term.kind == "boolean"}
                | facts
                | row
            )
            assert decide(full) == decide_too(full), (rule, written, full)
    assert changed > 0


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    Path(ASKED).write_text(as_text(fixture()), encoding="utf-8")
