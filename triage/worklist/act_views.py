"""The pages on which clinicians act. Whoever comes second sees both versions, and nothing is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from triage.accounts.access import open_to, staff_of
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.engine.paging import shown_on
from triage.engine.terms import Tier
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import when
from triage.worklist import actions
from triage.worklist.act_forms import FORMS, ActForm, CorrectForm, lost_to_sign_off
from triage.worklist.acts import acts_of, allowed, claim_of, is_signed, last_seen
from triage.worklist.models import DO, Act, Kind, SignOff

HANDS = {Kind.CLAIM.value: actions.claim, Kind.RELEASE.value: actions.release}


@open_to(Role.CLINICIAN)
@require_POST
def hold(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Take a visit in hand, or let it go."""
    visit, seen = _visit(code), request.POST.get("seen", "")
    context: dict[str, object] = {"visit": visit, "title": DO[Kind(kind)]}
    try:
        HANDS[kind](visit, seen=int(seen) if seen.isdecimal() else 0, by=staff_of(request))
    except actions.ConflictError as conflict:
        context |= {"refusal": _who_has(visit), "refused_by": conflict.newer}
        return _show(request, context, status=409)
    except actions.ActError as refusal:
        return _show(request, {**context, "refusal": refusal}, status=409)
    return redirect("worklist:visit", code=code)


@open_to(Role.CLINICIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Write one act."""
    visit, what = _visit(code), Kind(kind)
    form = FORMS[what](_posted(request), initial={"seen": last_seen(visit)})

    def write() -> Act:
        return _write(visit, what, form, staff_of(request))

    return _answer(request, visit, what, form, write)


@open_to(Role.CLINICIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str, page: str = "") -> HttpResponse:
    """Answer one page of the form anew, together with the patient."""
    visit = _visit(code)
    pages = [one for one in visit.ruleset.definition.pages if shown_on(one, visit.reported())]
    if not page:
        return _show(request, {"visit": visit, "title": DO[Kind.CORRECTION], "pages": pages})
    this = next((one for one in pages if one.key == page), None)
    if this is None:
        raise Http404("This form has no such page.")
    actions.look_at_answers(visit, by=staff_of(request))
    form = CorrectForm(visit, shown_on(this, visit.reported()), _posted(request))
    form.initial = {**form.initial, "seen": last_seen(visit)}

    def write() -> Act:
        said = form.cleaned_data
        return actions.correct(
            visit,
            answers=form.answers(),
            reason=said["reason"],
            seen=said["seen"],
            by=staff_of(request),
        )

    return _answer(request, visit, Kind.CORRECTION, form, write)


def _write(visit: Visit, kind: Kind, form: ActForm, by: User) -> Act:
    said: dict[str, Any] = form.cleaned_data
    if kind is Kind.OVERRIDE:
        tier = Tier.from_code(said["tier"])
        return actions.override(visit, tier=tier, reason=said["reason"], seen=said["seen"], by=by)
    return actions.note(
        visit, kind, words=form.words(), details=form.details(), seen=said["seen"], by=by
    )


def _answer(
    request: HttpRequest, visit: Visit, kind: Kind, form: forms.Form, write: Callable[[], Act]
) -> HttpResponse:
    """Write what is valid; show again what is not, or what somebody else was quicker with."""
    context: dict[str, object] = {"visit": visit, "title": DO[kind], "form": form}
    if kind not in allowed(visit, is_signed=is_signed(visit)):
        return _refuse(request, visit, kind, form)
    if form.is_valid():
        try:
            write()
        except actions.ConflictError as conflict:
            # What was written stays in the form; sent again, it is written knowingly.
            posted = request.POST.copy()
            posted["seen"] = str(max(act.number for act in conflict.newer))
            form.data = posted
            return _show(request, {**context, "conflict": conflict}, status=409)
        except ValueError as refusal:
            if kind not in allowed(visit, is_signed=is_signed(visit)):
                return _refuse(request, visit, kind, form)
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("worklist:visit", args=[visit.code]))
    return _show(request, context)


def _refuse(request: HttpRequest, visit: Visit, kind: Kind, form: forms.Form) -> HttpResponse:
    """Say that it is too late. What was written is not lost: signed is closed, but can be added to."""
    context: dict[str, object] = {
        "visit": visit,
        "title": DO[kind],
        "refusal": _("This cannot be done with the visit as it stands now."),
    }
    if signed := SignOff.objects.filter(visit=visit).select_related("signed_by").first():
        context |= {"signed": signed, **lost_to_sign_off(visit, form)}
    return _show(request, context, status=409)


def _who_has(visit: Visit) -> str:
    """Say who has a visit in hand by now."""
    claim = claim_of(_visit(visit.code))
    if claim is None:
        return _("Somebody did something with this visit meanwhile. Look at it again.")
    told = {"name": claim.acted_by.display_name, "at": when(claim.acted_at)}
    return _("%(name)s has this visit since %(at)s.") % told


def _show(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    visit = context["visit"]
    assert isinstance(visit, Visit)  # noqa: S101 (every page here is about a visit)
    known = {"acts": acts_of(visit), "sample_content": visit.release.is_sample}
    return render(request, "worklist/act.html", {**known, **context}, status=status)


def _visit(code: str) -> Visit:
    whole = Visit.objects.select_related("patient", "release").defer("release__definition")
    return get_object_or_404(whole.prefetch_related("acts__acted_by"), code=code)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
