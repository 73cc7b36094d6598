"""What every page needs to know about the place it is shown at."""

from collections.abc import Hashable

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from triage.ui.hours import is_staffed


def site(request: HttpRequest) -> dict[str, Hashable]:
    """Name the clinic, and say that content is a sample until a view that knows better says otherwise."""
    return {
        "clinic_name": settings.BACKSTOP_CLINIC_NAME,
        "clinic_phone": settings.BACKSTOP_CLINIC_PHONE,
        "emergency_number": settings.BACKSTOP_EMERGENCY_NUMBER,
        "nobody_on_duty": not is_staffed(settings.BACKSTOP_STAFFED, timezone.localtime()),
        "demo": settings.BACKSTOP_DEMO,
        "sample_content": True,
    }
