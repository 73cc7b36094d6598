"""Every template compiles, and no page trusts what an author wrote."""

import pytest
from django.template.loader import get_template

from tests.house.source import ROOT, files, name_of

TEMPLATES = [path for path in files(".html", ".txt") if path.is_relative_to(ROOT / "templates")]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_fits_our_policies(path):
    """No markup taken on trust, and nothing the content security policy would stop."""
    text = path.read_text()

    assert [one for one in ("|safe", "autoescape off", " style=", "onclick=") if one in text] == []
