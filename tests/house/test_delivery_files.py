"""The files that deliver Khaywe say what is true: compose names what exists, locks carry hashes and no address."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def test_compose_has_every_part_of_the_stack(compose):
    assert {"postgres", "valkey", "dagster-webserver", "dagster-daemon", "dagster-code", "serving", "console"} <= set(compose["services"])


def test_compose_publishes_no_port_beyond_this_machine(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_compose_depends_only_on_services_it_has(compose):
    for service in compose["services"].values():
        assert set(service.get("depends_on", [])) <= set(compose["services"])


def test_compose_builds_only_targets_of_the_dockerfile(compose):
    stages = set(re.findall(r"^FROM .* AS (\S+)$", (PROJECT / "Dockerfile").read_text(), flags=re.MULTILINE))
    targets = {service["build"]["target"] for service in compose["services"].values() if "build" in service}
    assert targets
    assert targets <= stages


def test_dockerfile_copies_only_what_exists():
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", (PROJECT / "Dockerfile").read_text(), flags=re.MULTILINE)
    missing = [name for line in sources for name in line.split() if not (PROJECT / name).exists()]
    assert missing == []


def test_compose_sets_only_settings_that_exist(compose):
    from loyalty.settings import Settings

    known = {f"KHAYWE_{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"env: (KHAYWE_\w+)", (PROJECT / "workspace.yaml").read_text()))
    named = {name for service in compose["services"].values() for name in service.get("environment", {}) if name.startswith("KHAYWE_")}
    assert named - known == set()


@pytest.mark.parametrize("lock", sorted((PROJECT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_lock_has_a_hash_for_every_version_and_no_address(lock):
    text = lock.read_text()
    pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==", text, flags=re.MULTILINE)
    assert len(pinned) > 0
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://|file://|--index-url|--find-links", text) == []


def test_npm_lock_holds_no_address():
    lock = PROJECT / "console" / "package-lock.json"
    assert '"resolved"' not in lock.read_text()


def test_ci_runs_what_the_readme_names():
    assert "make test" in (PROJECT / ".ci" / "run").read_text()
    readme = (PROJECT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme


def test_console_container_sends_the_headers_that_the_api_sends_with_the_console():
    from serving.console import FRAME_HEADERS, SECURITY_HEADERS

    told = (PROJECT / "console" / "nginx.conf").read_text()
    assert dict(re.findall(r'add_header (\S+) "([^"]+)" always;', told)) == SECURITY_HEADERS
    assert dict(re.findall(r'add_header (\S+) "([^"]+)";', told)) == FRAME_HEADERS
