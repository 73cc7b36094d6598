"""One visit: its page, the sign-off, and what is left to do when its record is broken."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from triage.accounts.access import open_to, staff_of
from triage.accounts.roles import Role
from triage.intake.actions import submit
from triage.intake.models import Response, Visit
from triage.ui.templatetags.backstop import code as written
from triage.worklist import actions
from triage.worklist.act_forms import as_written, lost_to_sign_off
from triage.worklist.acts import acts_of, allowed, claim_of, last_seen, override_of
from triage.worklist.board import note_unreadable, tier_of
from triage.worklist.earlier import earlier_of
from triage.worklist.forms import BrokenForm, SignOffForm
from triage.worklist.models import Act, SignOff
from triage.worklist.reading import reading_of, stored_text


@open_to(Role.CLINICIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a visit; sign it off on request."""
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        known = _known(code)
        try:
            actions.sign_off(
                known,
                decision=form.decided(),
                note=form.noted(),
                seen=form.cleaned_data["seen"],
                by=staff_of(request),
            )
        except (actions.SignOffError, actions.ActError) as refusal:
            form.add_error(None, str(refusal))
            # What the other person wrote is on the page now, and what was written stays.
            posted = request.POST.copy()
            posted["seen"] = str(last_seen(known))
            form.data = posted
        else:
            return _signed(request, code)
    return _page(request, code, form) or _broken_page(request, _known(code), BrokenForm())


@open_to(Role.CLINICIAN)
@require_POST
def sign_broken(request: HttpRequest, code: str) -> HttpResponse:
    """Sign off a visit whose record cannot be shown; one that can is signed off on its own page."""
    form = BrokenForm(request.POST)
    if page := _page(request, code, SignOffForm()):
        return page
    known = _known(code)
    if form.is_valid():
        try:
            actions.sign_off_broken(
                known, decision=form.decided(), note=form.noted(), by=staff_of(request)
            )
        except actions.SignOffError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _signed(request, code)
    return _broken_page(request, known, form)


@open_to(Role.CLINICIAN)
@require_POST
def hand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in for the patient what was answered so far."""
    known = _known(code)
    try:
        submit(known, incomplete=True, by=staff_of(request))
    except Exception as error:  # noqa: BLE001 (its page says that the record is broken)
        note_unreadable(code, error)
    return redirect("worklist:visit", code=code)


def _page(request: HttpRequest, code: str, form: SignOffForm) -> HttpResponse | None:
    """Return the page of a visit, and note that it was opened; None when there is none to show."""
    try:
        visit = _whole(code)
        if visit is None:
            return None
        actions.open_answers(visit, by=staff_of(request))
        writes_vignettes = staff_of(request).has_role(Role.AUTHOR)
        context = {**_context(visit, form), "writes_vignettes": writes_vignettes}
        return render(request, "worklist/visit.html", context)
    except Exception as error:  # noqa: BLE001 (the clinician must learn of it, whatever is wrong)
        note_unreadable(code, error)
        return None


def _whole(code: str) -> Visit | None:
    """Fetch with a visit all that its page says."""
    people = ("started_by", "started_on", "identity_checked_by")
    acts = ("sign_off__signed_by", "acknowledgement__acknowledged_by")
    responses = Response.objects.select_related("submitted_by")
    # Another open visit has a patient who is called the same.
    others = Visit.objects.open().exclude(pk=OuterRef("pk"))
    shares_name = Exists(others.filter(patient__name__iexact=OuterRef("patient__name")))
    visit = (
        Visit.objects.select_related("patient", "release", *people, *acts)
        .defer("release__definition")
        .prefetch_related(
            Prefetch("acts", Act.objects.select_related("acted_by")),
            Prefetch("responses", responses),
        )
        .annotate(shares_name=shares_name)
        .filter(code=code)
        .first()
    )
    if visit is None:
        return None
    for response in visit.responses.all():
        # What a visit is pinned to need not be fetched again.
        response.release = visit.release
    return visit


def _context(visit: Visit, form: SignOffForm) -> dict[str, object]:
    reading = reading_of(visit)
    form.initial["seen"] = last_seen(visit)
    return {
        "reading": reading,
        "shares_name": getattr(visit, "shares_name", False),
        "earlier": earlier_of(visit, reading.response),
        "form": form,
        "acts": acts_of(visit),
        "claim": claim_of(visit),
        "override": override_of(visit),
        "allowed": allowed(visit, is_signed=reading.signed is not None),
        "seen": last_seen(visit),
        "sample_content": visit.release.is_sample,
        **(lost_to_sign_off(visit, form) if reading.signed else {}),
    }


def _broken_page(request: HttpRequest, known: Visit, form: BrokenForm) -> HttpResponse:
    """Say of a record that it cannot be shown, with what is stored of it."""
    actions.open_answers(known, by=staff_of(request))
    signed = SignOff.objects.filter(visit=known).select_related("signed_by").first()
    context = {
        "visit": known,
        "tier": tier_of(Visit.objects.filter(pk=known.pk)),
        "stored": stored_text(known),
        "signed": signed,
        "lost": as_written(form) if signed and form.is_bound else "",
        "form": form,
    }
    return render(request, "worklist/unreadable.html", context)


def _known(code: str) -> Visit:
    """Return a visit of which nothing is read but what finds it: the rest may be broken."""
    return get_object_or_404(Visit.objects.only("code"), code=code)


def _signed(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, _("%(code)s is signed off.") % {"code": written(code)})
    return redirect("worklist:list")
