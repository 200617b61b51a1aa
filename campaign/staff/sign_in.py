"""The sign-in pages for staff: password, second factor, then the page they came from."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from campaign.http.typed import typed_by
from campaign.staff import second_factor, throttle
from campaign.staff.forms import (
    CodeForm,
    PasswordAgainForm,
    SignInForm,
    note_failure,
    refuse_too_many,
)
from campaign.staff.models import AuditEntry
from councils.page_cache import for_one_visitor


class SignInView(LoginView):
    """Email and password; then the second factor, if one is required."""

    authentication_form = SignInForm
    template_name = "admin/sign_in.html"
    next_page = "admin:index"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | page_context(self.request, "Sign in")

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        self.request.session.flush()  # Django would go on with one of the same account
        login(self.request, form.get_user())
        return go_on(self.request)


def go_on(request: HttpRequest) -> HttpResponse:
    """Redirect a user who has given a password to the second factor, or to their page."""
    if not second_factor.is_done(request):
        return second_factor_page(request)
    user: Any = request.user
    AuditEntry.objects.record(AuditEntry.Kind.SIGNED_IN, user)
    response = HttpResponseRedirect(next_address(request))
    throttle.remember(request, response, user)
    return response


@never_cache
@sensitive_post_parameters()
def second_factor_view(request: HttpRequest) -> HttpResponse:
    """Check a code at sign-in; or set up, replace or renew the user's own second factor."""
    user: Any = request.user
    if not (user.is_active and user.is_staff):
        return redirect_to_login(reverse("admin:second_factor"), reverse("admin:login"))
    if second_factor.has_factor(user) and not second_factor.is_verified(user):
        return check_code(request) if request.method == "POST" else second_factor_page(request)
    if request.method != "POST":
        return second_factor_page(request)
    if "begin" in request.POST or "renew" in request.POST:
        return change_factor(request)
    if "go_on" in request.POST:
        return go_on(request)
    return finish_set_up(request)


def check_code(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            refuse_too_many(request, "code", user.get_username())
        except forms.ValidationError as error:
            form.add_error("code", error)
        else:
            if second_factor.check(request, form.cleaned_data["code"]):
                return go_on(request)
            note_failure(user.get_username())
            form.add_error(
                "code",
                "This code is not right, or was used before. Wait for the next one that your app"
                " shows, or type a recovery code.",
            )
    return code_page(request, form)


def change_factor(request: HttpRequest) -> HttpResponse:
    """Begin to set up an app, or make new recovery codes.

    Whoever is signed in already types the password once more: a session may have been left open.
    """
    user: Any = request.user
    form = PasswordAgainForm(request.POST)
    form.request = request
    if second_factor.is_done(request) and not form.is_valid():
        return second_factor_page(request, form)
    if "begin" in request.POST:
        second_factor.begin(request)
        return set_up_page(request, CodeForm())
    if not second_factor.is_verified(user):
        return second_factor_page(request)
    AuditEntry.objects.record(AuditEntry.Kind.CODES, user)
    return codes_page(request, second_factor.renew_codes(user))


def finish_set_up(request: HttpRequest) -> HttpResponse:
    device, form = second_factor.begun(request), CodeForm(request.POST)
    if device is None:
        return second_factor_page(request)
    if not form.is_valid():
        return set_up_page(request, form)
    codes = second_factor.finish(request, device, form.cleaned_data["code"])
    if not codes:
        form.add_error("code", "This code is not right. Type the six digits your app shows now.")
        return set_up_page(request, form)
    return codes_page(request, codes)


# The pages


def second_factor_page(request: HttpRequest, form: PasswordAgainForm | None = None) -> HttpResponse:
    """Show the next step for a user: entering a code, or setting up a second factor."""
    user: Any = request.user
    if second_factor.has_factor(user) and not second_factor.is_verified(user):
        return code_page(request, CodeForm())
    context = page_context(request, "Second factor") | {
        "has_factor": second_factor.has_factor(user),
        "codes_left": second_factor.codes_left(user),
        "must": not second_factor.is_done(request),
        "form": form or PasswordAgainForm(),
    }
    return for_one_visitor(render(request, "admin/second_factor.html", context))


def code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = page_context(request, "Your code") | {"form": form}
    return for_one_visitor(render(request, "admin/code.html", context))


def set_up_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    device = second_factor.begun(request)
    if device is None:
        return second_factor_page(request)
    context = page_context(request, "Set up a second factor") | {
        "form": form,
        "qr_code": second_factor.qr_code(device),
        "typed_key": second_factor.typed_key(device),
    }
    return for_one_visitor(render(request, "admin/set_up_factor.html", context))


def codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = page_context(request, "Your recovery codes") | {"codes": codes}
    return for_one_visitor(render(request, "admin/recovery_codes.html", context))


def page_context(request: HttpRequest, title: str) -> dict[str, Any]:
    """Return the context of every sign-in page: the admin's own, and the next address."""
    context = {**admin.site.each_context(request), "title": title}
    return context | {"next": next_address(request)}


def next_address(request: HttpRequest) -> str:
    """Return the address a user was going to if it is on this site; otherwise the dashboard."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return address
    return reverse("admin:index")


def to_second_factor(request: HttpRequest) -> HttpResponse:
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{query}")


def signed_out_page(request: HttpRequest) -> HttpResponse:
    """Ask a user whose session has ended to sign in again, and give back what they had typed."""
    context = page_context(request, "Sign in again") | {
        "form": SignInForm(request),
        "typed": "\n".join(typed_by(request)),
        "next": reverse("admin:index"),
        "is_over": True,
    }
    return for_one_visitor(render(request, "admin/sign_in.html", context, status=403))
