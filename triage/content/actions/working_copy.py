"""The working copy: loaded whole, or edited row by row with a line in its history."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model

from triage.accounts.models import User
from triage.audit.actions import record
from triage.content.freeze import digest_of, freeze
from triage.content.history import (
    Crossing,
    Snapshot,
    crossings,
    differences,
    fields_of,
    last_editor,
    snapshot,
)
from triage.content.models import Edit, Questionnaire, Rule, Vignette
from triage.content.parts import QUESTIONNAIRE, kind_of, name_of, questionnaire_of
from triage.content.thaw import thaw
from triage.engine.diff import Change, How, changes
from triage.engine.faults import faults_in
from triage.engine.ruleset import UnsoundDefinitionError, prepare
from triage.engine.terms import Definition


class EditConflictError(ValueError):
    """Somebody else changed the same fields since the page was shown: `crossings` holds both values."""

    def __init__(self, crossed: Sequence[Crossing] = (), who: str = "") -> None:
        super().__init__(f"{who or 'Somebody else'} has changed this since you opened the page.")
        self.crossings = tuple(crossed)


@transaction.atomic
def load_definition(definition: Definition, *, seen: str | None = None, by: User) -> Questionnaire:
    """Replace the working copy by a definition. Nothing of it is live.

    `seen` is the digest of the working copy that was looked at before, empty when there was none;
    EditConflictError when it has changed since.
    """
    if problems := faults_in(definition):
        raise UnsoundDefinitionError(problems)
    there = Questionnaire.objects.select_for_update().filter(key=definition.key).first()
    if there and seen is not None and seen != digest_of(there):
        raise EditConflictError(who=last_editor(there))
    before = freeze(there) if there else None
    questionnaire = thaw(definition)
    Edit.objects.bulk_create(
        Edit(
            questionnaire=questionnaire,
            kind=change.kind,
            name=change.name,
            how=change.how.value,
            changes=[[one.field, one.before, one.after] for one in change.details]
            or [["", "", change.title]],
            user=by,
        )
        for change in _replaced(before, definition)
    )
    record("content.loaded", questionnaire, by=by)
    return questionnaire


def _replaced(before: Definition | None, after: Definition) -> Sequence[Change]:
    """Return what loading changes; the whole in one line where there is nothing to compare with."""
    if before is None or faults_in(before):
        return [Change(How.ADDED, QUESTIONNAIRE, after.key, "Loaded whole.")]
    return changes(prepare(before), prepare(after))


def note_edit(row: Model, *, before: Snapshot, after: Snapshot, by: User) -> Edit | None:
    """Add to the history what an edit changed; call it in the transaction of the edit.

    Nothing before is a new row, nothing after one that goes; an edit that changes nothing leaves
    no line.
    """
    changed = differences(row, before, after)
    if not changed:
        return None
    how = How.ADDED if not before else How.CHANGED if after else How.REMOVED
    return Edit.objects.create(
        questionnaire=questionnaire_of(row),
        kind=kind_of(row),
        name=name_of(row),
        row=row.pk,
        how=how.value,
        changes=changed,
        user=by,
    )


@transaction.atomic
def save_vignette(
    vignette: Vignette, *, rules: Sequence[Rule], seen: str = "", by: User
) -> Vignette:
    """Keep a test patient, new or changed.

    `seen` holds the marks of what the page showed of a vignette that is there already;
    EditConflictError when that has changed since.
    """
    before: dict[str, str] = {}
    if vignette.pk:
        before = snapshot(Vignette.objects.select_for_update().get(pk=vignette.pk))
        wanted = {**fields_of(vignette), "rules": ", ".join(rule.code for rule in rules)}
        if crossed := crossings(seen, before, wanted):
            raise EditConflictError(crossed)
    vignette.save()
    vignette.rules.set(rules)
    note_edit(vignette, before=before, after=snapshot(vignette), by=by)
    record("content.vignette_saved", vignette, by=by)
    return vignette
