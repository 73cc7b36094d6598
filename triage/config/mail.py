"""The mail server that one address describes."""

from typing import Any
from urllib.parse import unquote, urlsplit

TLS = {"smtp": {}, "smtp+tls": {"EMAIL_USE_TLS": True}, "smtps": {"EMAIL_USE_SSL": True}}
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
# A page waits for it: a server that hangs must not hold it for long.
PATIENCE = 5


def mail_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings of a mail server; without one, mail cannot be sent and staff are told."""
    parts = urlsplit(url or "smtp://localhost")
    if parts.scheme not in TLS or not parts.hostname:
        raise ValueError("it is not smtp, smtp+tls or smtps with the name of a server")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": PATIENCE,
        **TLS[parts.scheme],
    }
