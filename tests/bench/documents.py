"""Documents beside a plain use of WeasyPrint; how they behave in threads, and in the long run."""

from tests.bench import django_ready  # noqa: F401 isort: skip

import logging
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import escape
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from weasyprint import HTML  # type: ignore[import-untyped]

from tests.bench.ratio import Line, figure, in_turns, line, tell
from tests.builders import a_response
from triage.accounts.access import open_to, public
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.documents.errors import TooBusyError
from triage.documents.kept import forget_all
from triage.documents.print_room import print_room
from triage.documents.printing import summary_pdf
from triage.documents.summary import summary_of
from triage.intake.models import Response
from triage.intake.record import Part

NAIVE = """<!doctype html><html lang="en"><head><title>Summary</title><style>
@page { size: A4; margin: 12mm } body { font: 9pt "Source Sans 3", sans-serif }
header, .pair { display: flex; gap: 5mm; justify-content: space-between }
.grid { display: grid; grid-template-columns: 2fr 1fr; gap: 5mm }
table { width: 100%; border-collapse: collapse } th, td { border-bottom: .2mm solid #999; text-align: left; vertical-align: top; padding: .6mm 1mm }
svg { width: 45mm } .box { flex: 1; border: .3mm solid #000; padding: 2mm; height: 18mm } td p { margin: 0 }
footer { position: running(foot); font-size: 7.5pt } .muted { color: #46566a }
@page { @bottom-left { content: element(foot); width: 80% } @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
</style></head><body>"""

BOXES = ("Examination", "Outcome and plan", "Tier changed", "Seen by")


@public
def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing to find out."""
    return HttpResponse("hello")


@open_to(Role.CLINICIAN)
def hello_staff(_request: HttpRequest) -> HttpResponse:
    """Answer a clinician with nothing more to find out."""
    return HttpResponse("hello")


def naive_html(response: Response) -> str:
    """Return what our summary says as somebody would write it down first: flex, grid, automatic tables."""
    summary = summary_of(response)
    record, patient = summary.record, response.visit.patient
    reasons = "".join(
        f"<tr><td>{escape(r.tier_text.name)}</td>"
        f"<td>{escape('; '.join(f'{said.question.name}: {said.answer}' for said in r.said))}</td>"
        f"<td><b>{r.rule.id} {escape(r.rule.suspect)}.</b> {escape(r.rule.action)} <span class=muted>"
        f"[{escape('; '.join(source.short for source in r.sources))}]</span></td></tr>"
        for r in record.reasons
    )
    not_excluded = "; ".join(f"{rule.id} {rule.suspect}" for rule in record.not_excluded)
    boxes = "".join(f"<div class=box>{what}</div>" for what in BOXES)
    open_ones = "".join(f"<li>{escape(s.question.name)}</li>" for s in record.unsure)
    pictures = "".join(summary.pictures.values())
    if summary.timeline:
        words = (*summary.timeline.names, *summary.timeline.labels)
        pictures += (
            f"<div class=pair>{''.join(f'<span>{escape(word)}</span>' for word in words)}</div>"
        )
    stamp = summary.stamp
    return (
        f"{NAIVE}<footer>Sample content. {escape(patient.name)}, visit {stamp.code},"
        f" release {escape(str(stamp.release))}, content {stamp.content}</footer><header><h1>{escape(record.tier_text.name)}</h1>"
        f"<p>{escape(patient.name)} {patient.birth_date} {response.visit.code}</p></header>"
        f"<div class=grid><table><tr><th>Urgency<th>Reported<th>Rule</tr>{reasons}</table>"
        f"<div>{pictures}<ul>{open_ones}</ul></div></div>"
        f"<p><b>Not excluded:</b> {escape(not_excluded)}</p>{''.join(map(_naive_part, record.parts))}"
        f"<div class=pair>{boxes}</div></body></html>"
    )


def _naive_part(part: Part) -> str:
    rows = "".join(
        f"<tr><td>{escape(said.question.name)}</td><td>{escape(said.answer)}</td></tr>"
        for said in part.said
    )
    return f"<h2>{escape(part.page.title)}</h2><table><tr><th>Question<th>Answer</tr>{rows}</table>"


def cpu() -> float:
    """Return the CPU seconds of this process and of the one that prints for it."""
    process = print_room._process
    assert process is not None
    spent = Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]
    return time.process_time() + int(spent) / 1e9


def printed(response: Response) -> bytes:
    """Print a summary anew."""
    forget_all()
    return summary_pdf(response)


def downloads(client: Client, response: Response) -> list[Line]:
    """A document that was printed before, whole request."""
    address = f"/documents/{response.visit.code}/summary.pdf"
    assert client.get(address).status_code == 200, address

    def beside(other: str, name: str, goal: float | None) -> Line:
        pairs = in_turns(
            lambda: client.get(address),
            lambda: client.get(other),
            rounds=200,
            clock=time.perf_counter,
        )
        return line("second download of a document, whole request", name, goal, pairs)

    signed_in = "a view that only finds out who is signed in"
    return [beside("/hello/", "hello view", 3), beside("/hello/staff/", signed_in, None)]


def in_the_long_run(responses: list[Response]) -> list[Line]:
    """Whether four threads print the bytes that one does; and what 500 renders do to the memory.

    The 200 renders of the four threads are among the 500.
    """
    for _ in range(20):
        printed(responses[0])
    process = print_room._process
    assert process is not None
    early = _resident(process.pid)
    same = _printed_by_threads(responses, 200)
    for n in range(480 - 200):
        printed(responses[n % len(responses)])
    assert print_room._process is process
    grown = _resident(process.pid) - early
    note = f"MB, in the process that prints; {early:.0f} MB after 20"
    return [
        figure("4 threads, 50 renders each", "one thread: same bytes", 1, same, at_least=True),
        figure("memory after 500 renders", "after 20", 10, grown, note),
    ]


def _printed_by_threads(responses: list[Response], count: int) -> float:
    """Return the share of documents that are the same, byte by byte, as when one thread prints."""
    alone = {response.pk: printed(response) for response in responses}

    def same(response: Response) -> bool:
        try:
            while True:
                # Two print at once; who comes third is sent away, and here comes again.
                with suppress(TooBusyError):
                    return printed(response) == alone[response.pk]
                time.sleep(0.02)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        jobs = (responses[n % len(responses)] for n in range(count))
        return sum(pool.map(same, jobs)) / count


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Measure, and hand over."""
    call_command("migrate", verbosity=0)
    urls = [
        path("hello/", hello),
        path("hello/staff/", hello_staff),
        path("", include("triage.config.urls")),
    ]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": urls})
    responses = [a_response(vignette) for vignette in ("V01", "V02", "V03", "V06")]
    response = responses[2]
    naive = naive_html(response)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    printed(response)
    pairs = in_turns(
        lambda: printed(response),
        lambda: HTML(string=naive).write_pdf(pdf_variant="pdf/ua-1"),
        rounds=20,
        clock=cpu,
    )
    note = "CPU of both processes; ours reads it back before it is handed out"
    what = "clinician summary, whole document, warm, PDF/UA-1"
    lines = [line(what, "naive WeasyPrint", 0.6, pairs, note)]
    client = Client()
    client.force_login(add_staff("doc", shown_name="D", roles=[Role.CLINICIAN], by=None))
    lines += downloads(client, response) + in_the_long_run(responses)
    tell(lines)


if __name__ == "__main__":
    main()
