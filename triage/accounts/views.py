"""Signing in and out, and the page each role starts from."""

from allauth.account.views import LoginView
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from triage.accounts.access import ADMIN, open_to, public
from triage.accounts.forms import SignInForm
from triage.accounts.models import User
from triage.accounts.roles import Role

sign_in = public(LoginView.as_view(form_class=SignInForm, template_name="accounts/sign_in.html"))
sign_out = public(LogoutView.as_view())
AT_THE_WORKLIST = (Role.CLINICIAN, Role.FRONT_DESK, Role.MANAGER)


@open_to(*Role)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to where their work is."""
    return redirect(home_of(request.user))


def home_of(user: User | AnonymousUser) -> str:
    """Return the first page for the person: the worklist, or the content they look after."""
    if isinstance(user, User) and not user.has_role(*AT_THE_WORKLIST) and ADMIN.admits(user):
        return reverse("admin:index")
    return "/"
