"""One turn of everything that moves messages: what dead senders had, who may go now, each channel in turn. Not here: the loop around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.messages.admit import admit_due
from loyalty.messages.channels import Channel
from loyalty.messages.dispatch import LEASE, VoucherCodes, dispatch, no_codes, release_lapsed
from loyalty.messages.links import Links


@dataclass(frozen=True)
class Sender:
    """Sends over these channels. Several may run, in one process or many: the database shares the work out. Not for several threads.

    `time_zone` is for members who gave none. A sender that says nothing for `lease` is taken for dead. `on_turn` hears channel code,
    claimed and sent counts. `voucher_codes` opens the codes that messages name.
    """

    database: Database
    channels: Mapping[str, Channel]
    clock: Clock
    links: Links
    time_zone: str
    lease: timedelta = LEASE
    voucher_codes: VoucherCodes = no_codes
    on_turn: Callable[[str, int, int], None] = lambda *_: None

    def turn(self) -> bool:
        """Whether anything was to do; if so, the next turn should follow at once."""
        release_lapsed(self.database, self.channels, clock=self.clock)
        did_some = admit_due(self.database, clock=self.clock, time_zone=self.time_zone).read_count > 0
        for code, channel in self.channels.items():
            told = dispatch(
                self.database,
                code,
                channel,
                clock=self.clock,
                time_zone=self.time_zone,
                links=self.links,
                lease=self.lease,
                voucher_codes=self.voucher_codes,
            )
            self.on_turn(code, told.claimed_count, told.sent_count)
            did_some |= told.claimed_count > 0
        return did_some

    def close(self) -> None:
        """No channel is held open."""
        for channel in self.channels.values():
            channel.close()
