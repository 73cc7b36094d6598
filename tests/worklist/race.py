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
from triage.worklist.models import Decision, SignOff  # noqa: E402

PEOPLE = ("first", "second")


def raced(act: Callable[..., Any]) -> list[str]:
    """Return how both fared who did the same at the same moment."""
    start = Barrier(2)

    def one(name: str) -> str:
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
        return sorted(both.map(one, PEOPLE))


def opened_by_both(visit: Visit) -> None:
    """Let both read the answers as they are now."""
    for name in PEOPLE:
        actions.open_answers(visit, by=a_user(name))


def main(times: int) -> None:
    """Race claims, overrides and corrections on one visit, sign-offs on many; print what came of it."""
    for name in PEOPLE:
        a_user(name)
    fared: list[list[str]] = []
    for number in range(times):
        visit, _ = a_visit(name=f"Patient {number}")
        submit(visit, incomplete=True, by=a_user("first"))
        opened_by_both(visit)

        def claim(by: Any, visit: Any = visit) -> None:
            actions.claim(visit, seen=0, by=by)

        def correct(by: Any, visit: Any = visit) -> None:
            actions.correct(visit, answers={"pain_now": 7}, reason="Said so.", seen=2, by=by)

        def override(by: Any, visit: Any = visit) -> None:
            actions.override(visit, tier=Tier.ROUTINE, reason="Known.", seen=1, by=by)

        def sign(by: Any, visit: Any = visit) -> None:
            actions.sign_off(visit, decision=Decision.TODAY, seen=3, by=by)

        fared += [raced(one) for one in (claim, override, correct)]
        opened_by_both(visit)
        fared.append(raced(sign))
        assert last_seen(visit) == 3
    won = sum(pair == ["told", "won"] for pair in fared)
    events = AuditEvent.objects.filter(action__in=("worklist.acted", "worklist.signed_off"))
    result = {"races": len(fared), "one_winner": won, "in_trail": events.count()}
    print(json.dumps({**result, "signed": SignOff.objects.count()}))  # noqa: T201 (its test reads it)


if __name__ == "__main__":
    main(int(sys.argv[1]))
