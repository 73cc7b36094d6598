"""Every address of the house, from the resolver, with its parts filled in."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from tests.trust.world import World
from triage.accounts.access import access_table
from triage.accounts.models import User
from triage.content.models import Release, Status
from triage.intake.models import Visit

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
MISSING = {"code": "ZZZZZZ", "pk": "999999", "object_id": "999999", "id": "999999"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address as the resolver has it."""

    pattern: str

    def filled(
        self,
        world: World,
        *,
        visit: Visit | None = None,
        release: Release | None = None,
        missing: bool = False,
    ) -> str:
        """Return an address one can ask for: of a record that is there, or of one that is not."""
        fitting = visit or _visit_for(world, self.pattern)

        def fill(part: re.Match[str]) -> str:
            name = part["name"]
            if missing and name in MISSING:
                return MISSING[name]
            if name in {"pk", "object_id"} and re.search("/releases?/", self.pattern):
                return str((release or world.releases[Status.IN_REVIEW]).pk)
            return _value(world, self.pattern, name, fitting)

        plain = self.pattern.replace("^(?P<app_label>content|audit|accounts)/$", "content/")
        plain = plain.replace("(?P<url>.*)$", "no/such/page")
        return PART.sub(fill, plain)


def every_address() -> list[Address]:
    """Return every address, once."""
    return [Address(pattern) for pattern in dict.fromkeys(row.address for row in access_table())]


def _visit_for(world: World, pattern: str) -> Visit:
    is_unsent = any(one in pattern for one in ("hand-over", "hand-in", "invitation", "keying"))
    return world.other if is_unsent else world.sent


def _value(world: World, pattern: str, name: str, visit: Visit) -> str:
    first_page = visit.ruleset.definition.pages[0].key
    known = {
        "code": visit.code,
        "key": first_page,
        "page": first_page,
        "secret": "no-such-secret",
        "questionnaire": world.releases[Status.PUBLISHED].questionnaire_id,
        "content_type_id": ContentType.objects.get_for_model(User).pk,
        "id": world.people["clinician"].pk,
    }
    return str(known[name] if name in known else _pk(world, pattern))


def _pk(world: World, pattern: str) -> int:
    """Return the key of the record an address is about; any number where there is none."""
    if "/devices/" in pattern:
        return world.device.pk
    in_admin = re.match(r"/admin/(\w+)/(\w+)/", pattern)
    if in_admin is None:
        return world.releases[Status.PUBLISHED].questionnaire_id
    model = apps.get_model(in_admin[1], in_admin[2])
    if model is User:
        return world.people["clinician"].pk
    return model._default_manager.order_by("pk").values_list("pk", flat=True).first() or 1
