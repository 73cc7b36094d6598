"""Print a hash of everything that is frozen: releases, responses, what was signed, the audit trail."""

import json
from hashlib import sha256

import django

django.setup()

from django.core.serializers import serialize  # noqa: E402 (models come after the set-up)
from django.db.models import Model  # noqa: E402

from triage.audit.models import AuditEvent  # noqa: E402
from triage.content.models import Release  # noqa: E402
from triage.intake.models import Patient, Response, Visit  # noqa: E402
from triage.worklist.models import SignOff  # noqa: E402

HOUSE = "config."
KEPT: tuple[type[Model], ...] = (Release, Patient, Visit, Response, SignOff)


def main() -> None:
    hashes: dict[str, str] = {}
    # A backup leaves its own line in the trail.
    trail = AuditEvent.objects.exclude(action__startswith=HOUSE).order_by("pk")
    kept = [model._default_manager.order_by("pk") for model in KEPT]
    for rows in [*kept, trail]:
        told = json.dumps(json.loads(serialize("json", rows)), sort_keys=True)
        hashes[rows.model._meta.label] = f"{rows.count()} {sha256(told.encode()).hexdigest()}"
    print(json.dumps(hashes))  # noqa: T201 (its test reads it)


main()
