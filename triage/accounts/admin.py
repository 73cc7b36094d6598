"""People in the admin: a manager looks after staff and cannot make anybody all-powerful."""

from typing import Any

# Their admin registers when it is imported, and is taken away below.
import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from triage.accounts import actions
from triage.accounts.models import User
from triage.accounts.record_admin import RecordAdmin
from triage.accounts.second_factor import owns_one

# The roles come from a table in the code; a group edited by hand would change back. What somebody
# signs in with is theirs: it can be reset, not written.
admin.site.unregister([Group, EmailAddress, Authenticator])

NOT_ONES_OWN = ["is_active", "groups"]


@admin.register(User)
class StaffAdmin(RecordAdmin[User], UserAdmin[User]):
    """Staff: name, roles, and whether they may still sign in. People are switched off, not deleted."""

    list_display = ["username", "shown_name", "is_active", "second_factor", "last_login"]
    actions = ["reset_second_factor"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "shown_name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["shown_name", "email"]}),
        ("Work", {"fields": ["is_active", "groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the roles as tick boxes, all in sight."""
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": CheckboxSelectMultiple, **kwargs}
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Let nobody give themselves a role, or switch themselves off."""
        own = obj is not None and obj.pk == request.user.pk and not request.user.is_superuser
        return [*self.readonly_fields, *(NOT_ONES_OWN if own else [])]

    def save_related(self, request: HttpRequest, form: ModelForm[User], *parts: Any) -> None:
        """Keep the roles, and open or close the admin as they say."""
        super().save_related(request, form, *parts)
        if isinstance(request.user, User):
            actions.open_admin_by_role(form.instance, by=request.user)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Answer questions about what the filters show, and about nothing else."""
        return lookup.split("__", maxsplit=1)[0] in self.list_filter and super().lookup_allowed(
            lookup, value, request
        )

    @admin.display(description="second factor", boolean=True)
    def second_factor(self, person: User) -> bool:
        """Whether the person has set up an app or a passkey."""
        return owns_one(person)

    @admin.action(description=_("Reset the second factor (lost phone)"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Take away what was lost; the person sets up a new one after the next sign-in."""
        assert isinstance(request.user, User)  # noqa: S101 (the admin is open to staff alone)
        chosen = [one for one in people if self.has_change_permission(request, one)]
        for person in chosen:
            actions.reset_second_factor(person, by=request.user)
        told = _("Reset for: %(names)s. They are signed out, and set up a new one next time.")
        names = ", ".join(person.display_name for person in chosen)
        self.message_user(request, told % {"names": names}, messages.SUCCESS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave those who may do everything to those who may do everything."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep everybody: their name stays on what they signed."""
        return False
