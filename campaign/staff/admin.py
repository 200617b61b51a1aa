"""The admin for staff accounts. Disabled accounts stay disabled after a restore."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.staff import accounts, emails, roles, second_factor
from campaign.staff.models import AuditEntry
from campaign.staff.sign_in import PasswordAgainForm
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted, ReadOnly
from councils.forms import EmailAddressField, ModelForm

admin.site.unregister(User)
# Roles are defined in code (roles.py), and nobody may read the secrets of authenticator apps.
admin.site.unregister(Group)
admin.site.unregister(TOTPDevice)


class StaffForm(PasswordAgainForm, ModelForm):
    """An account: its owner, its roles, whether it may sign in, and help with signing in."""

    username = EmailAddressField(
        label="Email",
        max_length=150,
        help_text="The address at work with which this person signs in. It cannot be changed.",
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=list(roles.IN_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role."},
    )
    new_password = forms.CharField(
        required=False,
        strip=False,
        validators=[validate_password],
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 30}),
        help_text="At least 12 characters. Tell it to them by telephone or in person, not by"
        " email. They change it when they have signed in.",
    )
    reset_factor = forms.BooleanField(
        label="Reset the second factor",
        required=False,
        help_text="They are signed out everywhere, and set up a new app at the next sign-in. Do"
        " this only if you have spoken to them: by telephone or in person, not by email.",
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "is_active"]
        labels = {"is_active": "May sign in"}
        error_messages = {"username": {"unique": "This person has an account already."}}
        help_texts = {
            **dict.fromkeys(("first_name", "last_name"), "Shown beside what this person did."),
            "is_active": "Untick this when somebody leaves. Accounts are never deleted, so that"
            " the record goes on saying who did what.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["roles"].initial = roles.of(self.instance)
            self.fields["username"].disabled = True  # the record names people by it
        else:
            self.fields["new_password"].required = True

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        keeps = cleaned.get("is_active", True) and roles.ADMINISTRATOR in cleaned.get("roles", [])
        if not keeps and accounts.is_last_administrator(self.instance):
            raise forms.ValidationError(
                "This is the last administrator: nobody could let others in. Make another"
                " account an administrator first."
            )
        return cleaned


@admin.register(User)
class StaffAccountAdmin(NeverDeleted, ModelAdmin):
    """Accounts, each of which is noted in the ledger once it is disabled.

    Accounts are never deleted: the record has to keep saying who did what.
    """

    how_it_ends = (
        "An account is never deleted, as the record keeps who did what. Take the tick out of"
        " “May sign in”: then nobody can sign in with it, until you tick it again."
    )
    section = "Running"
    list_name = "Staff accounts"
    empty_words = (
        "There is no account like this. Add each person with an account of their own: "
        "no account is shared."
    )
    add_words = "Add a member of staff"
    form = StaffForm
    list_display = [
        "username", "first_name", "last_name", "roles", "has_factor", "is_active",
        "last_login",
    ]  # fmt: skip
    list_filter = ["is_active"]
    search_fields = ["username", "first_name", "last_name"]

    readonly_fields = ["has_factor", "last_login"]

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        later = ["is_active", *self.readonly_fields, "reset_factor"] if obj else []
        return [
            "username", "first_name", "last_name", "roles",
            *later, "new_password", "own_password",
        ]  # fmt: skip

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Let the form know whose password it asks for."""
        form: Any = super().get_form(*args, **kwargs)
        form.request = args[0]
        return form

    @method_decorator(sensitive_post_parameters())
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(*args, **kwargs)

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(roles.of(user))

    @admin.display(description="second factor", boolean=True)
    def has_factor(self, user: User) -> bool:
        return bool(user_has_device(user))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save an account, and tell its owner and the administrators what was done to it."""
        by = request.user.get_username()
        said = "was changed. " if change else "is new. "
        if not obj.is_active:
            accounts.record_shut_out(User.objects.filter(pk=obj.pk))
        if password := form.cleaned_data.get("new_password"):
            accounts.record_new_password(obj)
            obj.set_password(password)
            said += "It has a new password. "
        obj.email = obj.email or obj.username
        accounts.record_fewer_roles(obj, form.cleaned_data["roles"])
        roles.give(obj, *form.cleaned_data["roles"])
        if form.cleaned_data.get("reset_factor"):
            second_factor.reset(obj)
            said += "Its second factor was reset. "
        said += f"Now it is: {', '.join(roles.of(obj)) if obj.is_active else 'disabled'}."
        emails.tell_of_change(obj, f"The account {obj} {said}", by)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):
    section = "Running"
    list_name = "Audit log"
    empty_words = (
        "Nothing has been noted. Sign-ins, refusals and exports of the last 90"
        " days come here by themselves."
    )
    list_display = ["at", "account", "kind", "text"]
    list_filter = ["kind"]
    date_hierarchy = "at"
    search_fields = ["account", "text"]
