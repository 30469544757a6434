"""The jobs: which assets run together. Not here: what wakes them (`sensors.py`, `schedules.py`) and what an asset does (its stage)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from orchestration.automation import IN_ONE_PROCESS
from orchestration.purge import purge_old_logs

if TYPE_CHECKING:  # the public functions return it, but dagster does not export it
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

TRAINING = dg.AssetSelection.groups("training")
NIGHT = dg.AssetSelection.assets(
    "ledger_member__activations",
    "ledger_member__tiers",
    "ledger_member__expiries",
    "ledger_member__tiers_by_balance",
    "ledger_member__expiry_notices",
    "ledger_voucher__expiries",
    "ledger_books__reconciliation",
)

OCCURRENCE = dg.AssetSelection.assets("audience_member__occurrence", "offer_member__occurrence", "delivery_member__occurrence")

daily_loop = dg.define_asset_job(
    "daily_loop",
    selection=dg.AssetSelection.all() - TRAINING - OCCURRENCE,
    executor_def=IN_ONE_PROCESS,
    description="A day from its raw loads to what serving reads: facts, points, features, scores, segments, audience, publish.",
)

first_loop = dg.define_asset_job(
    "first_loop",
    selection=dg.AssetSelection.all() - OCCURRENCE,
    executor_def=IN_ONE_PROCESS,
    description="The daily loop with training in it: for the first day, when no model exists yet.",
)

train_models = dg.define_asset_job(
    "train_models",
    selection=TRAINING,
    executor_def=IN_ONE_PROCESS,
    description="Train every model anew on what the warehouse knows; a model becomes champion only if it beats its baselines.",
)

night = dg.define_asset_job(
    "night",
    selection=NIGHT,
    executor_def=IN_ONE_PROCESS,
    description="Activate what is pending, judge tiers, expire lots, judge tiers by balance, give notice, prove the books.",
)

campaign_occurrences = dg.define_asset_job(
    "campaign_occurrences",
    selection=OCCURRENCE,
    executor_def=IN_ONE_PROCESS,
    description="One occurrence of a scheduled campaign: its audience, the offers promised, the messages queued.",
)

ALL_JOBS: list[dg.JobDefinition | UnresolvedAssetJobDefinition] = [
    daily_loop,
    first_loop,
    train_models,
    night,
    campaign_occurrences,
    purge_old_logs,
]
