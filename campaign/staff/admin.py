"""The admin for staff accounts. Disabled accounts stay disabled after a restore."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.staff import accounts, emails, roles, second_factor
from campaign.staff.forms import NewPasswordForm, NewStaffForm, PasswordAgainForm, StaffForm
from campaign.staff.models import AuditEntry
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted, ReadOnly
from councils.admin.worded_filters import named

if TYPE_CHECKING:
    UserAdminBase = UserAdmin[User]
else:
    UserAdminBase = UserAdmin


admin.site.unregister(User)
# Roles are defined in code (roles.py), and nobody may read the secrets of authenticator apps.
admin.site.unregister(Group)
admin.site.unregister(TOTPDevice)


OWN_FACTOR = (
    "You cannot reset your own second factor. With your app you can set up another here. Without"
    " it, ask another administrator to reset it."
)


def value_in_words(value: bool | list[str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "none"


@admin.register(User)
class StaffAccountAdmin(NeverDeleted, UserAdminBase):
    """Django's user admin in our words, which notes each disabled account in the ledger.

    Accounts are never deleted: the record has to keep saying who did what.
    """

    form = StaffForm
    add_form = NewStaffForm
    add_form_template = "admin/change_form.html"  # not Django’s, which speaks of “a user”
    list_display = [
        "email_address",
        "full_name",
        "roles",
        "has_factor",
        "may_sign_in",
        "last_login",
    ]
    list_filter = [("is_active", named("may sign in", admin.BooleanFieldListFilter))]
    search_fields = ["username", "first_name", "last_name"]
    fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name"]}),
        ("What they may do", {"fields": ["roles", "is_active"]}),
        ("Second factor", {"fields": ["has_factor", "last_login"]}),
        ("Before it is saved", {"fields": ["own_password"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "roles"]}),
        ("First password", {"fields": ["password1", "password2"]}),
        ("Before it is saved", {"fields": ["own_password"]}),
    ]
    readonly_fields = ["username", "has_factor", "last_login"]
    change_form_template = "admin/staff/account_change_form.html"
    filter_horizontal = ()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.readonly_fields if obj else ()

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
        message = super().construct_change_message(request, form, formsets, add)
        if add:
            return f"Added, with the roles: {value_in_words(form.cleaned_data['roles'])}."
        parts = [
            f"{form.fields[name].label}: was {value_in_words(form[name].initial)}, now"
            f" {value_in_words(form.cleaned_data[name])}."
            for name in form.changed_data
            if name in ("roles", "is_active")
        ]
        return " ".join(parts) or message

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Say “account” where Django says “user”."""
        words = mark_safe if isinstance(message, SafeString) else str
        said = words(str(message).replace("The user “", "The account “", 1))
        super().message_user(request, said, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not obj.is_active:
            accounts.record_shut_out(User.objects.filter(pk=obj.pk))
        obj.is_staff = True
        obj.email = obj.email or obj.username
        super().save_model(request, obj, form, change)
        roles.assign(obj, form.cleaned_data.get("roles") or roles.of(obj))
        state = ", ".join(roles.of(obj)) if obj.is_active else "disabled"
        by = request.user.get_username()
        AuditEntry.objects.record(AuditEntry.Kind.ACCOUNT, obj, f"{state}, by {by}")
        verb = "was changed" if change else "is new"
        emails.tell_of_change(obj, f"The account {obj} {verb}. Now it is: {state}.", by)

    def get_urls(self) -> list[Any]:
        own = path(
            "<int:pk>/reset-factor/",
            self.admin_site.admin_view(self.reset_factor),
            name="reset_factor",
        )
        return [own, *super().get_urls()]

    @method_decorator(sensitive_post_parameters())
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set somebody else's password. One's own changes where the present one is asked for."""
        user, by = self.account(request, id), request.user.get_username()
        if user == request.user:
            return HttpResponseRedirect(reverse("admin:password_change"))
        form = NewPasswordForm(user, request.POST or None)
        form.request = request
        if request.method == "POST" and form.is_valid():
            form.save()
            self.log_change(request, user, "Set a new password.")
            AuditEntry.objects.record(AuditEntry.Kind.ACCOUNT, user, f"new password, by {by}")
            emails.tell_of_change(user, f"The password of {user} is a new one.", by)
            said = f"The account {user} has a new password."
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
        context = {"title": f"Set a new password for {user}", "original": user, "form": form}
        return self.screen(request, "admin/staff/set_password.html", context)

    @method_decorator(sensitive_post_parameters())
    def reset_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove somebody else's factor, once confirmed, so they can set up a new one."""
        user, by = self.account(request, str(pk)), cast("User", request.user)
        if user == by:
            self.message_user(request, OWN_FACTOR, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:second_factor"))
        form = PasswordAgainForm(request.POST or None)
        form.request = request
        if request.method == "POST" and form.is_valid():
            second_factor.reset(user, by)
            said = f"The account {user} sets up a new second factor at the next sign-in."
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[pk]))
        context = {"title": "Reset a second factor", "account": user, "form": form}
        return self.screen(request, "admin/staff/reset_factor.html", context)

    def account(self, request: HttpRequest, pk: str) -> User:
        """Return an account for an administrator, and for nobody else."""
        if not request.user.is_superuser:
            raise PermissionDenied
        user = self.get_object(request, unquote(pk))
        if user is None:
            raise Http404
        return user

    def screen(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return render(
            request,
            template,
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):
    list_display = ["when", "account", "kind", "text"]
    list_filter = ["kind"]
    date_hierarchy = "at"
    search_fields = ["account", "text"]

    @admin.display(ordering="at")
    def when(self, entry: AuditEntry) -> dt.datetime:
        return entry.at
