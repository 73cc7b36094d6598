"""Whoever sees what a patient said leaves a line in the trail, whatever the address."""

import pytest

from tests.builders import a_response
from triage.accounts.access import access_table
from triage.accounts.roles import Role
from triage.audit.models import AuditEvent
from triage.worklist.acts import has_opened

pytestmark = pytest.mark.usefixtures("release")

SHOWS_NO_ANSWER = {
    # Forms that are still empty, with who it is above them.
    *("override", "examination", "outcome", "final", "amendment"),
    # The names of the parts of the form, to choose from.
    "correct",
    # What is still to be handed over, and in which way.
    *("paper", "keying", "keyed", "go_on", "invitation", "identity"),
}


def addresses() -> dict[str, str]:
    """Return every address of one visit that a clinician may enter, by its name."""
    rows = (row for row in access_table() if "code>/" in row.address)
    open_to = (row for row in rows if row.access and Role.CLINICIAN in row.access.roles)
    return {row.name: row.address for row in open_to}


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("name", sorted(addresses()))
def test_every_address_that_shows_answers_leaves_a_line(name, client_for, clinician, db):
    visit = a_response("V02").visit
    client = client_for(clinician)
    before = AuditEvent.objects.about(visit).filter(user=clinician).count()
    address = addresses()[name]
    for part in ("visit_code", "str", "slug"):
        address = address.replace(f"<{part}:code>", visit.code)

    answer = client.get(address.replace("<slug:page>", "coping"))

    noted = AuditEvent.objects.about(visit).filter(user=clinician).count() > before
    # Whatever is only posted, or leads elsewhere, shows nothing.
    assert noted is (answer.status_code == 200 and name not in SHOWS_NO_ANSWER)


@pytest.mark.hazard("H15", "H22")
@pytest.mark.parametrize("page", ["what-if/", "correct/coping/"])
def test_a_glance_at_answers_is_no_opening_of_the_visit(page, client_for, clinician, emergency):
    client_for(clinician).get(f"/visits/{emergency.code}/{page}")

    assert AuditEvent.objects.filter(action="worklist.answers_read", user=clinician).exists()
    assert not has_opened(emergency, clinician)
