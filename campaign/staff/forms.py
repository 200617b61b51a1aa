"""Forms for staff to sign in, and for administrators to manage accounts."""

from typing import Any

import django_otp
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from campaign import rate_limits
from campaign.rate_limits.addresses import client_address, network_of
from campaign.staff import accounts, emails, roles, second_factor
from campaign.staff.models import RUN_OF_FAILURES, AuditEntry
from councils.email_addresses import cleaned_address
from councils.forms import EmailAddressField, ModelForm

CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "size": 30})


class SignInForm(AdminAuthenticationForm):
    """Email, password and the app's code. Failed attempts are limited."""

    code = forms.CharField(
        label="Code from your app",
        required=False,
        max_length=40,
        widget=CODE,
        help_text="The six digits that it shows now, or a recovery code. Leave this empty if you"
        " haven’t set up an app yet.",
    )

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This email, password and code do not belong together. Check all three. A"
        " code works once: wait for the next one.",
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
        if not (username and self.cleaned_data.get("password")) or self.request is None:
            return self.cleaned_data
        network = network_of(client_address(self.request))
        refuse(rate_limits.consume("sign-in", self.request, account=f"{username} {network}"))
        try:
            cleaned = super().clean()
            self.check_code(self.get_user())
        except forms.ValidationError:
            note_failure(username)
            raise
        return cleaned

    def check_code(self, user: User) -> None:
        """Let in nobody without their code, whatever else was right; say nothing of what was."""
        if not second_factor.has_factor(user):
            return
        code = self.cleaned_data.get("code", "").replace(" ", "")
        device = django_otp.match_token(user, code) if code else None
        if device is None:
            raise self.get_invalid_login_error()
        user.otp_device = device  # type: ignore[attr-defined]  # django-otp reads it there


def refuse(verdict: rate_limits.Verdict) -> None:
    if verdict.refused:
        raise forms.ValidationError(f"Too many tries. Try again {verdict.when}.")


def check_own_password(user: User, password: str) -> None:
    """Raise ValidationError unless it is the password of whoever is signed in."""
    refuse(rate_limits.consume("own password", account=user.get_username()))
    if not user.check_password(password):
        note_failure(user.get_username())
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


class PasswordAgainForm(forms.Form):
    """One's own password, typed once more before an account or a second factor changes.

    A session may have been left open: whoever finds it must not make themselves at home.
    """

    request: HttpRequest
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
        user, password = self.request.user, self.cleaned_data["own_password"]
        assert isinstance(user, User)
        check_own_password(user, password)
        return str(password)


class OwnPasswordForm(AdminPasswordChangeForm):
    """A member of staff changes their own password, and is told of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Your password until now"
        self.fields["old_password"].help_text = "So that nobody else changes it at your desk."
        self.fields["new_password2"].label = "The new password once more"
        self.fields["new_password2"].help_text = "So that a slip of the finger is noticed."

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        check_own_password(self.user, password)
        return password

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        emails.tell_of_own(user, "password")
        return user


class FactorForm(PasswordAgainForm):
    """The first code of a new app, whose secret travels with the form until then.

    Whoever has just typed the password to sign in is not asked for it again.
    """

    seal = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        max_length=40,
        label="The code that it shows",
        widget=CODE,
        error_messages={"required": "Type the six digits that your app shows now."},
    )
    field_order = ["seal", "code", "own_password"]

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        user: Any = request.user
        app = second_factor.opened(self.data.get("seal", ""), user)
        self.is_late, self.app = app is None, app or second_factor.new_app(user)
        self.initial["seal"] = second_factor.sealed(self.app)
        if not second_factor.is_done(request):
            del self.fields["own_password"]
        if self.is_late and data:
            self.data = {**data.dict(), "seal": self.initial["seal"]}

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if self.is_late:
            raise forms.ValidationError("This took too long. Scan the new code, then type its six.")
        if not second_factor.proves(self.app, code):
            raise forms.ValidationError(
                "This code is not right. Type the six digits your app shows now."
            )
        return code


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
            del self.fields["username"]  # the record names people by it
        else:
            self.fields["new_password"].required = True
        if self.instance == self.request.user:  # one's own are changed where both are asked for
            del self.fields["new_password"], self.fields["reset_factor"]

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        keeps = cleaned.get("is_active", True) and roles.ADMINISTRATOR in cleaned.get("roles", [])
        if self.instance.pk and not keeps:
            accounts.lock_administrators()
            if accounts.is_last_administrator(self.instance):
                raise forms.ValidationError(
                    "This is the last administrator: nobody could let others in. Make another"
                    " account an administrator first."
                )
        return cleaned
