"""The tables as they are now."""

from importlib import import_module

Migration = import_module("triage.intake.migrations.0001_initial").Migration
