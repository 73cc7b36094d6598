"""Laws of the shipped rules: a worse answer never makes a visit less urgent."""

import random
from collections.abc import Iterator

import pytest

from tests.conftest import rarely
from tests.content.shipped import plain_answers, ruleset, seen, shipped
from triage.engine.paging import report
from triage.engine.terms import Answer, Option, OptionKind, Question, QuestionKind, Tier, Vignette

Told = dict[str, Answer]

# Single questions without a plain no: their answers from the least to the most urgent.
LADDERS = {
    "pain_timing": (
        "brief",
        "some_days",
        "daily_spells",
        "constant_varies",
        "constant_never_eases",
    ),
    "injury_type": ("minor", "major"),
    "cancer_detail": ("skin_minor", "older", "current_or_5y"),
    "headache_type": ("usual", "mild_back", "new_unlike"),
    "ces_since": ("gt_2w_stable", "gt_2w_worse", "le_2w"),
    "weakness_course": ("old_same", "slow", "new_steady", "fast_worse"),
    "leg_spread": ("no", "one_above_knee", "one_below_knee", "both_legs"),
    "arm_spread": ("no", "one_arm", "both_arms"),
}
RANDOM_PATIENTS = 80


def red_flags() -> tuple[Question, ...]:
    return tuple(question for question in shipped().questions() if question.red_flag)


def codes(question: Question, kind: OptionKind) -> tuple[str, ...]:
    return tuple(option.code for option in question.options if option.kind is kind)


def worse_singles(question: Question, answer: Answer) -> Iterator[Answer]:
    """Answers to a single question that are worse than this one."""
    denied = codes(question, OptionKind.DENIED)
    ladder = LADDERS.get(
        question.link_id, (*denied, *codes(question, OptionKind.REPORTED)) if denied else ()
    )
    if answer in ladder:
        yield from ladder[ladder.index(str(answer)) + 1 :]
    if answer in denied or answer == ladder[0]:
        yield from codes(question, OptionKind.UNSURE)


def worse_choices(question: Question, answer: Answer) -> Iterator[Answer]:
    """Choices that add one finding, or turn a plain none into not sure."""
    chosen = answer if isinstance(answer, tuple) else (str(answer),)
    if set(chosen) & set(codes(question, OptionKind.UNSURE)):
        return
    denied = set(codes(question, OptionKind.DENIED))
    findings = tuple(code for code in chosen if code not in denied)
    for code in codes(question, OptionKind.REPORTED):
        if code not in chosen:
            yield (*findings, code)
    if not findings:
        yield from ((code,) for code in codes(question, OptionKind.UNSURE))


def worsened(told: Told) -> Iterator[Told]:
    """The same patient with one red-flag answer that is worse."""
    for question in red_flags():
        if question.link_id in told:
            multi = question.kind is QuestionKind.MULTI
            worse = worse_choices if multi else worse_singles
            for answer in worse(question, told[question.link_id]):
                yield told | {question.link_id: answer}


def lowered(told: Told, age: int) -> list[tuple[str, Answer, Answer]]:
    """Each worse answer that makes the visit less urgent, which none should."""
    before = seen(told, age=age).tier
    return [
        (link_id, told[link_id], worse[link_id])
        for worse in worsened(told)
        if seen(worse, age=age).tier < before
        for link_id in told
        if told[link_id] != worse[link_id]
    ]


def a_choice(options: tuple[Option, ...], chance: random.Random) -> tuple[str, ...]:
    alone = [option.code for option in options if option.exclusive]
    others = [option.code for option in options if not option.exclusive]
    if alone and chance.random() < 0.5:
        return (chance.choice(alone),)
    return tuple(chance.sample(others, chance.randint(1, min(3, len(others)))))


def a_patient(chance: random.Random) -> tuple[Told, int]:
    """Anybody: some questions answered as a plain spasm, the others at random."""
    told: Told = dict(plain_answers())
    for question in shipped().questions():
        if question.kind is QuestionKind.SCALE:
            told[question.link_id] = chance.randint(0, 10)
        elif question.options and chance.random() < 0.4:
            told[question.link_id] = (
                a_choice(question.options, chance)
                if question.kind is QuestionKind.MULTI
                else chance.choice(question.options).code
            )
    return told, chance.choice((3, 14, 30, 48, 55, 63, 66, 78))


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    "vignette",
    [*shipped().vignettes[::8], *rarely(*shipped().vignettes)],
    ids=lambda vignette: vignette.id,
)
def test_worsening_an_answer_of_a_written_patient_never_lowers_the_tier(
    vignette: Vignette,
) -> None:
    assert lowered(dict(vignette.answers), vignette.age) == []


@pytest.mark.hazard("H03")
def test_worsening_an_answer_of_anybody_never_lowers_the_tier() -> None:
    chance = random.Random(2026)  # noqa: S311 patients, not secrets

    for _ in range(RANDOM_PATIENTS):
        told, age = a_patient(chance)
        sample = chance.sample(worse := list(worsened(told)), min(8, len(worse)))
        before = seen(told, age=age).tier
        assert [changed for changed in sample if seen(changed, age=age).tier < before] == []


@pytest.mark.hazard("H03")
def test_a_red_flag_left_open_never_gives_the_lowest_tier() -> None:
    chance = random.Random(2027)  # noqa: S311 patients, not secrets

    for _ in range(RANDOM_PATIENTS):
        told, age = a_patient(chance)
        question = chance.choice(red_flags())
        left_open = {name: answer for name, answer in told.items() if name != question.link_id}
        if question.link_id in report(ruleset(), left_open, age=age).unsure:
            assert seen(left_open, age=age).tier > Tier.SELF_CARE


@pytest.mark.parametrize("trigger", ["fall_accident", "posture_desk", "slept_awkward"])
@pytest.mark.parametrize("injury", ["minor", "major", "not_sure"])
def test_a_fall_or_a_posture_never_explains_sudden_pain_of_a_vessel_away(
    trigger: str, injury: str
) -> None:
    sudden: Told = plain_answers() | {"vascular_risk": ("smoker",), "trigger": ("none_known",)}
    told = sudden | {"trigger": (trigger,), "injury_type": injury}

    assert seen(sudden, age=64).tier is Tier.SAME_DAY
    assert seen(told, age=64).tier >= Tier.SAME_DAY
