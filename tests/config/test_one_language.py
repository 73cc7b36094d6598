"""One language: no page is half in another, whatever a browser prefers."""

import re

import pytest
from django.test import Client

from tests.builders import a_visit
from triage.intake.access import COOKIE


def read(client: Client, address: str, wanted: str) -> str:
    """Return a page as a browser of that language gets it, but for what protects its form."""
    page = client.get(address, HTTP_ACCEPT_LANGUAGE=wanted).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.django_db
@pytest.mark.hazard("H05")
@pytest.mark.parametrize("wanted", ["de", "ar,he;q=0.9", "fr-CA", "zh-hans", "*"])
def test_what_a_browser_prefers_changes_no_word(wanted, client, release):
    _visit, token = a_visit()
    client.cookies[COOKIE] = token

    for address in ("/form/", "/form/part/about/", "/accounts/sign-in/"):
        page = read(client, address, wanted)

        assert '<html lang="en" dir="ltr">' in page
        assert page == read(client, address, "en")
