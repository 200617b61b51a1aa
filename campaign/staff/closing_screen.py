"""The page on which an administrator closes the campaign, rehearses it and reads what was done."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from campaign import retention
from campaign.operations import closing
from campaign.privacy import personal_data
from campaign.staff.forms import PasswordAgainForm
from campaign.staff.models import AuditEntry
from councils.dates import format_date, today
from councils.models import Closing
from councils.models.logged import leave_line
from councils.record import closed_on
from councils.saves import refuse_if_stale


class ClosingForm(PasswordAgainForm):
    """The day, and a tick and one's own password that confirm it: it may be today, and for good."""

    field_order = ("day", "sure")

    day = forms.DateField(
        label="The campaign closes on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="From its first minute nobody can write, ask for an alert or sign up.",
    )
    sure = forms.BooleanField(
        label="I have read the rehearsal. Once the day has come, this cannot be undone.",
        required=False,
    )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < today():
            raise forms.ValidationError("This day has passed.")
        return day

    def clean(self) -> None:
        if "close" in self.data and not self.cleaned_data.get("sure"):
            self.add_error("sure", "Tick this to show that you are sure.")


@sensitive_post_parameters()
def closing_view(request: HttpRequest) -> HttpResponse:
    """Show when the campaign closes and what was done; rehearse it, set the day or take it back."""
    user: Any = request.user
    if not user.is_superuser:
        raise PermissionDenied
    form = ClosingForm(request.POST or None)
    form.request = request
    version = refuse_if_stale(request, Closing.current() or Closing(pk=1), form)
    withdraws = "withdraw" in request.POST and not form.has_error(NON_FIELD_ERRORS, "stale")
    rehearsed: dict[str, closing.Figures] | None = None
    if "rehearse" in request.POST:
        rehearsed = closing.rehearse(timezone.now())
        form = ClosingForm(initial={"day": request.POST.get("day", "")})
    elif request.method == "POST" and (withdraws or form.is_valid()):
        decide(request, user, form)
        return HttpResponseRedirect(reverse("admin:closing"))
    row, closed = Closing.current(), closed_on()
    erased_by = (row.day if row else today()) + retention.AFTER_CLOSING
    context = {
        **admin.site.each_context(request),
        "title": "Closing the campaign",
        "form": None if closed else form,
        "closing": row,
        "version": version,
        "closed": closed,
        "erased_by": erased_by,
        "backups_until": erased_by + retention.BACKUPS_KEPT,
        "days": retention.AFTER_CLOSING.days,
        "rehearsed": rehearsed,
        "left": personal_data.left() if closed and today() > erased_by else None,
    }
    return render(request, "admin/staff/closing.html", context)


def decide(request: HttpRequest, user: Any, form: ClosingForm) -> None:
    """Set the day or take it back, unless it has come; say and log which."""
    try:
        if "withdraw" in request.POST:
            Closing.set_day(None, by=user.get_username())
            words = "took back the day on which the campaign closes"
        else:
            day = form.cleaned_data["day"]
            Closing.set_day(day, by=user.get_username())
            words = f"set the day on which the campaign closes: {format_date(day)}"
    except ValueError as error:
        messages.error(request, str(error))
        return
    AuditEntry.objects.record(AuditEntry.Kind.CLOSING, user, words)
    leave_line(request, Closing(pk=1), words)
    messages.success(request, f"You {words}.")
