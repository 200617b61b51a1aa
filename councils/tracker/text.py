"""The tracker's title, headings and sentences about the councils it lists."""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse

from councils.dates import RECORD_BEGINS, format_date, today
from councils.record import CouncilOnDay, Record, Tally
from councils.sharing.share_address import share_picture_path

EVERY_COUNCIL = (
    "Every council in England that runs children’s services, and what is on record: signed or not,"
    " when, and how we know."
)


class TrackerText(NamedTuple):
    """What the tracker says about its list of councils on a day.

    ``at`` is the day in the address, None for today. ``coming`` are councils that start later.
    ``quote`` is a sentence for the press, ``shared_as`` the query of the address to share, and
    ``file_query`` that of a file with these councils.
    """

    record: Record
    region: Tally | None
    at: dt.date | None
    rows: list[CouncilOnDay]
    coming: list[CouncilOnDay]
    quote: str
    shared_as: str
    file_query: str

    @property
    def heading(self) -> str:
        return f"Councils in {self.region.short_name_in_sentence if self.region else 'England'}"

    @property
    def title(self) -> str:
        councils = self.heading if self.region else "Councils"
        on_day = f" on {format_date(self.at)}" if self.at else ""
        return f"{councils} and the Runaways’ Charter{on_day}"

    @property
    def share_title(self) -> str:
        where = f" in {self.region.short_name_in_sentence}" if self.region else ""
        return f"Which councils{where} have signed the Runaways’ Charter?"

    @property
    def share_picture(self) -> str:
        """The path of the picture for social media, of the same region and day."""
        slug = self.region.slug if self.region else "england"
        if self.at and self.at < RECORD_BEGINS:
            return reverse("councils:share_picture", args=[slug])
        return share_picture_path(self.record, slug)

    @property
    def description(self) -> str:
        if not self.quote:
            return EVERY_COUNCIL
        tally = self.region or self.record.country
        counted = f"{tally.counted} in {tally.short_name_in_sentence}"
        return f"On {format_date(self.record.on)}, {counted} had signed, as far as we know."

    @property
    def day(self) -> str:
        """Which day is shown: "Today, 9 July 2012", "As it stood on …"."""
        if self.at is None:
            return f"Today, {format_date(self.record.on)}"
        if self.at > today():
            return f"As it would stand on {format_date(self.at)}."
        return f"As it stood on {format_date(self.at)}, as known now."

    @property
    def list_heading(self) -> str:
        """How many councils are shown or, if that is a whole region, how many have signed."""
        number = len(self.rows)
        if self.region and number == self.region.total:
            signed = f"{self.region.signed} of {self.region.total} signed"
            return f"{self.region.name}: {signed}{self.region.provenance.in_brackets}"
        return f"{number} council{'' if number == 1 else 's'}"

    @property
    def start(self) -> str:
        """When the councils to come start: "start on 1 April 2027 and are not counted before."."""
        if not self.coming or self.coming[0].starts_on is None:
            return ""
        start, are = ("starts", "is") if len(self.coming) == 1 else ("start", "are")
        day = format_date(self.coming[0].starts_on)
        return f"{start} on {day} and {are} not counted before."

    @property
    def these_rows(self) -> str:
        """What the files have: the councils listed, or, where no filter fits a file, all."""
        has_filter = set(self.file_query.split("&")) - {"", f"at={self.at}"}
        return "These rows" if has_filter else "All rows"

    @property
    def data_query(self) -> str:
        """The query for addresses of data files with the same filters and day, or ""."""
        return f"?{self.file_query}" if self.file_query else ""
