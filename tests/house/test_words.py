"""The project speaks of itself alone, and never says more than it knows."""

import re

import pytest

from tests.house.source import files, name_of

# Written in two halves, or this file would find itself.
ELSEWHERE = [
    "/" + r"(root|home|Users)/\w",
    r"(?<![\w.])/" + r"work/",
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
]
READABLE = (
    ".py",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".md",
    ".txt",
    ".toml",
    ".json",
    ".svg",
    ".env",
    "",
)


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_no_file_names_a_machine_or_a_registry(pattern):
    found = [name_of(path) for path in files(*READABLE) if re.search(pattern, path.read_text())]

    assert found == []


def test_no_utils():
    assert [name_of(path) for path in files() if path.stem in {"utils", "helpers", "common"}] == []
