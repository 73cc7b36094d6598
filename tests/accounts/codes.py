"""An authenticator app, as a test holds it."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from triage.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return what the app shows now, or showed so many steps of 30 seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_password(person: User) -> User:
    """Give somebody a password."""
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: User) -> User:
    """Give somebody a password and an app."""
    TOTP.activate(with_password(person), SECRET)
    return person
