"""What would change the tier of a visit: the page that asks it of every answer."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to, staff_of
from triage.accounts.roles import Role
from triage.engine.nearest import nearest
from triage.engine.terms import Tier
from triage.intake.models import Response
from triage.intake.record import Said, said_to
from triage.worklist.actions import look_at_answers


@dataclass(frozen=True, slots=True)
class Change:
    """What was said, what would have to be said, and the tier that would follow."""

    now: Said
    other: str
    tier: Tier


@open_to(Role.CLINICIAN)
@require_safe
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """Show the single answers that would raise or lower what the form says."""
    sent = Response.objects.select_related("visit__patient", "release").order_by("-number")
    response = get_object_or_404(sent.filter(visit__code=code)[:1])
    look_at_answers(response.visit, by=staff_of(request))
    changes = _changes(response)
    context = {
        "visit": response.visit,
        "tier": response.tier,
        "up": [one for one in changes if one.tier > response.tier],
        "down": [one for one in changes if one.tier < response.tier],
        "sample_content": response.release.is_sample,
    }
    return render(request, "worklist/what_if.html", context)


def _changes(response: Response) -> list[Change]:
    ruleset, told = response.release.ruleset(), response.told
    found = nearest(ruleset, told, age=response.age, incomplete=response.incomplete)
    return [
        Change(
            now=said_to(ruleset.question(one.link_id), told.get(one.link_id)),
            other=said_to(ruleset.question(one.link_id), one.answer).answer,
            tier=one.tier,
        )
        for one in found
    ]
