"""The tables of the registry, for SQLAlchemy Core. Their making is migrations 0014 and 0025."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Identity, MetaData, Sequence, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

_metadata = MetaData()

promotions = Sequence("model_promotions")

model_versions = Table(
    "model_versions",
    _metadata,
    Column("name", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("manifest", JSONB, nullable=False),
    Column("manifest_sha256", Text, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    Column("promotion", BigInteger),
    Column("is_rolled_back", Boolean, nullable=False),
)

model_runs = Table(
    "model_runs",
    _metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("as_of_on", Date, nullable=False),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("version", Text),
    Column("code_version", Text, nullable=False),
    Column("reason", Text),
    Column("compared_with", Text),
)

model_decisions = Table(
    "model_decisions",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("reasons", ARRAY(Text), nullable=False),
    Column("instead_of", Text),
)

model_dagster_runs = Table(
    "model_dagster_runs",
    _metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("as_of_on", Date, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("row_count", BigInteger),
    Column("drift", JSONB, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
