"""A month on one page, to print for trustees."""

import datetime as dt

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaign.letters import statistics
from campaign.staff import charts
from campaign.staff.period_report import month_of, report
from councils.dates import RECORD_BEGINS, today


def month_view(request: HttpRequest) -> HttpResponse:
    """Show the month in ``?month=2026-10``; without one, or with a wrong one, the last full one."""
    this_month, _ = month_of(today())
    last_full, _ = month_of(this_month - dt.timedelta(days=1))
    first, last = month_of(asked_for(request.GET.get("month", ""), this_month) or last_full)
    context = {
        **admin.site.each_context(request),
        "title": f"{first:%B %Y}",
        "report": report(first, last),
        "chart": charts.letters_by_day(statistics.figures(last, last.day).by_day),
        "before": (first - dt.timedelta(days=1)).strftime("%Y-%m"),
        "after": "" if first >= this_month else (last + dt.timedelta(days=1)).strftime("%Y-%m"),
        "is_running": first == this_month,
    }
    return render(request, "admin/staff/month.html", context)


def asked_for(typed: str, this_month: dt.date) -> dt.date | None:
    """Return the first day of a month typed as 2026-10; None for one that is not in the record."""
    try:
        first = dt.date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None
    return first if RECORD_BEGINS.replace(day=1) <= first <= this_month else None
