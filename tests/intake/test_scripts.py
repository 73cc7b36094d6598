"""A script is told where it is led, by this server alone; everybody else is led there."""

import pytest
from django.urls import reverse

PAIN = {"pain_now": 6, "pain_timing": "brief", "pain_pattern": ["hills"], "course": "same"}
ASKS = {"Accept": "application/json"}


def test_a_script_that_leaves_a_page_is_told_the_next(screen):
    address = reverse("intake:page", args=["pain"])
    answer = screen.client.post(address, {**PAIN, "go": "next"}, headers=ASKS)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == {"to": reverse("intake:page", args=["nerve"])}
    assert screen.kept["pain_now"] == 6


@pytest.mark.hazard("H01")
def test_a_script_is_led_to_the_stop_page_like_everybody(screen):
    address = reverse("intake:page", args=["emergency"])
    answer = screen.client.post(address, {"emergency_now": ["limb_dead"]}, headers=ASKS)

    assert answer.json() == {"to": reverse("intake:emergency")}


def test_a_script_is_given_the_page_with_its_mistakes(screen):
    answer = screen.client.post(
        reverse("intake:page", args=["pain"]), {"pain_now": 6}, headers=ASKS
    )

    assert answer["Content-Type"].startswith("text/html")
    assert b'name="application-name" content="Backstop"' in answer.content
    assert b'class="summary"' in answer.content


@pytest.mark.hazard("H08", "H09")
def test_a_script_that_sends_twice_is_told_of_the_same_receipt(at_check):
    screen = at_check()
    told = [screen.client.post(reverse("intake:check"), headers=ASKS).json() for _ in range(2)]

    assert told == [{"to": reverse("intake:done")}] * 2
    assert screen.visit.responses.count() == 1


@pytest.mark.hazard("H09")
def test_a_script_is_told_of_no_receipt_while_something_is_missing(screen):
    answer = screen.client.post(reverse("intake:check"), headers=ASKS)

    assert answer["Content-Type"].startswith("text/html")
    assert not screen.visit.responses.exists()


def test_without_a_script_a_browser_is_led_there(screen):
    assert screen.send("pain", **PAIN).status_code == 302
