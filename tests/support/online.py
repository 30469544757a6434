"""Features as a request reads them against features as the night reads them, of every member (M-8). No server is started here."""

from datetime import UTC, date, datetime
from uuid import UUID

import polars as pl
import pyarrow as pa
import redis

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import load_catalogue
from loyalty.features.online import as_columns
from loyalty.features.rows import features_of_day
from loyalty.features.store import FeatureStore
from loyalty.warehouse import Warehouse
from ml.churn.features import CONTRACT
from ml.churn.read import read_scoring_rows
from ml.features import fit_encoder
from ml.features.encoder import ARROW_TYPES

MEMBERS = 'select external_id, id from members order by external_id collate "C"'


def differing_members(database: Database, warehouse: Warehouse, cache: redis.Redis, *, on: date) -> tuple[list[str], int]:
    """The customers whom the churn model would read otherwise in a request than in the night's batch, and how many were compared.

    What is compared is what the network gets: every number, bit for bit.
    """
    catalogue = load_catalogue()
    with database.begin() as work:
        ids: dict[str, UUID] = {row.external_id: row.id for row in work.exec_driver_sql(MEMBERS)}
    assert set(features_of_day(warehouse, catalogue, as_of_on=on)["customer_id"].to_pylist()) == set(ids)
    offline = pl.DataFrame(read_scoring_rows(warehouse, as_of_on=on)).sort("customer_id")
    answers = FeatureStore(database, catalogue, TurnedClock(datetime(2030, 1, 1, tzinfo=UTC)), cache=cache).read(ids.values())
    columns = as_columns([answers[ids[one]] for one in offline["customer_id"]], catalogue)
    online = pa.table({one.name: pa.array(columns[one.name], ARROW_TYPES[one.kind]) for one in CONTRACT.features})
    encoder = fit_encoder(CONTRACT, offline.to_arrow())
    theirs, ours = encoder.encode(offline.to_arrow()), encoder.encode(online)
    assert (theirs.kept == ours.kept).all()
    differs = pl.Series((theirs.matrix != ours.matrix).any(axis=1))
    return offline["customer_id"].filter(pl.Series(theirs.kept)).filter(differs).to_list(), offline.height
