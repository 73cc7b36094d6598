"""Make staff who sign in with a password and an app, and a visit that is an emergency; print its code."""

import json
import sys

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402 (models come after the set-up)

from tests.accounts.codes import SECRET  # noqa: E402
from tests.builders import a_visit  # noqa: E402
from triage.accounts.actions import add_staff  # noqa: E402
from triage.accounts.roles import Role  # noqa: E402
from triage.audit.models import Actor  # noqa: E402
from triage.intake.actions import save_answers  # noqa: E402


def main(password: str) -> None:
    for username, role in (
        ("okafor", Role.CLINICIAN),
        ("brandt", Role.CLINICIAN),
        ("reyes", Role.FRONT_DESK),
    ):
        who = add_staff(username, shown_name=username, roles=[role], password=password, by=None)
        TOTP.activate(who, SECRET)
    visit, _ = a_visit(name="Ada Marlow")
    save_answers(visit, "emergency", {"emergency_now": ("limb_dead",)}, by=Actor.PATIENT)
    print(json.dumps(visit.code))  # noqa: T201 (its test reads it)


main(sys.argv[1])
