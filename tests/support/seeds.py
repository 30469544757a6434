"""Seeds for tests that draw at random: another one each run, printed, and taken from the environment to see a run again.

Continuous integration names one (`.ci/run`), as Hypothesis itself does there: a change is judged by what it changed, not by what a new
seed happens to find in what was there before. `make fuzz` is where new seeds are drawn, as many as one has time for.
"""

import os
import secrets

SEED_VARIABLE = "TEST_SEED"


def fresh_seed() -> int:
    """The seed of this run; `TEST_SEED` names the one of a run that is to be seen again."""
    given = os.environ.get(SEED_VARIABLE)
    return int(given) if given else secrets.randbelow(2**32)
