"""What changed between two revisions, by path and code."""

from dataclasses import replace

from loyalty.programs import Change, difference
from tests.support.programs import a_definition, a_program


def test_the_same_program_has_no_difference():
    assert difference(a_program(), a_program()) == ()


def test_a_changed_value_is_named_by_its_path_and_codes():
    content = a_definition()
    content["rules"][0]["caps"][0]["points"] = 600
    content["rules"][0]["effects"][0]["points"] = 2
    content["return_policy"] = "WITHIN_BALANCE"
    assert difference(a_program(), a_program(**content)) == (
        Change("rules[purchase].effects[0].points", 1, 2),
        Change("rules[purchase].caps[daily].points", 500, 600),
        Change("return_policy", "UNLIMITED", "WITHIN_BALANCE"),
    )


def test_an_inserted_tier_is_one_change_and_leaves_the_others_alone():
    content = a_definition()
    middle = {"code": "MIDDLE", "name": {"en": "Middle"}, "threshold": 50}
    content["tiers"]["ladder"].insert(1, middle)
    (change,) = difference(a_program(), a_program(**content))
    assert change.path == "tiers.ladder[MIDDLE]"
    assert change.before is None


def test_another_order_of_rules_is_a_change_because_first_means_first():
    program = a_program()
    (change,) = difference(program, replace(program, rules=program.rules[::-1]))
    assert change == Change("rules (order)", ["purchase", "stars", "happy-hour", "review"], ["review", "happy-hour", "stars", "purchase"])


def test_a_condition_changes_as_a_whole():
    content = a_definition()
    content["rules"][2]["condition"] = {">": [{"var": "order.spend_minor"}, 1]}
    (change,) = difference(a_program(), a_program(**content))
    assert change.path == "rules[happy-hour].condition"
    assert change.after == {">": [{"var": "order.spend_minor"}, 1]}
