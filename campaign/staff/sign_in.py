"""What Django's own signing in leaves to us: the second factor's page, and a session that ended."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from campaign.http.typed import typed_by
from campaign.staff import second_factor
from campaign.staff.forms import FactorForm, SignInForm
from councils.page_cache import for_one_visitor
from councils.sharing.qr import qr_svg


@never_cache
@sensitive_post_parameters()
def second_factor_view(request: HttpRequest) -> HttpResponse:
    """Set up one's authenticator app, or another in its place; show the new recovery codes once."""
    user: Any = request.user
    is_staff = user.is_active and user.is_staff
    has_factor = is_staff and second_factor.has_factor(user)
    if not is_staff or (has_factor and not second_factor.is_verified(user)):
        return redirect_to_login(request.path, reverse("admin:login"))
    form = FactorForm(request, request.POST or None)
    context = {**admin.site.each_context(request), "title": "Second factor", "form": form}
    if form.is_valid():
        context["codes"] = second_factor.replace(request, form.app)
    else:
        context |= {
            "has_factor": has_factor,
            "codes_left": second_factor.codes_left(user),
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
