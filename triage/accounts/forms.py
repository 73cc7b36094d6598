"""The form at the door."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """User name and password, with mistakes told in plain words."""

    # The server alone says what is missing, in our words.
    use_required_attribute = False
    error_messages = {
        "invalid_login": "That user name and password do not go together. Capital letters matter.",
        "inactive": "This account is switched off. Ask your manager.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        self.fields["username"].error_messages["required"] = "Type your user name."
        self.fields["password"].error_messages["required"] = "Type your password."
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
