"""The form pack: what is authored stays text, every mistake leads to its control, nothing is chosen."""

import pytest
from django import forms

from tests.ui.markup import Markup
from tests.ui.sample import EvilForm, SampleForm, patient_page, rendered
from triage.ui.forms import ClinicFormMixin, clinic_helper
from triage.ui.summary import mistakes

CONTROLS = {"input", "select", "textarea"}


@pytest.mark.parametrize("form", [EvilForm(), EvilForm({}), EvilForm({"many": ["a", "b"]})])
def test_no_authored_text_becomes_a_script(form: EvilForm) -> None:
    page = patient_page(form)

    assert "alert(1)" in page
    assert "<script>" not in page


def test_every_question_is_on_the_page_with_its_own_id() -> None:
    page = Markup.of(patient_page(SampleForm()))

    names = {control.get("name", "").removesuffix("_day") for control in page.all(*CONTROLS)}
    assert set(SampleForm.base_fields) <= names
    assert len(page.ids) == len(set(page.ids))


def test_nothing_is_chosen_beforehand() -> None:
    page = Markup.of(patient_page(SampleForm()))

    assert not [control for control in page.all("input") if "checked" in control]


def test_what_was_answered_stays_chosen() -> None:
    form = SampleForm({"change": ["leak"], "pain": "7", "words": "It <b>hurts</b>"})
    html = patient_page(form)

    checked = {c["id"] for c in Markup.of(html).all("input") if "checked" in c}
    assert checked == {"id_change-leak", "id_pain-7"}
    assert "It &lt;b&gt;hurts&lt;/b&gt;" in html


@pytest.mark.parametrize("form", [SampleForm(), SampleForm({}), EvilForm({})])
def test_every_reference_between_elements_leads_somewhere(form: forms.Form) -> None:
    assert Markup.of(patient_page(form)).dangling == []


def test_every_line_of_the_summary_leads_to_a_control() -> None:
    form = SampleForm({"born_day": "1"})
    page = Markup.of(patient_page(form))

    links = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#id_")]
    links.remove("id_areas-list")
    required = [name for name, field in form.fields.items() if field.required]
    assert len(links) == len(required) == len(mistakes(form))
    assert {page.with_id(link)[0] for link in links} <= CONTROLS


def test_a_mistake_is_told_before_the_answers_and_tied_to_them() -> None:
    html = patient_page(SampleForm({}))
    page = Markup.of(html)

    assert page.with_id("id_numb")[1]["aria-describedby"] == "id_numb_error"
    assert page.with_id("id_words")[1]["aria-describedby"] == "id_words_error"
    assert html.index('id="id_numb_error"') < html.index('id="id_numb-yes"')


def test_the_three_boxes_of_a_date_are_each_tied_to_hint_and_mistake() -> None:
    page = Markup.of(patient_page(SampleForm({})))

    for number in range(3):
        box = page.with_id(f"id_born_{number}")[1]
        assert box["aria-describedby"] == "id_born_helptext id_born_error"
        assert box["aria-invalid"] == "true"


def test_the_summary_stands_above_the_heading_and_has_the_focus() -> None:
    html = patient_page(SampleForm({}))

    assert html.index('role="alert" tabindex="-1"') < html.index("<h1")
    assert "autofocus" in html
    assert "<title>Error: Part 6 of 11" in html


def test_a_page_without_mistakes_has_no_summary() -> None:
    html = patient_page(SampleForm())

    assert 'role="alert"' not in html
    assert "<title>Part 6 of 11" in html


def test_answers_that_rule_out_all_others_stand_last_after_the_divider() -> None:
    html = patient_page(SampleForm())

    places = [html.index(f'id="id_change-{code}"') for code in ("leak", "late", "none", "not_sure")]
    divider = html.index("or just one of these")
    assert places == sorted(places)
    assert places[1] < divider < places[2]
    assert html.count("or just one of these") == 1


def test_a_question_says_why_it_is_asked() -> None:
    html = patient_page(SampleForm())

    assert html.count("Why do we ask?") == 1
    assert "The same nerves serve your bladder." in html


def test_a_question_that_may_be_skipped_says_so() -> None:
    assert patient_page(SampleForm()).count("(you can skip this)") == 1


def test_an_empty_answer_is_told_in_words_that_fit_the_question() -> None:
    told = {mistake.label: mistake.message for mistake in mistakes(SampleForm({}))}

    assert told == {
        "What is new?": "Tick all that fit, or one of the last answers.",
        "Is it numb?": "Choose one answer.",
        "How strong is it?": "Choose a number from 0 to 10.",
        "When were you born?": "Fill in the day, the month and the year.",
        "Where does it hurt?": "Tick at least one place.",
        "Desk:": "Choose one from the list.",
        "What else?": "Fill in this box.",
    }


class LimitsForm(ClinicFormMixin, forms.Form):
    """A form with limits."""

    age = forms.IntegerField(min_value=1, max_value=120)
    pain = forms.ChoiceField(choices=[("1", "1")], error_messages={"invalid_choice": "Only 1."})
    name = forms.CharField(max_length=3)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"age": "121"}, "The number must be 120 or less."),
        ({"age": "0"}, "The number must be 1 or more."),
        ({"pain": "2"}, "Only 1."),
        ({"name": "Anna"}, "This is too long: 4 letters. The limit is 3."),
        ({"name": "A\0"}, "This holds a sign we cannot keep. Please type it again."),
    ],
)
def test_limits_are_told_in_plain_words(data: dict[str, str], told: str) -> None:
    assert told in [mistake.message for mistake in mistakes(LimitsForm(data))]


def test_an_unbound_form_has_no_mistakes() -> None:
    assert mistakes(SampleForm()) == []


def test_a_form_can_write_its_own_form_tag() -> None:
    form = SampleForm()
    html = rendered(
        "{% load crispy_forms_tags %}{% crispy form helper %}",
        form=form,
        helper=clinic_helper(form_tag=True, action="/start/"),
    )

    tag = Markup.of(html).all("form")[0]
    assert tag == {"action": "/start/", "method": "post", "novalidate": ""}
    assert "csrfmiddlewaretoken" in html
