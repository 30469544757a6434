"""The registry in PostgreSQL with files in a folder or in S3: states, decisions, rollback, and what serves when one of them is away."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from loyalty.clock import TurnedClock
from loyalty.database import Database, connect
from ml.registry import ModelStore, ModelUnknown, NoChampion, RegistryUnavailable, VersionTaken
from ml.registry.far import FarFiles
from ml.registry.model import Outcome, State, Verdict
from ml.registry.records import Records
from ml.runtime import Manifest

pytestmark = pytest.mark.slow
FIRST, SECOND, THIRD = "2017-08-13.1", "2017-08-13.2", "2017-08-13.3"
AT = datetime(2017, 8, 14, 4, tzinfo=UTC)


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database, TurnedClock(AT))


@pytest.fixture
def exported(released: Path) -> tuple[Manifest, bytes]:
    """A real model, not yet in any store."""
    store = ModelStore(released)
    place = store.folder.place("churn", FIRST)
    return store.manifest("churn", FIRST), (place / "model.tflite").read_bytes()


@pytest.fixture
def registry(records: Records, tmp_path: Path, exported: tuple[Manifest, bytes]) -> ModelStore:
    """Three versions, of which the first two were promoted one after the other."""
    store = ModelStore(tmp_path / "here", records=records)
    fill(store, exported)
    return store


def fill(store: ModelStore, exported: tuple[Manifest, bytes]) -> None:
    manifest, content = exported
    for number, version in enumerate((FIRST, SECOND, THIRD)):
        store.add(manifest.model_copy(update={"version": version, "seed": number}), content)
    store.promote("churn", FIRST)
    store.promote("churn", SECOND, by="amal", reasons=["better on the same rows"])


def states(store: ModelStore) -> dict[str, State]:
    return {one.manifest.version: one.state for one in store.stored("churn")}


def serving(store: ModelStore) -> str:
    return store.champion("churn").model.manifest.version


def test_versions_go_from_candidate_to_champion_to_retired_and_every_decision_is_kept(registry: ModelStore, records: Records) -> None:
    assert states(registry) == {FIRST: State.RETIRED, SECOND: State.CHAMPION, THIRD: State.CANDIDATE}
    assert serving(registry) == SECOND
    registry.keep("churn", THIRD, reasons=["AUC .81 is not above .82"])
    told = [(one.version, one.verdict, one.decided_by, one.instead_of) for one in records.decisions("churn")]
    assert told == [
        (FIRST, Verdict.PROMOTED, "training", None),
        (SECOND, Verdict.PROMOTED, "amal", FIRST),
        (THIRD, Verdict.KEPT, "training", SECOND),
    ]
    assert records.decisions("churn", SECOND)[0].decided_at == AT


def test_one_command_goes_back_and_what_was_taken_back_is_not_gone_back_to(registry: ModelStore, records: Records) -> None:
    registry.promote("churn", THIRD)
    assert registry.roll_back("churn", by="amal", reasons=["complaints"]) == SECOND
    assert serving(registry) == SECOND
    assert registry.roll_back("churn") == FIRST
    assert states(registry) == {FIRST: State.CHAMPION, SECOND: State.RETIRED, THIRD: State.RETIRED}
    with pytest.raises(NoChampion, match="no earlier champion"):
        registry.roll_back("churn")
    registry.promote("churn", THIRD)
    assert registry.roll_back("churn") == FIRST
    assert records.decisions("churn")[-1].verdict is Verdict.ROLLED_BACK


def test_going_back_passes_over_a_corrupt_version(registry: ModelStore) -> None:
    registry.promote("churn", THIRD)
    (registry.folder.place("churn", SECOND) / "model.tflite").write_bytes(b"")
    assert registry.roll_back("churn") == FIRST


def test_history_cannot_be_rewritten(registry: ModelStore, database: Database) -> None:
    for statement in (
        "update model_decisions set decided_by = 'nobody'",
        "delete from model_decisions",
        "truncate model_runs",
        "update model_versions set manifest_sha256 = repeat('0', 64)",
        "delete from model_versions",
        "update model_versions set state = 'CHAMPION', promotion = 9",
    ):
        with pytest.raises(DBAPIError), database.begin() as work:
            work.execute(text(statement))
    assert serving(registry) == SECOND


def test_the_registry_and_not_the_folder_says_who_serves(registry: ModelStore) -> None:
    registry.folder.point("churn", [one for one in registry.folder.promoted("churn") if one.version == FIRST])
    assert serving(registry) == SECOND
    assert [one.version for one in registry.folder.promoted("churn")] == [SECOND, FIRST]


def test_manifest_and_model_exchanged_together_are_refused_and_the_champion_before_serves(registry: ModelStore) -> None:
    spoilt, other = registry.folder.place("churn", SECOND), registry.folder.place("churn", THIRD)
    shutil.copytree(other, spoilt, dirs_exist_ok=True)
    champion = registry.champion("churn")
    assert champion.model.manifest.version == FIRST
    assert "is not the one that was recorded" in champion.refused[0]
    away = ModelStore(registry.models_dir)
    assert "is not the one that was recorded" in away.champion("churn").refused[0], "the folder's pointer remembers the hash too"


def test_without_the_database_yesterdays_champion_serves_and_says_so_and_nothing_can_be_decided(
    registry: ModelStore, database: Database
) -> None:
    serving(registry)
    gone = ModelStore(registry.models_dir, records=Records(connect("postgresql://nobody@127.0.0.1:1/khaywe", pool_size=1), TurnedClock(AT)))
    champion = gone.champion("churn")
    assert champion.model.manifest.version == SECOND
    assert champion.notice is not None
    assert "cannot be asked" in champion.notice
    assert gone.promoted("churn") == registry.promoted("churn") == [SECOND, FIRST]
    for act in (lambda: gone.promote("churn", THIRD), lambda: gone.roll_back("churn")):
        with pytest.raises(RegistryUnavailable):
            act()
    assert serving(registry) == SECOND
    with pytest.raises(NoChampion, match="cannot be asked"):
        gone.champion("next-best-offer")


def test_a_database_of_the_release_before_says_to_migrate(registry: ModelStore, database: Database) -> None:
    with database.begin() as work:
        work.execute(text("alter table model_versions rename to of_another_time"))
    champion = registry.champion("churn")
    assert champion.model.manifest.version == SECOND
    assert "khaywe migrate" in str(champion.notice)


def test_a_folder_from_before_there_was_a_registry_is_taken_in_with_its_champion(
    records: Records, tmp_path: Path, exported: tuple[Manifest, bytes]
) -> None:
    fill(ModelStore(tmp_path / "old"), exported)
    store = ModelStore(tmp_path / "old", records=records)
    assert serving(store) == SECOND
    assert states(store) == {FIRST: State.RETIRED, SECOND: State.CHAMPION, THIRD: State.CANDIDATE}
    store.promote("churn", THIRD)
    assert [one.verdict for one in records.decisions("churn")] == [Verdict.TAKEN_IN, Verdict.TAKEN_IN, Verdict.PROMOTED]
    assert store.roll_back("churn") == SECOND


def test_files_that_a_dying_training_left_are_taken_in_as_a_candidate_only(
    registry: ModelStore, records: Records, exported: tuple[Manifest, bytes]
) -> None:
    manifest, content = exported
    left = manifest.model_copy(update={"version": "2017-08-13.4", "seed": 4})
    registry.folder.write("churn", left.version, manifest=left.model_dump_json().encode(), content=content)
    assert registry.next_version("churn", AT.date().replace(day=13)) == "2017-08-13.5"
    registry.take_in("churn")
    assert states(registry)["2017-08-13.4"] is State.CANDIDATE
    assert serving(registry) == SECOND


def test_what_is_not_there_is_named_with_what_is(registry: ModelStore) -> None:
    with pytest.raises(ModelUnknown, match=r"stored are: 2017-08-13\.1, 2017-08-13\.2, 2017-08-13\.3"):
        registry.promote("churn", "2016-01-01.1")


def test_another_model_cannot_take_a_version_that_is_taken(registry: ModelStore, exported: tuple[Manifest, bytes]) -> None:
    manifest, content = exported
    with pytest.raises(VersionTaken):
        registry.add(manifest.model_copy(update={"version": THIRD, "seed": 99}), content)
    assert registry.manifest("churn", THIRD).seed == 2


def test_every_run_of_training_is_recorded_whatever_came_of_it(registry: ModelStore, records: Records) -> None:
    day = AT.date()
    records.ran("churn", as_of_on=day, outcome=Outcome.STORED, code_version="1+abc", version=SECOND, compared_with=FIRST)
    records.ran("churn", as_of_on=day, outcome=Outcome.REFUSED, code_version="1+abc", reason="too little history")
    newest, before = records.runs("churn")
    assert (newest.outcome, newest.version, newest.reason) == (Outcome.REFUSED, None, "too little history")
    assert (before.version, before.compared_with) == (SECOND, FIRST)


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """An S3 of our own on the loopback, with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"s3://key:secret@models/loyalty?endpoint_override={host}:{port}&scheme=http&region=us-east-1&allow_bucket_creation=true"
    from ml.registry.far import _opened

    _opened(url)[0].create_dir("models")
    yield url
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def far_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "shared") if request.param == "folder" else request.getfixturevalue("s3")


def test_another_machine_fetches_the_champion_and_mends_what_is_spoilt_there(
    far_url: str, records: Records, tmp_path: Path, exported: tuple[Manifest, bytes]
) -> None:
    fill(ModelStore(tmp_path / "here", records=records, far=FarFiles(far_url)), exported)
    there = ModelStore(tmp_path / "there", records=records, far=FarFiles(far_url))
    assert serving(there) == SECOND
    assert (there.folder.place("churn", SECOND) / "model.tflite").read_bytes() == exported[1]
    (there.folder.place("churn", SECOND) / "model.tflite").write_bytes(b"spoilt")
    champion = there.champion("churn")
    assert champion.model.manifest.version == SECOND
    assert champion.refused == ()


def test_a_far_file_that_was_exchanged_is_refused_and_the_champion_before_serves(
    far_url: str, records: Records, tmp_path: Path, exported: tuple[Manifest, bytes]
) -> None:
    far = FarFiles(far_url)
    fill(ModelStore(tmp_path / "here", records=records, far=far), exported)
    sha256 = records.manifest_sha256("churn", SECOND)
    assert sha256 is not None
    manifest, _ = far.fetch("churn", SECOND, manifest_sha256=sha256, content_bytes_max=10_000_000)
    far.put("churn", SECOND, manifest_sha256=sha256, manifest=manifest, content=b"\0" * len(exported[1]))
    champion = ModelStore(tmp_path / "there", records=records, far=far).champion("churn")
    assert champion.model.manifest.version == FIRST
    assert "SHA-256" in champion.refused[0]


def test_a_store_of_files_that_is_away_leaves_what_is_here_serving(
    records: Records, tmp_path: Path, exported: tuple[Manifest, bytes]
) -> None:
    fill(ModelStore(tmp_path / "here", records=records), exported)
    nowhere = FarFiles("s3://key:secret@models/x?endpoint_override=127.0.0.1:9&scheme=http&region=us-east-1")
    here = ModelStore(tmp_path / "here", records=records, far=nowhere)
    assert serving(here) == SECOND
    shutil.rmtree(here.folder.place("churn", SECOND))
    champion = here.champion("churn")
    assert champion.model.manifest.version == FIRST
    assert "does not give" in champion.refused[0]
