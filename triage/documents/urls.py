"""Addresses of what is printed."""

from django.urls import path

from triage.documents.views import days, releases, visits

app_name = "documents"
urlpatterns = [
    path("form.pdf", releases.paper_form, name="paper_form"),
    path("releases/<int:pk>/form.pdf", releases.paper_form, name="paper_form"),
    path("releases/<int:pk>/book.pdf", releases.content_book, name="content_book"),
    path("day/summaries.pdf", days.summaries, name="day"),
    path("<slug:code>/summary.pdf", visits.summary, name="summary"),
    path("<slug:code>/handout.pdf", visits.handout, name="handout"),
    path("<slug:code>/handout/", visits.preview, name="preview"),
]
