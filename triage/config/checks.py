"""System checks: what is wrong with the settings, in words that say how to mend it."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def settings_can_be_used(
    app_configs: Sequence[AppConfig] | None, **_options: object
) -> list[CheckMessage]:
    """Report every setting that could not be read."""
    return [
        Error(problem.message, hint=problem.hint, id=problem.id)
        for problem in settings.SETTING_PROBLEMS
    ]
