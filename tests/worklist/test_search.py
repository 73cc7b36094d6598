"""What somebody at the desk types is found, however they write it."""

from datetime import date

import pytest

from tests.builders import a_visit
from triage.worklist.search import matches

pytestmark = pytest.mark.usefixtures("release")


@pytest.fixture
def visit(db: None):
    return a_visit(name="Tomás de Vega", birth_date=date(1985, 7, 3), identifier="EL-004817")[0]


@pytest.mark.parametrize(
    "sought",
    [
        "",
        "tomás",
        "VEGA",
        "de  vega",
        "004817",
        "el 004817",
        "1985-07-03",
        "3 Jul 1985",
        "03 jul 1985",
        "3.7.1985",
        "03/07/1985",
        "7/3/1985",
    ],
)
def test_a_visit_is_found(visit, sought):
    assert matches(visit, sought)


@pytest.mark.parametrize("sought", ["vegan", "1986", "4.7.1985", "004818"])
def test_another_is_not(visit, sought):
    assert not matches(visit, sought)


def test_a_code_is_found_with_and_without_its_dash(visit):
    code = visit.code.lower()

    assert matches(visit, code)
    assert matches(visit, f"{code[:3]}-{code[3:]}")
