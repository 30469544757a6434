"""Errors of the domain as Dagster understands them: what may pass by itself is tried again, the rest fails once, with its reason."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import dagster as dg

from loyalty.errors import Conflict, LoyaltyError, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

TRIES_AGAIN = 3
SECONDS_BETWEEN_TRIES = 5.0


def fails_clearly(act: Callable[P, R], *, but: type[LoyaltyError] | tuple[type[LoyaltyError], ...] = ()) -> Callable[P, R]:
    """`Unavailable` and `Conflict` ask for another try; every other refusal fails the step once, told in one sentence with its facts.

    Errors named by `but` are the caller's to handle and pass through.
    """

    @functools.wraps(act)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except but:
            raise
        except (Unavailable, Conflict) as error:
            raise dg.RetryRequested(max_retries=TRIES_AGAIN, seconds_to_wait=SECONDS_BETWEEN_TRIES) from error
        except LoyaltyError as error:
            raise as_failure(error) from error

    return told


def as_failure(error: LoyaltyError) -> dg.Failure:
    """A failure that is not tried again: the sentence, the code and the facts."""
    facts = {name: dg.MetadataValue.text(str(value)) for name, value in error.facts.items()}
    return dg.Failure(description=error.message, metadata={"code": dg.MetadataValue.text(error.code), **facts}, allow_retries=False)
