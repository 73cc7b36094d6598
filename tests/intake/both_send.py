"""The same form is sent twice at the same moment, many times: run by its test on a database of its own."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import django

django.setup()

from django.db import connection  # noqa: E402 (models come after the set-up)
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from tests.builders import a_filled_in_visit, a_user  # noqa: E402
from triage.audit.models import AuditEvent  # noqa: E402
from triage.intake import actions  # noqa: E402
from triage.intake.access import COOKIE  # noqa: E402
from triage.intake.models import Response  # noqa: E402
from triage.ui.templatetags.backstop import code as written  # noqa: E402


def sent_twice(token: str, meet: Barrier) -> list[tuple[str, str]]:
    """Return where both requests were led that were sent at once, and the receipt found there."""

    def once(_: int) -> tuple[str, str]:
        try:
            screen = Client(headers={"host": "localhost"})
            screen.cookies[COOKIE] = token
            meet.wait()
            led = screen.post(reverse("intake:check"))
            receipt = screen.get(reverse("intake:done")).content.decode()
            code = receipt.split('<strong class="code">')[1].split("<")[0]
            return urlsplit(led.headers.get("Location", str(led.status_code))).path, code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return list(both.map(once, range(2)))


def main(times: int) -> None:
    """Send each of many forms twice at once, past the first look too; print what came of it."""
    once, same, met = 0, 0, 0
    submit = actions.submit
    # Both are let in before either has sent: the second is stopped by the action or by nobody.
    inside = Barrier(2)

    def met_by_the_other(*args: object, **words: object) -> Response:
        nonlocal met
        met += inside.wait(30) == 0
        return submit(*args, **words)  # type: ignore[arg-type]

    for number in range(times):
        visit = a_filled_in_visit("V03", name=f"Patient {number}")
        token = actions.hand_over(visit, by=a_user("the-desk"))
        actions.submit = met_by_the_other
        found = sent_twice(token, Barrier(2))
        actions.submit = submit
        once += visit.responses.count() == 1
        same += found == [(reverse("intake:done"), written(visit.code))] * 2
    trail = AuditEvent.objects.filter(action="intake.submitted").count()
    print(  # noqa: T201 (its test reads it)
        json.dumps(
            {"forms": times, "met": met, "one_response": once, "same_receipt": same, "trail": trail}
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
