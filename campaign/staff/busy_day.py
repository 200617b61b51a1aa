"""The desk's switch for an evening on which the campaign is in the news."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign.rate_limits.models import BusyDay
from councils.models.logged import leave_line


def busy_day_view(request: HttpRequest) -> HttpResponse:
    """Show whether a busy day is on; start one until midnight, or end it."""
    user: Any = request.user
    if not user.has_perm("rate_limits.view_busyday"):
        raise PermissionDenied
    may_change = user.has_perm("rate_limits.change_busyday")
    if request.method != "POST":
        context = {
            **admin.site.each_context(request),
            "title": "Busy day",
            "busy_day": BusyDay.current(),
            "may_change": may_change,
        }
        return render(request, "admin/staff/busy_day.html", context)
    if not may_change:
        raise PermissionDenied
    if "start" in request.POST:
        BusyDay.start(user)
        logged, said = "Started until midnight", "Five times as much is let through until midnight."
    else:
        BusyDay.end()
        logged, said = "Ended", "The usual limits are in force again."
    leave_line(request, BusyDay(pk=1), logged)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:index"))
