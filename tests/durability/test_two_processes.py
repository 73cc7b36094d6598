"""Two Backstops on one PostgreSQL behave as one: sessions, alerts, acts and limits."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.accounts.codes import code_of
from tests.durability.clinic import Clinic, Served
from tests.durability.conftest import NewClinic
from tests.durability.patients import CSRF

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PASSWORD = "tulip-anchor-9"


class Screen:
    """A member of staff who asks now one Backstop and now the other, with one cookie."""

    def __init__(self) -> None:
        self.cookies = {"csrftoken": CSRF}

    def get(self, server: Served, path: str) -> tuple[int, str]:
        """Open a page."""
        return self._ask(server, "GET", path, "")

    def post(self, server: Served, path: str, **fields: str) -> tuple[int, str]:
        """Send a form."""
        return self._ask(server, "POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}))

    def _ask(self, server: Served, method: str, path: str, body: str) -> tuple[int, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        status, headers, text = server.ask(method, path, body, {**FORM, "Cookie": cookie})
        for name, value in re.findall(r"(\w+)=([^;,]*);", headers.get("set-cookie", "")):
            if name in {"sessionid", "csrftoken"}:
                self.cookies[name] = value
        if "csrftoken" in self.cookies:
            self.cookies["csrftoken"] = CSRF
        return status, text


@pytest.fixture
def clinic(new_clinic: NewClinic) -> Clinic:
    return new_clinic("postgres")


@pytest.fixture
def both(clinic: Clinic) -> Iterator[tuple[Served, Served]]:
    with (
        Served(clinic, workers=1) as one,
        Served(clinic, workers=1) as other,
    ):
        yield one, other


def signed_in(one: Served, other: Served, login: str) -> Screen:
    """Sign in with the password at one Backstop and the code of the app at the other."""
    screen = Screen()
    assert screen.post(one, "/accounts/sign-in/", login=login, password=PASSWORD)[0] == 302
    assert screen.get(other, "/")[0] == 302
    assert screen.post(other, "/accounts/sign-in/code/", code=code_of())[0] == 302
    return screen


@pytest.mark.hazard("H01", "H13")
def test_two_behave_as_one(clinic, both):
    code = clinic.script("emergency", PASSWORD)
    one, other = both

    # A session begun at one is known to the other.
    doctor, desk = signed_in(one, other, "okafor"), signed_in(other, one, "reyes")
    assert doctor.get(other, "/")[0] == desk.get(one, "/")[0] == 200

    # An alert stands at both until it is acknowledged at either.
    assert "1 emergency" in doctor.get(one, "/alerts/")[1]
    assert "1 emergency" in desk.get(other, "/alerts/")[1]
    assert desk.post(other, f"/visits/{code}/acknowledge/")[0] == 302
    assert "1 emergency" not in doctor.get(one, "/alerts/")[1]

    # Who signs out at one is signed out at the other.
    assert doctor.post(one, "/accounts/sign-out/")[0] == 302
    assert doctor.get(other, "/")[0] == 302


@pytest.mark.long
@pytest.mark.hazard("H22")
def test_a_guesser_is_counted_by_both_together(clinic, both):
    clinic.script("emergency", PASSWORD)
    guesser = Screen()

    for number in range(6):
        guesser.post(both[number % 2], "/accounts/sign-in/", login="okafor", password="wrong")

    for server in both:
        # The right password would lead on to the code.
        assert (
            guesser.post(server, "/accounts/sign-in/", login="okafor", password=PASSWORD)[0] == 200
        )
    one, other = both
    assert signed_in(one, other, "brandt").get(one, "/")[0] == 200


@pytest.mark.long
@pytest.mark.hazard("H13")
def test_who_writes_second_is_told_whichever_backstop_they_ask(clinic, both):
    code = clinic.script("emergency", PASSWORD)
    one, other = both
    doctors = [signed_in(one, other, "okafor"), signed_in(one, other, "brandt")]
    address = f"/visits/{code}/claim/"

    def claim(number: int) -> int:
        return doctors[number].post(both[number], address, seen="0")[0]

    with ThreadPoolExecutor(2) as at_once:
        told = sorted(at_once.map(claim, range(2)))

    assert told == [302, 409]
