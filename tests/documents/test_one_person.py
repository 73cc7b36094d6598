"""Where one person wrote and approved the content, every page with a word of it says so."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.builders import a_response
from tests.documents.reading import pages_of
from triage.content.models import Release
from triage.intake.models import Response

pytestmark = pytest.mark.django_db

SAID = "Content written and approved by one and the same person."

PAPERS: dict[str, Callable[[Response], str]] = {
    "summary": lambda sent: reverse("documents:summary", args=[sent.visit.code]),
    "handout": lambda sent: reverse("documents:handout", args=[sent.visit.code]),
    "day": lambda _: reverse("documents:day"),
    "paper form": lambda sent: reverse("documents:paper_form", args=[sent.release_id]),
    "content book": lambda sent: reverse("documents:content_book", args=[sent.release_id]),
}
SLOW = {"content book", "day", "paper form"}


def pages(client, paper: str, sent: Response) -> list[str]:
    read = pages_of(client.get(PAPERS[paper](sent)).content)
    return read[1:] if paper == "day" else read  # its first page lists visits, and no content


@pytest.mark.parametrize(
    "paper", [pytest.param(one, marks=pytest.mark.long if one in SLOW else ()) for one in PAPERS]
)
def test_it_is_said_on_every_page_and_only_where_it_is_so(paper, release, client_for, clinician):
    client, sent = client_for(clinician), a_response("V01")
    assert [page for page in pages(client, paper, sent) if SAID in page] == []

    Release.objects.filter(pk=release.pk).update(single_approver=True)
    read = pages(client, paper, sent)

    assert read
    assert [page for page in read if SAID not in page] == []
