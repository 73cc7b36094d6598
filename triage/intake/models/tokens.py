"""Codes that are read aloud, secrets that a screen holds, and what is kept of them."""

import secrets

from django.utils.crypto import salted_hmac

# Without vowels, so that no word comes up, and without the pairs that are hardest to tell apart:
# O and 0, I and 1, L and 1, S and 5. Pairs such as 2 and Z, 8 and B or M and N are left in; whoever
# mistakes one is told that the code opens nothing.
CODE_LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"


def new_code() -> str:
    """Return six letters and digits a patient can read aloud."""
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
