"""Words that try to be scripts, in a real browser: none of them runs, on the patient's pages or on those of staff."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_filled_in_visit, a_response
from tests.journeys.hands import give
from tests.nasty import HTML, RUN, TEMPLATES
from triage.accounts.models import User
from triage.engine.answers import LONGEST_TEXT
from triage.intake.actions import hand_over, save_answers
from triage.intake.models import Way
from triage.worklist.actions import note, open_answers
from triage.worklist.acts import last_seen
from triage.worklist.models import Kind

WORDS = [*HTML, *TEMPLATES]
# As many as fit into one answer.
BESIDE = "\n"
RAN = "window.ran"


def answers() -> list[str]:
    """Return all of them, as many at once as one answer holds."""
    found, now = [], ""
    for one in WORDS:
        if len(now) + len(one) + 1 > LONGEST_TEXT:
            found.append(now)
            now = ""
        now += one + BESIDE
    return [*found, now]


@pytest.mark.hazard("H17")
@pytest.mark.usefixtures("form")
def test_nothing_that_was_written_runs_in_a_browser(
    page: Page, live_server: LiveServer, browse_as: Callable[[User], Page], clinician: User
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    texts = answers()
    assert sum(one.count(RUN) for one in texts) > 100
    browse_as(clinician)
    for text in texts:
        visit = a_filled_in_visit("V03")
        give(page.context, hand_over(visit, way=Way.TOGETHER, by=clinician))
        save_answers(visit, "coping", {"own_words": text}, by=clinician)
        for place in ("/form/part/coping/", "/form/check/"):
            page.goto(live_server.url + place)
            page.wait_for_load_state("networkidle")
            assert page.evaluate(RAN) is None
        assert page.get_by_text(HTML[0]).count() == (HTML[0] in text)

        sent = a_response("V03", {"own_words": text}, name=HTML[3][:100]).visit
        open_answers(sent, by=clinician)
        note(
            sent,
            Kind.OUTCOME,
            words=text,
            details={"done": text},
            seen=last_seen(sent),
            by=clinician,
        )
        for place in (f"/visits/{sent.code}/", "/"):
            page.goto(live_server.url + place)
            page.wait_for_load_state()
            # Something that waits for the focus gets it.
            for _ in range(3):
                page.keyboard.press("Tab")
            assert page.evaluate(RAN) is None
    strange = [one for one in asked if not one.startswith((live_server.url, "data:image/svg"))]
    assert strange == []
