"""Print what the database holds of every visit: its responses, and what hangs together with them."""

import json
from collections import Counter

import django

django.setup()

from triage.audit.models import AuditEvent  # noqa: E402 (models come after the set-up)
from triage.intake.models import Response, Visit  # noqa: E402


def main() -> None:
    submitted = Counter(
        AuditEvent.objects.filter(action="intake.submitted").values_list("subject_id", flat=True)
    )
    responses = Counter(Response.objects.values_list("visit_id", flat=True))
    frozen = dict(Response.objects.values_list("visit_id", "answers"))
    rows = {}
    for visit in Visit.objects.all():
        was_sent = visit.submitted_at is not None
        rows[visit.code] = {
            "words": visit.answers.get("own_words"),
            "responses": responses[visit.pk],
            "whole": {was_sent, responses[visit.pk] == 1, submitted[str(visit.pk)] == 1}
            == {was_sent}
            and (
                not was_sent or frozen[visit.pk].get("own_words") == visit.answers.get("own_words")
            ),
        }
    print(json.dumps(rows))  # noqa: T201 (its test reads it)


main()
