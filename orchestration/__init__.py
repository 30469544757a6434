"""What happens, in the order it happens: loads become features, scores, segments, audiences and points. Decides nothing about loyalty."""

import warnings

from dagster import BetaWarning

# `backfill_policy` is beta in Dagster 1.13 and is how several days become one run; said once here instead of at each asset.
warnings.filterwarnings("ignore", message="Parameter `backfill_policy`", category=BetaWarning)
