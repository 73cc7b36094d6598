"""The whole request for a document beside bare WeasyPrint on the same finished page."""

from tests.bench import django_ready  # noqa: F401 isort: skip

import logging
import os
from typing import Any

from django.core.management import call_command
from django.test import Client
from weasyprint import HTML  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcherResponse  # type: ignore[import-untyped]

from tests.bench.documents import cpu
from tests.bench.ratio import Line, in_turns, line, tell
from tests.builders import a_response
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.documents import print_room
from triage.documents.figures import shapes
from triage.documents.kept import forget_all
from triage.documents.limits import ROOMY
from triage.documents.press import BASE, SHEETS, STYLES
from triage.documents.printing import summary_job

ROUNDS = int(os.environ.get("BACKSTOP_BENCH_ROUNDS", "20"))


def beside_bare(client: Client, vignette: str) -> list[Line]:
    """Measure the first and the second download of one summary."""
    response = a_response(vignette)
    address = f"/documents/{response.visit.code}/summary.pdf"
    job = summary_job(response, ROOMY)
    sheets = "\n".join((STYLES / f"{one}.css").read_text() for one in (*SHEETS, job.sheet))
    page = job.html.replace("</head>", f"<style>{sheets}</style></head>")
    pictures = {**shapes(), **job.pictures}

    def fetch(url: str) -> Any:
        picture = pictures[url.removeprefix(BASE)]
        return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})

    def bare() -> bytes:
        document = HTML(string=page, base_url=BASE, url_fetcher=fetch)
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
        return pdf

    def first() -> None:
        forget_all()
        assert client.get(address)["Content-Type"] == "application/pdf", address

    first()
    note = f"{vignette}; CPU of both processes"
    pairs = in_turns(first, bare, rounds=ROUNDS, clock=cpu)
    again = in_turns(lambda: client.get(address), first, rounds=ROUNDS, clock=cpu)
    return [
        line("a summary, whole request", "bare WeasyPrint, same page", 1.25, pairs, note),
        line("the second download", "the first", 1 / 20, again, note),
    ]


def main() -> None:
    """Measure, and hand over. A busy machine may take its time: what counts is the CPU."""
    print_room.SECONDS = print_room.LOADING = 120
    call_command("migrate", verbosity=0)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    client = Client()
    client.force_login(add_staff("doc", shown_name="D", roles=[Role.CLINICIAN], by=None))
    tell([one for vignette in ("V02", "V06") for one in beside_bare(client, vignette)])


if __name__ == "__main__":
    main()
