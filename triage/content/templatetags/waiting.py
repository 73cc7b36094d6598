"""Releases that wait for whoever looks at the first page of the admin."""

from typing import Any

from django import template
from django.template import RequestContext

from triage.content.models import Questionnaire, Release, Status

register = template.Library()


@register.simple_tag(takes_context=True)
def releases_to_decide(context: RequestContext) -> list[Release]:
    """Return what is in review, for those who decide."""
    if not _may(context, "content.publish_release"):
        return []
    return list(_shown().filter(status=Status.IN_REVIEW))


@register.simple_tag(takes_context=True)
def releases_returned(context: RequestContext) -> list[Release]:
    """Return the latest release of each questionnaire if it came back, for those who write."""
    if not _may(context, "content.change_questionnaire"):
        return []
    latest = (one.releases.defer("definition").first() for one in Questionnaire.objects.all())
    came_back = [one.pk for one in latest if one and one.status == Status.RETURNED]
    return list(_shown().filter(pk__in=came_back))


def _shown() -> Any:
    return Release.objects.defer("definition").select_related("questionnaire")


def _may(context: RequestContext, permission: str) -> bool:
    user = context.get("user")
    return bool(user and user.has_perm(permission))
