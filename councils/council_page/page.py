"""The content of a council's page, prepared here so that the template only lays it out.

A file for each part, and each imports only those above it:

    read_once.py  what all councils’ pages share
    on_day.py     the council on that day: where it is, what came before and after it
    asking.py     what one can ask it for, and the buttons
    facts.py      what is on record of it
    opening.py    its first sentences
    page.py       the page with all of this, and the parts that are kept with the record
"""

from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.council_page.facts import FactsOnPage
from councils.council_page.opening import opening_of
from councils.map.near import near
from councils.models import CouncilKind
from councils.record import CouncilOnDay, Record, cached_with_record, record_on
from councils.record.snapshot import is_quiet
from councils.record.status import Status, StatusText
from councils.sharing.cards import Card, Shared, card_of, shared_of

LONG_WORD = 12
"""Letters of a word from which it may need more than a line of the heading beside the map."""


class CouncilPage(FactsOnPage):
    """A council's page on the day of a record."""

    @property
    def template(self) -> str:
        if self.row.nation != "England":
            return "councils/elsewhere.html"
        if self.row.kind == CouncilKind.DISTRICT:
            return "councils/district.html"
        return "councils/council.html"

    @cached_property
    def opening(self) -> list[str]:
        """The council in two or three sentences."""
        return opening_of(self)

    @property
    def has_long_word(self) -> bool:
        """Whether a word of its name fills a line, and needs smaller letters: Northamptonshire."""
        return any(len(word) >= LONG_WORD for word in self.row.name.split())

    @property
    def may_have_signed(self) -> bool:
        """Whether its page asks whoever knows better: no signature was found."""
        return self.row.status == Status.NOT_SIGNED and not self.at and not self.closed_on

    @cached_property
    def card(self) -> Card:
        """The picture that people share of this page."""
        return card_of(self.record, self.row)

    @cached_property
    def shared(self) -> Shared:
        """What people send with a link to this page."""
        return shared_of(self.record, self.row)

    @property
    def what_one_can_do(self) -> StatusText:
        """What its status has for councillors and for those who work for it."""
        return self.row.text

    @property
    def picture(self) -> SafeString:
        """The map round the council, on its first or last day if it is not there on this one."""
        day = self.record.on
        if self.row.status == Status.FORMING and self.row.starts_on:
            day = self.row.starts_on
        elif self.row.status == Status.FORMER and self.row.last_day:
            day = self.row.last_day
        record = self.record if day == self.record.on else record_on(day)
        return near(record, record.by_id[self.row.id])

    @property
    def beside(self) -> SafeString:
        """What the map shows, in words: its neighbours by status, and its region's count."""
        return part(self.record, self.row, "beside")

    # What is the same however one came to the page

    @property
    def sharing(self) -> SafeString:
        """What one can do besides writing: send it on, a poster, an alert."""
        return part(self.record, self.row, "share")

    @property
    def when_a_child_comes_back(self) -> SafeString:
        """What every council must do then, with its figures."""
        return part(self.record, self.row, "when_a_child_comes_back")

    @property
    def history(self) -> SafeString:
        """What happened, and when."""
        return part(self.record, self.row, "history")

    @property
    def not_yours(self) -> SafeString:
        """A box for another council, and the districts of this one."""
        return part(self.record, self.row, "not_yours")

    @property
    def figures(self) -> SafeString:
        """Those figures as a table, with its source and what it does not say."""
        return part(self.record, self.row, "figures")


@cached_with_record
def part(record: Record, row: CouncilOnDay, name: str) -> SafeString:
    """Return a part of a council's page that is the same however one came to it."""
    context = {
        "page": CouncilPage(record, row),
        "row": row,
        "record": record,
        "council": row.short_name_in_sentence,
        "is_quiet": is_quiet(record, row),
    }
    return render_to_string(f"council/{name}.html", context)
