"""dbt's manifest: made once by whoever asks first, never seen half written, and made anew when the project changes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.transform.project import DBT_PROJECT_DIR, DbtProjectUnreadable, prepared_manifest

ASKING = """
import json, sys
from pathlib import Path
from orchestration.transform.project import prepared_manifest
manifest = prepared_manifest(Path(sys.argv[1]))
print(manifest.stat().st_ino, len(json.loads(manifest.read_bytes())["nodes"]))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the dbt project that nobody has read yet."""
    return Path(shutil.copytree(DBT_PROJECT_DIR, tmp_path / "dbt_project", ignore=shutil.ignore_patterns("target", "logs")))


def test_processes_that_ask_at_once_get_one_whole_manifest(project):
    command = [sys.executable, "-c", ASKING, str(project)]
    asking = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {process.communicate(timeout=120)[0] for process in asking}
    assert [process.returncode for process in asking] == [0] * 4
    (answer,) = answers
    assert int(answer.split()[1]) > 20
    assert (project / "target" / "partial_parse.msgpack").exists()
    assert not list((project / "target").glob("parsing-*"))


def test_it_is_made_anew_only_when_the_project_changed(project):
    before = prepared_manifest(project).stat().st_ino
    assert prepared_manifest(project).stat().st_ino == before
    model = next((project / "models").rglob("*.sql"))
    model.with_name("stg_new__thing.sql").write_text("select 1 as id")
    after = prepared_manifest(project)
    assert after.stat().st_ino != before
    assert "model.khaywe.stg_new__thing" in json.loads(after.read_bytes())["nodes"]


def test_a_project_that_dbt_refuses_is_named_and_leaves_the_last_good_manifest(project):
    good = prepared_manifest(project).read_bytes()
    wrong = project / "models" / "wrong.sql"
    wrong.write_text("select * from {{ ref('nothing_of_that_name') }}")
    with pytest.raises(DbtProjectUnreadable, match="nothing_of_that_name"):
        prepared_manifest(project)
    assert (project / "target" / "manifest.json").read_bytes() == good
