"""What a row holds, told field by field: to see what an edit changed, and whether two cross."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Model, Q, QuerySet

from triage.content.models import Edit, Option, Question, Questionnaire
from triage.content.parts import kind_of, name_of, questionnaire_of

Snapshot = Mapping[str, str]
"""The fields of a row with what they hold, in words; each option of a question is a field too."""

OPTION = "option "


@dataclass(frozen=True, slots=True)
class Crossing:
    """A field that somebody else has changed: what is kept now, and what was about to be saved."""

    field: str
    kept: str
    wanted: str

    def told(self, row: Model) -> str:
        """Return it as the second editor reads it."""
        return (
            f"{last_editor(row) or 'Somebody else'} changed “{label_of(row, self.field)}” after you"
            f" opened this page. It is now: “{self.kept}”. You have: “{self.wanted}”."
            " Save again to keep yours."
        )


def snapshot(row: Model) -> dict[str, str]:
    """Return what is stored of a row now."""
    found = fields_of(row)
    for many in row._meta.many_to_many:
        found[many.name] = in_words(row, many.name, getattr(row, many.name).all())
    if isinstance(row, Question):
        found |= {f"{OPTION}{one.code}": option_in_words(one) for one in row.options.all()}
    return found


def fields_of(row: Model) -> dict[str, str]:
    """Return the columns of a row, saved or not."""
    return {
        field.name: in_words(row, field.name, getattr(row, field.name))
        for field in row._meta.fields
        if not field.primary_key and field.name != "questionnaire"
    }


def in_words(row: Model, field: str, value: object) -> str:
    """Return the value of a field as it is read."""
    choices = dict(getattr(row._meta.get_field(field), "flatchoices", ()))
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Model():
            return name_of(value)
        case QuerySet():
            return ", ".join(name_of(one) for one in value)
        case Mapping():
            return "; ".join(f"{name}: {_one(said)}" for name, said in sorted(value.items()))
        case _:
            # A browser sends other ends of lines than are stored.
            return str(choices.get(value, value) if choices else value).replace("\r\n", "\n")


def _one(said: object) -> str:
    return ", ".join(map(str, said)) if isinstance(said, (list, tuple)) else str(said)


def option_in_words(option: Option) -> str:
    """Return all that an option is."""
    alone = ", alone" if option.exclusive else ""
    codings = f", {option.codings}" if option.codings else ""
    kind = option.get_kind_display().lower()
    return f"{option.position}: “{option.label}” ({kind}{alone}{codings})"


def differences(row: Model, before: Snapshot, after: Snapshot) -> list[tuple[str, str, str]]:
    """Return label, old and new of every field that differs."""
    names = dict.fromkeys((*before, *after))
    return [
        (label_of(row, name), before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def label_of(row: Model, field: str) -> str:
    """Return what a page calls a field."""
    if field.startswith(OPTION):
        return field
    return str(getattr(row._meta.get_field(field), "verbose_name", field))


def marks(held: Snapshot) -> str:
    """Return what a page keeps of what it showed: enough to see later which field has changed."""
    return json.dumps({name: _mark(text) for name, text in held.items()}, separators=(",", ":"))


def crossings(seen: str, held: Snapshot, wanted: Snapshot) -> list[Crossing]:
    """Return the fields that changed since a page was shown, and that saving would change back.

    A page that says nothing of what it showed has seen nothing.
    """
    try:
        shown = json.loads(seen)
    except ValueError:
        shown = {}
    if not isinstance(shown, dict):
        shown = {}
    return [
        Crossing(name, held.get(name, ""), wanted.get(name, ""))
        for name in dict.fromkeys((*held, *wanted))
        if shown.get(name, _mark("")) != _mark(held.get(name, ""))
        and held.get(name, "") != wanted.get(name, "")
    ]


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def edits_of(row: Model) -> QuerySet[Edit]:
    """Return the edits of a row, newest first; of a questionnaire those of all its parts."""
    edits = Edit.objects.filter(questionnaire=questionnaire_of(row)).select_related("user")
    if isinstance(row, Questionnaire):
        return edits
    return edits.filter(Q(name=name_of(row)) | Q(row=row.pk), kind=kind_of(row))


def last_editor(row: Model) -> str:
    """Return who changed a row last; empty when nobody is known to have."""
    last = edits_of(row).first()
    return str(last.user) if last else ""
