"""The table of API keys, for SQLAlchemy Core. Its making is migration 0004."""

from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

api_keys = Table(
    "api_keys",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("prefix", Text, nullable=False),
    Column("secret_sha256", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)
