"""Codes that are read aloud, secrets that a screen holds, and what is kept of them."""

import secrets

from django.utils.crypto import salted_hmac

# Without vowels, and without letters and digits that are taken for one another.
CODE_LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"


def new_code() -> str:
    """Return six letters a patient can read aloud."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(6))


def new_token() -> str:
    """Return a secret of 128 bits."""
    return secrets.token_urlsafe(16)


def hash_of(secret: str) -> str:
    """Return what is stored of a secret.

    The hash is keyed with the site's own key. So nobody outside can choose which hashes the
    database compares, and how long it takes tells nothing; and a stolen copy of the database is
    no list against which six letters could be tried.
    """
    return salted_hmac("triage.intake", secret, algorithm="sha256").hexdigest()
