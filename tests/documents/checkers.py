"""Two checkers of what somebody who cannot see gets from a PDF. Each finds what the other does not."""

import tempfile

import page as first_checker
from outloud import check as second_checker

# Warnings, each with its reason; anything else the second checker says is an error here.
EXPLAINED = {
    # WeasyPrint tags running elements as content. The first page says the same in its text, and
    # whoever listens hears whose page it is.
    "PAG-001",
}


# The first checker wants to be told which of two marks to hold a file to that bears both.
LISTENER, ARCHIVE = (
    first_checker.ValidationProfile.PDF_UA_1,
    first_checker.ValidationProfile.PDF_A_3A,
)


def checked(pdf: bytes) -> list[str]:
    """Return what either checker has against a PDF; an archive's is held to both its marks."""
    profiles = (LISTENER, ARCHIVE) if b"pdfaid" in pdf else (LISTENER,)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        reports = [first_checker.validate_pdf(file.name, profile=one) for one in profiles]
        found = second_checker(file.name).findings
    told = [one for one in found if one.severity != "info" and one.rule not in EXPLAINED]
    failed = [f"first checker: {one}" for report in reports for one in report.failures]
    return failed + [f"second checker: {one.rule} {one.message}" for one in told]
