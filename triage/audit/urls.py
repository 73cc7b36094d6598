"""Where the trail is read."""

from django.urls import path

from triage.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="list"),
    path("export.csv", views.export, name="export"),
]
