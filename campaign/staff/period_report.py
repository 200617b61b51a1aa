"""What happened in a week or a month: an email to staff each Monday, and a page for trustees.

It holds numbers and councils, and nothing about anybody who wrote.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from campaign.asking.models import Ask
from campaign.letters.models import Letter
from campaign.operations.models import CompletedJob
from campaign.staff import emails
from campaign.staff.accounts import can_sign_in
from campaign.tasks.models import Task, TaskKind
from councils.dates import format_date, midnight
from councils.decisions.ahead import decisions_ahead
from councils.record import record_on

AHEAD = dt.timedelta(days=30)
"""How far ahead decisions are named."""
MOST = 30
"""How many lines a section has at most; the others are counted."""


@dataclass(frozen=True)
class Section:
    """A heading with its lines, or with a sentence if there are none."""

    title: str
    lines: list[str]
    none: str

    @property
    def shown(self) -> list[str]:
        more = len(self.lines) - MOST
        return [*self.lines[:MOST], *([f"And {more} more."] if more > 0 else [])]


@dataclass(frozen=True)
class Report:
    """What happened from ``first`` to ``last``, both included, and what is ahead."""

    first: dt.date
    last: dt.date
    sections: list[Section]
    standing: str
    """How many councils are on record as signed at its end."""

    @property
    def period(self) -> str:
        return f"{format_date(self.first)} to {format_date(self.last)}"

    @property
    def nothing(self) -> str:
        """One line for a time in which nothing happened; "" if something did."""
        if any(section.lines for section in self.sections):
            return ""
        return "Nothing happened: no letter, no answer, no decision ahead and no task overdue."

    @property
    def text(self) -> str:
        """All of it as the text of an email."""
        parts = [self.nothing] if self.nothing else list(self._parts())
        return "\n\n".join([*parts, self.standing])

    def _parts(self) -> Iterator[str]:
        for section in self.sections:
            lines = [f"- {line}" for line in section.shown] or [section.none]
            yield "\n".join([section.title, *lines])


def report(first: dt.date, last: dt.date) -> Report:
    """Return the report of the days from ``first`` to ``last``."""
    record = record_on()
    return Report(
        first,
        last,
        [
            Section("Letters by council", letters(first, last), "No letter was confirmed."),
            Section("Answers from councils", answers(first, last), "No answer came in."),
            Section("Decisions in the 30 days after", decisions(last), "None is on record."),
            Section("Tasks overdue now", overdue(), "None."),
        ],
        f"{record.signed} of {record.total} councils are on record as signed today.",
    )


def letters(first: dt.date, last: dt.date) -> list[str]:
    """Return a line for each council with its letters confirmed, most first; tests left out."""
    confirmed = Letter.objects.filter(**between("confirmed_at", first, last), is_test=False)
    counts = confirmed.order_by().values_list("council__short_name").annotate(Count("pk"))
    return lines(Counter(dict(counts)))


def answers(first: dt.date, last: dt.date) -> list[str]:
    """Return a line for each council with its answers: to letters, and to our own questions."""
    came = Task.objects.filter(**between("created_at", first, last), kind=TaskKind.REPLY)
    asks = Ask.objects.answered().filter(**between("ended_at", first, last))
    counts: Counter[str] = Counter()
    # One answer ends the plain question and the formal request after it.
    for rows, each in ((came, "pk"), (asks, "council")):
        named = rows.order_by().values_list("council__short_name")
        counts.update(dict(named.annotate(Count(each, distinct=True))))
    return lines(counts)


def decisions(last: dt.date) -> list[str]:
    """Return a line for each decision due in the time after the last day."""
    record = record_on(last + dt.timedelta(days=1))
    return [
        f"{decision.row.short_name} {decision.decides(record.on)}"
        for decision in decisions_ahead(record)
        if (day := decision.event.when.last_day) and day <= last + AHEAD
    ]


def overdue() -> list[str]:
    tasks = Task.objects.overdue().select_related("council", "taken_by").order_by("due_on", "pk")
    return [
        f"{task}, since {format_date(task.overdue_since)}; {task.taken_by or 'nobody’s'}"
        for task in tasks
        if task.overdue_since
    ]


def between(field: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Return the condition that a time lies in these days in London."""
    return {
        f"{field}__gte": midnight(first),
        f"{field}__lt": midnight(last + dt.timedelta(days=1)),
    }


def lines(counts: Counter[str]) -> list[str]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] or ""))
    return [f"{name or 'No council'}: {number}" for name, number in ordered]


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def email_week(now: dt.datetime | None = None) -> int:
    """Email staff the week that has ended, once, on Monday; return to how many.

    If Monday's run was missed, the next one makes up for it.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    sent_at = CompletedJob.objects.last_at(CompletedJob.Name.WEEK)
    if timezone.localdate(sent_at) >= monday if sent_at else day != monday:
        return 0
    week = report(monday - dt.timedelta(days=7), monday - dt.timedelta(days=1))
    text = f"{week.text}\n\nThe desk: {settings.SITE_URL}{reverse('admin:index')}"
    staff = can_sign_in()
    for user in staff:
        emails.send(user, f"week:{monday}", f"The week: {week.period}", text)
    CompletedJob.objects.record(CompletedJob.Name.WEEK, now)
    return len(staff)
