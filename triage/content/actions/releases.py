"""The life of a release: submitted for review, published, returned, retired."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.content.comparison import writers
from triage.content.freeze import freeze
from triage.content.gate import refuse_what_fails
from triage.content.models import Questionnaire, Release, Status
from triage.engine import codec

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.IN_REVIEW: frozenset({Status.PUBLISHED, Status.RETURNED}),
    Status.PUBLISHED: frozenset({Status.RETIRED}),
    Status.RETURNED: frozenset(),
    Status.RETIRED: frozenset(),
}


class TransitionError(ValueError):
    """A step a release may not take; the message is fit to show."""


@transaction.atomic
def submit_for_review(
    questionnaire: Questionnaire, *, change_note: str, as_shipped: bool = False, by: User
) -> Release:
    """Freeze the working copy into a release a second person can judge.

    `as_shipped` is for the content that ships: its review dates do not count.
    """
    if not change_note.strip():
        raise TransitionError("Say what changed and why.")
    definition = freeze(questionnaire)
    refuse_what_fails(definition, as_shipped=as_shipped)

    # Numbers are given under the lock of the questionnaire, so that no two are the same.
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    last = questionnaire.releases.aggregate(last=Max("number"))["last"] or 0
    document = codec.encode(definition)
    release = Release.objects.create(
        questionnaire=questionnaire,
        number=last + 1,
        definition=document,
        sha256=codec.digest(document),
        change_note=change_note,
        submitted_at=timezone.now(),
        submitted_by=by,
    )
    record("content.submitted", release, by=by)
    return release


@transaction.atomic
def publish(
    release: Release,
    *,
    clinical_owner: str = "",
    accepting: Collection[str] = (),
    as_shipped: bool = False,
    by: User,
) -> Release:
    """Make a reviewed release the one patients are asked; without an owner it stays sample content.

    `accepting` names the exceptions the approver has ticked: all of them, or it is not published.
    `as_shipped` is for the content that ships: its review dates do not count, and nobody owns it.
    """
    release = _lock(release, to=Status.PUBLISHED)
    alone = _wrote_it(release, by)
    _pass_the_gate_again(release, accepting, as_shipped=as_shipped and not clinical_owner)

    for live in Release.objects.published():
        if live.questionnaire_id != release.questionnaire_id:
            raise TransitionError(
                f"{live} is published, and patients are asked one questionnaire only."
            )
        retire(live, by=by)
    release.status = Status.PUBLISHED
    release.published_at, release.published_by = timezone.now(), by
    release.single_approver = alone
    release.clinical_owner = clinical_owner
    release.save(
        update_fields=[
            "status",
            "published_at",
            "published_by",
            "single_approver",
            "clinical_owner",
        ]
    )
    record("content.published", release, by=by)
    return release


@transaction.atomic
def return_to_author(release: Release, *, comment: str, by: User) -> Release:
    """Send a release back with what has to change."""
    if not comment.strip():
        raise TransitionError("Say what has to change.")
    release = _lock(release, to=Status.RETURNED)
    release.status = Status.RETURNED
    release.returned_at, release.returned_by = timezone.now(), by
    release.return_comment = comment
    release.save(update_fields=["status", "returned_at", "returned_by", "return_comment"])
    record("content.returned", release, by=by)
    return release


@transaction.atomic
def retire(release: Release, *, by: User) -> Release:
    """Take a release away from new visits. Visits under way keep it."""
    release = _lock(release, to=Status.RETIRED)
    release.status = Status.RETIRED
    release.retired_at = timezone.now()
    release.save(update_fields=["status", "retired_at"])
    record("content.retired", release, by=by)
    return release


def _wrote_it(release: Release, person: User) -> bool:
    """Return whether a site of one lets somebody publish their own work; others do not let them."""
    if release.submitted_by != person and person not in writers(release):
        return False
    if settings.BACKSTOP_SINGLE_APPROVER:
        return True
    if release.submitted_by == person:
        raise TransitionError("Someone other than the author must publish.")
    raise TransitionError("You wrote part of this release. Someone who did not must publish it.")


def _pass_the_gate_again(release: Release, accepting: Collection[str], *, as_shipped: bool) -> None:
    """Judge what is stored now, whatever a process may remember of it."""
    verdict = refuse_what_fails(release.stored(), as_shipped=as_shipped)
    open_exceptions = [one.accepted.violation for one in verdict.exemptions]
    if missing := [key for key in open_exceptions if key not in accepting]:
        raise TransitionError(f"Accept each exception, or return it: {', '.join(missing)}.")


def _lock(release: Release, *, to: Status) -> Release:
    """Return the release as it is now, held until the transaction ends, if it may take this step."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if to not in TRANSITIONS[Status(release.status)]:
        now, then = Status(release.status).label.lower(), to.label.lower()
        raise TransitionError(f"A release that is {now} cannot become {then}.")
    return release
