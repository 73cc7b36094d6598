"""A patient's screen without a browser: it holds a visit and sends what is tapped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from tests.builders import a_filled_in_visit, a_user
from tests.ui.markup import Markup
from triage.engine.terms import Answer, Question
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over
from triage.intake.models import Visit

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Reply


def as_posted(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Return answers the way a browser's form sends them."""
    sent: dict[str, Any] = {}
    for name, answer in answers.items():
        if name == "birth_date":
            year, month, day = str(answer).split("-")
            parts = {"day": day, "month": month, "year": year}
            sent |= {f"{name}_{part}": value for part, value in parts.items()}
        else:
            sent[name] = list(answer) if isinstance(answer, tuple) else answer
    return sent


@dataclass
class Screen:
    """What a patient holds in their hands."""

    token: str
    visit_id: int
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.cookies[COOKIE] = self.token

    @classmethod
    def of(cls, visit: Visit, token: str) -> "Screen":
        """Give a screen a visit."""
        return cls(token, visit.pk)

    @classmethod
    def filled_in(
        cls, vignette: str = "V01", changes: Mapping[str, Answer] | None = None
    ) -> "Screen":
        """Give a screen a visit that has answered all but not sent it."""
        visit = a_filled_in_visit(vignette, changes)
        return cls.of(visit, hand_over(visit, by=a_user("the-desk")))

    @property
    def visit(self) -> Visit:
        """The visit as it is kept now."""
        return Visit.objects.get(pk=self.visit_id)

    @property
    def kept(self) -> dict[str, Answer]:
        """The draft."""
        return self.visit.told

    def see(self, name: str, *args: str, follow: bool = True, query: str = "") -> "Reply":
        """Open a page."""
        address = reverse(f"intake:{name}", args=args) + query
        return self.client.get(address, follow=follow)

    def send(self, key: str, go: str = "next", query: str = "", **answers: Any) -> "Reply":
        """Leave a page of questions with these answers."""
        address = reverse("intake:page", args=[key]) + query
        return self.client.post(address, {**as_posted(answers), "go": go})

    def press(self, name: str) -> "Reply":
        """Press the one button of a page."""
        return self.client.post(reverse(f"intake:{name}"))

    def asked_on(self, key: str) -> list[str]:
        """Return the questions that are on a page."""
        page = self.see("page", key)
        closed = rb' hidden disabled><input type="hidden" name="shown" value="(\w+)"'
        waiting = [name.decode() for name in re.findall(closed, page.content)]
        return [name for name in questions_on(page) if name not in waiting]


def questions_of(visit: Visit, key: str) -> tuple[Question, ...]:
    """Return all questions of a page, asked or not."""
    return next(page for page in visit.ruleset.definition.pages if page.key == key).questions


def markup(response: "Reply") -> Markup:
    """Read a page."""
    return Markup.of(response.content.decode())


def questions_on(page: "Reply") -> list[str]:
    """Return the questions of a page in their order, open or closed."""
    begun = rb'<div class="q[^>]*>\s*<(?:fieldset id|label class="q__label" for)="id_(\w+)"'
    return [name.decode() for name in re.findall(begun, page.content)]


def controls(response: "Reply") -> dict[str, list[str]]:
    """Return for every name on the page what is chosen or written there."""
    found: dict[str, list[str]] = {}
    for attributes in markup(response).all("input", "textarea"):
        if not (name := attributes.get("name")):
            continue
        said = found.setdefault(name, [])
        if attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes:
            said.append(attributes.get("value", ""))
    return found


def mistakes(response: "Reply") -> dict[str, list[str]]:
    """Return what is said to be wrong, by question."""
    return dict(response.context["form"].errors)
