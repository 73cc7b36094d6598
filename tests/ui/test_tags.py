"""Tags and filters: how tiers, lengths of time, dates and codes are written."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone

from triage.engine.terms import Tier
from triage.ui.templatetags import backstop
from triage.ui.tiers import tier_code, tier_word


@pytest.mark.parametrize(
    ("tier", "code", "word"),
    [
        (Tier.EMERGENCY, "emergency", "Emergency"),
        (4, "same_day", "Same day"),
        ("soon", "soon", "Soon"),
        (Tier.ROUTINE, "routine", "Routine"),
        (1, "self_care", "No red flag reported"),
        (None, "open", "Not finished"),
        ("", "open", "Not finished"),
        ("open", "open", "Not finished"),
    ],
)
def test_a_tier_is_shown_by_word_and_shape(
    tier: Tier | int | str | None, code: str, word: str
) -> None:
    badge = Template("{% load backstop %}{% tier_badge tier %}").render(Context({"tier": tier}))

    assert tier_code(tier) == code
    assert str(tier_word(tier)) == word
    assert f'data-tier="{code}"' in badge
    assert word in badge
    assert "<svg" in badge


@pytest.mark.parametrize("tier", [0, 6, "urgent"])
def test_an_unknown_tier_is_never_drawn_as_another(tier: int | str) -> None:
    with pytest.raises(ValueError, match=r"[Tt]ier"):
        tier_code(tier)


def test_dates_cannot_be_misread() -> None:
    moment = dt.datetime(1992, 3, 12, 9, 5, tzinfo=dt.UTC)

    assert backstop.day(dt.date(1992, 3, 2)) == "2 Mar 1992"
    with timezone.override(dt.timezone(dt.timedelta(hours=16))):
        assert backstop.clock(moment) == "01:05"
        assert backstop.day_clock(moment) == "13 Mar 1992, 01:05"


def test_nothing_is_written_for_a_moment_that_has_not_come() -> None:
    assert backstop.day(None) == backstop.clock(None) == backstop.day_clock(None) == ""
    assert backstop.minutes(None) == backstop.waited(None) == ""


@pytest.mark.parametrize(
    ("seconds", "long", "short"),
    [
        (-5, "0 minutes", "0 min"),
        (59, "0 minutes", "0 min"),
        (60, "1 minute", "1 min"),
        (6 * 60 + 30, "6 minutes", "6 min"),
        (3600, "1 hour", "1 h 0 min"),
        (6480, "1 hour 48 minutes", "1 h 48 min"),
        (26 * 3600 + 60, "26 hours 1 minute", "26 h 1 min"),
    ],
)
def test_a_wait_is_written_in_hours_and_minutes(seconds: int, long: str, short: str) -> None:
    length = dt.timedelta(seconds=seconds)

    assert backstop.minutes(length) == long
    assert backstop.waited(length) == short


@pytest.mark.parametrize(
    ("code", "shown"), [("K7Q4M2", "K7Q-4M2"), ("k7q-4m2", "K7Q-4M2"), ("LONGER-1", "LONGER-1")]
)
def test_a_code_is_written_in_two_halves(code: str, shown: str) -> None:
    assert backstop.code(code) == shown


def test_progress_is_told_in_words() -> None:
    html = Template("{% load backstop %}{% progress part=6 of=11 minutes=1 %}").render(Context())

    assert "Part 6 of 11." in html
    assert "About 1 minute to go." in html
    assert html.count("is-done") == 5
    assert html.count("is-here") == 1
