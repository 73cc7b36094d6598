"""Times the pages of a clinic, one at a time as it is told: run by its test in a process of its own."""

import json
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402 (all that needs the set-up comes after it)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from triage.accounts.models import User  # noqa: E402
from triage.accounts.roles import Role  # noqa: E402
from triage.intake.models import Visit  # noqa: E402


def main() -> None:
    """For each address on the input, print how many questions it asks and the processor time it takes."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.filter(groups__name=Role.CLINICIAN)[0])
    code = Visit.objects.open().most_urgent_first()[0].code
    for line in sys.stdin:
        address = line.strip().replace("CODE", code)
        start = time.process_time()
        status = client.get(address).status_code
        took = time.process_time() - start
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        told = {
            "status": status,
            "took": took,
            "asked": len(asked),
            "stored": Visit.objects.count(),
        }
        print(json.dumps(told), flush=True)  # noqa: T201 (its test reads it)


if __name__ == "__main__":
    main()
