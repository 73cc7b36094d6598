"""What somebody looks for is kept with the sign-in, and stands in no address."""

import re

import pytest

from tests.builders import a_response
from tests.worklist.opened import sign_off
from triage.worklist import searches, signed_views
from triage.worklist.models import Decision

pytestmark = pytest.mark.usefixtures("release")

NAME = "Marcus Bell"


@pytest.fixture
def client(client_for, clinician, plain):
    return client_for(clinician)


def shown(page) -> set[str]:
    text = page.content.decode().partition("<main")[2]
    return set(re.findall(r"<bdi>([^<]+)</bdi></a>", text))


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("address", ["/", "/signed/"])
def test_the_address_says_nothing_of_the_patient(address, client):
    answer = client.post(address, {"q": NAME})

    assert answer.status_code == 302
    assert re.fullmatch(rf"{address}\?s=[\w-]+", answer.url)


def test_a_search_stays_when_the_page_is_loaded_again(client):
    a_response("V01", name="Bernard Achebe")
    address = client.post("/", {"q": "marcus", "tier": "self_care"}).url

    for _time in range(2):
        page = client.get(address)
        assert shown(page) == {NAME}
        assert 'value="marcus"' in page.content.decode()
    assert shown(client.get("/")) == {NAME, "Bernard Achebe"}


def test_two_windows_look_for_two_people(client):
    a_response("V01", name="Bernard Achebe")
    first, second = (client.post("/", {"q": name}).url for name in ("marcus", "bernard"))

    assert shown(client.get(first)) == {NAME}
    assert shown(client.get(second)) == {"Bernard Achebe"}


def test_whom_the_list_does_not_have_may_be_among_the_signed(client, plain, clinician):
    sign_off(plain, decision=Decision.TODAY, by=clinician)
    page = client.post("/", {"q": "marcus"}, follow=True).content.decode()

    [address] = re.findall(r'href="(/signed/\?s=[^"]+)">Look among the signed visits', page)
    assert "No visit matches." in page
    assert shown(client.get(address)) == {NAME}


def test_the_pages_of_a_search_go_on_with_it(client, clinician, monkeypatch):
    monkeypatch.setattr(signed_views, "ON_A_PAGE", 1)
    for name in ("Anna Bell", "Somebody Else", "Zoe Bell"):
        sign_off(a_response(name=name).visit, decision=Decision.TODAY, by=clinician)

    first = client.post("/signed/", {"q": "bell", "by": clinician.pk}, follow=True)
    [older] = re.findall(r'href="([^"]+)">Older', first.content.decode())
    second = client.get(older.replace("&amp;", "&"))

    assert (shown(first), shown(second)) == ({"Zoe Bell"}, {"Anna Bell"})


@pytest.mark.hazard("H22")
def test_a_search_is_forgotten_after_a_while_and_so_are_all_but_the_last(client, monkeypatch):
    old = client.post("/", {"q": "nobody"}).url
    assert shown(client.get(old)) == set()
    with monkeypatch.context() as later:
        later.setattr(searches, "KEPT_FOR", 0)
        assert shown(client.get(old)) == {NAME}

    for _time in range(20):
        client.post("/", {"q": "nobody" * 99})
    kept = client.session[searches.SEARCHES]
    assert len(kept) == searches.MOST_KEPT
    assert {len(text) for text, _at in kept.values()} == {searches.LONGEST}


def test_nothing_looked_for_is_nothing_kept(client):
    assert client.post("/", {"q": "  ", "tier": ""}).url == "/"
    assert searches.SEARCHES not in client.session
