"""A clinician who is signed in and patients with the form before them: made by its test in a clinic of its own."""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402 (all that needs the set-up comes after it)

from tests.builders import a_visit  # noqa: E402
from tests.trust.world import show_second_factor  # noqa: E402
from triage.accounts.actions import add_staff  # noqa: E402
from triage.accounts.roles import Role  # noqa: E402


def main(patients: int) -> None:
    """Print the session of the clinician and the secrets of the patients."""
    clinician = add_staff("okafor", shown_name="Dr N. Okafor", roles=[Role.CLINICIAN], by=None)
    browser = Client()
    browser.force_login(clinician)
    show_second_factor(browser, clinician)
    tokens = [a_visit(name=f"Patient {number}")[1] for number in range(patients)]
    made = {"session": browser.cookies["sessionid"].value, "tokens": tokens}
    print(json.dumps(made))  # noqa: T201 (its test reads it)


if __name__ == "__main__":
    main(int(sys.argv[1]))
