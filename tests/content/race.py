"""Two authors who save the same at once, many times: run by its test with a database of its own."""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 (models come after the set-up)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.builders import a_user  # noqa: E402
from tests.content.admin_forms import change, opened  # noqa: E402
from tests.content.small import a_publishable  # noqa: E402
from tests.content.test_vignette_form import sent  # noqa: E402
from triage.accounts.actions import add_staff  # noqa: E402
from triage.accounts.roles import Role  # noqa: E402
from triage.content.actions import load_definition  # noqa: E402
from triage.content.history import snapshot  # noqa: E402
from triage.content.models import Edit, Question, Rule, Vignette  # noqa: E402

Page = Callable[[Client, int, int], dict[str, Any]]
TOLD = "after you opened this page"


def rule(client: Client, who: int, number: int) -> dict[str, Any]:
    row = Rule.objects.get(code="NEU-01")
    return {"address": change(row), **opened(client, change(row)), "title": f"{who} {number}"}


def option(client: Client, who: int, number: int) -> dict[str, Any]:
    row = Question.objects.get(link_id="area")
    return {
        "address": change(row),
        **opened(client, change(row)),
        "options-0-label": f"{who} {number}",
    }


def vignette(client: Client, who: int, number: int) -> dict[str, Any]:
    row = Vignette.objects.get(code="V6")
    address = f"/vignettes/{row.pk}/"
    pain = str(2 * (number % 5) + who)
    return {"address": address, **sent(client.get(address), pain=pain, do="save")}


def kept() -> list[dict[str, str]]:
    """Return what is stored of the rows the races are about."""
    rows = (
        Rule.objects.get(code="NEU-01"),
        Question.objects.get(link_id="area"),
        Vignette.objects.get(code="V6"),
    )
    return [snapshot(row) for row in rows]


def race(clients: list[Client], page: Page, number: int) -> str:
    """Let both open a page, then save it at one moment; return what came of it."""
    before = kept()
    pages = [page(one, who, number) for who, one in enumerate(clients)]
    start = Barrier(2)

    def save(one: int) -> Any:
        try:
            address = pages[one].pop("address")
            start.wait()
            return clients[one].post(address, pages[one])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(save, (0, 1)))
    won = [answer for answer in answers if answer.status_code == 302]
    told = [one for one in answers if one.status_code == 200 and TOLD in one.content.decode()]
    return "one" if len(won) == len(told) == 1 and kept() != before else "lost"


def main(times: int) -> None:
    setup_test_environment()  # which lets a page be read back
    settings.BACKSTOP_SECOND_FACTOR = False
    load_definition(a_publishable(), by=a_user())
    clients = [Client() for _ in range(2)]
    for name, client in zip(("first", "second"), clients, strict=True):
        client.force_login(add_staff(name, shown_name=name, roles=[Role.AUTHOR], by=None))
    pages = (rule, option, vignette)
    fared = [race(clients, pages[number % len(pages)], number) for number in range(times)]
    noted = Edit.objects.filter(user__username__in=("first", "second")).count()
    result = {"races": times, "one_winner": fared.count("one"), "in_history": noted}
    print(json.dumps(result))  # noqa: T201 (its test reads it)


if __name__ == "__main__":
    main(int(sys.argv[1]))
