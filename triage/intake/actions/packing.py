"""Responses packed for replay: each when it is sent, and those that are not packed yet."""

from django.db import transaction

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.engine.terms import Answers, Assessment
from triage.intake.columns import layout_of
from triage.intake.models import PackedResponse, Response

AT_ONCE = 1_000


def packed(response: Response) -> PackedResponse:
    """Return a response packed, not yet kept."""
    return _packed(response, response.told, response.assessed())


def pack(response: Response, answers: Answers, assessment: Assessment) -> None:
    """Keep a new response packed, as it was made; call it in the transaction that keeps the response."""
    _packed(response, answers, assessment).save(force_insert=True)


def _packed(response: Response, answers: Answers, assessment: Assessment) -> PackedResponse:
    content = layout_of(response.release).pack(
        answers, assessment, age=response.age, incomplete=response.incomplete
    )
    return PackedResponse(response=response, release=response.release, content=content)


def pack_missing(*, by: User | Actor) -> int:
    """Pack every response that is not packed yet, and return how many these were."""
    count = 0
    while done := _pack_some(by):
        count += done
    return count


@transaction.atomic
def _pack_some(by: User | Actor) -> int:
    missing = Response.objects.filter(packed=None).select_related("release").order_by("pk")
    rows = [packed(response) for response in missing.defer("release__definition")[:AT_ONCE]]
    if rows:
        PackedResponse.objects.bulk_create(rows)
        record("intake.responses_packed", None, by=by)
    return len(rows)
