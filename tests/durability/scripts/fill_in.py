"""Start visits and fill them in but for the last page; print each code with the screen's secret."""

import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402 (models come after the set-up)

from tests.builders import a_user, born, the_vignette  # noqa: E402
from triage.audit.models import Actor  # noqa: E402
from triage.intake.actions import hand_over, save_answers, start_visit  # noqa: E402

LAST = {"own_words"}


def main(number: int) -> None:
    desk = a_user("the-desk")
    vignette = the_vignette("V09")
    said = {link_id: answer for link_id, answer in vignette.answers.items() if link_id not in LAST}
    forms = []
    with transaction.atomic():
        for one in range(number):
            visit = start_visit(name=f"Patient {one}", birth_date=born(26), by=desk)
            token = hand_over(visit, by=desk)
            save_answers(visit, "other", said, by=Actor.PATIENT)
            forms.append({"code": visit.code, "token": token})
    print(json.dumps(forms))  # noqa: T201 (its test reads it)


main(int(sys.argv[1]))
