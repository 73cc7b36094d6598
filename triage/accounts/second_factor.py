"""The second factor: whether this session has shown one, and which page must come first."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from triage.accounts.models import User

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_shown(request: HttpRequest) -> bool:
    """Return whether this very session has shown a second factor; to own one is not enough."""
    user = request.user
    records = get_authentication_records(request, user) if isinstance(user, User) else []
    return any(record.get("method") == "mfa" for record in records)


def has_passed(request: HttpRequest) -> bool:
    """Return whether the session may see more than the pages of its own account."""
    return not settings.BACKSTOP_SECOND_FACTOR or has_shown(request)


def owns_one(user: User) -> bool:
    """Return whether the person has set up an app or a passkey."""
    return bool(is_mfa_enabled(user, KINDS))


def note_shown(request: HttpRequest, kind: Authenticator.Type) -> None:
    """Note that the session has just shown a second factor by setting it up."""
    assert isinstance(request.user, User)  # noqa: S101 (the views are open to staff alone)
    record_authentication(request, request.user, method="mfa", type=kind.value)


def page_before(request: HttpRequest, *, is_setting_up: bool) -> str | None:
    """Return the address name of what must come first: showing the second factor, or setting one up.

    `is_setting_up` is for pages on which somebody who owns none yet sets one up.
    """
    if has_passed(request) or not isinstance(request.user, User):
        return None
    if owns_one(request.user):
        return "mfa_reauthenticate"
    return None if is_setting_up else "mfa_index"
