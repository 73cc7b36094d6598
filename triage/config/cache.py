"""The table in which all processes count together: made with the other tables, by `migrate`."""

from django.apps import AppConfig
from django.core.management import call_command


def make_cache_table(sender: AppConfig, using: str, **_signal: object) -> None:
    """Make the table of the cache where it is missing."""
    call_command("createcachetable", database=using, verbosity=0)
