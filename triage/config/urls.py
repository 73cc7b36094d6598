"""Every address of Backstop."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from triage.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("triage.intake.urls")),
    path("preview/", include("triage.intake.preview_urls")),
    path("vignettes/", include("triage.intake.vignette_urls")),
    path("", include("triage.worklist.urls")),
    path("numbers/", include("triage.worklist.tallies.urls")),
    path("accounts/", include("triage.accounts.urls")),
    path("accounts/", include("triage.accounts.allauth_urls")),
    path("admin/", admin.site.urls),
    path("audit/", include("triage.audit.urls")),
    path("documents/", include("triage.documents.urls")),
    path("favicon.ico", views.favicon),
    path("robots.txt", views.robots),
    path("livez", views.livez, name="livez"),
    path("healthz", views.healthz, name="healthz"),
]

handler500 = views.server_error
