"""The settings of a next release: the same, with the migration that only it has."""

from triage.config.settings import *  # noqa: F403 (it is the same but for what follows)

MIGRATION_MODULES = {"intake": "tests.durability.next_release.migrations"}
