"""The docs cannot lie: what they name exists, and what is made from the code agrees with it."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.house.blocks import MADE, README, block, rewritten
from tests.house.source import ROOT, files, name_of, tree_of
from triage.config.management.commands.make_demo import PASSWORD, STAFF

DOCS = files(".md")
TOUR = ROOT / "docs" / "how-to-read-the-code.md"
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
RENEW = "renew it with  WRITE_DOCS=1 .venv/bin/pytest tests/house/test_docs.py"

LINK = re.compile(r"\]\((?!https?://|mailto:)(?P<target>[^)#\s]*)(?:#(?P<anchor>[^)\s]*))?\)")
QUOTED = re.compile(r"`([^`\n]+)`")
A_PATH = re.compile(r"[\w.-]*\.(py|html|css|js|md|json|toml|sh|env|txt|yaml)|[\w./-]+/[\w./-]*")
# Made when Backstop runs, so a fresh copy has none of them; or on the machine of a clinic.
MADE_LATER = (".venv", "var/", "backups/", "/")

CLAIMS = [
    r"HIPAA",
    r"DTAC",
    r"\bASVS.{0,20}\b(compliant|compliance|approved|verified|conform)",
    r"\bcertified\b",
    r"\bclinically proven\b",
    r"\bmedical device\b",
    r"\blow risk\b",
    r"\byou are safe\b",
    r"\bguarantee",
    r"\bissue #?\d",
    r"\bthis session\b",
    r"\bshared/",
    r"catalogue\.(md|yaml)",
]


def quoted(path: Path) -> set[str]:
    """Return what stands in backticks, code blocks aside."""
    text = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    return set(QUOTED.findall(text))


def anchors(path: Path) -> set[str]:
    """Return the places of a document a link can point at."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


# --- What is named exists ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_every_link_leads_somewhere(path):
    dead = []
    for link in LINK.finditer(path.read_text()):
        target = (path.parent / link["target"]) if link["target"] else path
        if not target.exists() or (link["anchor"] and link["anchor"] not in anchors(target)):
            dead.append(link[0])

    assert dead == []


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_every_path_named_exists(path):
    names = {one.name for one in files()}
    paths = {one for one in quoted(path) if A_PATH.fullmatch(one)}
    missing = {
        one
        for one in paths
        if not one.startswith(MADE_LATER) and one not in names and not (ROOT / one).exists()
    }

    assert missing == set()


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_every_command_named_exists(path):
    text = path.read_text()
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    # In prose, "make sure" is no command: only what is quoted or begins a line of code.
    assert set(re.findall(r"(?:`|^)make ([\w-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def test_every_word_of_the_table_is_a_class():
    table = README.read_text().partition("## The words")[2].partition("\n## ")[0]
    words = set(re.findall(r"`([A-Z]\w+)`", table))
    classes = {
        node.name
        for path in files(".py")
        if path.is_relative_to(ROOT / "triage")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    }

    assert words
    assert words - classes == set()


# --- What is made from the code ---------------------------------------------------------------------


@pytest.mark.parametrize("name", MADE)
def test_a_made_block_says_what_the_code_says(name):
    if os.environ.get("WRITE_DOCS"):
        README.write_text(rewritten(README.read_text()))

    assert block(README.read_text(), name) == MADE[name](), f"README is out of date: {RENEW}"


def test_every_block_is_in_place():
    """A block made anew changes nothing else, and a text that agrees stays as it is."""
    assert rewritten(README.read_text()) == README.read_text()


def test_every_package_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["production"]]
    table = block(README.read_text(), "dependencies")
    reasons = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", table, re.MULTILINE))

    assert sorted(reasons) == sorted(re.split(r"[<>=\[]", one)[0] for one in wanted)


def test_the_demo_is_told_as_it_is_made():
    text = README.read_text()
    told = set(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", text, re.MULTILINE))

    assert f"`{PASSWORD}`" in text
    assert {(one.username, one.role.label.lower()) for one in STAFF} <= told


# --- How it is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_nothing_is_claimed_that_nobody_measured(path):
    found = [one for one in CLAIMS if re.search(one, path.read_text(), re.IGNORECASE)]

    assert found == []


@pytest.mark.parametrize("path", RECORDS, ids=name_of)
def test_a_decision_is_a_page(path):
    text = path.read_text()
    number = path.name.partition("-")[0]

    assert re.match(rf"# {number}\b", text)
    assert [
        one for one in ("Status", "Context", "Decision", "Consequences") if one not in text
    ] == []
    assert len(text.splitlines()) <= 80


def test_decisions_are_numbered_once():
    numbers = [path.name.partition("-")[0] for path in RECORDS]

    assert len(numbers) == len(set(numbers))


def test_pictures_are_light():
    heavy = [one for one in files(".png") if one.stat().st_size > 150_000]

    assert [name_of(one) for one in heavy] == []
