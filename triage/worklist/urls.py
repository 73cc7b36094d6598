"""Where staff see who is waiting."""

from django.urls import path, register_converter

from triage.intake.models.tokens import CODE_LETTERS
from triage.worklist import views
from triage.worklist.act_forms import FORMS
from triage.worklist.act_views import HANDS, act, correct, hold
from triage.worklist.alert_views import acknowledge, alerts, count
from triage.worklist.keys import keys
from triage.worklist.signed_views import signed
from triage.worklist.visit_views import hand_in, sign_broken, visit
from triage.worklist.what_if import what_if


class CodeConverter:
    """The code of a visit, as it is stored."""

    regex = f"[{CODE_LETTERS}]{{6}}"

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return value


register_converter(CodeConverter, "visit_code")

app_name = "worklist"

urlpatterns = [
    path("", views.waiting, name="list"),
    path("signed/", signed, name="signed"),
    path("visits/<visit_code:code>/", visit, name="visit"),
    path("keys/", keys, name="keys"),
    path("alerts/", alerts, name="alerts"),
    path("alerts/count/", count, name="count"),
    path("visits/<visit_code:code>/acknowledge/", acknowledge, name="acknowledge"),
    path("visits/<visit_code:code>/what-if/", what_if, name="what_if"),
    path("visits/<visit_code:code>/correct/", correct, name="correct"),
    path("visits/<visit_code:code>/correct/<slug:page>/", correct, name="correct_page"),
    *(path(f"visits/<visit_code:code>/{kind}/", hold, {"kind": kind}, name=kind) for kind in HANDS),
    *(
        path(f"visits/<visit_code:code>/{kind}/", act, {"kind": kind.value}, name=kind.value)
        for kind in FORMS
    ),
    path("visits/<visit_code:code>/hand-in/", hand_in, name="hand_in"),
    path("visits/<visit_code:code>/sign-broken/", sign_broken, name="sign_broken"),
]
