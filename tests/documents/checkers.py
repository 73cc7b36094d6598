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


def checked(pdf: bytes) -> list[str]:
    """Return what either checker has against a PDF."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        failed = [f"first checker: {one}" for one in first_checker.validate_pdf(file.name).failures]
        found = second_checker(file.name).findings
    told = [one for one in found if one.severity != "info" and one.rule not in EXPLAINED]
    return failed + [f"second checker: {one.rule} {one.message}" for one in told]
