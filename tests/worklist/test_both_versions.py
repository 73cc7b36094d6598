"""Of two who write at once, the second sees both versions and loses nothing."""

import re

import pytest

from tests.worklist.opened import sign_off
from triage.intake.models import Visit
from triage.worklist import actions
from triage.worklist.models import DO, Act, Decision, Kind, SignOff

pytestmark = pytest.mark.usefixtures("release")

WELL = {"seen": "0", "power": "normal", "temperature": "37.2", "findings": "Walks well"}


@pytest.mark.hazard("H13")
def test_whoever_writes_second_sees_both_versions_and_loses_nothing(
    client_for, clinician, another_clinician, emergency
):
    address = f"/visits/{emergency.code}/examination/"
    client_for(another_clinician).post(address, {"seen": "0", "power": "left"})
    client = client_for(clinician)

    lost = client.post(address, WELL)
    page = lost.content.decode()
    again = client.post(address, {**WELL, "seen": "1"})

    assert lost.status_code == 409
    assert "Dr L. Brandt wrote while you were writing" in page
    assert "Power: Reduced left." in page
    assert "Walks well" in page
    assert 'name="seen" value="1"' in page
    assert again.status_code == 302
    assert Act.objects.count() == 2


@pytest.mark.hazard("H13")
def test_nobody_signs_off_over_an_act_they_did_not_see(
    client_for, clinician, another_clinician, emergency
):
    client, address = client_for(clinician), f"/visits/{emergency.code}/"
    client.get(address)
    actions.claim(emergency, seen=0, by=another_clinician)

    lost = client.post(address, {"seen": "0", "decision": "hospital", "note": "Mine"})
    assert not SignOff.objects.exists()
    again = client.post(address, {"seen": "1", "decision": "hospital", "note": "Mine"})

    assert "Dr L. Brandt wrote while you were writing" in lost.content.decode()
    assert "Mine" in lost.content.decode()
    assert again.status_code == 302


# --- Lost to a sign-off -------------------------------------------------------------------------------

SAID = {
    "override": ({"tier": "soon", "reason": "Old story"}, "Tier: Soon\nReason: Old story"),
    "examination": ({"findings": "Walks"}, "Findings in words: Walks"),
    "examination with a slip": ({"power": "left", "temperature": "warm"}, "Power: Reduced left"),
    "outcome": ({"done": "Rang", "sent": "home"}, "What was done: Rang\nWhere to: Home"),
    "correct/about": ({"filled_by": "carer", "reason": "Misread"}, "Misread"),
}


@pytest.mark.hazard("H13")
@pytest.mark.parametrize("act", SAID)
def test_what_a_sign_off_was_quicker_than_can_be_added_to_it(
    act, client_for, clinician, another_clinician, plain
):
    said, written = SAID[act]
    root, client = f"/visits/{plain.code}/", client_for(clinician)
    sign_off(plain, decision=Decision.TODAY, note="Seen at ten.", by=another_clinician)

    lost = client.post(f"{root}{act.split()[0]}/", {"seen": "0", **said})

    page = lost.content.decode()
    assert lost.status_code == 409
    assert "Seen at ten." in page
    assert "Dr L. Brandt" in page
    [text] = re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)
    assert written in text
    [action] = re.findall(rf'action="({root}[a-z]+/)"', page)
    client.post(action, {"seen": "0", "text": text})
    assert written in Act.objects.get(kind=Kind.AMENDMENT).words


@pytest.mark.hazard("H13")
def test_a_sign_off_in_the_very_moment_costs_nothing_either(
    client_for, clinician, another_clinician, plain, monkeypatch
):
    write = actions.note

    def after_the_sign_off(visit, kind, **said):
        sign_off(Visit.objects.get(pk=visit.pk), decision=Decision.TODAY, by=another_clinician)
        return write(visit, kind, **said)

    monkeypatch.setattr(actions, "note", after_the_sign_off)

    lost = client_for(clinician).post(f"/visits/{plain.code}/examination/", WELL)

    assert lost.status_code == 409
    assert "Findings in words: Walks well</textarea>" in lost.content.decode()


def test_nothing_that_was_written_asks_for_no_amendment(client_for, clinician, plain):
    sign_off(plain, decision=Decision.TODAY, by=clinician)

    page = client_for(clinician).get(f"/visits/{plain.code}/examination/").content.decode()

    assert "See today" in page
    assert "What you wrote" not in page


def test_nobody_signs_off_a_page_that_does_not_say_what_was_seen(client_for, clinician, plain):
    client, address = client_for(clinician), f"/visits/{plain.code}/"
    client.get(address)

    page = client.post(address, {"decision": "advice"}).content.decode()

    assert "Look at the visit again before you sign it off." in page
    assert not SignOff.objects.exists()


def test_a_page_asks_for_what_is_still_to_be_done(client_for, clinician, plain):
    client = client_for(clinician)

    for kind in (Kind.OVERRIDE, Kind.EXAMINATION, Kind.OUTCOME):
        page = client.get(f"/visits/{plain.code}/{kind.value}/").content.decode()
        assert f"<h1>{DO[kind]}</h1>" in page
