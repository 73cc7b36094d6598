"""What every test of a document listens to."""

import importlib
import logging
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from triage.documents import print_room
from triage.documents.print_room import FONTS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud when nobody read the tiers on paper."""
    if not shutil.which("tesseract"):
        terminalreporter.write_line(
            "No tesseract here, so nobody read the tiers on paper: apt-get install tesseract-ocr",
            yellow=True,
            bold=True,
        )


@pytest.fixture(autouse=True)
def _nothing_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail when printing logs anything: WeasyPrint's complaints quote the patient."""
    caplog.set_level(logging.INFO, logger="weasyprint")
    caplog.set_level(logging.INFO, logger="fontTools")
    yield
    said = [one for one in caplog.records if one.name.startswith(("weasyprint", "fontTools"))]
    assert [one.name for one in said] == []


@pytest.fixture(scope="session")
def press() -> Iterator[Any]:
    """Return the press itself, in this process, where a test can watch it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(FONTS))
        yield importlib.import_module("triage.documents.press").Press()


@pytest.fixture(autouse=True)
def _a_busy_machine_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge what is printed, not how many others use this machine."""
    monkeypatch.setattr(print_room, "SECONDS", 60)
    monkeypatch.setattr(print_room, "LOADING", 120)
    monkeypatch.setattr(print_room, "PATIENCE", 120)
