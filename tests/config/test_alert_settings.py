"""The settings of alerts: read well, or told."""

from pathlib import Path

import pytest

from triage.config.environment import Environment
from triage.config.mail import mail_from_url


def read(name, text, how):
    env = Environment({name: text}, Path())
    return getattr(env, how)(name), [one.id for one in env.problems]


def test_what_cannot_be_read_keeps_its_default_and_is_told():
    assert read("BACKSTOP_ALERT_SOUND_AFTER", "soon", "minutes") == (2, ["triage.E007"])
    assert read("BACKSTOP_STAFFED", "Mon 8-18", "hours") == ((), ["triage.E008"])
    kept, problems = read("BACKSTOP_MAIL_URL", "http://host", "mail")
    assert (kept["EMAIL_HOST"], problems) == ("localhost", ["triage.E009"])


@pytest.mark.parametrize("written", ["soon", "59", "-90", "1.5", "100000"])
def test_a_screen_that_nobody_touches_waits_a_minute_at_least(written):
    env = Environment({"BACKSTOP_IDLE_KIOSK": written}, Path())

    assert env.seconds("BACKSTOP_IDLE_KIOSK", least=60) == 90
    assert [one.id for one in env.problems] == ["triage.E007"]


def test_how_long_a_screen_waits_is_for_the_clinic_to_say():
    assert (
        Environment({"BACKSTOP_IDLE_TABLET": "120"}, Path()).seconds(
            "BACKSTOP_IDLE_TABLET", least=60
        )
        == 120
    )


def test_what_can_be_read_is_taken():
    assert read("BACKSTOP_ALERT_MAIL_AFTER", "10", "minutes") == (10, [])
    (hours,), problems = read("BACKSTOP_STAFFED", "Mon-Fri 08:00-18:00", "hours")
    assert (len(hours.days), problems) == (5, [])


@pytest.mark.parametrize(
    ("url", "port", "extra"),
    [
        ("smtp://host", 25, {}),
        ("smtp+tls://us%40er:pw@host", 587, {"EMAIL_USE_TLS": True}),
        ("smtps://host:4650", 4650, {"EMAIL_USE_SSL": True}),
    ],
)
def test_a_mail_server_is_one_address(url, port, extra):
    described = mail_from_url(url)

    assert described["EMAIL_PORT"] == port
    assert described["EMAIL_HOST_USER"] in {"", "us@er"}
    assert extra.items() <= described.items()
