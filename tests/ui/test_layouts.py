"""The frames of all pages: the sample strip, the patient's bar, the staff's navigation, error pages."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from tests.ui.markup import Markup
from tests.ui.sample import SampleForm, patient_page, rendered
from triage.accounts.models import User

STRIP = "Sample content, not approved for clinical use."
ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
STAFF_PAGE = '{% extends "staff_base.html" %}{% block content %}<h1>Visits</h1>{% endblock %}'


def test_content_is_a_sample_until_a_page_says_otherwise() -> None:
    assert STRIP in patient_page(SampleForm())
    assert STRIP in patient_page(SampleForm(), sample_content=None)
    assert STRIP not in patient_page(SampleForm(), sample_content=False)


@override_settings(BACKSTOP_DEMO=True)
def test_a_demo_says_so() -> None:
    assert "Demo:" in patient_page(SampleForm())
    assert "Demo:" in patient_page(SampleForm(), sample_content=False)


def test_the_bar_holds_back_stop_and_help_in_this_order() -> None:
    html = patient_page(SampleForm())

    places = [html.index(f'name="go" value="{go}"') for go in ("next", "back", "stop", "help")]
    assert places == sorted(places)


def test_the_enter_key_means_go_on() -> None:
    """A browser presses the first button of a form in the order of the page."""
    buttons = [
        b for b in Markup.of(patient_page(SampleForm())).all("button") if b.get("name") == "go"
    ]

    assert buttons[0]["value"] == "next"
    assert buttons[0]["form"] == "page"


def test_without_a_form_the_bar_holds_links() -> None:
    page = Markup.of(patient_page(SampleForm(), page_form="", stop_url=""))

    links = [a["href"] for a in page.all("a") if a.get("class") == "btn"]
    assert links == ["/b", "/h"]


def test_a_patient_finds_no_way_to_the_staff() -> None:
    links = {a["href"] for a in Markup.of(patient_page(SampleForm())).all("a")}

    assert links == {"#main", "#id_areas-list"}


def test_pages_bring_neither_style_nor_script_of_their_own() -> None:
    page = Markup.of(patient_page(SampleForm({})))

    assert page.all("style") == []
    assert all(one["src"].startswith("/static/js/") for one in page.all("script"))
    assert [tag for tag, attributes in page.tags if "style" in attributes] == []


def test_the_language_of_the_page_is_declared() -> None:
    assert Markup.of(patient_page(SampleForm())).all("html") == [{"lang": "en", "dir": "ltr"}]


def test_nobody_is_offered_what_they_may_not_do() -> None:
    html = rendered(STAFF_PAGE)

    assert "Sign out" not in html
    assert 'href="/admin/' not in html


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_nothing_from_the_site(name: str) -> None:
    html = render_to_string(name)

    assert "If you are a patient: tell staff" in html
    assert STRIP in html
    assert "<a " not in html.partition("<main")[2]


def test_an_address_that_does_not_exist_gets_our_page(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "We cannot find this page" in response.content.decode()


def test_the_alert_of_the_worklist_has_its_place_on_every_staff_page() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string("staff_base.html", {"alert_template": "500.html"}, request)

    assert html.index("</header>") < html.index("Something went wrong") < html.index('class="page"')


def test_staff_find_their_ways_and_the_one_they_are_on(
    auditor: User, client_for: Callable[[User], Client]
) -> None:
    request = client_for(auditor).get("/audit/").wsgi_request
    page = Markup.of(render_to_string("staff_base.html", {}, request))

    ways = {a["href"]: a.get("aria-current", "") for a in page.all("a") if "class" not in a}
    assert ways == {"/admin/": "", "/audit/": "page", "/keys/": ""}
    assert "R. Patel, auditor" in render_to_string("staff_base.html", {}, request)


def test_a_way_that_does_not_exist_is_not_offered(rf: RequestFactory, auditor: User) -> None:
    request = rf.get("/")
    request.user = auditor
    source = '{% load backstop %}{% nav_item "no:where" "Nowhere" %}'

    assert Template(source).render(Context({"request": request})).strip() == ""


def test_the_marks_and_figures_have_their_tags() -> None:
    source = "{% load backstop %}{% brand %}{% tier_shape 5 %}{% body_figure marked %}"
    html = Template(source).render(Context({"marked": ["neck"]}))

    assert 'class="shape"' in html
    assert "Body map, Back view. Marked: Neck." in html
