"""What `khaywe up` starts is watched and stopped, with everything that it started in turn."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from khaywe.local.shared import SharedValkey
from khaywe.processes import Children, until_asked_to_stop
from loyalty.settings import PROJECT_DIR


def wait_until(truth, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if truth():
            return True
        time.sleep(0.05)
    return False


STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', sys.argv[1]])
open(sys.argv[2], 'w').write(str(child.pid))
time.sleep(60)
"""


def ended(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_stop_ends_grandchildren_that_ignore_the_signal(tmp_path: Path):
    told = tmp_path / "pid"
    children = Children(tmp_path / "log")
    children.start("parent", [sys.executable, "-c", PARENT, STUBBORN, str(told)], dict(os.environ), tmp_path)
    assert wait_until(lambda: told.exists() and told.read_text())
    grandchild = int(told.read_text())
    children.stop()
    assert wait_until(lambda: ended(grandchild))


def test_a_child_that_ends_by_itself_is_named_with_its_last_words(tmp_path: Path):
    children = Children(tmp_path / "log")
    children.start("brief", [sys.executable, "-c", "print('no room at the inn'); raise SystemExit(3)"], dict(os.environ), tmp_path)
    assert wait_until(lambda: children.first_dead() is not None)
    dead = children.first_dead()
    assert dead is not None
    assert dead.name == "brief"
    assert "no room at the inn" in dead.last_words()
    children.stop()


def test_interrupt_and_termination_set_the_event_instead_of_raising():
    with until_asked_to_stop() as asked:
        os.kill(os.getpid(), signal.SIGTERM)
        assert asked.wait(2)
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is not None


def test_valkey_outlives_a_user_that_died_and_stops_with_the_last_one(tmp_path: Path):
    other = (
        "import sys; from pathlib import Path; from khaywe.local.shared import SharedValkey; print(SharedValkey(Path(sys.argv[1])).join())"
    )
    died = subprocess.run([sys.executable, "-c", other, str(tmp_path)], capture_output=True, text=True, check=True, cwd=PROJECT_DIR)
    shared = SharedValkey(tmp_path)
    assert shared.join() == died.stdout.strip(), "the running server is joined, not doubled"
    pid = json.loads((tmp_path / "shared.json").read_text())["pid"]
    shared.leave()
    assert wait_until(lambda: ended(pid))
