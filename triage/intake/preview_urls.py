"""The pages of the preview, named like those of the patient's form."""

from django.urls import path

from triage.intake.views import preview

app_name = "preview"

urlpatterns = [
    path("begin/", preview.begin, name="begin"),
    path("leave/", preview.leave, name="leave"),
    path("", preview.welcome, name="welcome"),
    path("emergency/", preview.emergency, name="emergency"),
    path("paused/", preview.paused, name="paused"),
    path("help/", preview.call_for_help, name="help"),
    path("check/", preview.check, name="check"),
    path("done/", preview.done, name="done"),
    path("finished/", preview.finished, name="finished"),
    path("part/<str:key>/", preview.page, name="page"),
]
