"""The life of models: every run of a training, which version serves, and who decided it."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Runs and decisions of models have tables."""
