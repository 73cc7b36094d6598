"""What every staff page knows of the emergencies that wait."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.accounts.second_factor import has_passed
from triage.accounts.sessions import was_left
from triage.worklist.alerts import Alerts, alerts_now

KEPT = "alerts_that_wait"
MAY_ACKNOWLEDGE = (Role.CLINICIAN, Role.FRONT_DESK)


def alerts_of(request: HttpRequest) -> Alerts:
    """Return the emergencies that wait, asked once for each page."""
    kept = vars(request)
    if KEPT not in kept:
        kept[KEPT] = alerts_now()
    found: Alerts = kept[KEPT]
    return found


def alerts(request: HttpRequest) -> dict[str, object]:
    """Give the bar to staff. Nothing is asked of the database until a page draws it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) and was_left(request):
        return {"left_template": "worklist/_left.html"}
    if not isinstance(user, User) or not has_passed(request):
        return {}
    return {
        "alert_template": "worklist/_alerts.html",
        "alerts": SimpleLazyObject(lambda: alerts_of(request)),
        "names_patients": SimpleLazyObject(lambda: user.has_perm("intake.view_visit")),
        "acknowledges": SimpleLazyObject(lambda: user.has_role(*MAY_ACKNOWLEDGE)),
        "opens_visits": SimpleLazyObject(lambda: user.has_role(Role.CLINICIAN)),
    }
