"""The list, a visit, and the acts on it."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_http_methods, require_POST, require_safe

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.actions import record
from triage.intake.actions import submit
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import code as written
from triage.ui.tiers import WORDS
from triage.worklist import actions
from triage.worklist.acts import acts_of, allowed, claim_of, last_seen, override_of
from triage.worklist.board import Board, Draw, Place, board_of, note_unreadable, place_of
from triage.worklist.context import MAY_ACKNOWLEDGE
from triage.worklist.filters import STAGES, TIERS, wanted_by
from triage.worklist.forms import SignOffForm
from triage.worklist.freshness import list_mark
from triage.worklist.models import Act, SignOff
from triage.worklist.reading import reading_of, stored_text
from triage.worklist.rows import row_of

READ_ON = "list_read_on"
AT_THE_LIST = (Role.CLINICIAN, Role.FRONT_DESK, Role.MANAGER)


@open_to(*AT_THE_LIST)
@require_safe
@etag(list_mark)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show everybody who has not been signed off, most urgent first."""
    _note_reading(request)
    now, wanted = timezone.now(), wanted_by(request.GET, _staff(request).pk)

    def place(visit: Visit) -> Place | None:
        return place_of(visit, timezone.localdate(now)) if wanted.wants(visit) else None

    visits = Visit.objects.open().most_urgent_first()
    return _show_list(
        request,
        board_of(visits, _drawn_for(request, now), place),
        is_waiting=True,
        wanted=wanted,
        sought=wanted.sought,
        tiers=[(code, WORDS[code]) for code in TIERS],
        stages=STAGES.items(),
        signed_today=SignOff.objects.since(_midnight(now)).count(),
    )


@open_to(*AT_THE_LIST)
@require_safe
@etag(list_mark)
def signed(request: HttpRequest) -> HttpResponse:
    """Show who was signed off today, the latest on top."""
    _note_reading(request)
    now = timezone.now()
    visits = Visit.objects.filter(sign_off__in=SignOff.objects.since(_midnight(now)))
    draw, place = _drawn_for(request, now), Place(0, _("Signed off today"))
    return _show_list(
        request, board_of(visits.order_by("-sign_off__signed_at"), draw, lambda _visit: place)
    )


def _note_reading(request: HttpRequest) -> None:
    """Note once a day and sign-in that the list was read: its refresh would flood the trail."""
    today = timezone.localdate().isoformat()
    if request.session.get(READ_ON) != today:
        record("worklist.list_read", None, by=_staff(request))
        request.session[READ_ON] = today


@open_to(Role.CLINICIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a visit; sign it off on request."""
    known = get_object_or_404(Visit.objects.only("code", "urgency"), code=code)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.sign_off(
                known,
                decision=form.decided(),
                note=form.noted(),
                seen=form.cleaned_data["seen"],
                by=_staff(request),
            )
        except (actions.SignOffError, actions.ActError) as refusal:
            form.add_error(None, str(refusal))
            # What the other person wrote is on the page now.
            posted = request.POST.copy()
            posted["seen"] = str(last_seen(known))
            form.data = posted
        else:
            messages.success(request, _("%(code)s is signed off.") % {"code": written(code)})
            return redirect("worklist:list")
    actions.open_answers(known, by=_staff(request))
    return _show_visit(request, known, form)


@open_to(Role.CLINICIAN)
@require_POST
def hand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in for the patient what was answered so far."""
    known = get_object_or_404(Visit.objects.only("code", "urgency"), code=code)
    try:
        submit(known, incomplete=True, by=_staff(request))
    except Exception as error:  # noqa: BLE001 (its page says that the record is broken)
        note_unreadable(code, error)
    return redirect("worklist:visit", code=code)


def _show_list(request: HttpRequest, board: Board, **more: object) -> HttpResponse:
    context = {
        "board": board,
        "now": timezone.now(),
        "reads_answers": _staff(request).has_role(Role.CLINICIAN),
        "sample_content": board.is_sample,
    }
    return render(request, "worklist/list.html", {**context, **more})


def _show_visit(request: HttpRequest, known: Visit, form: SignOffForm) -> HttpResponse:
    """A record that cannot be shown is said to be so, with what is stored of it."""
    try:
        whole = Visit.objects.select_related(
            "patient", "started_by", "sign_off__signed_by", "acknowledgement__acknowledged_by"
        )
        reading = reading_of(
            whole.select_related("release")
            .defer("release__definition")
            .prefetch_related(Prefetch("acts", Act.objects.select_related("acted_by")))
            .get(pk=known.pk)
        )
        form.initial["seen"] = last_seen(reading.visit)
        context = {
            "reading": reading,
            "form": form,
            "acts": acts_of(reading.visit),
            "claim": claim_of(reading.visit),
            "override": override_of(reading.visit),
            "allowed": allowed(reading.visit, is_signed=reading.signed is not None),
            "seen": last_seen(reading.visit),
            "sample_content": reading.visit.release.is_sample,
        }
        return render(request, "worklist/visit.html", context)
    except Exception as error:  # noqa: BLE001 (the clinician must learn of it, whatever is wrong)
        note_unreadable(known.code, error)
        context = {"visit": known, "stored": stored_text(known)}
        return render(request, "worklist/unreadable.html", context)


def _drawn_for(request: HttpRequest, now: datetime) -> Draw:
    """Return how a line is drawn for whoever looks at the list: only clinicians see answers."""
    common = {
        "reads_answers": _staff(request).has_role(Role.CLINICIAN),
        "hands_over": _staff(request).has_role(Role.FRONT_DESK),
        "acknowledges": _staff(request).has_role(*MAY_ACKNOWLEDGE),
        "csrf_token": get_token(request),
    }

    def draw(visit: Visit) -> SafeString:
        return render_to_string("worklist/_row.html", {"row": row_of(visit, now), **common})

    return draw


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    return request.user
