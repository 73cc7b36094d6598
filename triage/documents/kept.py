"""Documents kept for a second download, by a hash of all that goes into them.

They stay in the memory of this process alone: no copy of a patient's record outlives the process,
and nobody reaches one but through the visit it belongs to.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from django.conf import settings
from django.utils.translation import get_language

from triage.content.models import Release
from triage.documents.desk import desk_of
from triage.documents.limits import ENDLESS
from triage.intake.models import Response

Kept = TypeVar("Kept")
MOST = 200
"""Documents of some 50 KB each."""

_settings = ("BACKSTOP_CLINIC_NAME", "BACKSTOP_CLINIC_PHONE", "BACKSTOP_EMERGENCY_NUMBER")
_kept: OrderedDict[str, Any] = OrderedDict()
_lock = threading.Lock()


def kept(key: str, printed: Callable[[], Kept]) -> Kept:
    """Return the document that was printed under this fingerprint before, or print it."""
    with _lock:
        if (known := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return cast("Kept", known)
    pdf = printed()
    with _lock:
        _kept[key] = pdf
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return pdf


def forget_all() -> None:
    """Keep nothing."""
    with _lock:
        _kept.clear()


def fingerprint(response: Response, wish: Mapping[str, Any]) -> str:
    """Return a hash of everything a document is made of; another content, another hash."""
    visit = response.visit
    patient = visit.patient
    content = {
        "release": release_fingerprint(response.release, wish),
        "visit": [
            visit.pk,
            visit.code,
            visit.emergency_said_at,
            visit.way,
            visit.identity_checked_at,
        ],
        "patient": [patient.pk, patient.name, patient.birth_date, patient.identifier],
        "response": [response.pk, response.number, response.submitted_at, response.urgency],
        "said": [response.answers, response.assessment, response.age, response.incomplete],
        "desk": repr(desk_of(visit, ENDLESS)) if wish["kind"] == "summary" else "",
    }
    return _hash_of(content)


def release_fingerprint(release: Release, wish: Mapping[str, Any]) -> str:
    """Return a hash of everything that a document of a release alone is made of."""
    content = {
        "wish": dict(wish),
        "house": [getattr(settings, name) for name in (*_settings, "TIME_ZONE")] + [get_language()],
        "content": [release.pk, release.number, release.sha256, release.is_sample],
        "approved": [release.clinical_owner, release.single_approver],
    }
    return _hash_of(content)


def _hash_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
