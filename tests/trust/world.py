"""A clinic in which every kind of person and every kind of record is there once, each with its mark.

A mark is a word found nowhere else: whoever reads it on a page has been shown that record.
"""

from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from tests.accounts.codes import PASSWORD, SECRET
from tests.builders import the_vignette
from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.content.actions import submit_for_review
from triage.content.models import Questionnaire, Release, Rule
from triage.intake.access import COOKIE, DEVICE_COOKIE
from triage.intake.actions import hand_over, pair, save_answers, start_visit, submit
from triage.intake.models import Device, Visit
from triage.worklist.actions import acknowledge, open_answers, sign_off
from triage.worklist.models import Decision

NAME, NUMBER, WORDS = "Zebulon Quillfeather", "QF-774411", "my xylophone fell on my back"
OTHER_NAME, OTHER_WORDS = "Ottoline Brackenbury", "the marmalade jar was too heavy"
NOTE = "sent to the wobblegrove ward"
DRAFT = "dragonfruit draft"
"""What only those who look after content may read."""


@dataclass(frozen=True, slots=True)
class World:
    """The records and the people, and how to come as one of them."""

    people: dict[str, User]
    sent: Visit
    signed: Visit
    other: Visit
    token: str
    other_token: str
    device: Device
    device_token: str
    published: Release
    in_review: Release
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def browser(self, persona: str) -> Client:
        """Return the browser of a persona, as it is right after signing in."""
        # The same one each time: making one takes longer than a page.
        self.client.cookies = SimpleCookie(self.cookies[persona])
        return self.client


ROLES = {
    "desk": [Role.FRONT_DESK],
    "clinician": [Role.CLINICIAN],
    "author": [Role.AUTHOR],
    "approver": [Role.APPROVER],
    "auditor": [Role.AUDITOR],
    "manager": [Role.MANAGER],
    "nobody": [],
    "half": list(Role),
    "locked": list(Role),
    "gone": list(Role),
}
"""Half has shown a password and owns no second factor; locked owns one and has not shown it; gone was
switched off while signed in; nobody has no role."""
PERSONAS = ("stranger", "patient", "other", "kiosk", *ROLES)


def a_world(published: Release) -> World:
    """Build the clinic around a published release."""
    people = {
        name: add_staff(
            f"one-{name}", shown_name=f"The {name}", roles=roles, password=PASSWORD, by=None
        )
        for name, roles in ROLES.items()
    }
    TOTP.activate(people["locked"], SECRET)
    desk, clinician = people["desk"], people["clinician"]
    sent = _visit(NAME, NUMBER, desk)
    _answer(sent, WORDS)
    token = hand_over(sent, by=desk)
    submit(sent, by=Actor.PATIENT)
    signed = _visit(NAME, NUMBER, desk)
    _answer(signed, WORDS)
    submit(signed, by=Actor.PATIENT)
    acknowledge(signed, by=clinician)
    open_answers(signed, by=clinician)
    sign_off(signed, decision=Decision.HOSPITAL, note=NOTE, seen=0, by=clinician)
    other = _visit(OTHER_NAME, "", desk)
    _answer(other, OTHER_WORDS)
    device, device_token = pair("The kiosk", by=people["manager"])
    world = World(
        people=people,
        sent=sent,
        signed=signed,
        other=other,
        token=token,
        other_token=hand_over(other, by=desk),
        device=device,
        device_token=device_token,
        published=published,
        in_review=_draft(people["author"]),
    )
    _let_them_come(world)
    return world


def _let_them_come(world: World) -> None:
    for persona in PERSONAS:
        jar = _come_as(world, persona).cookies
        world.cookies[persona] = {name: one.value for name, one in jar.items()}
    gone = world.people["gone"]
    gone.is_active = False
    gone.save()


def _visit(name: str, number: str, desk: User) -> Visit:
    born = date(date.today().year - the_vignette("V02").age, 1, 1)  # noqa: DTZ011 (a birthday)
    return start_visit(name=name, birth_date=born, identifier=number, by=desk)


def _answer(visit: Visit, words: str) -> None:
    told = {**the_vignette("V02").answers, "own_words": words}
    for page in visit.ruleset.definition.pages:
        asked = [question.link_id for question in page.questions]
        said = {link_id: told[link_id] for link_id in asked if link_id in told}
        save_answers(visit, page.key, said, by=Actor.PATIENT)


def _draft(author: User) -> Release:
    """Write into the working copy what nobody has approved, and submit it."""
    rule = Rule.objects.order_by("pk").first()
    assert rule is not None
    rule.title = f"{DRAFT} {rule.title}"[:80]
    rule.save()
    return submit_for_review(Questionnaire.objects.get(), change_note=DRAFT, by=author)


def _come_as(world: World, persona: str) -> Client:
    browser = Client(raise_request_exception=False)
    match persona:
        case "stranger":
            pass
        case "patient":
            browser.cookies[COOKIE] = world.token
        case "other":
            browser.cookies[COOKIE] = world.other_token
        case "kiosk":
            browser.cookies[DEVICE_COOKIE] = world.device_token
        case _:
            browser.force_login(world.people[persona])
            if persona not in {"half", "locked"}:
                show_second_factor(browser, world.people[persona])
    return browser


def show_second_factor(browser: Client, person: User) -> None:
    """Note in a session that its person has shown a second factor."""
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": 0}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
