"""The patient's handout: what to do, why, and the card that is always there."""

import pytest
from django.conf import LazySettings

from tests.builders import a_response, the_definition
from tests.documents.checkers import checked
from tests.documents.printed import printed
from tests.documents.reading import outside_the_pages, overprinted, pages_of, sizes_of, text_of
from triage.documents.handout import handout_of
from triage.documents.kept import forget_all
from triage.documents.printing import LETTER, handout_pdf, summary_pdf
from triage.engine.hints import PLAIN_GRADE, grade
from triage.engine.terms import Audience

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

VIGNETTES = ["V01", "V02", "V06", "V08", "V10", "V11"]


@pytest.mark.parametrize("vignette", VIGNETTES)
def test_it_says_what_to_do_and_always_has_the_card(vignette):
    handout = printed(vignette).handout

    text = text_of(printed(vignette).handout_pdf)

    assert handout.stamp.tier.patient_text in text
    assert [one for one in handout.sentences if one not in text] == []
    articles = [*handout.first, *handout.articles]
    assert [one for article in articles for one in article.points if one not in text] == []
    card = next(one for one in the_definition().guidance if one.code == "A06")
    assert [one for one in card.points if one.removesuffix(":") not in text] == []


def test_it_is_read_at_grade_six_in_every_tier():
    grades = {}
    for vignette in VIGNETTES:
        handout = handout_of(a_response(vignette))
        articles = (*handout.first, *handout.articles, *handout.cards)
        points = [point for article in articles for point in (article.title, *article.points)]
        texts = [handout.stamp.tier.patient_text, *handout.sentences, *points]
        grades[vignette] = grade(" ".join(f"{text.rstrip('.:')}." for text in texts))

    assert {vignette: found for vignette, found in grades.items() if found > PLAIN_GRADE} == {}


@pytest.mark.parametrize("vignette", VIGNETTES)
def test_an_article_is_given_once_in_the_authored_order(vignette):
    handout = printed(vignette).handout
    order = [article.code for article in the_definition().guidance]

    given = [article.code for article in handout.articles]

    assert given == sorted(set(given), key=order.index)
    assert {article.audience for article in handout.articles} <= {Audience.PATIENT}


@pytest.mark.hazard("H15")
def test_only_reasons_at_the_tier_that_was_set_are_given():
    """Sent to hospital now, nobody reads that a visit within days will do."""
    handout = printed("V02").handout

    definition = the_definition()
    tiers = {
        sentence.text: max(rule.tier for rule in definition.rules if rule.sentence == sentence.id)
        for sentence in definition.sentences
        if any(rule.sentence == sentence.id for rule in definition.rules)
    }
    assert handout.sentences != ()
    assert {tiers[one] for one in handout.sentences} == {handout.stamp.tier.tier}


def test_an_emergency_goes_with_the_answers_behind_it():
    text = text_of(printed("V02").handout_pdf)

    assert "For the hospital team" in text
    assert "Saddle / perineal numbness: Yes" in text
    assert "For the hospital team" not in text_of(printed("V01").handout_pdf)


@pytest.mark.hazard("H02")
def test_every_page_says_whose_it_is_and_which_visit():
    response = a_response("V01", name="Tomas Okafor")

    pages = pages_of(handout_pdf(response))

    for number, page in enumerate(pages, start=1):
        assert "Tomas Okafor" in page
        assert f"{response.visit.code[:3]}-{response.visit.code[3:]}" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Sample content: not approved for clinical use." in page
        assert "No red flag reported" in page


def test_the_clinic_is_named_with_its_numbers(settings: LazySettings):
    settings.BACKSTOP_CLINIC_NAME = "Marram Street Clinic"
    settings.BACKSTOP_CLINIC_PHONE = "01632 960 417"
    settings.BACKSTOP_EMERGENCY_NUMBER = "112"

    text = text_of(handout_pdf(a_response("V01")))

    assert "Marram Street Clinic · 01632 960 417" in text
    assert "In an emergency, call 112." in text


@pytest.mark.hazard("H02")
def test_the_longest_name_stays_on_the_page():
    response = a_response("V04", name="Marguerite " + "Vandenbrouck-" * 8)

    assert outside_the_pages(handout_pdf(response)) == []
    assert outside_the_pages(summary_pdf(response)) == []


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("name", ["M" * 48, "Wim " * 30])
def test_in_large_print_too(name):
    pdf = handout_pdf(a_response("V04", name=name.strip()), large=True)

    assert outside_the_pages(pdf) == []
    assert overprinted(pdf) == []
    assert checked(pdf) == []


@pytest.mark.hazard("H02")
def test_a_name_that_nobody_can_print_leaves_birth_date_and_number_large():
    response = a_response("V01", name="王小明 🙂")
    response.visit.patient.identifier = "4711"

    for printed_page in (pages_of(handout_pdf(response))[0], pages_of(summary_pdf(response))[0]):
        assert "[name: see the record on screen]" in printed_page
        assert "record no. 4711" in printed_page
        assert "cjk" not in printed_page


def test_large_print_says_the_same():
    response = a_response("V06")

    small, large = handout_pdf(response), handout_pdf(response, large=True)

    assert len(pages_of(large)) > len(pages_of(small))
    handout = handout_of(response)
    points = [one for article in handout.articles for one in article.points]
    assert [one for one in points if one not in text_of(large)] == []


def test_the_same_response_gives_the_same_bytes():
    response = a_response("V06")

    first = handout_pdf(response)
    forget_all()

    assert handout_pdf(response) == first


def test_who_may_not_read_answers_prints_none_for_the_hospital():
    response = a_response("V02")

    text = text_of(handout_pdf(response, with_answers=False))

    assert "For the hospital team" in text
    assert "Saddle / perineal numbness" not in text
    assert "The clinician adds it to this sheet." in text


def test_an_article_can_be_left_out_and_the_card_cannot():
    response = a_response("V06")
    full = handout_of(response)
    codes = [article.code for article in (*full.first, *full.articles, *full.cards)]

    handout = handout_of(response, without=codes)

    assert handout.articles == ()
    assert handout.left_out == tuple(article.code for article in full.articles)
    assert (handout.first, handout.cards) == (full.first, full.cards)


def test_it_fits_letter_paper():
    pdf = handout_pdf(a_response("V06"), paper=LETTER)

    assert sizes_of(pdf) == {(612, 792)}
    assert outside_the_pages(pdf) == []
