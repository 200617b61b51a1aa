"""The admin for staff accounts. Disabled accounts stay disabled after a restore."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.staff import accounts, emails, roles, second_factor
from campaign.staff.forms import StaffForm
from campaign.staff.models import AuditEntry
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted, ReadOnly

admin.site.unregister(User)
# Roles are defined in code (roles.py), and nobody may read the secrets of authenticator apps.
admin.site.unregister(Group)
admin.site.unregister(TOTPDevice)


def value_in_words(value: bool | list[str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "none"


@admin.register(User)
class StaffAccountAdmin(NeverDeleted, ModelAdmin):
    """Accounts, each of which is noted in the ledger once it is disabled.

    Accounts are never deleted: the record has to keep saying who did what.
    """

    section, list_name = "Running", "Staff accounts"
    empty_words = (
        "There is no account like this. Add each person with an account of their own: "
        "no account is shared."
    )
    add_words = "Add a member of staff"
    form = StaffForm
    list_display = [
        "email_address",
        "full_name",
        "roles",
        "has_factor",
        "may_sign_in",
        "last_login",
    ]
    list_filter = ["is_active"]
    search_fields = ["username", "first_name", "last_name"]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        who = {"fields": ["email_address" if obj else "username", "first_name", "last_name"]}
        again = ("Before it is saved", {"fields": ["own_password"]})
        if obj is None:
            return [(None, who), ("What they may do", {"fields": ["roles", "new_password"]}), again]
        helped = [("If they can’t get in", {"fields": ["new_password", "reset_factor"]})]
        return [
            (None, who),
            ("What they may do", {"fields": ["roles", "is_active"]}),
            ("Signing in", {"fields": ["has_factor", "last_login"]}),
            *(helped if obj != request.user else []),
            again,
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ["email_address", "has_factor", "last_login"] if obj else []

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Let the form know whose password it asks for."""
        form: Any = super().get_form(*args, **kwargs)
        form.request = args[0]
        return form

    @method_decorator(sensitive_post_parameters())
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(*args, **kwargs)

    @admin.display(description="email", ordering="username")
    def email_address(self, user: User) -> str:
        return user.get_username()

    @admin.display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="may sign in", boolean=True, ordering="is_active")
    def may_sign_in(self, user: User) -> bool:
        return user.is_active

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(roles.of(user))

    @admin.display(description="second factor", boolean=True)
    def has_factor(self, user: User) -> bool:
        return second_factor.has_factor(user)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Name the roles, and whether the account may sign in, before and after a change."""
        if add:
            return f"Added, with the roles: {value_in_words(form.cleaned_data['roles'])}."
        parts = [
            f"{form.fields[name].label}: was {value_in_words(form[name].initial)}, now"
            f" {value_in_words(form.cleaned_data[name])}."
            for name in form.changed_data
            if name in ("roles", "is_active")
        ]
        said = [*parts, *acts_of(form)]
        return " ".join(said) or super().construct_change_message(request, form, formsets, add)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Say “account” where Django says “user”."""
        words = mark_safe if isinstance(message, SafeString) else str
        said = words(str(message).replace("The user “", "The account “", 1))
        super().message_user(request, said, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save an account, and tell its owner and the administrators what was done to it."""
        by = request.user.get_username()
        if not obj.is_active:
            accounts.record_shut_out(User.objects.filter(pk=obj.pk))
        if password := form.cleaned_data.get("new_password"):
            obj.set_password(password)
        obj.is_staff = True
        obj.email = obj.email or obj.username
        super().save_model(request, obj, form, change)
        roles.assign(obj, form.cleaned_data["roles"])
        if form.cleaned_data.get("reset_factor"):
            second_factor.reset(obj, by)
        state = ", ".join(roles.of(obj)) if obj.is_active else "disabled"
        acts = " ".join(acts_of(form)) if change else ""
        AuditEntry.objects.record(AuditEntry.Kind.ACCOUNT, obj, f"{state}, by {by}. {acts}".strip())
        verb = "was changed" if change else "is new"
        what = f"The account {obj} {verb}. {acts} Now it is: {state}.".replace("  ", " ")
        emails.tell_of_change(obj, what, by)


def acts_of(form: Any) -> list[str]:
    """Return what a form does to how somebody signs in, in sentences."""
    done = form.cleaned_data
    return [
        *(["It has a new password."] if done.get("new_password") else []),
        *(["Its second factor was reset."] if done.get("reset_factor") else []),
    ]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):
    section, list_name = "Running", "Audit log"
    empty_words = (
        "Nothing has been noted. Sign-ins, refusals, exports and imports of the last 90"
        " days come here by themselves."
    )
    list_display = ["when", "account", "kind", "text"]
    list_filter = ["kind"]
    date_hierarchy = "at"
    search_fields = ["account", "text"]

    @admin.display(ordering="at")
    def when(self, entry: AuditEntry) -> dt.datetime:
        return entry.at
