"""The days on which the record changed, for visitors to choose from."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from councils.dates import format_date
from councils.signature_history.periods import Day, Timeline
from councils.tracker.forms import TrackerForm

MAX_CHOICES = 60
"""The most days in a drop-down list."""
MAX_ON_A_PAGE = 240


class Choice(NamedTuple):
    """A day to choose, with its count."""

    on: Day
    is_today: bool
    is_ahead: bool
    is_chosen: bool

    @property
    def value(self) -> str:
        """The day as a form sends it; empty for today."""
        return "" if self.is_today else self.on.day.isoformat()

    @property
    def words(self) -> str:
        """The day and its count, as an option of a drop-down list."""
        day = "Today" if self.is_today else format_date(self.on.day)
        if self.is_ahead:
            return f"{day}: {self.on.total} councils"
        return f"{day}: {self.on.signed} of {self.on.total}"

    @property
    def count_words(self) -> str:
        if self.is_ahead:
            return f"{self.on.total} councils, to come"
        return f"{self.on.signed} of {self.on.total}"


class Picker(NamedTuple):
    """The days that a page offers besides the one it shows."""

    choices: list[Choice]
    before: dt.date | None
    """The last day before the one shown on which something changed, or today."""
    after: dt.date | None
    """The first such day after it."""
    filters: dict[str, str]
    """The other filters, which links to other days keep."""

    @property
    def query_before(self) -> str:
        return self.query_on(self.before)

    @property
    def query_after(self) -> str:
        return self.query_on(self.after)

    def query_on(self, day: dt.date | None) -> str:
        """Return the query of the page's address on another day, with its filters kept."""
        return urlencode({**self.filters, "at": day})


def picker(timeline: Timeline, today: dt.date, form: TrackerForm) -> Picker:
    """Return the days to offer beside the day and filters in a form."""
    shown = form.asked or today
    days = sorted({*timeline.days, today})
    return Picker(
        choices(timeline, today, None if form.too_early else shown),
        before=next((day for day in reversed(days) if day < shown), None),
        after=next((day for day in days if day > shown), None),
        filters=form.filters,
    )


def choices(timeline: Timeline, today: dt.date, chosen: dt.date | None) -> list[Choice]:
    """Return the days to choose from, in order: days of change, today, and the one chosen."""
    days = {*thin_out(timeline.days, MAX_CHOICES), today} | ({chosen} if chosen else set())
    return [
        Choice(timeline.on(day), day == today, day > today, day == chosen) for day in sorted(days)
    ]


def by_year(timeline: Timeline, today: dt.date) -> list[tuple[int, list[Choice]]]:
    """Return all days of change by year, the newest year first, and in it the newest day."""
    days = [
        Choice(timeline.on(day), day == today, day > today, False)
        for day in reversed(thin_out(timeline.days, MAX_ON_A_PAGE))
    ]
    years = groupby(days, key=lambda choice: choice.on.day.year)
    return [(year, list(of_year)) for year, of_year in years]


def thin_out(days: list[dt.date], most: int) -> list[dt.date]:
    """Return the days or, if there are too many, the last of each month or else of each year."""
    units: list[Callable[[dt.date], object]] = [
        lambda day: (day.year, day.month),
        lambda day: day.year,
    ]
    thinned = days
    for unit in units:
        if len(thinned) <= most:
            break
        thinned = [list(same)[-1] for _, same in groupby(days, key=unit)]
    return [*days[:1], *(day for day in thinned if day != days[0])]
