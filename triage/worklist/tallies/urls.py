"""Where the numbers are read and taken along."""

from django.urls import path

from triage.worklist.tallies.views import export, numbers

app_name = "numbers"
urlpatterns = [
    path("", numbers, name="list"),
    path("<slug:key>.csv", export, name="export"),
]
