"""How people look after their own way in: their password and their second factor."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy

from triage.accounts.access import own, proving, public
from triage.accounts.forms import (
    AppForm,
    CodeAgainForm,
    CodeForm,
    NewPasswordForm,
    PasskeyForm,
    PasswordAgainForm,
)
from triage.accounts.qr import dark_modules
from triage.accounts.second_factor import note_shown

OVERVIEW = reverse_lazy("mfa_index")


class AppView(ActivateTOTPView):
    """Set up an app that makes codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the code to scan, as what to draw."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"qr": dark_modules(context["totp_url"])}

    def form_valid(self, form: AppForm) -> HttpResponse:
        """Take the code as shown by this session."""
        response = super().form_valid(form)
        note_shown(self.request, Authenticator.Type.TOTP)
        return response


class PasskeyView(AddWebAuthnView):
    """Set up a passkey."""

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        """Take the passkey as shown by this session."""
        response = super().form_valid(form)
        note_shown(self.request, Authenticator.Type.WEBAUTHN)
        return response


# Half-way in: the password was right, and nobody is signed in yet.
ask_second_factor = public(
    AuthenticateView.as_view(form_class=CodeForm, template_name="accounts/second_factor_ask.html")
)
sign_in_by_passkey = public(LoginWebAuthnView.as_view())

# Signed in, and asked once more before something that matters.
show_code = proving(
    ReauthenticateByCodeView.as_view(
        form_class=CodeAgainForm, template_name="accounts/show_code.html"
    )
)
show_passkey = proving(
    ReauthenticateWebAuthnView.as_view(template_name="accounts/show_passkey.html")
)
show_password = own(
    ReauthenticateView.as_view(
        form_class=PasswordAgainForm, template_name="accounts/show_password.html"
    )
)

overview = own(IndexView.as_view(template_name="accounts/second_factor.html"))
set_up_app = own(AppView.as_view(form_class=AppForm, template_name="accounts/app_set_up.html"))
remove_app = own(DeactivateTOTPView.as_view(template_name="accounts/app_remove.html"))
add_passkey = own(
    PasskeyView.as_view(form_class=PasskeyForm, template_name="accounts/passkey_add.html")
)
remove_passkey = own(
    RemoveWebAuthnView.as_view(
        template_name="accounts/passkey_remove.html",
        success_url=OVERVIEW,
    )
)
recovery_codes = own(ViewRecoveryCodesView.as_view(template_name="accounts/recovery_codes.html"))
new_recovery_codes = own(
    GenerateRecoveryCodesView.as_view(template_name="accounts/recovery_codes_new.html")
)
change_password = own(
    PasswordChangeView.as_view(
        form_class=NewPasswordForm,
        template_name="accounts/password.html",
        success_url=OVERVIEW,
    )
)
