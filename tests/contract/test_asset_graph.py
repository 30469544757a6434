"""The graph that data engineers see. A change to it is meant, or it is a mistake: accept one by running this file as a script."""

import json
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import dagster as dg
import pytest

PROJECT = Path(__file__).resolve().parents[2]
SNAPSHOT = Path(__file__).parent / "asset_graph.json"

# Parsing dbt's project, where its manifest is old, is not part of loading the graph.
LOADING_CPU_SECONDS_MAX = 25.0
LOADING = """
import resource, sys
import orchestration.transform.project as project
project.prepared_manifest()
before = resource.getrusage(resource.RUSAGE_SELF)
import orchestration.definitions
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
print(sorted({"tensorflow", "keras", "great_expectations", "matplotlib", "pandas", "dbt.cli.main"} & set(sys.modules)))
"""

AWAKE = {"new_loads", "campaign_ticks"}
RECONCILIATION = dg.AssetKey("ledger_books__reconciliation")

GRAMMAR = re.compile(
    r"(raw|quality|stg|int)_[a-z]+__[a-z_]+"  # where it comes from, then what it is
    r"|(dim|fct|customer|offer|churn)_[a-z_]+"  # marts are called by what one row is
    r"|(model|score|ledger|segment|audience|delivery|pub)_[a-z]+__[a-z_]+"  # what is done, to whom or where, then the thing
)


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    from orchestration.definitions import build_defs

    return build_defs()


def test_the_stages_form_a_river(definitions: dg.Definitions) -> None:
    """Whoever looks at the groups sees every arrow go one way."""
    graph = graph_of(definitions)
    follows: dict[object, set[object]] = {node["group"]: set() for node in graph.values()}
    for node in graph.values():
        for parent in node["needs"]:  # type: ignore[attr-defined]
            if parent in graph and graph[parent]["group"] != node["group"]:
                follows[node["group"]].add(graph[parent]["group"])
    order = list(TopologicalSorter(follows).static_order())
    assert order.index("ingest") < order.index("transform") < order.index("features") < order.index("scoring")
    assert order.index("scoring") < order.index("segments") < order.index("publish") < order.index("audiences")


def graph_of(definitions: dg.Definitions) -> dict[str, dict[str, object]]:
    graph = definitions.resolve_asset_graph()
    checks: dict[str, list[str]] = {}
    for check in graph.asset_check_keys:
        checks.setdefault(check.asset_key.to_user_string(), []).append(check.name)
    return {
        key.to_user_string(): {
            "group": node.group_name,
            "owners": list(node.owners),
            "kinds": sorted(node.kinds - {"duckdb", "postgres"} if "dbt" in node.kinds else node.kinds),
            "needs": sorted(parent.to_user_string() for parent in node.parent_keys),
            "partitioned": node.partitions_def is not None,
            # The tests of dbt's models and the invariants of the rooms are contracts of their own.
            **({} if "dbt" in node.kinds or key == RECONCILIATION else {"checks": sorted(checks.get(key.to_user_string(), []))}),
        }
        for key, node in sorted((key, graph.get(key)) for key in graph.get_all_asset_keys())
    }


def test_the_graph_is_the_one_that_was_agreed(definitions):
    assert graph_of(definitions) == json.loads(SNAPSHOT.read_text())


def test_every_asset_says_what_it_is_whose_it_is_and_what_it_is_made_with(definitions):
    graph = definitions.resolve_asset_graph()
    nodes = [graph.get(key) for key in graph.get_all_asset_keys()]
    assert [node.key.to_user_string() for node in nodes if not (node.description and node.owners and node.kinds and node.group_name)] == []


def test_every_invariant_of_every_room_is_a_check_of_the_graph(definitions):
    from loyalty.checks.registry import ALL_CHECKS

    asked = {check.name for check in definitions.resolve_asset_graph().asset_check_keys if check.asset_key == RECONCILIATION}
    assert asked == {check.code.lower() for check in ALL_CHECKS}
    assert len(asked) > 10


def test_every_owner_is_a_team(definitions):
    graph = definitions.resolve_asset_graph()
    owners = {owner for key in graph.get_all_asset_keys() for owner in graph.get(key).owners}
    assert owners <= {"team:data", "team:science", "team:loyalty", "team:marketing"}


def test_names_follow_one_grammar(definitions):
    names = [key.to_user_string() for key in definitions.resolve_asset_graph().get_all_asset_keys()]
    assert [name for name in names if not GRAMMAR.fullmatch(name)] == []


def test_whoever_opens_the_warehouse_in_a_run_waits_for_the_one_writer(definitions):
    from orchestration.automation import WAREHOUSE_WRITER

    graph = definitions.resolve_asset_graph()
    openers = [
        assets for assets in graph.assets_defs
        if assets.is_executable and "warehouse" in assets.required_resource_keys
    ]  # fmt: skip
    assert len(openers) > 5
    assert [assets.keys for assets in openers if assets.op.pool != WAREHOUSE_WRITER] == []


def test_several_days_are_one_run_for_every_partitioned_asset(definitions):
    graph = definitions.resolve_asset_graph()
    partitioned = [assets for assets in graph.assets_defs if assets.is_executable and assets.partitions_def is not None]
    assert [assets.keys for assets in partitioned if assets.backfill_policy != dg.BackfillPolicy.single_run()] == []


def test_every_wish_of_the_loop_is_awake_by_default(definitions):
    repository = definitions.get_repository_def()
    assert {sensor.name for sensor in repository.sensor_defs if sensor.default_status is dg.DefaultSensorStatus.RUNNING} == AWAKE
    assert {"every_night", "every_week", "every_night_purge"} <= {
        schedule.name for schedule in repository.schedule_defs if schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    }


def test_the_night_is_the_night_of_the_business(definitions):
    repository = definitions.get_repository_def()
    assert {schedule.execution_timezone for schedule in repository.schedule_defs} == {"America/New_York"}


@pytest.mark.slow
def test_loading_the_graph_is_light_and_imports_no_heavy_machine():
    answer = subprocess.run([sys.executable, "-c", LOADING], cwd=PROJECT, capture_output=True, text=True, timeout=300, check=True)
    cpu_seconds, heavy = answer.stdout.strip().splitlines()[-2:]
    assert heavy == "[]"
    assert float(cpu_seconds) < LOADING_CPU_SECONDS_MAX


if __name__ == "__main__":
    from orchestration.definitions import build_defs

    SNAPSHOT.write_text(json.dumps(graph_of(build_defs()), indent=2) + "\n")
