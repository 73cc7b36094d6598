"""The screen on which a paper form is keyed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from triage.accounts.access import open_to
from triage.engine.paging import unanswered
from triage.intake import actions
from triage.intake.access import AT_THE_DESK
from triage.intake.keying_forms import KeyingForm, MarkForm, PaperStartForm
from triage.intake.models import Visit, Way
from triage.intake.paper import written_mark
from triage.intake.presenters import check_context
from triage.intake.views.desk import staff, unsent
from triage.ui.templatetags.backstop import code as written


@open_to(*AT_THE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start the visit of somebody who has filled in the paper form."""
    form = PaperStartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        release = said.pop("mark")
        try:
            visit = actions.start_visit(**said, release=release, by=staff(request))
        except actions.VisitError as refusal:
            form.add_error("identifier", str(refusal))
        else:
            actions.put_on_paper(visit, by=staff(request))
            return redirect("intake:keying", code=visit.code)
    return render(request, "intake/paper.html", {"form": form})


@open_to(*AT_THE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: HttpRequest, code: str) -> HttpResponse:
    """Key in a paper for a visit that was started for a screen, when it is the same form."""
    visit = unsent(code)
    form = MarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["mark"] == visit.release:
            try:
                actions.put_on_paper(visit, by=staff(request))
            except actions.VisitError as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("intake:keying", code=visit.code)
        else:
            form.add_error("mark", _other_form(visit))
    return render(request, "intake/paper.html", {"form": form, "visit": visit})


@open_to(*AT_THE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def keying(request: HttpRequest, code: str) -> HttpResponse:
    """Take the answers of the whole paper, a letter for each tick."""
    visit = unsent(code, way=Way.PAPER)
    form = KeyingForm(visit, request.POST if request.method == "POST" else None)
    seen = request.POST.get("seen", actions.keyed_mark(visit))
    if form.is_bound:
        complete = form.is_valid()
        try:
            # What can be read counts at once: an emergency on paper waits for no typing error.
            visit = actions.key_in(visit, form.answers(), seen=seen, by=staff(request))
        except actions.VisitError as refusal:
            form.add_error(None, str(refusal))
        else:
            if complete:
                return redirect("intake:keyed", code=code)
            seen = actions.keyed_mark(visit)
    context = {"form": form, "visit": visit, "seen": seen, "mark": written_mark(visit.release)}
    return render(
        request, "intake/keying.html", context | {"sample_content": visit.release.is_sample}
    )


@open_to(*AT_THE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def keyed(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was keyed in, to be compared with the paper, and send it."""
    if request.method == "POST":
        visit = get_object_or_404(Visit, code=code, way=Way.PAPER)
        actions.submit_paper(visit, by=staff(request))
        messages.success(request, _("%(code)s is sent.") % {"code": written(code)})
        return redirect("accounts:home")
    visit = unsent(code, way=Way.PAPER)
    missing = unanswered(visit.ruleset, visit.reported())
    context = check_context(visit, missing)
    return render(request, "intake/keyed.html", {**context, "mark": written_mark(visit.release)})


def _other_form(visit: Visit) -> str:
    return _(
        "This visit is asked the form %(mark)s, and the paper is another one."
        " Start a visit of its own for the paper."
    ) % {"mark": written_mark(visit.release)}
