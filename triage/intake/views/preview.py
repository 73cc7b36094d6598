"""The patient's form tried by staff: the same templates, forms and words, and nothing kept.

While a page is made, the names of the patient's addresses stand for those of the preview, so that
no link on it leads into a visit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import (
    URLPattern,
    URLResolver,
    get_resolver,
    get_urlconf,
    include,
    path,
    set_urlconf,
)
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from triage.accounts.access import open_to
from triage.accounts.roles import Role
from triage.content.models import Questionnaire, Release
from triage.content.models.release import TamperedReleaseError
from triage.engine.paging import next_page, previous_page, shown_on, unanswered
from triage.engine.ruleset import UnsoundDefinitionError
from triage.engine.terms import Page
from triage.intake import preview
from triage.intake.followups import FollowUpForm
from triage.intake.models import Visit
from triage.intake.presenters import (
    check_context,
    done_context,
    emergency_context,
    page_context,
    resume_url,
    welcome_context,
)
from triage.intake.views.form import KEEP
from triage.intake.views.scripts import tells_scripts

P = ParamSpec("P")
AUTHORS = (Role.AUTHOR, Role.APPROVER)


@contextmanager
def at_preview_addresses() -> Iterator[None]:
    """Let `intake:` name the pages of the preview."""
    usual = get_urlconf()
    set_urlconf(_addresses())  # type: ignore[arg-type] # any list of addresses will do
    try:
        yield
    finally:
        set_urlconf(usual)


@cache
def _addresses() -> tuple[URLPattern | URLResolver, ...]:
    """All addresses of the house, with the preview first to be called `intake`."""
    house = get_resolver()
    (_, real), (_, own) = (house.namespace_dict[name] for name in ("intake", "preview"))
    known = {one.name for one in own.url_patterns if isinstance(one, URLPattern)}
    # Whatever else a patient's page may name leads nowhere, and never into a visit.
    nowhere = [
        path(f"nowhere/{one.pattern}", finished, name=one.name)
        for one in real.url_patterns
        if isinstance(one, URLPattern) and one.name not in known
    ]
    pages = include(([*own.url_patterns, *nowhere], "intake"), namespace="intake")
    return (path("preview/", pages), *house.url_patterns)


def previewed(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the visit of the preview; say why when there is none to show."""

    @tells_scripts
    @open_to(*AUTHORS)
    @wraps(view)
    def found(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            visit = preview.visit_in(request.session)
        except (UnsoundDefinitionError, TamperedReleaseError) as error:
            context = {"problems": getattr(error, "problems", (str(error),))}
            return render(request, "intake/preview_stopped.html", context, status=409)
        if visit is None:
            return render(request, "intake/preview_stopped.html", status=404)
        with at_preview_addresses():
            return view(request, visit, *args, **kwargs)

    return found


@open_to(*AUTHORS)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the preview of a release or of a working copy."""
    if request.POST.get("release"):
        chosen = get_object_or_404(Release.objects.defer("definition"), pk=_key(request, "release"))
        preview.begin(request.session, release=chosen.pk)
    else:
        copy = get_object_or_404(Questionnaire, pk=_key(request, "copy"))
        preview.begin(request.session, copy=copy.pk)
    return redirect("preview:welcome")


def _key(request: HttpRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


@open_to(*AUTHORS)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the preview, and go back to what it was of."""
    kept = preview.leave(request.session)
    if kept.get("release"):
        return redirect("admin:content_release_change", kept["release"])
    if kept.get("copy"):
        return redirect("admin:content_questionnaire_check", kept["copy"])
    return redirect("admin:index")


@previewed
@require_safe
def welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the first page."""
    return render(request, "intake/welcome.html", welcome_context(visit))


@previewed
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Ask one page of questions."""
    this = next((one for one in visit.ruleset.definition.pages if one.key == key), None)
    if this is None:
        raise Http404("This form has no such page.")
    if not shown_on(this, visit.reported()):
        return _go_to(next_page(visit.ruleset, visit.reported(), key))
    form = FollowUpForm(visit, this, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _leave(request, visit, this, form)
    return render(request, "intake/page.html", page_context(request, visit, this, form))


def _leave(request: HttpRequest, visit: Visit, this: Page, form: FollowUpForm) -> HttpResponse:
    complete = form.is_valid()
    before = preview.emergencies(visit)
    is_left = complete and request.POST.get("go") != KEEP
    visit = preview.keep_answers(request.session, visit, this.key, form.answers(), left=is_left)
    if preview.emergencies(visit) - before:
        return redirect("intake:emergency")
    return _go(request, visit, this, form)


def _go(request: HttpRequest, visit: Visit, this: Page, form: FollowUpForm) -> HttpResponse:
    match request.POST.get("go"):
        case "back":
            return _go_back(previous_page(visit.ruleset, visit.reported(), this.key))
        case "keep":
            return HttpResponse(status=204)
        case "stop":
            return redirect("intake:paused")
        case "help":
            preview.note(request.session, help=True)
            return redirect("intake:help")
        case _ if not form.is_valid():
            return render(request, "intake/page.html", page_context(request, visit, this, form))
        case _:
            opened = {one.link_id for one in shown_on(this, visit.reported())} - set(form.shown)
            again = this if opened else next_page(visit.ruleset, visit.reported(), this.key)
            return _go_to(again if opened or "check" not in request.GET else None)


def _go_to(following: Page | None) -> HttpResponse:
    return redirect("intake:page", key=following.key) if following else redirect("intake:check")


def _go_back(earlier: Page | None) -> HttpResponse:
    return redirect("intake:page", key=earlier.key) if earlier else redirect("intake:welcome")


@previewed
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the stop page; nobody is alerted."""
    if request.method == "POST":
        return redirect(resume_url(visit))
    return render(request, "intake/emergency.html", emergency_context(visit))


@previewed
@require_safe
def paused(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what a patient reads who stops."""
    return render(request, "intake/paused.html", {"visit": visit, "resume_url": resume_url(visit)})


@previewed
@require_http_methods(["GET", "HEAD", "POST"])
def call_for_help(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what a patient reads who asks for help; nobody is asked to come."""
    if request.method == "POST":
        preview.note(request.session, help=True)
        return redirect("intake:help")
    return render(request, "intake/help.html", {"visit": visit, "resume_url": resume_url(visit)})


@previewed
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every answer; send nothing."""
    missing: tuple[str, ...] = ()
    if request.method == "POST":
        missing = unanswered(visit.ruleset, visit.reported())
        if not missing:
            preview.note(request.session, sent=True)
            return redirect("intake:done")
    return render(request, "intake/check.html", check_context(visit, missing))


@previewed
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the receipt these answers would get."""
    if request.method == "POST":
        return redirect("intake:finished")
    if visit.submitted_at is None:
        return redirect("intake:check")
    return render(request, "intake/done.html", done_context(preview.response_of(visit)))


@previewed
@require_safe
def finished(request: HttpRequest, _visit: Visit) -> HttpResponse:
    """Show the last page."""
    return render(request, "intake/finished.html")
