"""Opens the model store that the settings describe. Not here: what it does (`store.py`)."""

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.settings import Settings
from ml.registry.far import FarFiles
from ml.registry.records import Records
from ml.registry.store import ModelStore


def open_model_store(found: Settings, database: Database | None, clock: Clock) -> ModelStore:
    """The store in KHAYWE_VAR_DIR, decided by the registry in `database`, its files shared through KHAYWE_MODEL_FILES_URL where set.

    Nothing is contacted yet. Without a database the folder's own pointer decides.

    Raises:
        FilesUnavailable: KHAYWE_MODEL_FILES_URL is no place of files.
    """
    records = Records(database, clock) if database is not None else None
    return ModelStore(found.models_dir, records=records, far=FarFiles(found.model_files_url) if found.model_files_url else None)
