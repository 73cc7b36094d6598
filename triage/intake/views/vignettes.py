"""Test patients, written by filling in the form that patients get."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.content.actions import EditConflictError, save_vignette
from triage.content.freeze import freeze
from triage.content.gate import verdict
from triage.content.history import marks, snapshot
from triage.content.models import Questionnaire, Vignette
from triage.engine import codec
from triage.engine.ruleset import Ruleset, UnsoundDefinitionError, prepare
from triage.engine.terms import AGE_UNKNOWN, Answer, Answers, Tier
from triage.intake import actions
from triage.intake.models import Visit
from triage.intake.vignettes import (
    CaseForm,
    Outcome,
    Start,
    VignetteForm,
    next_code,
    outcome_of,
    questions_on,
    usable,
    without_identity,
)

FACTS = ("code", "title", "story", "age", "tier", "rules")


@open_to(Role.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, questionnaire: int) -> HttpResponse:
    """Write a test patient, from nothing or from one who shows a broken promise."""
    home = get_object_or_404(Questionnaire, pk=questionnaire)
    start = Start({})
    if request.method != "POST" and (key := request.GET.get("violation", "")):
        start = _counter_example(home, key, before="before" in request.GET)
    return _edit(request, Vignette(questionnaire=home), start)


@open_to(Role.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a test patient."""
    vignette = get_object_or_404(Vignette.objects.select_related("questionnaire"), pk=pk)
    facts = {
        "code": vignette.code,
        "title": vignette.title,
        "story": vignette.story,
        "tier": Tier(vignette.tier).code,
        "rules": ", ".join(rule.code for rule in vignette.rules.all()),
    }
    start = Start(codec.decode_answers(vignette.answers), vignette.age, facts=facts)
    return _edit(request, vignette, start)


@open_to(Role.AUTHOR)
@require_safe
def from_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Offer what a patient sent as a test patient: the age and what was chosen, nothing else.

    For authors who are clinicians as well: nobody else reads the answers of a visit.
    """
    if not _author(request).has_role(Role.CLINICIAN):
        raise PermissionDenied
    visit = get_object_or_404(Visit.objects.select_related("release__questionnaire"), code=code)
    response = visit.responses.order_by("number").last()
    if response is None:
        raise Http404("Nothing was sent in this visit.")
    actions.take_for_vignette(visit, by=_author(request))
    start = Start(
        without_identity(visit.ruleset, response.told),
        response.age,
        ("Name, birth date and own words are left out. Write a story that could be anybody's.",),
    )
    return _edit(request, Vignette(questionnaire=visit.release.questionnaire), start)


def _counter_example(questionnaire: Questionnaire, key: str, *, before: bool) -> Start:
    """Return the patient who shows that a promise is broken."""
    for failure in verdict(freeze(questionnaire)).failures:
        if failure.violation == key and failure.patients:
            patient = failure.patients[0 if before else -1]
            notes = [failure.message]
            if patient.incomplete:
                notes.append("This patient did not finish the form; a test patient always has.")
            return Start(patient.answers, patient.age, tuple(notes))
    raise Http404("Nothing breaks this promise now.")


def _edit(request: HttpRequest, vignette: Vignette, start: Start) -> HttpResponse:
    try:
        ruleset = prepare(freeze(vignette.questionnaire))
    except UnsoundDefinitionError as error:
        context = {"problems": error.problems}
        return render(request, "intake/preview_stopped.html", context, status=409)
    if request.method == "POST":
        return _posted(request, vignette, ruleset)
    answers, left_out = usable(ruleset, start.answers)
    answers = {**_birth(vignette, ruleset), **answers}
    outcome = outcome_of(ruleset, answers, start.age)
    expected = _expected(outcome) if not start.facts else {}
    initial = {
        "code": next_code(vignette.questionnaire),
        **expected,
        **start.facts,
        "age": _shown_age(start.age),
    }
    notes = [*start.notes, *_told_left_out(left_out)]
    facts = VignetteForm(vignette, initial=initial)
    return _page(request, facts, ruleset, {"answers": answers, "age": start.age, "notes": notes})


def _posted(request: HttpRequest, vignette: Vignette, ruleset: Ruleset) -> HttpResponse:
    """Run the test patient as filled in, and keep it when that is asked for."""
    pages = ruleset.definition.pages
    whole = CaseForm(
        [one for page in pages for one in questions_on(page, ruleset)], {}, request.POST
    )
    sound = whole.is_valid()
    facts = VignetteForm(vignette, request.POST)
    sound &= facts.is_valid()
    answers = {**_birth(vignette, ruleset), **whole.answers()}
    age = facts.cleaned_data.get("age", AGE_UNKNOWN)
    asked = outcome_of(ruleset, answers, age)
    if request.POST.get("do") == "save":
        kept = {name: said for name, said in answers.items() if not asked or name in asked.asked}
        if sound and _saved(request, vignette, facts, kept):
            return redirect("vignettes:change", vignette.pk)
    else:
        facts = _again(request, vignette, asked)
    return _page(request, facts, ruleset, {"answers": answers, "age": age})


def _birth(vignette: Vignette, ruleset: Ruleset) -> dict[str, Answer]:
    """Return the birth date a test patient was written with: the form asks for the age instead."""
    asked = ruleset.definition.age_question
    told = codec.decode_answers(vignette.answers)
    return {name: said for name, said in told.items() if name == asked}


def _saved(request: HttpRequest, vignette: Vignette, facts: VignetteForm, answers: Answers) -> bool:
    said = facts.cleaned_data
    vignette.code, vignette.title, vignette.story = said["code"], said["title"], said["story"]
    vignette.age, vignette.tier = said["age"], Tier.from_code(said["tier"])
    vignette.answers = codec.encode_answers(answers)
    if vignette._state.adding:
        vignette.position = vignette.questionnaire.vignettes.count()
    try:
        save_vignette(
            vignette,
            rules=list(said["rules"]),
            seen=request.POST.get("seen", ""),
            by=_author(request),
        )
    except EditConflictError as error:
        facts.seen = _marks(vignette)
        for one in error.crossings:
            facts.add_error(one.field if one.field in facts.fields else None, one.told(vignette))
        return False
    messages.success(request, f"Vignette {vignette.code} is saved.")
    return True


def _again(request: HttpRequest, vignette: Vignette, outcome: Outcome | None) -> VignetteForm:
    """Return the facts as typed, without complaints: nothing is being saved."""
    typed: dict[str, Any] = {name: request.POST.get(f"case-{name}", "") for name in FACTS}
    if request.POST.get("do") == "expect":
        typed |= _expected(outcome)
    return VignetteForm(vignette, initial=typed)


def _page(
    request: HttpRequest, facts: VignetteForm, ruleset: Ruleset, case: dict[str, Any]
) -> HttpResponse:
    vignette, answers = facts.vignette, case["answers"]
    outcome = outcome_of(ruleset, answers, case["age"])
    asked = outcome.asked if outcome else frozenset(ruleset.questions)
    data = request.POST if request.method == "POST" else None
    parts = []
    for page in ruleset.definition.pages:
        shown = [one for one in questions_on(page, ruleset) if one.link_id in asked]
        if shown:
            parts.append((page.title, CaseForm(shown, answers, data)))
    wrong = next((form for _, form in parts if form.errors), None)
    context = {
        "vignette": vignette if vignette.pk else None,
        "questionnaire": vignette.questionnaire,
        "form": facts if facts.errors or wrong is None else wrong,
        "facts": facts,
        "parts": parts,
        "outcome": outcome,
        "as_expected": outcome is not None and _is_expected(facts, outcome),
        "notes": case.get("notes", ()),
        # What somebody else did since stays to be told until it has been.
        "seen": facts.seen or (data.get("seen", "") if data else _marks(vignette)),
    }
    return render(request, "intake/vignette.html", context)


def _marks(vignette: Vignette) -> str:
    stored = Vignette.objects.filter(pk=vignette.pk).first()
    return marks(snapshot(stored)) if stored else ""


def _is_expected(facts: VignetteForm, outcome: Outcome) -> bool:
    codes = str(facts["rules"].value() or "").replace(",", " ").split()
    return facts["tier"].value() == outcome.tier.code and set(codes) == {
        rule.id for rule in outcome.rules
    }


def _expected(outcome: Outcome | None) -> dict[str, str]:
    return {"tier": outcome.tier.code, "rules": outcome.codes} if outcome else {}


def _shown_age(age: int) -> str:
    return "" if age == AGE_UNKNOWN else str(age)


def _told_left_out(names: list[str]) -> list[str]:
    if not names:
        return []
    return [f"Left out, since this form cannot be answered so: {', '.join(names)}."]


def _author(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    return request.user
