"""The body: the list is the answer, the drawing shows it, and paper needs no style sheet."""

import re

import pytest
from django import forms

from tests.ui.markup import Markup
from tests.ui.sample import SampleForm, patient_page
from triage.ui import bodymap
from triage.ui.forms import ClinicForm
from triage.ui.widgets import BodyMap


def test_every_place_is_one_box_and_on_the_drawing() -> None:
    page = Markup.of(patient_page(SampleForm()))

    boxes = [box["value"] for box in page.all("input") if box.get("name") == "areas"]
    assert sorted(boxes) == sorted(bodymap.LABELS)
    drawn = {label["data-code"] for label in page.all("label") if "data-code" in label}
    assert drawn == set(bodymap.LABELS)


def test_the_boxes_stand_in_the_order_of_the_list_within_their_part() -> None:
    groups = bodymap.groups(
        [{"value": code} for code in ("neck", "belly", "head_back", "groin", "x")]
    )

    assert [[row["value"] for row in rows] for _name, rows in groups] == [
        ["head_back"],
        ["belly", "groin"],
        ["neck"],
        ["x"],
    ]


class TwoPlacesForm(ClinicForm):
    """Asks for less than the drawing knows, and for something it does not know."""

    areas = forms.MultipleChoiceField(
        choices=[("neck", "My neck"), ("tail", "My tail"), ("none", "Nowhere")],
        widget=BodyMap(exclusive={"none"}),
    )


def test_the_drawing_offers_only_what_the_question_offers() -> None:
    html = patient_page(TwoPlacesForm())
    page = Markup.of(html)

    assert {label["data-code"] for label in page.all("label") if "data-code" in label} == {"neck"}
    assert "<title>My neck</title>" in html
    assert page.with_id("id_areas-tail")[0] == "input"
    assert html.index("or just one of these") < html.index('id="id_areas-none"')


@pytest.mark.parametrize("for_print", [False, True])
def test_the_figure_names_what_is_marked_view_by_view(for_print: bool) -> None:
    html = bodymap.figure(["thigh_l", "low_back"], for_print=for_print)

    titles = re.findall(r"<title[^>]*>(.*?)</title>", html)
    assert titles == [
        "Body map, Back view. Marked: Lower back, Left thigh.",
        "Body map, Front view. Marked: Left thigh.",
    ]
    assert "Lower back, Left thigh." in html.partition("<figcaption>")[2]
    assert html.count('fill="url(#') == 3


def test_the_figure_says_when_nothing_is_marked() -> None:
    html = bodymap.figure([])

    assert html.count("Nothing is marked.") == 2
    assert 'fill="url(#' not in html


def test_the_figure_takes_the_words_of_the_release() -> None:
    html = bodymap.figure(["neck"], labels={"neck": "<i>Nape</i>"})

    assert "&lt;i&gt;Nape&lt;/i&gt;" in html
    assert "<i>" not in html


def test_a_code_the_drawing_does_not_know_is_left_to_the_words_of_the_answer() -> None:
    assert "Nothing is marked." in bodymap.figure(["tail"])


def test_the_printed_figure_carries_its_colours_itself() -> None:
    html = bodymap.figure(["neck"], for_print=True)

    paths = Markup.of(html).all("path")
    assert "var(" not in html
    assert len([path for path in paths if path.get("fill", "").startswith("url(")]) == 2
