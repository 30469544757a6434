"""API keys. Only a hash of each secret is stored, so reading this table opens no door."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table api_keys (
            id uuid primary key,
            prefix text not null unique check (prefix ~ '^[0-9a-z]{12}$'),
            secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
            name text not null check (length(name) between 1 and 100),
            permissions text[] not null check (cardinality(permissions) > 0),
            created_at timestamptz not null,
            revoked_at timestamptz,
            check (revoked_at is null or revoked_at >= created_at)
        )
        """
    )
    op.execute("comment on table api_keys is 'Who may call the API. One row is one key; the secret itself is shown once and never stored.'")
