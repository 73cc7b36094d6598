"""A release on paper: the form to fill in by hand, and the book for a clinical board."""

from django.template.loader import render_to_string

from triage.content.models import Release
from triage.documents.book import book_of
from triage.documents.kept import kept, release_fingerprint
from triage.documents.paper_form import paper_form_of
from triage.documents.pdf import Job, print_job
from triage.documents.printing import A4
from triage.documents.release_promises import book_promise, form_promise


def form_pdf(release: Release, *, paper: str = A4) -> bytes:
    """Print the paper form of a release."""

    def printed() -> bytes:
        form = paper_form_of(release)
        html = render_to_string("documents/form.html", {"paper": form})
        pictures = {form.body.name: form.body.svg}
        return print_job(Job(html, "form", pictures, form_promise(form), paper), is_book=True)

    wish = {"kind": "form", "paper": paper, "status": release.status}
    return kept(release_fingerprint(release, wish), printed)


def book_pdf(release: Release, *, paper: str = A4) -> bytes:
    """Print the content book of a release."""

    def printed() -> bytes:
        book = book_of(release)
        html = render_to_string("documents/book.html", {"paper": book})
        return print_job(Job(html, "book", {}, book_promise(book), paper), is_book=True)

    signed = [release.submitted_by, release.published_by, release.returned_by]
    wish = {
        "kind": "book",
        "paper": paper,
        "status": [release.status, release.published_at, release.returned_at, release.retired_at],
        "signed": [person.signature if person else "" for person in signed],
        "words": [release.change_note, release.return_comment],
    }
    return kept(release_fingerprint(release, wish), printed)
