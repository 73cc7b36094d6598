"""Foreign keys point down the house, and no migration is missing."""

import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.house.source import ROOT

# What says nothing that the record it hangs on does not say.
GOES_ALONG = {"intake.PackedResponse.response"}


def _floors() -> dict[str, int]:
    """Return how high each room lies, as the import contract has it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return {
        room.strip("() "): height
        for height, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }


def _foreign_keys() -> list[tuple[str, str, str]]:
    return [
        (model._meta.app_label, key.related_model._meta.app_label, str(key))
        for model in apps.get_models()
        if model.__module__.startswith("triage.")
        for key in model._meta.get_fields()
        if isinstance(key, models.ForeignKey | models.ManyToManyField)
    ]


def test_foreign_keys_point_to_the_same_room_or_one_below():
    floors = _floors()
    ours = [(top, bottom, key) for top, bottom, key in _foreign_keys() if bottom in floors]

    assert [
        key for top, bottom, key in ours if top != bottom and floors[top] <= floors[bottom]
    ] == []


def test_nothing_clinical_disappears_with_what_it_hangs_on():
    """Only parts of the working copy go with their whole; everything else is protected."""
    keys = [
        field
        for model in apps.get_models()
        if model._meta.app_label in {"audit", "intake", "worklist"}
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and str(field) not in GOES_ALONG
    ]

    assert [str(key) for key in keys if key.remote_field.on_delete is not models.PROTECT] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
