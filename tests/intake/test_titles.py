"""The title of a page is read first: no two pages share one, it says what went wrong, and never who."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_response, a_user, a_visit, the_definition
from tests.intake.entering import a_kiosk
from tests.journeys.looks import EVERYTHING_SHOWN
from triage.intake.actions import invite, put_on_paper, save_answers
from triage.intake.models import Kind

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def title(reply: Any) -> str:
    """Return the title of a page, without the name of the clinic."""
    # A drawing further down may have titles, too.
    found = TITLE.findall(reply.content.decode())[0]
    return unescape(str(found)).strip()


def of_the_form(at_check: Any) -> dict[str, str]:
    """Return the title of every page a patient comes to, by its address."""
    screen = at_check("V02")
    for key, answers in EVERYTHING_SHOWN.items():
        save_answers(screen.visit, key, answers, by=a_user("the-desk"))
    parts = [("page", part.key) for part in the_definition().pages]
    names = [
        ("welcome",),
        *parts,
        ("check",),
        ("emergency",),
        ("help",),
        ("paused",),
        ("still_there",),
    ]
    found = {str(name): title(screen.see(*name)) for name in names}
    sent = at_check("V03")
    sent.press("check")
    return found | {"done": title(sent.see("done", follow=False))}


def before_the_form() -> dict[str, str]:
    """Return the title of every page that leads to a form or away from it."""
    kiosk, phone = a_kiosk()[1], Client()
    secret = invite(a_visit()[0], Kind.LINK, by=a_user("the-desk"))
    link = phone.get(reverse("intake:link", args=[secret]), follow=True)
    names = ("welcome", "away", "finished", "link_opened")
    return {
        "kiosk": title(kiosk.get(reverse("intake:kiosk"))),
        "appointment": title(kiosk.get(reverse("intake:appointment"))),
        "no kiosk": title(Client().get(reverse("intake:kiosk"))),
        "link": title(link),
        **{f"nobody at {name}": title(Client().get(reverse(f"intake:{name}"))) for name in names},
    }


def of_the_desk(client_for: Any, front_desk: Any) -> dict[str, str]:
    """Return the title of every page of the desk."""
    desk = client_for(front_desk)
    visit = a_visit()[0]
    paper = put_on_paper(a_visit()[0], by=front_desk)
    pages = {
        "list": "/",
        "start": reverse("intake:start"),
        "paper": reverse("intake:paper"),
        "go on": reverse("intake:go_on", args=[visit.code]),
        "keying": reverse("intake:keying", args=[paper.code]),
        "keyed": reverse("intake:keyed", args=[paper.code]),
        "keys": "/keys/",
    }
    return {name: title(desk.get(address)) for name, address in pages.items()}


@pytest.mark.hazard("H20", "H22")
def test_no_two_pages_share_a_title_and_none_says_who(at_check, client_for, front_desk, clinician):
    titles = of_the_form(at_check) | before_the_form() | of_the_desk(client_for, front_desk)
    visit = a_response("V03").visit
    staff = client_for(clinician)
    titles["visit"] = title(staff.get(reverse("worklist:visit", args=[visit.code])))
    titles["signed"] = title(staff.get("/signed/"))

    shared = {one for one in titles.values() if list(titles.values()).count(one) > 1}
    assert shared == set(), titles
    assert len(titles) > 30
    assert not [one for one in titles.values() if "Marlow" in one or one in {"", "Backstop"}]


@pytest.mark.hazard("H20")
def test_the_title_of_every_page_with_mistakes_begins_with_it(screen, client_for, front_desk):
    desk, kiosk = client_for(front_desk), a_kiosk()[1]
    pages = [
        *(reverse("intake:page", args=[one.key]) for one in the_definition().pages),
        reverse("intake:check"),
    ]
    seen = [(address, screen.client) for address in pages]
    seen += [(reverse(f"intake:{name}"), desk) for name in ("start", "paper")]
    seen += [(reverse(f"intake:{name}"), kiosk) for name in ("kiosk", "appointment")]
    wrong = 0
    for address, client in seen:
        page, reply = client.get(address), client.post(address, {"go": "next"})
        if reply.status_code == 200:
            wrong += 1
            assert title(reply) == f"Error: {title(page)}", address
    assert wrong >= 10
