"""Where test patients are written in the patient's own form."""

from django.urls import path

from triage.intake.views import vignettes

app_name = "vignettes"

urlpatterns = [
    path("new/<int:questionnaire>/", vignettes.new, name="new"),
    path("<int:pk>/", vignettes.change, name="change"),
    path("from-visit/<str:code>/", vignettes.from_visit, name="from_visit"),
]
