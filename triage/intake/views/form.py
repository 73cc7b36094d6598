"""The patient's form: a page at a time, saved whenever it is left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from triage.engine.conditions import questions_in
from triage.engine.paging import next_page, previous_page, shown_on
from triage.engine.terms import Page, Tier
from triage.intake import actions
from triage.intake.access import unsent_page, who_acts
from triage.intake.followups import FollowUpForm
from triage.intake.models import Visit
from triage.intake.presenters import drawn_page, welcome_context
from triage.intake.views.scripts import tells_scripts

# How a page is sent that goes away without a press on any of its buttons.
KEEP = "keep"


@unsent_page
@require_safe
def welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what this is and how long it takes."""
    return render(request, "intake/welcome.html", welcome_context(visit))


@tells_scripts
@unsent_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Ask one page of questions."""
    this = _page(visit, key)
    if request.POST.get("visit", visit.code) != visit.code:
        # Another visit was begun on this screen: what is said here is nothing of its patient's.
        return redirect("intake:welcome")
    if not shown_on(this, visit.reported()):
        return _go_to(next_page(visit.ruleset, visit.reported(), key))
    form = FollowUpForm(visit, this, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _leave(request, visit, this, form)
    return HttpResponse(drawn_page(request, visit, this, form))


def _leave(request: HttpRequest, visit: Visit, this: Page, form: FollowUpForm) -> HttpResponse:
    """Keep what was said, then go where the patient wants, unless an answer means stop."""
    go = request.POST.get("go")
    complete, was_left, before = form.is_valid(), this.key in visit.reached, _emergencies(visit)
    visit = actions.save_answers(
        visit,
        this.key,
        form.answers(),
        left=complete and go != KEEP,
        by=who_acts(request, visit),
    )
    if go == KEEP:
        return HttpResponse(status=204)
    if complete and not was_left:
        # What was only kept, while the page went away, has stopped nobody yet.
        before -= _emergencies(visit, this)
    if _emergencies(visit) - before:
        return redirect("intake:emergency")
    return _go(request, visit, this, form)


def _go(request: HttpRequest, visit: Visit, this: Page, form: FollowUpForm) -> HttpResponse:
    match request.POST.get("go"):
        case "back":
            earlier = previous_page(visit.ruleset, visit.reported(), this.key)
            return (
                redirect("intake:page", key=earlier.key) if earlier else redirect("intake:welcome")
            )
        case "stop":
            return redirect("intake:paused")
        case "help":
            actions.ask_for_help(visit, by=who_acts(request, visit))
            return redirect("intake:help")
        case _ if not form.is_valid():
            return HttpResponse(drawn_page(request, visit, this, form))
        case _:
            return _go_on(request, visit, this, form)


def _go_on(request: HttpRequest, visit: Visit, this: Page, form: FollowUpForm) -> HttpResponse:
    """Ask what the answers of this page have opened on it, then go to the next."""
    reported = visit.reported()
    opened = [q.link_id for q in shown_on(this, reported) if q.link_id not in form.shown]
    if opened:
        return redirect(f"{reverse('intake:page', args=[this.key])}?more#id_{opened[0]}")
    if "check" in request.GET:
        return redirect("intake:check")
    return _go_to(next_page(visit.ruleset, reported, this.key))


def _go_to(following: Page | None) -> HttpResponse:
    return redirect("intake:page", key=following.key) if following else redirect("intake:check")


def _page(visit: Visit, key: str) -> Page:
    for one in visit.ruleset.definition.pages:
        if one.key == key:
            return one
    raise Http404("This form has no such page.")


def _emergencies(visit: Visit, page: Page | None = None) -> set[str]:
    """The emergency rules that what was said so far has made fire, or those of a page alone."""
    found = {rule for rule in visit.findings if visit.ruleset.rule(rule).tier is Tier.EMERGENCY}
    if page is None:
        return found
    here = {question.link_id for question in page.questions}
    return {rule for rule in found if here & questions_in(visit.ruleset.rules[rule][1])}
