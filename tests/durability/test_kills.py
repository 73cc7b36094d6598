"""Processes are killed at random moments while six patients send: nothing they were told is lost."""

import random
import time

import pytest

from tests.durability.clinic import Clinic, Served
from tests.durability.conftest import KINDS
from tests.durability.patients import Form, Patients, Told, words_of


def forms_of(clinic: Clinic, number: int) -> list[Form]:
    return [Form(**one) for one in clinic.script("fill_in", str(number))]


def wrongs(clinic: Clinic, forms: list[Form], told: Told) -> dict[str, list[str]]:
    """Return what was lost, doubled or half done of what patients were told."""
    rows = clinic.script("count")
    return {
        "lost answers": [
            one.code
            for one in forms
            if one.code in told.kept and rows[one.code]["words"] != words_of(one)
        ],
        "lost responses": [code for code in told.sent if rows[code]["responses"] == 0],
        "doubled": [code for code, row in rows.items() if row["responses"] > 1],
        "partial": [code for code, row in rows.items() if not row["whole"]],
        "odd": told.odd,
    }


NOTHING: dict[str, list[str]] = {
    "lost answers": [],
    "lost responses": [],
    "doubled": [],
    "partial": [],
    "odd": [],
}


def kill_and_count(clinic: Clinic, kills: int, seed: int) -> Told:
    """Kill workers, now and then all of gunicorn, while six patients send; see that nothing is wrong."""
    chance = random.Random(seed)  # noqa: S311 (kills need no secret)
    forms = forms_of(clinic, 4 * kills + 20)
    with Served(clinic, workers=3) as server, Patients(server, forms) as patients:
        for number in range(kills):
            patients.wait_until_sent(chance.choice((0, 1, 2)))
            time.sleep(chance.uniform(0, 0.05))
            if number % 20 == 19:
                server.kill()
                server.start()
            else:
                server.kill_a_worker(chance)
        assert patients.are_busy, "too few forms: the last kills met nobody"

    assert wrongs(clinic, forms, patients.told) == NOTHING
    assert len(patients.told.sent) > kills / 2
    return patients.told


@pytest.mark.hazard("H08", "H09", "H24")
@pytest.mark.parametrize("kills", [25, pytest.param(500, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_no_kill_loses_what_was_acknowledged(kind, kills, new_clinic, record_property):
    told = kill_and_count(new_clinic(kind), kills, seed=7)

    record_property(f"kills on {kind}", kills)
    record_property(f"acknowledged, all there, on {kind}", len(told.sent))
