"""Before anything runs: the newest schema, the definitions of `definitions/`, the folder Dagster keeps. Idempotent, at every start."""

import shutil
from datetime import timedelta

from loyalty.campaigns import read_campaigns, store_campaigns
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.database.migrate import migrate
from loyalty.features.catalogue import load_catalogue
from loyalty.ledger import prepare_months
from loyalty.messages import read_templates, store_templates
from loyalty.programs import read_program, seed_program
from loyalty.promotions import read_promotions, store_promotions
from loyalty.rewards import read_rewards, store_rewards
from loyalty.segments import read_segments, store_segments
from loyalty.settings import PROJECT_DIR, Settings

MONTHS_AHEAD = timedelta(days=62)


def prepare_schema(found: Settings) -> None:
    """The loyalty database has the newest schema, and Dagster its folder."""
    database = connect(str(found.database_url))
    try:
        migrate(database)
    finally:
        database.close()
    prepare_dagster_home(found)


def prepare_definitions(found: Settings) -> None:
    """The definitions are stored as of the business clock; what has not changed makes no new revision."""
    database = connect(str(found.database_url))
    try:
        store_definitions(found, database)
    finally:
        database.close()


def store_definitions(found: Settings, database: Database) -> None:
    """Programs, rewards, promotions, segments, templates and campaigns stand as their files say: all, or none where one is refused."""
    clock = clock_of(found, database)
    folder = found.definitions_dir
    catalogue = load_catalogue()
    programs = [read_program(path) for path in sorted((folder / "programs").glob("*.json"))]
    rewards = read_rewards(folder / "rewards")
    # A company may have none.
    promotions = read_promotions(folder / "promotions") if (folder / "promotions").is_dir() else []
    segments = read_segments(folder / "segments", catalogue)
    templates = read_templates(folder / "messages") if (folder / "messages").is_dir() else []
    campaigns = read_campaigns(folder / "campaigns", catalogue)
    with database.begin() as work:
        for program in programs:
            seed_program(program, within=work, clock=clock)
        # Rewards and promotions may be for segments.
        store_segments(segments, within=work, clock=clock)
        store_rewards(rewards, within=work, clock=clock)
        store_promotions(promotions, within=work, clock=clock)
        store_templates(templates, within=work, clock=clock)
        store_campaigns(campaigns, within=work, clock=clock)
        today = clock.now().date()
        prepare_months(today, today + MONTHS_AHEAD, within=work)


def prepare_dagster_home(found: Settings) -> None:
    """`DAGSTER_HOME` holds our configuration of the instance."""
    home = found.var_dir / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROJECT_DIR / "dagster.yaml", home / "dagster.yaml")
