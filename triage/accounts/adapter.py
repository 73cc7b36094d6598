"""How allauth behaves here: closed to newcomers, slow for those who guess, silent otherwise."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

RECENT = 5 * 60
"""Seconds for which a sign-in counts as proof enough to change how one signs in."""


class DoorAdapter(DefaultAccountAdapter):
    """The door of the house: who may knock, how often, and what is said."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "That user name and password do not go together. Capital letters matter."
        ),
        "too_many_login_attempts": _(
            "Too many tries from here. Wait a minute, then try again; the wait grows with each try."
        ),
        "incorrect_password": _("That is not your password. Capital letters matter."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Refuse: a manager gives people their accounts."""
        return False

    def add_message(self, *_args: Any, **_options: Any) -> None:
        """Say nothing on later pages: the page that follows shows what has changed."""

    def respond_user_inactive(self, request: HttpRequest, _user: AbstractBaseUser) -> HttpResponse:
        """Send somebody who was switched off back to the door."""
        messages.error(request, _("This account is switched off. Ask your manager."))
        return redirect("accounts:sign_in")

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Ask again for proof, unless it was given a moment ago."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < RECENT:
            return False
        return bool(super().is_reauthentication_required(app=app, **options))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by account and address: no guesser can lock out the owner, or the clinic.

        The name and port the house was asked by do not count: a guesser chooses them freely.
        """
        login = credentials.get("email", credentials.get("username", "")).lower()
        return f"{login}:{self.get_client_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """What is said about codes and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right. Type the one your app shows now."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        """Suggest a name for a new passkey."""
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Passkey %(number)s") % {"number": known + 1})
