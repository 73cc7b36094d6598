"""The forms at the door: a password, a code, a passkey, each with its mistakes told in plain words."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "backstop-demo"  # noqa: S105 - shown to everybody, and good for nothing but the demo

# What a box is called, and what is said when it was left empty.
WORDS = {
    "login": (_("User name"), _("Type your user name.")),
    "password": (_("Password"), _("Type your password.")),
    "code": (_("Code"), _("Type the code.")),
    "name": (_("Name of this passkey"), _("Give it a name.")),
    "old_password": (_("Your password now"), _("Type the password you have now.")),
    "new_password1": (_("New password"), _("Type a new password.")),
    "new_password2": (_("New password, once more"), _("Type the new password once more.")),
    "credential": (_("Passkey"), _("The passkey did not answer. Try again.")),
}


class PlainForm(forms.Form):
    """A form whose boxes have our names and our words."""

    # The server alone says what is missing, in our words.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in WORDS:
                field.label, missing = WORDS[name]
                field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.pop("autofocus", None)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "input"


class SignInForm(PlainForm, LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""

    def clean_password(self) -> str:
        """Take the password of the demo nowhere but in the demo, whoever may hold it."""
        password = str(self.cleaned_data["password"])
        if password == DEMO_PASSWORD and not settings.BACKSTOP_DEMO:
            raise forms.ValidationError(_("This is the password of the demo. Ask your manager."))
        return password


class PasswordAgainForm(PlainForm, ReauthenticateForm):
    """The password, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class CodeForm(PlainForm, AuthenticateForm):
    """A code of the app, or a recovery code, while signing in."""


class CodeAgainForm(PlainForm, ReauthenticateByCodeForm):
    """The same for somebody who is signed in."""


class AppForm(PlainForm, ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Type the code the app shows now")


class PasskeyForm(PlainForm, AddWebAuthnForm):
    """A new passkey."""


class NewPasswordForm(PlainForm, PasswordChangeForm):
    """A new password for oneself."""
