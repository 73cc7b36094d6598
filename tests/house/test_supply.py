"""What runs in production is known, pinned by hash, and not more than it must be."""

import importlib.metadata
import os
import re
import tomllib
from datetime import date

import pytest
from packaging.version import Version

from tests.house.sbom import FILE, pins, written
from tests.house.source import ROOT, name_of

MOST = 15


def test_no_more_than_fifteen_packages_are_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["production"]]

    assert len(wanted) <= MOST


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=name_of)
def test_every_pin_has_its_hashes(path):
    packages = re.split(r"\n(?=[a-z])", path.read_text())

    assert [one.split()[0] for one in packages if "--hash=sha256:" not in one and "==" in one] == []


def test_the_list_of_parts_is_made_from_the_pins():
    if os.environ.get("WRITE_DOCS"):
        FILE.write_text(written())

    assert FILE.read_text() == written(), (
        "renew it with  WRITE_DOCS=1 .venv/bin/pytest tests/house/test_supply.py"
    )


def test_the_list_of_parts_is_what_is_installed():
    wanted = {one["name"]: one["version"] for one in pins() if not one["marker"]}

    assert {name: importlib.metadata.version(name) for name in wanted} == wanted


ADVISORIES = tomllib.loads((ROOT / "docs" / "safety" / "advisories.toml").read_text())


def weak(pinned: dict[str, str]) -> list[str]:
    """Return what is known of an edition that is pinned."""
    return [
        f"{one['package']} {pinned[one['package']]}: {', '.join(one['ids'])}"
        for one in ADVISORIES["advisory"]
        if Version(pinned[one["package"]]) < Version(one["good"])
    ]


@pytest.mark.hazard("H22")
def test_no_pin_has_a_weakness_that_is_on_our_list():
    pinned = {one["name"]: one["version"] for one in pins()}

    assert weak(pinned) == []
    # The list can see: an older edition is found.
    assert len(weak({**pinned, "weasyprint": "67.0", "django": "5.2.15"})) == 5


def test_the_list_of_weaknesses_names_its_day_and_its_sources():
    assert ADVISORIES["looked_up"] > date(2026, 1, 1)
    assert all(one["ids"] for one in ADVISORIES["advisory"])


def test_nothing_is_fetched_from_elsewhere_while_it_runs():
    pages = [
        path
        for folder in ("templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js"}
    ]

    found = [
        name_of(path)
        for path in pages
        if re.search(r"""(?:src|href|url|import)\s*[=(]?\s*["']?https?:""", path.read_text())
    ]
    assert found == []
