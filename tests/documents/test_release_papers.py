"""The paper form and the content book of a release."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.builders import a_release_in_review, the_definition, the_ruleset
from tests.documents.checkers import checked
from tests.documents.reading import outside_the_pages, pages_of, squeezed, text_of
from triage.content.models import Release
from triage.documents.book import book_of
from triage.documents.kept import forget_all
from triage.documents.paper_form import paper_form_of
from triage.documents.proofread import MisprintError
from triage.documents.release_printing import book_pdf, form_pdf
from triage.documents.skips import Skips
from triage.documents.views import releases
from triage.engine.conditions import AtLeast, Has
from triage.engine.language import Scope, Vocabulary, parse
from triage.engine.terms import Tier
from triage.intake.paper import paper_questions, release_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]


@pytest.fixture
def form(release: Release, db: None) -> bytes:
    """Return the form, printed for the first test that asks and kept for the others."""
    return form_pdf(release)


@pytest.fixture
def _nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("form_pdf", "book_pdf"):
        monkeypatch.setattr(releases, name, lambda *_release, **_wish: b"%PDF-")


def told(condition: str) -> str:
    definition, ruleset = the_definition(), the_ruleset()
    words = Vocabulary(ruleset.questions, ruleset.facts)
    return Skips(paper_questions(definition)).tell(parse(condition, words, Scope.ANSWERS))


def test_the_form_has_every_question_and_every_answer_with_its_code(form):
    text = squeezed(text_of(form))

    for asked in paper_questions(the_definition()):
        assert squeezed(f"{asked.number}{asked.question.text}") in text
        for code, option in asked.codes.items():
            assert squeezed(f"{asked.number}{code}{option.label}") in text
    signs = next(q for q in the_definition().questions() if q.link_id == "emergency_now")
    assert squeezed(f"{signs.options[0].label} STOP") in text
    assert outside_the_pages(form) == []
    assert checked(form) == []


@pytest.mark.hazard("H02")
def test_every_page_of_the_form_says_which_release_it_is(form, release):
    for number, page in enumerate(pages_of(form), start=1):
        foot = page[page.index("Paper form · release") :]
        assert release_of(foot.partition("Page")[0]) == release
        assert f"Page {number} of" in page


@pytest.mark.long
def test_the_same_form_gives_the_same_bytes(form, release):
    forget_all()

    assert form_pdf(release) == form


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("has(trigger, fall_accident)", "you ticked 17f"),
        ("not has(main_area, neck)", "you did not tick 6a"),
        (
            "has(duration, gt_3m) and age < 60",
            "you ticked 15f and you are younger than 60",
        ),
        (
            "age >= 16 and (has(main_area, neck) or has(trigger, fall_accident))",
            "you are 16 or older and (you ticked 6a or 17f)",
        ),
        ("num(function_limit) >= 7", "you ticked 7 or more at question 40"),
        (
            "has(main_area, neck) or unsure(saddle_numb)",
            "you ticked 6a or 12c or you left 12 empty",
        ),
    ],
)
def test_a_skip_is_told_in_the_numbers_and_letters_of_the_paper(condition, words):
    assert told(condition) == words


@pytest.mark.hazard("H03")
def test_what_paper_has_no_words_for_is_for_everybody():
    skips = Skips(paper_questions(the_definition()))

    assert skips.tell(AtLeast(1, (Has("main_area", frozenset({"neck"})),))) == ""


def test_every_skip_of_the_form_that_ships_has_words():
    release = Release.objects.published().get()
    asked = [one for part in paper_form_of(release).parts for one in part.asked]

    silent = [one.question.link_id for one in asked if one.question.show_if and not one.only_if]

    assert silent == []


@pytest.mark.hazard("H01")
def test_an_answer_that_is_an_emergency_by_itself_carries_the_sign(release):
    stops = {
        (asked.question.link_id, box.option.code)
        for part in paper_form_of(release).parts
        for asked in part.asked
        for box in asked.boxes
        if box.stops
    }

    signs = next(q for q in the_definition().questions() if q.link_id == "emergency_now")
    urgent = {("emergency_now", one.code) for one in signs.options if one.kind == "reported"}
    assert urgent <= stops
    for question, option in stops:
        rules = the_ruleset().rules.values()
        assert any(
            rule.tier is Tier.EMERGENCY and option in rule.when and question in rule.when
            for rule, _ in rules
        )


def test_a_form_nobody_is_asked_says_so(form):
    draft = paper_form_of(a_release_in_review())

    assert "do not hand this out" in render_to_string("documents/form.html", {"paper": draft})
    assert "do not hand this out" not in text_of(form)


@pytest.mark.long
def test_the_content_book_has_all_there_is_with_its_signatures(release):
    pdf_of_it = book_pdf(release)
    # A sentence may go on overleaf: the foot of the page is no part of it.
    bodies = [page.partition("Sample content: not approved")[0] for page in pages_of(pdf_of_it)]
    book, text = book_of(release), squeezed("".join(bodies))

    texts = [f"{rule.id} {rule.title}" for rule in the_definition().rules]
    texts += [f"Fires {one.told}." for _, rules in book.rules for one in rules]
    texts += [question.text for question in the_definition().questions()]
    texts += [source.citation for source in the_definition().sources]
    texts += [vignette.story for vignette in the_definition().vignettes]
    texts += [release.submitted_by.signature, release.published_by.signature, release.sha256]
    texts += ["Passed: the form is sound", *book.verdict.warnings]
    assert [one for one in texts if squeezed(one) not in text] == []
    assert checked(pdf_of_it) == []


@pytest.mark.parametrize(
    ("person", "form", "book"),
    [
        ("front_desk", 200, 403),
        ("clinician", 200, 200),
        ("author", 200, 200),
        ("approver", 200, 200),
        ("auditor", 403, 200),
        ("manager", 403, 403),
    ],
)
@pytest.mark.usefixtures("_nothing_is_printed")
def test_who_is_handed_which(person, form, book, client_for, request, release):
    client = client_for(request.getfixturevalue(person))

    for name, status in (("paper_form", form), ("content_book", book)):
        answer = client.get(reverse(f"documents:{name}", args=[release.pk]))
        assert answer.status_code == status
        if status == 200:
            assert answer["Cache-Control"] == "no-store"
            assert f"{release.number}-{release.short_hash}.pdf" in answer["Content-Disposition"]


def test_the_desk_is_handed_the_form_patients_are_asked(
    client_for, front_desk, author, release, monkeypatch
):
    monkeypatch.setattr(releases, "form_pdf", lambda *_release, **_wish: b"%PDF-")
    draft = a_release_in_review()
    of_the_draft = reverse("documents:paper_form", args=[draft.pk])

    now = client_for(front_desk).get(reverse("documents:paper_form"))

    assert release.short_hash in now["Content-Disposition"]
    assert client_for(front_desk).get(of_the_draft).status_code == 404
    assert client_for(author).get(of_the_draft).status_code == 200


@pytest.mark.hazard("H11")
def test_a_form_with_a_gap_is_not_handed_out(client_for, front_desk, monkeypatch):
    def fail(*_release: object, **_wish: object) -> None:
        raise MisprintError("On paper 1 texts are missing, 0 outside the page, 0 too pale.")

    monkeypatch.setattr(releases, "form_pdf", fail)

    answer = client_for(front_desk).get(reverse("documents:paper_form"))

    assert answer.status_code == 503
    assert "nothing is handed out" in answer.content.decode()
