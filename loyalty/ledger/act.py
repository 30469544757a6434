"""The acts that move points: load → decide → append, set-based. Not here: the decisions (earn, burn, expire) and SQL (store)."""

from collections.abc import Sequence

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ledger.model import Command, Expired, Posted


def post(commands: Sequence[Command], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Posted | LoyaltyError]:
    """Every command is posted or refused by itself; results in the order of the commands.

    Commands of one member take effect in the order given. Call it once per transaction (it locks its accounts in id order).
    A dry run judges exactly the same, and stores and locks nothing.

    In the list, in their order of precedence: `AmountInvalid`, `ReferenceInvalid`, `LabelInvalid`, `EventTimeInvalid`,
    `MemberUnknown`, (a known reference: the first posting, or `ReferenceAlreadyPosted`), `MemberInactive`,
    `CurrencyMismatch`, `EventInFuture`, `PointsInsufficient`.
    """
    raise NotImplementedError


def expire(*, within: Work, clock: Clock, limit: int = 5_000) -> Expired:
    """At most `limit` lots past their expiry are posted as expired; call again, in a new transaction, while `has_more`.

    Running it twice at the same instant posts nothing the second time.
    """
    raise NotImplementedError
