"""Alembic's entry: runs the versions on the connection that `loyalty.database.migrate` hands over, each in its own transaction."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
