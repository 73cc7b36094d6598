"""The receipt: what it says after sending, what there is to read, and that the screen forgets."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.intake.screen import Screen
from triage.documents.handout import handout_of
from triage.engine.terms import Tier
from triage.intake.access import COOKIE
from triage.intake.actions import VisitError, ask_for_help, close, hand_over
from triage.intake.models import Response, Way
from triage.ui.templatetags.backstop import code as written

DEAD_LIMB = {"emergency_now": ("limb_dead",)}


def text(response):
    return response.content.decode()


# --- The receipt ------------------------------------------------------------------------------------


@pytest.mark.hazard("H09")
def test_the_receipt_is_shown_only_for_what_is_kept(at_check):
    screen = at_check("V03")
    assert screen.see("done", follow=False).url == reverse("intake:check")

    assert screen.press("check").url == reverse("intake:done")
    page = text(screen.see("done"))
    assert "Your answers have arrived" in page
    assert written(screen.visit.code) in page
    assert Response.objects.get().visit == screen.visit


@pytest.mark.hazard("H08", "H09")
def test_sending_twice_makes_one_response_and_the_same_receipt(at_check):
    screen = at_check("V02")

    receipts = []
    for _ in range(2):
        assert screen.press("check").url == reverse("intake:done")
        page = text(screen.see("done"))
        receipts.append(page[page.index("receipt") : page.index("What happens now")])
    assert receipts[0] == receipts[1]
    assert Response.objects.count() == 1


@pytest.mark.hazard("H08")
def test_an_old_page_sent_again_after_the_receipt_changes_nothing(at_check):
    screen = at_check("V01")
    screen.press("check")

    assert screen.send("emergency", **DEAD_LIMB).url == reverse("intake:done")
    assert screen.visit.tier is Tier.SELF_CARE
    assert Response.objects.get().told["emergency_now"] == ("none",)


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("vignette_id", ["V01", "V02", "V03", "V10", "V11"])
def test_the_receipt_says_what_happens_and_never_that_all_is_well(at_check, vignette_id):
    screen = at_check(vignette_id)
    screen.press("check")
    page = text(screen.see("done"))

    tier = Response.objects.get().tier
    texts = {one.tier: one.patient_text for one in screen.visit.ruleset.definition.tiers}
    assert texts[tier] in page
    assert "A clinician sees everyone" in page
    for word in (" safe", "low risk", "nothing to worry", "all clear"):
        assert word not in page.lower()


@pytest.mark.hazard("H07")
def test_when_the_patient_has_finished_the_screen_forgets(at_check):
    screen = at_check("V02")
    screen.press("check")
    answer = screen.press("done")

    assert answer.url == reverse("intake:finished")
    assert answer.cookies[COOKIE].value == ""
    assert answer.cookies[COOKIE]["path"] == "/form/"
    page = screen.see("finished")
    assert written(screen.visit.code) not in text(page)
    assert screen.see("done").status_code == 403


@pytest.mark.hazard("H17")
def test_help_can_be_asked_for_until_the_visit_is_signed_off(at_check):
    screen = at_check()
    screen.press("help")
    assert screen.visit.asks_for_help
    screen.press("check")
    assert not screen.visit.asks_for_help
    page = text(screen.see("help"))
    assert "Do you need help?" in page
    assert "Back to what happens now" in page
    assert "Go on with the form" not in page

    assert screen.press("help").url == reverse("intake:help")
    assert screen.visit.asks_for_help
    assert "Staff can see that you need help" in text(screen.see("help"))


@pytest.mark.hazard("H17")
def test_the_help_page_of_a_visit_that_is_signed_off_claims_nothing(at_check):
    screen = at_check()
    screen.press("check")
    screen.press("help")
    close(screen.visit, by=screen.visit.started_by)

    for answer in (screen.see("help"), screen.press("help")):
        assert "Do you need help?" in text(answer)
        assert "Go to the desk, or call out." in text(answer)
        assert "Tell staff that I need help" not in text(answer)
        assert "Staff can see" not in text(answer)
    with pytest.raises(VisitError, match="signed off"):
        ask_for_help(screen.visit, by=screen.visit.started_by)


# --- What there is to read --------------------------------------------------------------------------


@pytest.mark.parametrize("vignette_id", ["V01", "V02", "V03", "V10", "V11"])
def test_the_receipt_lets_read_what_the_handout_says(at_check, vignette_id):
    screen = at_check(vignette_id)
    screen.press("check")
    page = text(screen.see("done"))

    handout = handout_of(Response.objects.get())
    articles = (*handout.first, *handout.articles)
    assert len(articles) >= 1
    assert page.count("<details") == len(articles)
    assert page.count('<details class="card fold" open>') == len(handout.first)
    for article in (*articles, *handout.cards):
        assert escape(article.title) in page
        for point in (point for group in article.groups() for point in group.points):
            assert escape(point) in page
    for sentence in handout.sentences:
        assert escape(sentence) in page


HANDED = {
    Way.TABLET: "Give the tablet back at the desk",
    Way.KIOSK: "Go to the desk, and say your visit code",
    Way.LINK: "Say your visit code at the desk when you are at the clinic",
    Way.TOGETHER: "The person who filled in the form with you",
}
CLOSED = {
    Way.TABLET: "clears the screen for the next person",
    Way.KIOSK: "clears the screen for the next person",
    Way.LINK: "closes your form on this phone",
    Way.TOGETHER: "leads staff back to their list",
}


@pytest.mark.parametrize("way", HANDED)
def test_the_receipt_says_where_to_go_by_the_way_the_form_was_filled_in(
    at_check, way, client_for, front_desk
):
    visit = at_check().visit
    screen = Screen.of(visit, hand_over(visit, way=way, by=front_desk))
    if way is Way.TOGETHER:
        screen.client.force_login(front_desk)
    screen.press("check")
    page = text(screen.see("done"))

    assert [one for one in HANDED.values() if one in page] == [HANDED[way]]
    assert [one for one in set(CLOSED.values()) if one in page] == [CLOSED[way]]
    assert "You get the card on paper" not in page


def test_the_welcome_and_the_pages_tell_the_same_time(screen):
    minutes = screen.see("welcome").context["minutes"]

    assert f"It takes about {minutes} minutes." in text(screen.see("welcome"))
    assert f"About {minutes} minutes to go." in text(screen.see("page", "about"))


def test_when_all_is_answered_the_welcome_tells_no_time(at_check):
    assert "It takes about" not in text(at_check().see("welcome"))
