"""Forms of two or three questions, to break promises with."""

from tests.engine.builders import NONE, NOT_SURE, NUMB, a_definition, a_question, a_red_flag, a_rule
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Option, Page, Question, QuestionKind, Rule, Tier

DEFAULT = a_rule("OK-01", Tier.SELF_CARE, "no_other_rule")
WEAK = a_red_flag("weak")
SINCE = a_red_flag(
    "since",
    follow_up=True,
    show_if="has(weak, yes)",
    options=(Option("new", "New"), Option("old", "Old"), NOT_SURE),
)
NUMB_ALSO = a_red_flag("numb", QuestionKind.MULTI, options=(*NUMB, NONE, NOT_SURE))
OPEN = a_rule("NS-01", Tier.SOON, "n_unsure >= 1 or unsure(since)")


def asking(
    *questions: Question, rules: tuple[Rule, ...], default: tuple[Rule, ...] = (DEFAULT,)
) -> Ruleset:
    """A form of these questions and rules, with a birth date and a default."""
    birth = a_question("birth", QuestionKind.DATE)
    return prepare(
        a_definition(
            pages=(Page("all", "All", (birth, *questions)),),
            facts=(),
            rules=(*rules, *default),
            guidance=(),
            vignettes=(),
        )
    )
