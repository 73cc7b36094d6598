"""A clinic in which every kind of person and every kind of record is there once, each with its mark.

A mark is a word found nowhere else: whoever reads it on a page has been shown that record.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie
from typing import Any

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
from triage.content.models import Questionnaire, Release, Rule, Status
from triage.intake.access import COOKIE, DEVICE_COOKIE
from triage.intake.actions import (
    hand_over,
    invite,
    open_link,
    pair,
    revoke,
    save_answers,
    start_visit,
    submit,
)
from triage.intake.models import Device, Kind, Visit
from triage.intake.views.link import LINK_COOKIE
from triage.worklist.actions import acknowledge, erase_visits, open_answers, sign_off
from triage.worklist.models import Decision

NAME, NUMBER, WORDS = "Zebulon Quillfeather", "QF-774411", "my xylophone fell on my back"
OTHER_NAME, OTHER_WORDS = "Ottoline Brackenbury", "the marmalade jar was too heavy"
ERASED_NAME = "Peregrine Thistlewick"
"""Whom nobody must be shown any longer."""
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
    broken: Visit
    erased: Visit
    device: Device
    releases: dict[Status, Release]
    secrets: dict[str, tuple[str, str]]
    """The cookie of who comes without signing in, by persona: its name and its value."""
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def token(self) -> str:
        """The secret of the patient's screen."""
        return self.secrets["patient"][1]

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
    "all": list(Role),
    "root": [],
    "nobody": [],
    "half": list(Role),
    "locked": list(Role),
    "gone": list(Role),
}
"""All holds every role; root is a superuser without one; half has shown a password and owns no second
factor; locked owns one and has not shown it; gone was switched off while signed in; nobody has no role."""
SCREENS = ("patient", "other", "link", "used", "withdrawn", "kiosk", "revoked")
"""A screen with a visit, and one with another's; a phone with a link that opens, that was used, that
another took the place of; a kiosk, and one that a manager has revoked."""
PERSONAS = ("stranger", *SCREENS, *ROLES)


def a_world(published: Release) -> World:
    """Build the clinic around a published release."""
    people = _people()
    desk, clinician, manager = people["desk"], people["clinician"], people["manager"]
    sent, signed = _visit(NAME, NUMBER, desk, WORDS), _visit(NAME, NUMBER, desk, WORDS)
    other, broken = (_visit(OTHER_NAME, "", desk, OTHER_WORDS) for _ in range(2))
    device, device_token = pair("The kiosk", by=manager)
    old_device, old_token = pair("The old kiosk", by=manager)
    revoke(old_device, by=manager)
    secrets = {
        "patient": (COOKIE, hand_over(sent, by=desk)),
        "other": (COOKIE, hand_over(other, by=desk)),
        **_links(_visit(OTHER_NAME, "", desk, OTHER_WORDS), desk),
        "kiosk": (DEVICE_COOKIE, device_token),
        "revoked": (DEVICE_COOKIE, old_token),
    }
    for visit in (sent, signed, broken):
        submit(visit, by=Actor.PATIENT)
    acknowledge(signed, by=clinician)
    open_answers(signed, by=clinician)
    sign_off(signed, decision=Decision.HOSPITAL, note=NOTE, seen=0, by=clinician)
    # As no action of ours would leave it.
    Visit.objects.filter(pk=broken.pk).update(answers={"no such question": [{}]})
    world = World(
        people=people,
        sent=sent,
        signed=signed,
        other=other,
        broken=broken,
        erased=_erased(desk),
        device=device,
        releases=_releases(published, people),
        secrets=secrets,
    )
    _let_them_come(world)
    return world


def _people() -> dict[str, User]:
    people = {
        name: add_staff(
            f"one-{name}", shown_name=f"The {name}", roles=roles, password=PASSWORD, by=None
        )
        for name, roles in ROLES.items()
    }
    people["root"].is_superuser = people["root"].is_staff = True
    people["root"].save()
    TOTP.activate(people["locked"], SECRET)
    return people


def _links(visit: Visit, desk: User) -> dict[str, tuple[str, str]]:
    """Give out three links to a visit, one after the other."""
    withdrawn, used = (invite(visit, Kind.LINK, by=desk) for _ in range(2))
    assert open_link(used, visit.patient.birth_date, by=Actor.STRANGER)
    given = {"link": invite(visit, Kind.LINK, by=desk), "used": used, "withdrawn": withdrawn}
    return {persona: (LINK_COOKIE, secret) for persona, secret in given.items()}


def _erased(desk: User) -> Visit:
    visit = _visit(ERASED_NAME, "", desk, WORDS)
    erase_visits([visit], by=Actor.SYSTEM)
    return visit


def _releases(published: Release, people: dict[str, User]) -> dict[Status, Release]:
    """Return one release of each status; those of the past hold what the one in review holds."""
    draft = _draft(people["author"])
    when = draft.submitted_at
    returned = {"returned_at": when, "returned_by": people["approver"]}
    retired = {"published_at": when, "published_by": people["approver"], "retired_at": when}
    return {
        Status.PUBLISHED: published,
        Status.IN_REVIEW: draft,
        Status.RETURNED: _like(draft, 1, status=Status.RETURNED, **returned),
        Status.RETIRED: _like(draft, 2, status=Status.RETIRED, **retired),
    }


def _like(release: Release, later: int, **changed: Any) -> Release:
    other = copy(release)
    other.pk, other.number = None, release.number + later
    for name, value in changed.items():
        setattr(other, name, value)
    other.save(force_insert=True)
    return other


def _let_them_come(world: World) -> None:
    for persona in PERSONAS:
        jar = _come_as(world, persona).cookies
        world.cookies[persona] = {name: one.value for name, one in jar.items()}
    gone = world.people["gone"]
    gone.is_active = False
    gone.save()


def _visit(name: str, number: str, desk: User, words: str) -> Visit:
    """Start a visit and fill in its form."""
    born = date(date.today().year - the_vignette("V02").age, 1, 1)  # noqa: DTZ011 (a birthday)
    visit = start_visit(name=name, birth_date=born, identifier=number, by=desk)
    told = {**the_vignette("V02").answers, "own_words": words}
    for page in visit.ruleset.definition.pages:
        asked = [question.link_id for question in page.questions]
        said = {link_id: told[link_id] for link_id in asked if link_id in told}
        visit = save_answers(visit, page.key, said, by=Actor.PATIENT)
    return visit


def _draft(author: User) -> Release:
    """Write into the working copy what nobody has approved, and submit it."""
    rule = Rule.objects.order_by("pk").first()
    assert rule is not None
    rule.title = f"{DRAFT} {rule.title}"[:80]
    rule.save()
    return submit_for_review(Questionnaire.objects.get(), change_note=DRAFT, by=author)


def _come_as(world: World, persona: str) -> Client:
    browser = Client(raise_request_exception=False)
    if persona in world.secrets:
        name, secret = world.secrets[persona]
        browser.cookies[name] = secret
    elif persona in world.people:
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
