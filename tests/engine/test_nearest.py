"""The nearest single answers that move the tier."""

from tests.builders import the_ruleset, the_vignette
from triage.engine.assess import assess
from triage.engine.nearest import nearest
from triage.engine.paging import report
from triage.engine.terms import Tier


def moves_of(vignette_id):
    vignette = the_vignette(vignette_id)
    found = nearest(the_ruleset(), vignette.answers, age=vignette.age)
    return vignette, {(one.link_id, one.answer): one.tier for one in found}


def test_one_yes_would_have_made_it_an_emergency():
    _, moves = moves_of("V01")

    assert moves["saddle_numb", "yes"] is Tier.EMERGENCY
    assert list(moves.values()) == sorted(moves.values(), reverse=True)


def test_each_move_is_what_the_form_would_have_said():
    vignette, moves = moves_of("V11")
    ruleset = the_ruleset()
    before = assess(ruleset, report(ruleset, vignette.answers, age=vignette.age)).tier

    assert {tier > before for tier in moves.values()} == {True, False}
    for (link_id, answer), tier in moves.items():
        said = report(ruleset, {**vignette.answers, link_id: answer}, age=vignette.age)
        assert assess(ruleset, said).tier is tier


def test_one_answer_can_hold_an_emergency_alone():
    _, moves = moves_of("V02")

    assert set(moves.values()) == {Tier.SAME_DAY}


def test_where_several_answers_hold_it_none_alone_changes_it():
    _, moves = moves_of("V04")

    assert moves == {}
