"""What a warehouse that can be asked at any time knows of single customers now. Not here: whether it is asked (`loyalty/events`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from loyalty.features.model import Catalogue
from loyalty.features.online import Value, as_json, from_json
from loyalty.features.rows import features_of_day, loads_known, newest_day
from loyalty.warehouse.port import Warehouse


@dataclass(frozen=True, slots=True)
class Anew:
    """A customer's features at the end of the warehouse's newest day, knowing its loads through an instant."""

    as_of_on: date
    loaded_at: datetime
    values: Mapping[str, Value]


def read_anew(warehouse: Warehouse, catalogue: Catalogue, customer_ids: Sequence[str]) -> dict[str, Anew]:
    """These customers' features of the newest day, in one query; whom the warehouse does not know, or knows without a load, is left out.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    with warehouse.session() as session:
        as_of_on = newest_day(session, catalogue)
        loaded_at = loads_known(session, as_of_on=as_of_on) if as_of_on else None
        if as_of_on is None or loaded_at is None:
            return {}
        rows = features_of_day(session, catalogue, as_of_on=as_of_on, customer_ids=customer_ids)
    customers = [str(one) for one in rows.column("customer_id").to_pylist()]
    return {
        name: Anew(as_of_on, loaded_at, from_json(values.encode()))
        for name, values in zip(customers, as_json(rows, catalogue).to_list(), strict=True)
    }
