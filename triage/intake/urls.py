"""Where a visit is started, and the patient's form."""

from django.urls import path

from triage.intake.views import desk, end, form, impact

app_name = "intake"

urlpatterns = [
    path("impact/release/<int:pk>/", impact.of_release, name="impact"),
    path("impact/working-copy/<int:pk>/", impact.of_working_copy, name="impact_of_copy"),
    path("visits/start/", desk.start, name="start"),
    path("visits/<str:code>/hand-over/", desk.hand_over, name="hand_over"),
    path("form/", form.welcome, name="welcome"),
    path("form/emergency/", end.emergency, name="emergency"),
    path("form/paused/", end.paused, name="paused"),
    path("form/help/", end.call_for_help, name="help"),
    path("form/check/", end.check, name="check"),
    path("form/done/", end.done, name="done"),
    path("form/finished/", end.finished, name="finished"),
    path("form/part/<str:key>/", form.page, name="page"),
]
