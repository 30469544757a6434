"""The one place that reads the environment. Every setting is `KHAYWE_…`; nothing else in the project asks the environment."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_DIR = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set. A URL that is None means: the embedded server, started by the `khaywe` command."""

    model_config = SettingsConfigDict(env_prefix="KHAYWE_", extra="ignore")

    var_dir: Path = Field(default=PROJECT_DIR / "var", description="Where embedded servers, models and published files live.")
    database_url: str | None = Field(default=None, description="PostgreSQL of the loyalty database, postgresql://…")
    redis_url: str | None = Field(default=None, description="Redis or Valkey, redis://… or unix://…")
    warehouse_url: str | None = Field(
        default=None, description="duckdb:///path, postgresql://…, snowflake://… or oracle://…; default: a DuckDB file in var_dir."
    )
    model_files_url: str | None = Field(
        default=None,
        description="Where machines share model files: a path, file:///… or s3://bucket/prefix; default: var_dir.",
    )
    dagster_database_url: str | None = Field(
        default=None, description="Dagster's own PostgreSQL database; default: `dagster` beside the loyalty one."
    )
    clock: Literal["utc", "loads"] = Field(default="utc", description="utc in production; loads: the demo's calendar moves with the loads.")
    business_timezone: str = Field(default="America/New_York", description="The calendar of business days; programs may set their own.")
    first_business_day: date = Field(default=date(2017, 1, 1), description="The first day that loads may be for; partitions begin here.")
    last_business_day: date | None = Field(default=None, description="The last day that loads may be for; default: none.")
    voucher_key: SecretStr | None = Field(
        default=None, description="Base64 of 32 random bytes that seal voucher codes; default: a key file in var_dir, made on first use."
    )
    bus_url: str | None = Field(default=None, description="The event bus: redis://…, kafka://host:9092 or amqp://…; default: Redis.")
    bus_topic: str = Field(default="khaywe.events", description="The stream, topic or exchange on which events go out.")
    bus_inbound_topic: str = Field(default="khaywe.inbound", description="The stream, topic or exchange on which others tell events.")
    webhook_allowed_networks: str = Field(default="", description="Networks beyond the public ones that webhooks may call: 10.1.0.0/16,….")
    channels: dict[str, str] = Field(
        default_factory=dict,
        description="JSON: a URL for each channel members are written to by: smtp://…?from=…, https://…?secret=…, file:///…?format=csv.",
    )
    public_url: str | None = Field(default=None, description="How members reach this service; links in messages begin with it.")
    link_key: SecretStr | None = Field(
        default=None,
        description="Base64 of 32 random bytes that seal links in messages; default: a key file in var_dir, made on first use.",
    )
    dagster_url: str | None = Field(
        default=None, description="How people reach Dagster's pages; links to the run behind a score begin with it."
    )
    training_effort: Literal["full", "quick"] = Field(
        default="full",
        description="How much the models of next baskets and coupons learn from; quick, as in the demo, for a small machine.",
    )
    log_level: str = "INFO"
    api_host: str = "127.0.0.1"
    api_port: int = 8000
    dagster_port: int = 3000
    events_host: str = Field(default="127.0.0.1", description="Where the events process shows its health and metrics.")
    events_port: int = 8001
    definitions_dir: Path = Field(default=PROJECT_DIR / "definitions", description="Programs, rewards, segments and campaigns as files.")

    @property
    def warehouse(self) -> str:
        """The warehouse URL in force."""
        return self.warehouse_url or f"duckdb:///{self.var_dir / 'warehouse' / 'khaywe.duckdb'}"

    @property
    def links_url(self) -> str:
        """What links in messages begin with."""
        return self.public_url or f"http://{self.api_host}:{self.api_port}"

    @property
    def models_dir(self) -> Path:
        """Where trained models and their manifests are kept."""
        return self.var_dir / "models"

    @property
    def published_dir(self) -> Path:
        """Where each good build publishes its marts as Parquet."""
        return self.var_dir / "published"


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
