"""What every test of a document listens to."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _nothing_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail when printing logs anything: WeasyPrint's complaints quote the patient."""
    caplog.set_level(logging.INFO, logger="weasyprint")
    caplog.set_level(logging.INFO, logger="fontTools")
    yield
    said = [one for one in caplog.records if one.name.startswith(("weasyprint", "fontTools"))]
    assert [one.name for one in said] == []
