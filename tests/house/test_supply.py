"""What runs in production is known, pinned by hash, and not more than it must be."""

import importlib.metadata
import os
import re
import tomllib

import pytest

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
