"""The screen on which an administrator closes the campaign on a day, or opens it again."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from campaign import retention
from campaign.operations import closing
from campaign.privacy import personal_data
from campaign.staff.sign_in import PasswordAgainForm
from councils.dates import format_date, today
from councils.forms import DayField
from councils.models import RecordVersion
from councils.models.logged import leave_line
from councils.record import closed_on, record_version
from councils.saves import refuse_if_stale

FURTHEST = dt.timedelta(days=5 * 366)
"""How far ahead the campaign’s end is set: a later year is a slip."""


class ClosingForm(PasswordAgainForm):
    """The day, confirmed by one's own password. It begins with a night: never now."""

    field_order = ("day",)

    day = DayField(
        label="The campaign closes on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Tomorrow at the earliest. From its first minute nobody can write, ask for an"
        " alert or sign up. Empty: it does not close.",
    )

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day and day <= today():
            raise forms.ValidationError(
                "It closes with a night: choose tomorrow or a later day. Until then you can take"
                " it back."
            )
        if day and day > today() + FURTHEST:
            raise forms.ValidationError("That is more than five years away. Check the year.")
        return day


class OpenAgainForm(PasswordAgainForm):
    """Why the campaign goes on, confirmed by one's own password."""

    field_order = ("why",)

    why = forms.CharField(
        label="Why it is opened again",
        max_length=300,
        help_text="Public, in the log of what we changed.",
        error_messages={"required": "Say why: it is public."},
    )


@sensitive_post_parameters()
def closing_view(request: HttpRequest) -> HttpResponse:
    """Show when the campaign closes and what was done; rehearse it, set the day, or open again."""
    user: Any = request.user
    if not user.is_superuser:
        raise PermissionDenied
    closed = closed_on()
    opens_again = "open_again" in request.POST
    if request.method == "POST" and opens_again != bool(closed):
        # Pressed twice, a colleague was quicker, or the day has come meanwhile.
        is_now = f"closed on {format_date(closed)}" if closed else "is open"
        messages.info(request, f"The campaign {is_now}. Nothing was changed.")
        return HttpResponseRedirect(reverse("admin:closing"))
    if closed:
        return closed_view(request, closed)
    row = RecordVersion.objects.get()
    rehearsed = None
    typed = request.POST.copy()
    if "take_back" in typed:
        typed["day"] = ""
    form = ClosingForm(typed or None, initial={"day": row.closes_on})
    form.request = request
    rehearses = "rehearse" in request.POST
    if form.is_valid() and form.cleaned_data["day"] == row.closes_on and not rehearses:
        # Before anything else: whoever pressed twice, or after a colleague, need do no more.
        messages.info(request, f"That is so already: {what_is_set(row.closes_on)}.")
        return HttpResponseRedirect(reverse("admin:closing"))
    version = refuse_if_stale(request, row, form)
    if rehearses:
        rehearsed = closing.rehearse(timezone.now())
        form = ClosingForm(initial={"day": request.POST.get("day", "")})
    elif form.is_valid():
        set_day(request, row, form.cleaned_data["day"])
        return HttpResponseRedirect(reverse("admin:closing"))
    return shown(request, row.closes_on, form=form, version=version, rehearsed=rehearsed)


def what_is_set(day: dt.date | None) -> str:
    """Return, as the end of a sentence, when the campaign closes."""
    if day is None:
        return "no day is set on which the campaign closes"
    return f"the campaign closes on {format_date(day)}"


def set_day(request: HttpRequest, row: RecordVersion, day: dt.date | None) -> None:
    """Set, move or take back the day. Nobody outside is told of it before it has come."""
    RecordVersion.close_on(day)
    words = "took back the day on which the campaign closes: it does not close"
    if day:
        words = f"set the day on which the campaign closes: {format_date(day)}"
    leave_line(request, row, words)
    messages.success(request, f"You {words}.")


def closed_view(request: HttpRequest, closed: dt.date) -> HttpResponse:
    """Show what was done since it closed; open it again, until the night that erases."""
    if not closing.may_open_again(closed):
        if request.method == "POST":
            messages.info(request, "It can’t be opened again any more. Nothing was changed.")
            return HttpResponseRedirect(reverse("admin:closing"))
        return shown(request, closed, closed=closed)
    form = OpenAgainForm(request.POST or None)
    form.request = request
    if form.is_valid():
        said = closing.open_again(closed, form.cleaned_data["why"], timezone.now())
        record_version.forget()
        leave_line(request, RecordVersion.objects.get(), said)
        messages.success(request, f"{said} What was held about people is erased.")
        return HttpResponseRedirect(reverse("admin:closing"))
    return shown(request, closed, closed=closed, form=form)


def shown(request: HttpRequest, day: dt.date | None, **context: Any) -> HttpResponse:
    erased_by = (day or today()) + retention.AFTER_CLOSING
    is_erased = bool(context.get("closed")) and today() > erased_by
    common = {
        **admin.site.each_context(request),
        "title": "Closing the campaign",
        "closes_on": day,
        "erased_by": erased_by,
        "last_day": erased_by - dt.timedelta(days=1),
        "backups_until": erased_by + retention.BACKUPS_KEPT,
        "days": retention.AFTER_CLOSING.days,
        "left": personal_data.left() if is_erased else None,
    }
    return render(request, "admin/staff/closing.html", {**common, **context})
