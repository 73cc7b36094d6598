"""Two people at once, many times: run by its test in a process and a database of its own."""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 (models come after the set-up)

from tests.builders import a_user, a_visit  # noqa: E402
from triage.audit.models import AuditEvent  # noqa: E402
from triage.engine.terms import Tier  # noqa: E402
from triage.intake.actions import submit  # noqa: E402
from triage.intake.models import Visit  # noqa: E402
from triage.worklist import actions  # noqa: E402
from triage.worklist.acts import last_seen  # noqa: E402
from triage.worklist.models import Act, Decision, SignOff  # noqa: E402

PEOPLE = ("first", "second")
MIXED = (("claim", "sign"), ("override", "correct"), ("override", "sign"), ("correct", "sign"))


def raced(first: Callable[..., Any], second: Callable[..., Any]) -> list[str]:
    """Return how both fared, in their order, who did something at the same moment."""
    start = Barrier(2)

    def one(name: str, act: Callable[..., Any]) -> str:
        try:
            person = a_user(name)
            start.wait()
            act(by=person)
        except (actions.ActError, actions.SignOffError):
            return "told"
        else:
            return "won"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return list(both.map(one, PEOPLE, (first, second)))


def sent_visit(number: int) -> Visit:
    """Return a visit that was handed in, which both have read."""
    visit, _ = a_visit(name=f"Patient {number}")
    submit(visit, incomplete=True, by=a_user("first"))
    opened_by_both(visit)
    return visit


def opened_by_both(visit: Visit) -> None:
    """Let both read the answers as they are now."""
    for name in PEOPLE:
        actions.open_answers(visit, by=a_user(name))


def acts_on(visit: Visit, seen: int) -> dict[str, Callable[..., Any]]:
    """Return what can be done with a visit by somebody who saw its acts up to that one."""
    return {
        "claim": lambda by: actions.claim(visit, seen=seen, by=by),
        "override": lambda by: actions.override(
            visit, tier=Tier.ROUTINE, reason="Known.", seen=seen, by=by
        ),
        "correct": lambda by: actions.correct(
            visit, answers={"pain_now": 7}, reason="Said so.", seen=seen, by=by
        ),
        "sign": lambda by: actions.sign_off(visit, decision=Decision.TODAY, seen=seen, by=by),
    }


def the_same(number: int) -> list[list[str]]:
    """Let both do the same, one act after the other on one visit."""
    visit, fared = sent_visit(number), []
    for seen, name in enumerate(("claim", "override", "correct")):
        act = acts_on(visit, seen)[name]
        fared.append(raced(act, act))
    opened_by_both(visit)
    sign = acts_on(visit, 3)["sign"]
    fared.append(raced(sign, sign))
    assert last_seen(visit) == 3
    return fared


def another(number: int) -> list[list[str]]:
    """Let one do this and the other that, on a visit of its own each time."""
    fared = []
    for first, second in MIXED:
        acts = acts_on(sent_visit(number), 0)
        fared.append(raced(acts[first], acts[second]))
    return fared


def main(times: int) -> None:
    """Race the same acts and mixed ones; print what came of it."""
    for name in PEOPLE:
        a_user(name)
    same = [pair for number in range(times) for pair in the_same(number)]
    mixed = [pair for number in range(times) for pair in another(number)]
    fared = same + mixed
    events = AuditEvent.objects.filter(action__in=("worklist.acted", "worklist.signed_off"))
    kept = Act.objects.count() + SignOff.objects.count()
    won = sum(sorted(pair) == ["told", "won"] for pair in fared)
    result = {"races": len(fared), "one_winner": won, "in_trail": events.count(), "kept": kept}
    print(json.dumps(result))  # noqa: T201 (its test reads it)


if __name__ == "__main__":
    main(int(sys.argv[1]))
