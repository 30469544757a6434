"""Runs dbt against the configured warehouse, as a child process whose events become Dagster's. Not here: which models (`models.py`)."""

import importlib.metadata
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from dagster import AssetExecutionContext
from dagster_dbt import DbtCliResource
from dagster_dbt.core.dbt_cli_invocation import DbtCliInvocation
from packaging.version import Version

from loyalty.settings import Settings
from loyalty.warehouse.dbt_environment import dbt_environment
from orchestration.transform.project import DBT, DBT_PROJECT_DIR, dbt_for

_TESTS_OF_WHAT_IS_BUILT = {"DBT_INDIRECT_SELECTION": "buildable"}
"""A test of two models runs in the call that has both behind it: not in one that builds the first while the second may not exist."""


class Dbt(DbtCliResource):
    """dagster-dbt's resource, told which warehouse and spared three detours.

    The overrides go when dagster-dbt (0.29 now) takes an environment for its child, does not ask `dbt --version` (four seconds,
    and it calls the package index) and lets us decline its own handle on the warehouse (row counts come through our port).
    """

    def started(self, args: Sequence[str], context: AssetExecutionContext) -> DbtCliInvocation:
        """The command runs in a child process, against the warehouse that the settings name now.

        What dbt leaves behind lies in `<var_dir>/dbt/<run>`: the second call of a run need not parse what the first has parsed.
        """
        found = Settings()
        target_path = found.var_dir.absolute() / "dbt" / context.run.run_id
        target_path.mkdir(parents=True, exist_ok=True)
        chosen = self.model_copy(update={"dbt_executable": str(dbt_for(found.warehouse))})
        with _environment(dbt_environment(found.warehouse) | _TESTS_OF_WHAT_IS_BUILT):
            return chosen.cli(args, context=context, target_path=target_path)

    @cached_property
    def _cli_version(self) -> Version:
        return Version(importlib.metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:  # noqa: ANN401, ARG002 - dagster-dbt's signature
        return None


def dbt_resource() -> Dbt:
    """dbt of this very environment, on the project of this checkout."""
    return Dbt(project_dir=str(DBT_PROJECT_DIR), profiles_dir=str(DBT_PROJECT_DIR), dbt_executable=str(DBT))


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """These variables are set for a child started inside the block; dagster-dbt hands its own environment on and takes no other."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
