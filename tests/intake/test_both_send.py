"""A form that is sent twice at the same moment, on a real database: one response, and one receipt."""

from pathlib import Path

import pytest

from tests.durability.clinic import Clinic, a_clinic_on_postgres

SCRIPT = Path(__file__).with_name("both_send.py")
SOME, ALL = 5, 500


def send_twice(clinic: Clinic, times: int) -> None:
    """Let two requests for the same form meet behind the first look, again and again."""
    clinic.furnish()
    told = clinic.script(SCRIPT, times)
    print(told)  # noqa: T201 (a figure of the long run)
    assert told == dict.fromkeys(("forms", "met", "one_response", "same_receipt", "trail"), times)


@pytest.mark.long
@pytest.mark.hazard("H08")
def test_what_is_sent_twice_at_once_arrives_once(tmp_path):
    send_twice(Clinic(tmp_path), SOME)


@pytest.mark.hazard("H08")
@pytest.mark.long
def test_five_hundred_sent_twice_at_once_on_sqlite(tmp_path):
    send_twice(Clinic(tmp_path), ALL)


@pytest.mark.hazard("H08")
@pytest.mark.long
def test_five_hundred_sent_twice_at_once_on_postgresql(tmp_path):
    with a_clinic_on_postgres(tmp_path) as clinic:
        send_twice(clinic, ALL)
