"""Offers of which there is only so much, kept for a member for a while: reserved when promised, given back when the promise lapses.

Not here: promising (`loyalty/campaigns`), and taking an offer (`outcome.py`), which uses up its own reservation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import text_array, uuid_array

# Where the last unit goes or comes back, the shelf is another generation, so that nobody is answered from before it.
RESERVE = """
with limited as (
    insert into offer_reservations (offer_id, member_id, offer_code, lapses_at, reserved_at)
    select w.offer_id, w.member_id, w.offer_code, w.lapses_at, %(at)s
    from unnest(%(ids)s::uuid[], %(members)s::uuid[], %(codes)s::text[], %(lapses)s::timestamptz[])
        as w (offer_id, member_id, offer_code, lapses_at)
    join offer_stocks k using (offer_code)
    on conflict (offer_id) do nothing
    returning offer_code
), counted as (
    select offer_code, count(*) as units from limited group by offer_code
), reserved as (
    update offer_stocks k set reserved_units = k.reserved_units + counted.units from counted where k.offer_code = counted.offer_code
    returning k.taken_units + k.reserved_units >= k.units as is_gone
)
update offer_shelf set generation = generation + 1 where exists (select from reserved where is_gone)
"""
RELEASE = """
with freed as (
    delete from offer_reservations where offer_id = any(%(ids)s::uuid[]) returning offer_code
), counted as (
    select offer_code, count(*) as units from freed group by offer_code
), released as (
    update offer_stocks k set reserved_units = k.reserved_units - counted.units from counted where k.offer_code = counted.offer_code
    returning k.taken_units + k.reserved_units < k.units and k.taken_units + k.reserved_units + counted.units >= k.units as is_back
)
update offer_shelf set generation = generation + 1 where exists (select from released where is_back)
"""


class Reservation(NamedTuple):
    """One unit of an offer's stock is this member's, under this decision, until it lapses."""

    offer_id: UUID
    member_id: UUID
    offer_code: str
    lapses_at: datetime


def reserve_offers(reservations: Sequence[Reservation], *, within: Work, at: datetime) -> None:
    """Of those offers that have a stock a unit is kept for each of these; the others need none. The caller holds the stocks and has seen
    that there is room. Where this was the last of an offer, the others are not offered it any more, whatever is cached."""
    if not reservations:
        return
    facts = {
        "ids": uuid_array(one.offer_id for one in reservations),
        "members": uuid_array(one.member_id for one in reservations),
        "codes": text_array(one.offer_code for one in reservations),
        "lapses": [one.lapses_at for one in reservations],
        "at": at,
    }
    within.exec_driver_sql(RESERVE, facts)


def release_offers(offer_ids: Sequence[UUID], *, within: Work) -> None:
    """What was kept under these decisions is anybody's again; where nothing was kept, nothing happens."""
    if offer_ids:
        within.exec_driver_sql(RELEASE, {"ids": uuid_array(offer_ids)})
