"""What must be right before patients are served: asked by the web server when it starts."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from triage.config.second_database import is_of_this_version


def reasons_not_to_start() -> list[str]:
    """Return in a sentence each why this Backstop must not serve patients; none when it may."""
    return [*_wrong_settings(), *_wrong_database()]


def _wrong_settings() -> Iterator[str]:
    for found in run_checks():
        if found.is_serious():
            yield " ".join(filter(None, [str(found.msg), found.hint]))
    if settings.STATIC_ROOT and not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        yield "BACKSTOP_STATIC_ROOT holds no files of the pages: run `manage.py collectstatic`."
    if settings.DEBUG:
        yield "BACKSTOP_DEBUG=1 shows what patients said on error pages: take it away."


def _wrong_database() -> Iterator[str]:
    """A database that is away may come back: until then every page says so."""
    try:
        if not is_of_this_version("default"):
            yield "The tables are of another version: make a backup, then run `manage.py migrate`."
    except ImproperlyConfigured as error:
        yield str(error)
    except DatabaseError:
        return
    finally:
        # The processes that are about to part must not share it.
        connection.close()
