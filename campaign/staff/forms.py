"""Forms for staff to sign in, and for administrators to manage accounts."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.forms import AdminPasswordChangeForm as SetPasswordForm
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User

from campaign.staff import accounts, emails, roles, throttle
from campaign.staff.models import RUN_OF_FAILURES, AuditEntry
from councils.email_addresses import cleaned_address
from councils.forms import EmailAddressField, ModelForm

if TYPE_CHECKING:  # at run time Django's classes take no type parameter
    NewUserForm = UserCreationForm[User]
    PasswordForm = SetPasswordForm[User]
else:
    NewUserForm = UserCreationForm
    PasswordForm = SetPasswordForm


class SignInForm(AdminAuthenticationForm):
    """Email and password. Failed attempts are limited."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This email and password do not belong together. Check both.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Email"
        self.fields["username"].widget.attrs |= {"inputmode": "email", "autocapitalize": "none"}

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        return cleaned_address(typed).lower() or typed  # “.” is a wrong name, and counted as one

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username", "")
        password = self.cleaned_data.get("password", "")
        if not (username and password):
            return self.cleaned_data
        request: Any = self.request
        refuse_too_many(request, "password", username)
        try:
            return super().clean()
        except forms.ValidationError:
            note_failure(username)
            raise


class PasswordAgainForm(forms.Form):
    """One's own password, typed once more before an account or a second factor changes.

    A session may have been left open: whoever finds it must not make themselves at home.
    """

    request: Any
    own_password = forms.CharField(
        label="Your own password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="So that nobody else does this at your desk.",
    )

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "own_password"]

    def clean_own_password(self) -> str:
        password: str = self.cleaned_data["own_password"]
        check_own_password(self.request, password)
        return password


class OwnPasswordForm(AdminPasswordChangeForm):
    """A member of staff changes their own password, and is told of it."""

    request: Any

    error_messages = {
        **AdminPasswordChangeForm.error_messages,
        "password_mismatch": "The two new passwords are not the same.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Your password until now"
        self.fields["old_password"].help_text = "So that nobody else changes it at your desk."
        self.fields["new_password2"].label = "The new password once more"
        self.fields["new_password2"].help_text = "So that a slip of the finger is noticed."

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        check_own_password(self.request, password)
        return password

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        emails.tell_of_own(user, "password")
        return user


class NewPasswordForm(PasswordAgainForm, PasswordForm):
    """An administrator sets the password of somebody else, who always has one."""

    error_messages = {"password_mismatch": "The two passwords are not the same."}
    field_order = ["password1", "password2", "own_password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True
        self.fields["password1"].label = "New password"
        self.fields["password2"].label = "The new password once more"
        self.fields["password2"].help_text = "So that a slip of the finger is noticed."


class CodeForm(forms.Form):
    """The code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "size": 30}
        ),
        label="Code",
        error_messages={"required": "Type the six digits that your app shows now."},
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "")


def refuse_too_many(request: Any, kind: str, username: str) -> None:
    """Raise ValidationError if no more attempts are allowed for now."""
    verdict = throttle.consume(request, kind, username)
    if not verdict.refused:
        return
    if throttle.may_fill_the_log(request):
        user = User.objects.filter(username=username).first()
        AuditEntry.objects.record(AuditEntry.Kind.THROTTLED, user)
    raise forms.ValidationError(
        f"Too many tries. Try again {verdict.when}, or in a browser in which you have signed in"
        " before."
    )


def check_own_password(request: Any, password: str) -> None:
    """Raise ValidationError unless it is the password of whoever is signed in."""
    username = request.user.get_username()
    refuse_too_many(request, "password", username)
    if not request.user.check_password(password):
        note_failure(username)
        raise forms.ValidationError("This is not the password with which you signed in.")


def note_failure(username: str) -> None:
    """Log a failed attempt; report a run of them to the owner and the administrators."""
    user = User.objects.filter(username=username).first()
    AuditEntry.objects.record(AuditEntry.Kind.FAILED, user)
    if user is None:
        return
    failures = AuditEntry.objects.failures_today(user.get_username())
    if failures >= RUN_OF_FAILURES:
        emails.tell_of_failures(user, failures)


class RolesField(forms.MultipleChoiceField):
    """The roles of a user, as checkboxes."""

    def __init__(self) -> None:
        super().__init__(
            choices=list(roles.IN_WORDS.items()),
            widget=forms.CheckboxSelectMultiple,
            label="Roles",
            error_messages={"required": "Choose at least one role."},
        )


USERNAME_HELP = "The address at work with which this person signs in. It cannot be changed."
NAME_HELP = dict.fromkeys(("first_name", "last_name"), "Shown beside what this person did.")


class StaffForm(PasswordAgainForm, ModelForm):
    """An account: its owner, its roles, and whether it may sign in."""

    roles = RolesField()

    class Meta:
        model = User
        fields = ["first_name", "last_name", "is_active"]
        labels = {"username": "Email", "is_active": "May sign in"}
        help_texts = {
            "username": USERNAME_HELP,
            **NAME_HELP,
            "is_active": "Untick this when somebody leaves. Accounts are never deleted, so that"
            " the record goes on saying who did what.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].initial = roles.of(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        keeps = cleaned.get("is_active") and roles.ADMINISTRATOR in cleaned.get("roles", [])
        if not keeps:
            accounts.lock_administrators()
        if not keeps and accounts.is_last_administrator(self.instance):
            raise forms.ValidationError(
                "This is the last administrator: nobody could let others in. Make another account"
                " an administrator first."
            )
        return cleaned


class NewStaffForm(PasswordAgainForm, NewUserForm):
    """A new account. Its user name is its email address."""

    username = EmailAddressField(
        label="Email",
        max_length=150,
        help_text=USERNAME_HELP,
    )
    roles = RolesField()

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name"]
        help_texts = NAME_HELP

    def clean_username(self) -> str:
        self.cleaned_data["username"] = str(self.cleaned_data["username"]).strip().lower()
        return str(super().clean_username())
