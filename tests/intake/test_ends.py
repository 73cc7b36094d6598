"""Where a form stops: the stop page, a pause, a call for help, the check, the receipt."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.intake.screen import Screen, markup, questions_on
from triage.documents.handout import handout_of
from triage.engine.terms import Tier
from triage.intake.access import COOKIE
from triage.intake.actions import VisitError, ask_for_help, close, hand_over
from triage.intake.models import Response, Visit, Way
from triage.ui.templatetags.backstop import code as written

DEAD_LIMB = {"emergency_now": ("limb_dead",)}


def text(response):
    return response.content.decode()


# --- The stop page ----------------------------------------------------------------------------------


@pytest.mark.hazard("H01")
def test_the_stop_page_says_whom_to_tell_and_why(screen, settings):
    settings.BACKSTOP_EMERGENCY_NUMBER = "112"
    screen.send("emergency", **DEAD_LIMB)
    page = text(screen.see("emergency"))

    for words in ("Get help now", "Tell staff now", "Go to the desk", "Call <strong>112</strong>"):
        assert words in page
    assert written(screen.visit.code) in page
    rule = screen.visit.ruleset.rule("EMG-02")
    assert (
        next(
            one.text for one in screen.visit.ruleset.definition.sentences if one.id == rule.sentence
        )
        in page
    )


@pytest.mark.hazard("H01")
def test_the_stop_page_still_says_whom_to_tell_when_the_answer_was_taken_back(screen):
    screen.send("emergency", **DEAD_LIMB)
    screen.send("emergency", emergency_now=("none",))

    assert "Tell staff now" in text(screen.see("emergency"))


def test_without_an_emergency_there_is_no_stop_page(screen):
    assert screen.see("emergency", follow=False).url == reverse("intake:welcome")
    assert screen.press("emergency").url == reverse("intake:welcome")


def test_after_the_stop_page_the_form_goes_on(screen):
    screen.send("emergency", **DEAD_LIMB)

    assert screen.press("emergency").url == reverse("intake:page", args=["about"])


@pytest.mark.hazard("H01")
def test_the_stop_page_stays_after_sending(at_check):
    screen = at_check("V02")
    screen.press("check")

    assert "Tell staff now" in text(screen.see("emergency"))
    assert screen.press("emergency").url == reverse("intake:done")


# --- Pause and help ---------------------------------------------------------------------------------


def test_a_pause_says_that_all_is_kept_and_nothing_sent(screen):
    screen.send("about", "stop", filled_by="self")
    page = text(screen.see("paused"))

    assert "Your answers so far are saved. They are not sent yet." in page
    assert written(screen.visit.code) in page
    assert reverse("intake:page", args=["about"]) in page


def test_help_is_asked_for_by_a_press_and_not_by_a_look(screen):
    assert "Do you need help?" in text(screen.see("help"))
    assert not Visit.objects.exclude(help_asked_at=None).exists()

    assert screen.press("help").url == reverse("intake:help")
    assert Visit.objects.exclude(help_asked_at=None).exists()
    assert "Staff can see that you need help" in text(screen.see("help"))


def test_help_can_be_asked_for_again(screen):
    screen.press("help")
    first = screen.visit.help_asked_at
    screen.press("help")

    assert screen.visit.help_asked_at > first


@pytest.mark.parametrize("go_on", [False, True])
def test_the_welcome_leads_to_where_the_patient_was(screen, go_on):
    if go_on:
        screen.send("about", filled_by="self", birth_date="1992-03-12", sex_birth="male")
    page = screen.see("welcome")

    key, word = ("emergency", "Go on") if go_on else ("about", "Start")
    assert f'href="{reverse("intake:page", args=[key])}">{word}</a>' in text(page)


def test_when_all_is_answered_the_welcome_leads_to_the_check(at_check):
    assert f'href="{reverse("intake:check")}"' in text(at_check().see("welcome"))


def test_an_opened_question_is_where_the_patient_goes_on(at_check):
    screen = at_check("V01", {"trigger": ("fall_accident",)})

    assert screen.see("welcome").context["first"] == "start"


# --- The check --------------------------------------------------------------------------------------


@pytest.mark.hazard("H20")
def test_the_check_shows_every_answer_with_a_way_to_change_it(at_check):
    screen = at_check("V01", {"own_words": "My <b>back</b>\nhurts"})
    page = screen.see("check")

    asked = screen.visit.reported().asked
    links = [one["href"] for one in markup(page).all("a") if "?check#" in one.get("href", "")]
    assert [link.split("#id_")[1] for link in links] == list(asked)
    assert "My &lt;b&gt;back&lt;/b&gt;<br>hurts" in text(page)
    assert "6 of 10" in text(page)


@pytest.mark.parametrize("go", ["next", ""])
def test_a_change_comes_back_to_the_check(at_check, go):
    screen = at_check()
    link = f"{reverse('intake:page', args=['pain'])}?check"
    form = next(
        one for one in markup(screen.client.get(link)).all("form") if one.get("id") == "page"
    )
    answer = screen.client.post(
        form["action"],
        {
            "pain_now": "9",
            "pain_timing": "brief",
            "pain_pattern": ["hills"],
            "course": "same",
            "go": go,
        },
    )

    assert answer.url == reverse("intake:check")
    assert "9 of 10" in text(screen.see("check"))


@pytest.mark.hazard("H03")
def test_a_change_that_opens_a_question_asks_it_before_the_check(at_check):
    screen = at_check()
    said = {"bladder_change": ("no",), "bowel_change": ("no",), "saddle_numb": "yes"}
    answer = screen.send("pelvis", query="?check", **said)

    assert answer.url.startswith(f"{reverse('intake:page', args=['pelvis'])}?")
    asked = questions_on(screen.client.get(answer.url))
    assert {"sexual_change", "ces_since"} <= set(asked)
    assert screen.press("check").status_code == 200
    assert not Response.objects.exists()


@pytest.mark.hazard("H03", "H09")
def test_with_something_missing_nothing_is_sent_and_the_way_is_shown(screen):
    answer = screen.press("check")

    assert answer.status_code == 200
    assert "<title>Error: Check your answers" in text(answer)
    assert "Some questions still need an answer" in text(answer)
    linked = [
        one["href"].split("#id_")[1]
        for one in markup(answer).all("a")
        if "?check#id_" in one.get("href", "")
    ]
    assert {"filled_by", "emergency_now", "saddle_numb"} <= set(linked)
    assert not Response.objects.exists()
    assert screen.visit.submitted_at is None


def test_the_check_says_not_sure_and_not_answered_aloud(at_check, screen):
    assert "Not answered" in text(screen.see("check"))
    assert 'class="check__open">Not sure' in text(at_check("V03").see("check"))


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
