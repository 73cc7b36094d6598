"""What an edition would have made of past responses: a page for those who decide on content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from triage.accounts.access import ADMIN, open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.content.freeze import freeze
from triage.content.models import Questionnaire, Release
from triage.content.models.release import TamperedReleaseError
from triage.engine.ruleset import Ruleset, UnsoundDefinitionError, prepare
from triage.engine.terms import Definition
from triage.intake.impact import TIERS, impact_of, shown


@open_to(*ADMIN.roles)
@require_safe
def of_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Replay past responses through a release."""
    release = get_object_or_404(
        Release.objects.defer("definition").select_related("questionnaire"), pk=pk
    )
    try:
        return _show(request, release.stored(), release.questionnaire, str(release))
    except TamperedReleaseError as error:
        return _refuse(request, [str(error)], str(release))


@open_to(*ADMIN.roles)
@require_safe
def of_working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Replay past responses through a working copy as it stands now."""
    questionnaire = get_object_or_404(Questionnaire, pk=pk)
    try:
        return _show(request, freeze(questionnaire), questionnaire, _named(questionnaire))
    except TamperedReleaseError as error:
        return _refuse(request, [str(error)], _named(questionnaire))


def _named(questionnaire: Questionnaire) -> str:
    return f"{questionnaire}: working copy"


def _show(
    request: HttpRequest, definition: Definition, questionnaire: Questionnaire, name: str
) -> HttpResponse:
    try:
        draft: Ruleset = prepare(definition)
    except UnsoundDefinitionError as error:
        return _refuse(request, error.problems, name)
    found = shown(impact_of(draft, questionnaire), draft)
    reads_answers = isinstance(request.user, User) and request.user.has_role(Role.CLINICIAN)
    context = {"impact": found, "tiers": TIERS, "name": name, "reads_answers": reads_answers}
    return render(request, "intake/impact.html", context)


def _refuse(request: HttpRequest, problems: list[str] | tuple[str, ...], name: str) -> HttpResponse:
    return render(request, "intake/impact.html", {"problems": problems, "name": name})
