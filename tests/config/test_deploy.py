"""What is deployed is what the manual promises: the files are read as the programs read them."""

import configparser
import re

import pytest
import yaml

from tests.house.source import ROOT
from triage.config.environment import SETTINGS

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
OURS = sorted(name for name in COMPOSE if name not in {"db", "caddy"})
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
HARDENED = {
    "User": "backstop",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "NoNewPrivileges": "yes",
}
JOBS = ("escalate_alerts", "backup", "purge", "clearsessions")


def unit(path) -> configparser.SectionProxy:
    # A unit may say the same word several times: the last counts here, which is enough.
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[method-assign,assignment]
    read.read_string(path.read_text())
    return read["Service"]


def test_the_image_runs_as_a_plain_user_and_asks_whether_it_is_well():
    steps = re.findall(r"^(USER|CMD|HEALTHCHECK|EXPOSE) (.*)", DOCKERFILE, re.MULTILINE)
    words = [word for word, _said in steps]

    assert dict(steps)["USER"] == "backstop"
    assert words.index("USER") < words.index("CMD")
    assert "useradd --uid 10001" in DOCKERFILE
    assert "/healthz" in DOCKERFILE
    assert "--require-hashes --only-binary" in DOCKERFILE


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_containers_can_do_no_more_than_it_must(name):
    one = COMPOSE[name]

    assert one["read_only"] is True
    assert one["tmpfs"] == ["/tmp"]  # noqa: S108 (inside the container)
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in one
    assert one["environment"]["BACKSTOP_HTTPS"] == "1"
    known = {setting.name for setting in SETTINGS}
    assert set(one["environment"]) <= known


def test_the_door_alone_is_open():
    assert [name for name, one in COMPOSE.items() if "ports" in one] == ["caddy"]


def test_every_image_is_one_edition():
    images = [one["image"] for one in COMPOSE.values() if "build" not in one]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(images) == 4
    assert [one for one in images if not re.search(r":\d+\.\d+(\.\d+)?(-|$)", one)] == []


def test_every_job_is_done_on_one_machine_and_on_two():
    lines = "\n".join(path.read_text() for path in UNITS)
    commands = "\n".join(str(COMPOSE[name].get("command", "")) for name in OURS)
    for job in JOBS:
        assert f"manage.py {job}" in lines, job
        assert f"manage.py {job}" in commands, job


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_each_unit_is_hardened(path):
    said = unit(path)

    assert {name: said.get(name) for name in HARDENED} == HARDENED
    assert said["EnvironmentFile"] == "/etc/backstop.env"


def test_every_job_has_its_hour():
    jobs = {path.stem for path in UNITS} - {"backstop"}

    assert {path.stem for path in TIMERS} == jobs
    assert all("OnCalendar=" in path.read_text() for path in TIMERS)


@pytest.mark.hazard("H23")
def test_the_proxy_asks_only_whether_a_process_lives():
    door = (DEPLOY / "Caddyfile").read_text()

    assert "health_uri /livez\n" in door
    assert "path /healthz /livez" in door


@pytest.mark.hazard("H22")
def test_postgres_writes_nothing_that_was_typed_into_its_log():
    words = COMPOSE["db"]["command"]
    manual = (ROOT / "docs" / "operations.md").read_text()

    assert words[0] == "postgres"
    for said in words[2::2]:
        assert said.replace("=", " = ") in manual
    assert "log_min_error_statement=panic" in words
