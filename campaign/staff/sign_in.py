"""Signing in, one's own password and second factor: what Django's own leaves to us."""

from typing import Any

import django_otp
from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits
from campaign.http.papers import typed_by
from campaign.rate_limits.addresses import client_address, network_of
from campaign.staff import accounts, emails, second_factor
from campaign.staff.models import AuditEntry
from councils.email_addresses import cleaned_address
from councils.page_cache import for_one_visitor
from councils.sharing.qr import qr_svg

MANY_FAILURES = 50
"""Wrong tries of a day after which whoever has the account is told, once."""

CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "size": 30})


class SignInForm(AdminAuthenticationForm):
    """Email, password and the app's code. Failed attempts are limited."""

    username = UsernameField(
        label="Email", widget=forms.TextInput(attrs={"autofocus": True, "inputmode": "email"})
    )
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
            return super().clean()
        except forms.ValidationError:
            note_failure(username)
            raise

    def confirm_login_allowed(self, user: User) -> None:
        """Let in nobody without their code, whatever else was right; say nothing of what was."""
        super().confirm_login_allowed(user)
        if not django_otp.user_has_device(user):
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
    if not password:
        raise forms.ValidationError("Type the password with which you signed in.")
    refuse(rate_limits.consume("own password", account=user.get_username()))
    if not user.check_password(password):
        note_failure(user.get_username())
        raise forms.ValidationError("This is not the password with which you signed in.")


def note_failure(username: str) -> None:
    """Log a failed attempt, by name where the account exists."""
    user = User.objects.filter(username=username).first()
    AuditEntry.objects.record(AuditEntry.Kind.FAILED, user)
    if user and user.is_active and AuditEntry.objects.failed_today(user) >= MANY_FAILURES:
        emails.tell_of_failures(user, MANY_FAILURES)


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
        user = self.request.user
        password = self.cleaned_data["own_password"]
        assert isinstance(user, User)
        check_own_password(user, password)
        return str(password)


class OwnPasswordForm(AdminPasswordChangeForm):
    """A member of staff changes their own password, and is told of it."""

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        check_own_password(self.user, password)
        return password

    def save(self, commit: bool = True) -> User:
        accounts.record_new_password(self.user)
        user: User = super().save(commit)
        emails.tell_of_own_change(user, "password")
        return user


class FactorForm(PasswordAgainForm):
    """The first code of a new app. Whoever has only now typed the password is not asked again."""

    code = forms.CharField(
        max_length=40,
        label="The code that it shows",
        widget=CODE,
        error_messages={"required": "Type the six digits that your app shows now."},
    )
    field_order = ["code", "own_password"]

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST or None)
        self.request = request
        self.app = second_factor.new_app(request)
        if not second_factor.is_done(request):
            del self.fields["own_password"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if not second_factor.proves(self.app, code):
            raise forms.ValidationError(
                "This code is not right. Type the six digits your app shows now."
            )
        return code


@never_cache
@sensitive_post_parameters()
def second_factor_view(request: HttpRequest) -> HttpResponse:
    """Set up one's authenticator app, or another in its place; show the new recovery codes once."""
    user: Any = request.user
    has_factor = user.is_staff and django_otp.user_has_device(user)
    if not user.is_staff or (has_factor and not second_factor.is_done(request)):
        return redirect_to_login(request.path, reverse("admin:login"))
    form = FactorForm(request)
    context = {**admin.site.each_context(request), "title": "Second factor", "form": form}
    if form.is_valid():
        context["codes"] = second_factor.replace(request, form.app)
    else:
        context |= {
            "has_factor": has_factor,
            "qr_code": qr_svg(form.app.config_url),  # without style attributes or scripts
            "typed_key": second_factor.typed_key(form.app),
            "may_leave": second_factor.is_done(request),
        }
    return for_one_visitor(render(request, "admin/second_factor.html", context))


def signed_out_page(request: HttpRequest) -> HttpResponse:
    """Ask a user whose session has ended to sign in again, and give back what they had typed."""
    context = {
        **admin.site.each_context(request),
        "title": "Sign in again",
        "form": SignInForm(request),
        "typed": "\n".join(typed_by(request)),
        "next": reverse("admin:index"),
        "is_over": True,
    }
    return for_one_visitor(render(request, "admin/sign_in.html", context, status=403))
