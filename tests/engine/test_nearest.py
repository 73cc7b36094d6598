"""The nearest single answers that move the tier."""

from tests.builders import the_ruleset, the_vignette
from tests.engine.builders import QUIET, a_rule, a_ruleset
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


def test_of_the_numbers_on_a_scale_the_closest_that_moves_the_tier_is_told():
    _, up = moves_of("V51")
    _, down = moves_of("V57")

    assert up["pain_now", 8] is Tier.SAME_DAY
    assert [said for said in up if said[0] == "pain_now"] == [("pain_now", 8)]
    assert down["pain_now", 6] is Tier.SELF_CARE


def moves_of_numb(when, *ticked):
    """The moves at one question of several ticks, when this alone is an emergency."""
    rules = (
        a_rule("A-01", Tier.EMERGENCY, when),
        a_rule("A-02", Tier.SOON, "has(numb, leg)"),
        a_rule("OK-01", Tier.SELF_CARE, "no_other_rule"),
    )
    found = nearest(a_ruleset(rules=rules, guidance=()), {**QUIET, "numb": ticked}, age=40)
    return {(one.answer, one.tier) for one in found if one.link_id == "numb"}


def test_of_several_ticks_the_one_that_moves_furthest_is_told():
    when = "has(numb, saddle)"

    assert moves_of_numb(when, "none") == {(("saddle",), Tier.EMERGENCY)}
    assert moves_of_numb(when, "saddle", "leg") == {(("none",), Tier.SELF_CARE)}


def test_a_tick_joins_the_others_in_the_order_of_the_form():
    up, down = (("saddle", "leg"), Tier.EMERGENCY), (("none",), Tier.SELF_CARE)

    assert moves_of_numb("has(numb, saddle)", "leg") == {up, down}


def test_a_tick_can_be_taken_back():
    when = "has(numb, saddle, none) or unsure(numb)"

    assert moves_of_numb(when, "saddle", "leg") == {(("leg",), Tier.SOON)}
