"""Addresses of what is printed."""

from django.urls import path

from triage.documents import views

app_name = "documents"
urlpatterns = [
    path("<slug:code>/summary.pdf", views.summary, name="summary"),
    path("<slug:code>/handout.pdf", views.handout, name="handout"),
    path("<slug:code>/handout/", views.preview, name="preview"),
]
