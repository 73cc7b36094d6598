"""Who may enter a page. Every view says so; one that does not is closed to everybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.accounts.second_factor import page_before
from triage.accounts.sessions import note_left

View = Callable[..., HttpResponseBase]
ViewT = TypeVar("ViewT", bound=View)


class Audience(StrEnum):
    """How somebody shows that they may enter."""

    ANYONE = "anyone"
    PATIENT = "the patient whose visit the screen holds, as the view checks"
    KIOSK = "whoever stands at a paired kiosk, as the view checks"
    PERSON = "whoever is signed in, for their own account"
    STAFF = "staff in a role"
    ADMIN = "staff in a role who may use the admin"


SIGNED_IN = frozenset({Audience.PERSON, Audience.STAFF, Audience.ADMIN})


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter a view."""

    audience: Audience
    roles: frozenset[Role] = field(default_factory=frozenset)
    asks_second_factor: bool = True

    def admits(self, user: User | AnonymousUser) -> bool:
        """Return whether this visitor may enter."""
        match self.audience:
            case Audience.ANYONE | Audience.PATIENT | Audience.KIOSK:
                return True
            case Audience.PERSON:
                return isinstance(user, User) and user.is_active
            case Audience.STAFF:
                return isinstance(user, User) and user.has_role(*self.roles)
            case Audience.ADMIN:
                return isinstance(user, User) and user.is_staff and user.has_role(*self.roles)

    def __str__(self) -> str:
        return ": ".join([self.audience, *([", ".join(sorted(self.roles))] if self.roles else [])])


ADMIN = Access(Audience.ADMIN, frozenset({Role.AUTHOR, Role.APPROVER, Role.AUDITOR, Role.MANAGER}))


def public(view: ViewT) -> ViewT:
    """Open the view to anyone."""
    return _declare(view, Access(Audience.ANYONE))


def patient_only(view: ViewT) -> ViewT:
    """Open the view to the screen that holds a visit. The view looks the visit up by its secret."""
    return _declare(view, Access(Audience.PATIENT))


def kiosk_only(view: ViewT) -> ViewT:
    """Open the view to a device that is paired. The view looks the device up by its secret."""
    return _declare(view, Access(Audience.KIOSK))


def own(view: ViewT) -> ViewT:
    """Open the view to everybody who is signed in: it speaks of their own account alone."""
    return _declare(view, Access(Audience.PERSON))


def proving(view: ViewT) -> ViewT:
    """Open the view to everybody who is signed in, to show the second factor on it."""
    return _declare(view, Access(Audience.PERSON, asks_second_factor=False))


def open_to(*roles: Role) -> Callable[[ViewT], ViewT]:
    """Open the view to staff who hold one of these roles."""

    def declare(view: ViewT) -> ViewT:
        return _declare(view, Access(Audience.STAFF, frozenset(roles)))

    return declare


def staff_of(request: HttpRequest) -> User:
    """Return who is signed in, on a page that is open to staff alone."""
    assert isinstance(request.user, User)  # noqa: S101 (the view says so, and nobody else enters)
    return request.user


def _declare(view: ViewT, access: Access) -> ViewT:
    # Decorators above this one carry the mark on, since functools.wraps copies it.
    view.access = access  # type: ignore[attr-defined]
    return view


def access_of(view: View, app_names: list[str]) -> Access | None:
    """Return what the view declares; the admin, which is not ours to mark, is declared as a whole."""
    if "admin" in app_names:
        return ADMIN
    return getattr(view, "access", None)


class AccessMiddleware:
    """Lets nobody into a view that did not say who may enter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the visitor pass, send them to sign in, or refuse."""
        match = request.resolver_match
        access = access_of(view, match.app_names if match else [])
        if access is None:
            raise PermissionDenied(f"{view!r} does not say who may enter.")
        return turned_away(request, access, back=_address_to_come_back_to(request))


def turned_away(request: HttpRequest, access: Access, *, back: str) -> HttpResponse | None:
    """Return where a visitor shows first who they are, to come back then; refuse who may not enter."""
    if not access.admits(request.user):
        if request.user.is_authenticated:
            raise PermissionDenied(f"Not one of those who may enter: {access}.")
        note_left(request)
        return redirect_to_login(back)
    if access.audience not in SIGNED_IN or not access.asks_second_factor:
        return None
    # Staff who have shown a password alone go to where they show, or set up, the rest.
    first = page_before(request, is_setting_up=access.audience is Audience.PERSON)
    return redirect_to_login(back, login_url=first) if first else None


def _address_to_come_back_to(request: HttpRequest) -> str:
    # What was posted is not posted again by itself.
    is_safe = request.method in ("GET", "HEAD")
    return request.get_full_path() if is_safe else reverse("accounts:home")


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One address and who may enter it; nobody when its view does not say."""

    address: str
    name: str
    access: Access | None


def access_table() -> list[AccessRow]:
    """Return every address of the house with who may enter."""
    return list(_rows(get_resolver().url_patterns, "/", []))


def _rows(
    patterns: list[URLPattern | URLResolver], prefix: str, app_names: list[str]
) -> Iterator[AccessRow]:
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = [*app_names, one.app_name] if one.app_name else app_names
            yield from _rows(one.url_patterns, address, inner)
        else:
            yield AccessRow(address, one.name or "", access_of(one.callback, app_names))
