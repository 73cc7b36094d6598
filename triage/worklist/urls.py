"""Where staff see who is waiting."""

from django.urls import path, register_converter

from triage.intake.models.visit import CODE_LETTERS
from triage.worklist import views
from triage.worklist.alert_views import acknowledge, alerts


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
    path("signed/", views.signed, name="signed"),
    path("visits/<visit_code:code>/", views.visit, name="visit"),
    path("alerts/", alerts, name="alerts"),
    path("visits/<visit_code:code>/acknowledge/", acknowledge, name="acknowledge"),
    path("visits/<visit_code:code>/hand-in/", views.hand_in, name="hand_in"),
]
