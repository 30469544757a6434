"""A sender in a process of its own, to be killed: `… -m tests.support.sender_process DATABASE_URL CHANNEL CHANNEL_URL LEASE_SECONDS`."""

import sys
import time
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from loyalty.clock import TurnedClock
from loyalty.database import connect
from loyalty.errors import LoyaltyError
from loyalty.messages.channels import open_channel
from loyalty.messages.sender import Sender
from tests.support.messages import LINKS, NOON


def main(database_url: str, channel_code: str, channel_url: str, lease_seconds: float) -> None:
    """Sends until it is killed."""
    channels = {channel_code: open_channel(channel_code, channel_url)}
    sender = Sender(connect(database_url), channels, TurnedClock(NOON), LINKS, "UTC", timedelta(seconds=lease_seconds))
    print("ready", flush=True)
    while True:
        try:
            is_idle = not sender.turn()
        except (SQLAlchemyError, LoyaltyError):
            # The database is away; what was not committed was not done.
            is_idle = True
        if is_idle:
            time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
