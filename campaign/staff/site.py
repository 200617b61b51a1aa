"""The staff site: Django's admin with our names, our sign-in and our front page."""

import datetime as dt
from collections.abc import Callable
from functools import update_wrapper
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django_otp import user_has_device

from campaign.operations.closing import may_open_again
from campaign.operations.models import CompletedJob
from campaign.outbox.health import check_health
from campaign.pages.markdown import paper
from campaign.pages.models import is_being_prepared
from campaign.pages.views import typed_view
from campaign.privacy.views import person_view
from campaign.recording import list_views as lists
from campaign.recording import views as recording
from campaign.staff import accounts, closing_screen, screens, second_factor
from campaign.staff.desk import held_by_pause, on_the_desk
from campaign.staff.models import AuditEntry
from campaign.staff.sign_in import (
    OwnPasswordForm,
    SignInForm,
    second_factor_view,
    signed_out_page,
)
from campaign.taken_out import screens as taken_out
from campaign.tasks.models import Task
from councils.record import closed_on, record_on
from councils.record.charter_text import is_held
from councils.record.version import closing_day

SECTIONS = ("Record", "Councils", "Letters and email", "People", "Words", "Running")
"""The sections of the desk, in the order of the work. Each list’s class names its own."""
GUIDE = "guide"
"""The cookie of whoever has closed the guide on the desk."""


class StaffSite(admin.AdminSite):
    """Django's admin, with what is waiting for staff on its front page."""

    site_header = "Make Runaways Safe: staff"
    site_title = "Make Runaways Safe"
    index_title = "The desk"
    index_template = "admin/desk.html"  # not by the name of Django's, which each app's page extends
    site_url = "/"

    def get_urls(self) -> list[Any]:
        fact = "record/<str:kind>/<int:pk>"
        ours = {
            "privacy_person": ("privacy/erasure/person/", person_view),
            "guide": ("guide/", self.guide),
            "typed": ("pages/typed/", typed_view),
            "closing": ("closing/", closing_screen.closing_view),
            "switch": ("switch/", screens.switch_view),
            "held_letters": ("letters/read/", screens.held_letters_view),
            "take_out": ("words/<str:kind>/<int:pk>/", taken_out.take_out_view),
            "erase_versions": (
                "words/<str:kind>/<int:pk>/versions/",
                taken_out.erase_versions_view,
            ),
            "record": ("record/", recording.record_view),
            "record_lists": ("record/lists/<str:kind>/", lists.bring_list_view),
            "record_list": ("record/list/<str:kind>/<int:pk>/", lists.read_list_view),
            "record_file": ("record/file/<slug:digest>/", recording.file_view),
            "recorded": (f"{fact}/", recording.recorded_view),
            "record_correct": (f"{fact}/correct/", recording.correct_view),
            "record_act": (f"{fact}/<str:act>/", recording.act_view),
        }
        return [
            path("second-factor/", second_factor_view, name="second_factor"),
            *(path(route, self.admin_view(view), name=name)
              for name, (route, view) in ours.items()),
            *super().get_urls(),
        ]  # fmt: skip

    def guide(self, request: HttpRequest) -> HttpResponse:
        """Show the guide for a new volunteer, on two pages to print; or take it off the desk."""
        if request.method == "POST":
            response = HttpResponseRedirect(reverse("admin:index"))
            response.set_cookie(
                GUIDE, "closed", max_age=400 * 24 * 3600, path=reverse("admin:index"),
                secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict",
            )  # fmt: skip
            return response
        title, html = paper("volunteer.md")
        context = {**self.each_context(request), "title": title, "html": html}
        return render(request, "admin/staff/guide.html", context)

    # Access

    login_form = SignInForm
    login_template = "admin/sign_in.html"
    password_change_form = OwnPasswordForm

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor.is_done(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Keep what somebody typed whose session has ended, and log what staff are refused."""
        seen: Callable[..., HttpResponse] = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not request.user.is_authenticated:
                return signed_out_page(request)
            try:
                return seen(request, *args, **kwargs)
            except PermissionDenied:
                refused = f"{request.method} {request.path_info}"
                AuditEntry.objects.record(AuditEntry.Kind.REFUSED, request.user, refused)
                raise

        return update_wrapper(guarded, seen)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Sign somebody in as Django does; lead whoever has no second factor to set one up."""
        is_staff = super().has_permission(request)
        user = request.user
        lacks_one = is_staff and settings.SECOND_FACTOR and not user_has_device(user)
        if request.method == "GET" and lacks_one:
            return HttpResponseRedirect(reverse("admin:second_factor"))
        if request.method == "POST":
            request.session.flush()  # Django would go on with one of the same account
        response = super().login(request, {"title": "Sign in", **(extra_context or {})})
        if request.method == "POST" and response.status_code == 302:
            # A day of its own: by its age alone, each notice of something saved would prolong it.
            ends_at = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
            request.session.set_expiry(ends_at)
            AuditEntry.objects.record(AuditEntry.Kind.SIGNED_IN, request.user)
        return response

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Lead to the desk, which has every list in its section."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the lists that a user may open, by section."""
        sections: dict[str, list[Any]] = {section: [] for section in SECTIONS}
        for app in super().get_app_list(request, app_label):
            for each in app["models"]:
                model_admin: Any = self.get_model_admin(each["model"])
                sections[model_admin.section].append({**each, "name": model_admin.list_name})
        if request.user.has_perm("supporters.erase_person"):
            address = reverse("admin:privacy_person")
            person = {"name": "A person: find, export, erase", "admin_url": address}
            sections["People"].append(person)
        return [
            {
                "name": section,
                "app_label": f"section-{section.partition(' ')[0].lower()}",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": sorted(lists, key=itemgetter("name")),
            }
            for section, lists in sections.items()
            if lists
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits, how the switches stand, figures of letters, then everything else."""
        mail = check_health()
        closed = closed_on()
        user: Any = request.user
        desk = {
            **on_the_desk(user, mail),
            "shows_guide": GUIDE not in request.COOKIES,
            "is_the_only_one": user.is_superuser and accounts.administrators().count() < 2,
            "mine": Task.objects.to_do().filter(taken_by=user.pk).count(),
            "mail": mail.settings,
            "leaving": held_by_pause(mail.settings) if "resume" in request.GET else [],
            "must_be_opened": settings.MUST_BE_OPENED,
            "is_being_prepared": is_being_prepared(),
            "has_text": is_held(record_on()),
            "closes_on": closing_day(),
            "closed_on": closed,
            "may_open_again": closed is not None and may_open_again(closed),
            "jobs": CompletedJob.objects.exclude(name__in=CompletedJob.OFTEN).order_by("name"),
        }
        return super().index(request, desk | (extra_context or {}))
