"""`manage.py make_demo`: made-up staff and visits, to look around in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from triage.accounts.actions import add_staff
from triage.accounts.forms import DEMO_PASSWORD
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.content.models import Release, published_release
from triage.engine.paging import age_on
from triage.engine.terms import Answer, Page, Vignette
from triage.intake.actions import hand_over, save_answers, start_visit, submit
from triage.intake.models import Patient, Visit
from triage.worklist.actions import open_answers, sign_off
from triage.worklist.models import Decision

PASSWORD = DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works at the made-up clinic, and what to try as them."""

    username: str
    shown_name: str
    role: Role
    work: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A made-up patient who answers as a test patient of the release does.

    `stops_after` names a question: the form is left when its page has been answered.
    """

    identifier: str
    name: str
    birthday: tuple[int, int]
    vignette: str
    words: str = ""
    stops_after: str = ""
    decision: Decision | None = None
    note: str = ""


STAFF = (
    Member("reyes", "L. Reyes", Role.FRONT_DESK, "starts a visit and sees who waits"),
    Member(
        "okafor", "Dr N. Okafor", Role.CLINICIAN, "reads the visits, most urgent first, and signs"
    ),
    Member("lind", "Dr A. Lind", Role.AUTHOR, "writes the questions, rules and advice"),
    Member("moreau", "Dr C. Moreau", Role.APPROVER, "publishes what another person wrote"),
    Member("patel", "R. Patel", Role.AUDITOR, "reads who did and who read what"),
    Member("haddad", "S. Haddad", Role.MANAGER, "looks after the accounts"),
)

SCENES = (
    Scene(
        "DEMO-01",
        "Samuel Whitlock",
        (5, 19),
        "V10",
        "I keep dropping my keys. My wife says I walk like a sailor.",
        decision=Decision.VISIT,
        note="Brisk reflexes in both arms. MRI of the neck asked for, back here on Thursday.",
    ),
    Scene("DEMO-02", "Aiko Brandt", (11, 2), "V09", "I woke up and could not turn my head."),
    Scene("DEMO-03", "Daniel Osei", (3, 12), "V01", "It went when I lifted a box of tiles."),
    Scene("DEMO-04", "Grace Okoro", (8, 27), "V12", "My foot slaps the floor since Friday."),
    Scene(
        "DEMO-05",
        "Marta Quist",
        (6, 8),
        "V02",
        "Since this morning I sit there and nothing comes. It feels numb where I sit.",
    ),
    Scene("DEMO-06", "Edith Rowan", (1, 30), "V06", "I slipped in the bath. I feel shorter."),
    Scene("DEMO-07", "Pavel Novak", (9, 14), "V03"),
    Scene("DEMO-08", "Nadia Ferreira", (4, 3), "V04", stops_after="weakness"),
    Scene("DEMO-09", "Liam Castell", (12, 21), "V11", stops_after="main_area"),
)


class Command(BaseCommand):
    """Make the staff and the visits of a made-up clinic; what is there already is left as it is."""

    help = __doc__ or ""

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Add what is missing, then say how to sign in."""
        if not settings.BACKSTOP_DEMO:
            raise CommandError(
                "This makes up staff with a known password: it runs only where BACKSTOP_DEMO=1."
            )
        new_staff = [member for member in STAFF if _account(member.username) is None]
        for member in new_staff:
            _employ(member)
        new_scenes = [scene for scene in SCENES if not _is_played(scene)]
        for scene in new_scenes:
            _play(scene)
        self._tell(len(new_staff), len(new_scenes))

    def _tell(self, people: int, visits: int) -> None:
        if people or visits:
            self.stdout.write(f"Demo: added {people} made-up staff and {visits} made-up visits.")
        else:
            self.stdout.write("Demo: its staff and visits are there already, left as they are.")
        self.stdout.write(f"\nSign in with the password  {PASSWORD}  as")
        for member in STAFF:
            role = member.role.label.lower()
            self.stdout.write(f"  {member.username:<8} {role:<11} {member.work}")


def _account(username: str) -> User | None:
    return User.objects.filter(username__iexact=username).first()


def _employ(member: Member) -> None:
    add_staff(
        member.username,
        shown_name=member.shown_name,
        roles=[member.role],
        password=PASSWORD,
        by=None,
    )


def _is_played(scene: Scene) -> bool:
    return Patient.objects.filter(identifier=scene.identifier).exists()


def _play(scene: Scene) -> None:
    """Take a patient from the desk as far as the scene goes."""
    vignette = _vignette(scene.vignette)
    visit = start_visit(
        name=scene.name,
        birth_date=_born(vignette.age, scene.birthday),
        identifier=scene.identifier,
        by=_member(Role.FRONT_DESK),
    )
    hand_over(visit, by=_member(Role.FRONT_DESK))
    visit = _answer(visit, {**vignette.answers, "own_words": scene.words or None}, scene)
    if scene.stops_after:
        return
    submit(visit, by=Actor.PATIENT)
    if scene.decision:
        clinician = _member(Role.CLINICIAN)
        open_answers(visit, by=clinician)
        sign_off(visit, decision=scene.decision, note=scene.note, seen=0, by=clinician)


def _answer(visit: Visit, told: dict[str, Answer | None], scene: Scene) -> Visit:
    for page in visit.ruleset.definition.pages:
        visit = save_answers(visit, page.key, _said_on(page, told), by=Actor.PATIENT)
        if any(question.link_id == scene.stops_after for question in page.questions):
            break
    return visit


def _said_on(page: Page, told: dict[str, Answer | None]) -> dict[str, Answer | None]:
    asked = (question.link_id for question in page.questions)
    return {link_id: told[link_id] for link_id in asked if link_id in told}


def _vignette(vignette_id: str) -> Vignette:
    try:
        release = published_release()
    except Release.DoesNotExist as error:
        raise CommandError(
            "No release is published: run `manage.py load_sample_content` first."
        ) from error
    for vignette in release.ruleset().definition.vignettes:
        if vignette.id == vignette_id:
            return vignette
    raise CommandError(f"{release} has no test patient {vignette_id} to make a visit of.")


def _born(age: int, birthday: tuple[int, int]) -> date:
    """Return the birth date of somebody who is so old today."""
    today = timezone.localdate()
    this_year = date(today.year, *birthday)
    had_it = age_on(this_year, today) == 0
    return this_year.replace(year=today.year - age - (0 if had_it else 1))


def _member(role: Role) -> User:
    username = next(member.username for member in STAFF if member.role is role)
    return User.objects.get(username__iexact=username)
