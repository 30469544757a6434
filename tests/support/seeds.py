"""Seeds for tests that draw at random: another one each run, printed, and taken from the environment to see a run again."""

import os
import secrets

SEED_VARIABLE = "TEST_SEED"


def fresh_seed() -> int:
    """The seed of this run; `TEST_SEED` names the one of a run that is to be seen again."""
    given = os.environ.get(SEED_VARIABLE)
    return int(given) if given else secrets.randbelow(2**32)
