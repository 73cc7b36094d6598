"""One language: no page is half in another, whatever a browser prefers."""

import pytest

from tests.builders import a_visit
from triage.intake.access import COOKIE


@pytest.mark.django_db
@pytest.mark.hazard("H05")
@pytest.mark.parametrize("wanted", ["de", "ar,he;q=0.9", "fr-CA", "zh-hans", "*"])
def test_what_a_browser_prefers_changes_no_word(wanted, client, release):
    _visit, token = a_visit()
    client.cookies[COOKIE] = token

    for address in ("/form/", "/form/part/about/", "/accounts/sign-in/"):
        page = client.get(address, HTTP_ACCEPT_LANGUAGE=wanted)

        assert '<html lang="en" dir="ltr">' in page.content.decode()
        assert page.content == client.get(address, HTTP_ACCEPT_LANGUAGE="en").content
