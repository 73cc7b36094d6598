"""The acts on a visit: by name, in order, and nobody overwrites anybody in silence."""

import pytest

from tests.worklist.opened import sign_off
from triage.audit.models import AuditEvent
from triage.engine.terms import Tier
from triage.intake.actions import VisitError, amend
from triage.intake.models import Visit
from triage.worklist import actions
from triage.worklist.actions import ActError
from triage.worklist.acts import claim_of
from triage.worklist.alerts import alerts_now
from triage.worklist.models import Acknowledgement, Act, Decision, Kind

pytestmark = pytest.mark.usefixtures("release")

WELL = {"seen": "0", "power": "normal", "temperature": "37.2", "findings": "Walks well"}


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


# --- Claim and release ------------------------------------------------------------------------------


def test_a_visit_is_taken_by_one_and_let_go(emergency, clinician, another_clinician):
    actions.claim(emergency, seen=0, by=clinician)

    with pytest.raises(ActError, match=r"Dr N\. Okafor has this visit\."):
        actions.release(emergency, seen=1, by=another_clinician)
    with pytest.raises(ActError, match="You have this visit already"):
        actions.claim(emergency, seen=1, by=clinician)
    actions.release(emergency, seen=1, by=clinician)
    assert claim_of(fresh(emergency)) is None
    with pytest.raises(ActError, match="Nobody has this visit"):
        actions.release(emergency, seen=2, by=clinician)
    assert [str(act) for act in Act.objects.all()] == [
        f"act {number} on visit {emergency.code}" for number in (1, 2)
    ]


def test_a_visit_is_taken_over_by_who_sees_that_another_has_it(
    client_for, clinician, another_clinician, emergency
):
    client, root = client_for(another_clinician), f"/visits/{emergency.code}/"
    actions.claim(emergency, seen=0, by=clinician)

    late = client.post(f"{root}claim/", {"seen": "0"})
    assert late.status_code == 409
    assert "Dr N. Okafor has this visit since " in late.content.decode()
    page = client.get(root).content.decode()
    assert "Take over from Dr N. Okafor" in page
    assert "Let it go" not in page
    client.post(f"{root}claim/", {"seen": "1"})

    held = claim_of(fresh(emergency))
    assert held is not None
    assert held.acted_by == another_clinician
    assert held.words == "Over from Dr N. Okafor."
    again = client_for(clinician).post(f"{root}release/", {"seen": "1"})
    assert "Dr L. Brandt has this visit since " in again.content.decode()
    unseen = client.post(f"{root}release/", {"seen": "2"})
    gone = client_for(clinician).post(f"{root}claim/", {"seen": "2"})
    assert unseen.status_code == 302
    assert "Somebody did something with this visit meanwhile." in gone.content.decode()


def test_the_list_says_who_has_a_visit(client_for, clinician, emergency):
    client = client_for(clinician)
    client.post(f"/visits/{emergency.code}/claim/", {"seen": "0"})

    assert "With Dr N. Okafor" in client.get("/").content.decode()
    assert "Let it go" in client.get(f"/visits/{emergency.code}/").content.decode()
    again = client.post(f"/visits/{emergency.code}/claim/", {"seen": "x"})
    assert again.status_code == 409
    assert client.post(f"/visits/{emergency.code}/release/", {"seen": "1"}).status_code == 302


# --- The tier ---------------------------------------------------------------------------------------


def test_up_at_once_and_the_alert_with_it(plain, clinician):
    actions.override(plain, tier=Tier.EMERGENCY, seen=0, by=clinician)

    assert fresh(plain).tier is Tier.EMERGENCY
    assert alerts_now().count == 1
    assert plain.responses.get().tier is not Tier.EMERGENCY


@pytest.mark.hazard("H15")
def test_down_only_with_a_reason_after_the_answers_were_opened(emergency, clinician):
    def lower(reason):
        return actions.override(emergency, tier=Tier.SOON, reason=reason, seen=0, by=clinician)

    with pytest.raises(ActError, match="needs a reason"):
        lower("")
    with pytest.raises(ActError, match="Open the answers"):
        lower("Known for years.")
    assert fresh(emergency).tier is Tier.EMERGENCY
    actions.open_answers(emergency, by=clinician)
    act = lower("Known for years.")

    assert fresh(emergency).tier is Tier.SOON
    assert act.words == "From emergency to soon. Known for years."
    assert Acknowledgement.objects.get().acknowledged_by == clinician
    assert fresh(emergency).emergency_at is not None


def test_the_same_tier_is_no_act(emergency, clinician):
    with pytest.raises(ActError, match="this tier already"):
        actions.override(emergency, tier=Tier.EMERGENCY, seen=0, by=clinician)


def test_what_was_acknowledged_is_not_acknowledged_again(emergency, clinician):
    actions.acknowledge(emergency, by=clinician)
    actions.open_answers(emergency, by=clinician)
    actions.override(emergency, tier=Tier.SAME_DAY, reason="Old.", seen=0, by=clinician)

    assert Acknowledgement.objects.count() == 1


def test_setting_a_tier_on_the_page(client_for, clinician, emergency):
    client, address = client_for(clinician), f"/visits/{emergency.code}/override/"

    refused = client.post(address, {"seen": "0", "tier": "soon", "reason": ""})
    client.get(f"/visits/{emergency.code}/")
    taken = client.post(address, {"seen": "0", "tier": "soon", "reason": "Old."})
    page = client.get(f"/visits/{emergency.code}/").content.decode()

    assert "A less urgent tier needs a reason." in refused.content.decode()
    assert taken.status_code == 302
    assert "From emergency to soon. Old." in page
    assert "By the answers:" in page


# --- Corrections ------------------------------------------------------------------------------------


def test_a_correction_is_a_new_response_and_the_old_one_stays(plain, clinician):
    before = plain.responses.get()
    act = actions.correct(
        plain,
        answers={"saddle_numb": "yes_new"},
        reason="Misread.",
        seen=0,
        by=clinician,
    )

    numbers = {one.number: one for one in plain.responses.all()}
    assert set(numbers) == {1, 2}
    assert numbers[1].answers == before.answers
    assert numbers[2].submitted_by == clinician
    assert act.details["changed"] == ["saddle_numb"]
    assert act.words.startswith("Misread. ")
    assert "→" in act.words
    assert AuditEvent.objects.filter(action="intake.amended").get().user == clinician


def test_a_correction_lowers_nothing(emergency, clinician):
    said = emergency.told
    actions.correct(
        emergency, answers=dict.fromkeys(said, None), reason="Wrong file.", seen=0, by=clinician
    )

    assert fresh(emergency).tier is Tier.EMERGENCY


def test_a_correction_says_why(emergency, clinician):
    with pytest.raises(ActError, match="Say why"):
        actions.correct(emergency, answers={}, reason="", seen=0, by=clinician)


def test_what_was_not_sent_is_not_corrected(under_way, clinician):
    with pytest.raises(ActError, match="cannot be done"):
        actions.correct(under_way, answers={}, reason="x", seen=0, by=clinician)
    with pytest.raises(VisitError, match="nothing to correct"):
        amend(under_way, {}, by=clinician)


def test_correcting_on_the_page(client_for, clinician, plain):
    client, address = client_for(clinician), f"/visits/{plain.code}/correct/"
    parts = client.get(address).content.decode()
    about = client.get(address + "about/").content.decode()
    said = {"seen": "0", "filled_by": "carer", "sex_birth": "male", "reason": "Misread."}
    said |= {"birth_date_day": "2", "birth_date_month": "3", "birth_date_year": "1994"}

    refused = client.post(address + "about/", {**said, "reason": ""})
    taken = client.post(address + "about/", said)

    assert address + "about/" in parts
    assert 'name="reason"' in about
    assert refused.status_code == 200
    assert taken.status_code == 302, taken.content.decode()
    assert client.get(address + "nowhere/").status_code == 404
    assert "Misread." in client.get(f"/visits/{plain.code}/").content.decode()


# --- Examination, outcome, and what comes after -------------------------------------------------------


def test_an_examination_is_kept_in_parts_and_in_words(client_for, clinician, emergency):
    client, address = client_for(clinician), f"/visits/{emergency.code}/examination/"

    empty = client.post(address, {"seen": "0"})
    client.post(address, WELL)

    act = Act.objects.get()
    assert "Fill in at least one part." in empty.content.decode()
    assert act.words == "Power: Normal. Temperature, °C: 37.2. Findings in words: Walks well."
    assert act.details == {name: said for name, said in WELL.items() if name != "seen"}
    assert act.words in client.get(f"/visits/{emergency.code}/").content.decode()


def test_an_unfinished_form_is_examined_but_has_no_outcome(client_for, clinician, under_way):
    client = client_for(clinician)

    assert client.post(f"/visits/{under_way.code}/examination/", WELL).status_code == 302
    assert client.get(f"/visits/{under_way.code}/outcome/").status_code == 409


def test_signed_is_closed_and_only_added_to(client_for, clinician, emergency):
    sign_off(emergency, decision=Decision.HOSPITAL, by=clinician)
    client, root = client_for(clinician), f"/visits/{emergency.code}/"
    final = {"seen": "0", "final": "serious", "what": "Disc at L5"}

    assert client.post(f"{root}examination/", WELL).status_code == 409
    assert client.post(f"{root}final/", final).status_code == 302
    assert client.post(f"{root}amendment/", {"seen": "1", "text": "Rang back."}).status_code == 302
    page = client.get(root).content.decode()
    assert "In the end it was: A serious cause, confirmed. What exactly: Disc at L5." in page
    assert "What is added: Rang back." in page
    with pytest.raises(ActError, match="cannot be done"):
        actions.claim(emergency, seen=2, by=clinician)


# --- Who may, and what is kept of it ----------------------------------------------------------------


@pytest.mark.hazard("H15")
def test_nobody_signs_off_unseen(emergency, clinician):
    with pytest.raises(actions.SignOffError, match="Open the answers"):
        actions.sign_off(emergency, decision=Decision.HOSPITAL, seen=0, by=clinician)


def test_every_act_is_in_the_trail(emergency, clinician):
    actions.note(emergency, Kind.OUTCOME, words="Sent.", details={}, seen=0, by=clinician)

    assert AuditEvent.objects.about(emergency).filter(action="worklist.acted").count() == 1


@pytest.mark.parametrize("person", ["front_desk", "manager", "auditor"])
def test_only_clinicians_act(person, client_for, emergency, request):
    client, root = client_for(request.getfixturevalue(person)), f"/visits/{emergency.code}/"

    for act in ("claim", "release", "override", "examination", "outcome", "correct"):
        assert client.post(f"{root}{act}/").status_code == 403, act
