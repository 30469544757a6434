"""How far everything is: one row per stage of the loop, for `khaywe status` and the demo's closing table. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.errors import Unavailable
from loyalty.settings import Settings
from loyalty.warehouse import open_warehouse
from ml.registry import NoChampion, open_model_store

LOADED = """
select max(business_on) as last_on, count(distinct business_on) as days, sum(row_count) as rows from raw.load_log
"""

# One statement per stage; each answers one row whose columns the sentence beside it names.
STAGES: tuple[tuple[str, str, str], ...] = (
    ("Members", "{members:,} enrolled", "select count(*) as members from members"),
    (
        "Ledger",
        "{postings:,} postings, {points:,} points outstanding",
        "select (select count(*) from postings) as postings, (select coalesce(sum(active_points), 0)::bigint from accounts) as points",
    ),
    (
        "Scores",
        "{members:,} members scored on {as_of_on}, {high:,} at high churn risk",
        "select max(as_of_on) as as_of_on, count(*) as members, count(*) filter (where churn_band_code = 'HIGH') as high "
        "from member_scores",
    ),
    (
        "Offers",
        "{offers:,} offers for {members:,} members on {as_of_on}, model {model}",
        "select as_of_on, member_count as members, offer_count as offers, model_version as model from offer_shelf",
    ),
    (
        "Segments",
        "{sizes} on {as_of_on}",
        "select as_of_on, string_agg(segment_code || ' ' || size, ', ' order by segment_code) as sizes "
        "from segment_days where as_of_on = (select max(as_of_on) from segment_days) group by as_of_on",
    ),
    (
        "Audience",
        "{code}: {kept:,} members get an offer, {control:,} in the control group, {refused:,} refused, on {as_of_on}",
        "select campaign_code as code, as_of_on, treated_count as kept, control_count + holdout_count as control, "
        "read_count - treated_count - control_count - holdout_count as refused "
        "from campaign_occurrences order by as_of_on desc, campaign_code limit 1",
    ),
)


@dataclass(frozen=True)
class Stage:
    """One stage of the loop and how far it is, in words."""

    name: str
    state: str


def summarise(found: Settings, database: Database) -> list[Stage]:
    """Every stage from the loads to the audience; what has not happened yet says so."""
    stages = [Stage("Business clock", _clock(database)), Stage("Loads", _loads(found))]
    with database.begin() as work:
        for name, sentence, query in STAGES:
            row = work.execute(text(query)).mappings().first()
            stages.append(Stage(name, _said(sentence, dict(row) if row else None)))
    return [*stages, Stage("Models", _models(found, database))]


def _clock(database: Database) -> str:
    with database.begin() as work:
        stands_at = work.execute(text("select stands_at from business_clock")).scalar_one_or_none()
    return f"stands at {stands_at:%Y-%m-%d %H:%M} UTC" if stands_at else "UTC now"


def _loads(found: Settings) -> str:
    warehouse = open_warehouse(found.warehouse, read_only=True, lock_wait_seconds=2.0)
    try:
        if not warehouse.table_exists("raw.load_log"):
            return "nothing yet"
        row = warehouse.read(LOADED).to_pylist()[0]
    except Unavailable as busy:
        return f"cannot be asked now: {busy}"
    return _said("through {last_on}: {days:,} days, {rows:,} rows", row)


def _models(found: Settings, database: Database) -> str:
    store = open_model_store(found, database, UtcClock())
    said = []
    for name in ("churn", "next-best-offer"):
        try:
            said.append(f"{name} {store.champion(name).model.manifest.version}")
        except NoChampion:
            said.append(f"{name} not trained yet")
    return ", ".join(said)


def _said(sentence: str, row: Mapping[str, Any] | None) -> str:
    if row is None or any(value is None for value in row.values()):
        return "nothing yet"
    return sentence.format(**row)
