"""A council on the day of its page: which day, where it is, and what came before and after it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from councils.dates import DAY_AHEAD, PAST_DAY, format_date
from councils.map.areas import neighbours
from councils.models import CouncilName, NameKind, Pause
from councils.names import lower_first
from councils.record import CURRENT_STATUSES, CouncilOnDay, LineageLink, Record, Tally
from councils.record.snapshot import pause_of
from councils.record.status import Status
from councils.search.gazetteer import MOSTLY, Place, responsible_councils
from councils.sentences import status_of_several


@dataclass
class CouncilOnPage:
    """A council on the day of a record, and the district its visitor came from, if any.

    ``called`` is the former slug of the district or of this council that the visitor asked for.
    ``at`` is the day requested, or None for today; ``today`` is today. Once the campaign has
    closed, which ``closed_on`` names, ``at`` is that day unless another is requested.
    """

    record: Record
    row: CouncilOnDay
    came_from: CouncilOnDay | None = None
    place: Place | None = None
    called: str = ""
    at: dt.date | None = None
    today: dt.date | None = None
    closed_on: dt.date | None = None

    # Another day

    @property
    def is_of_another_day(self) -> bool:
        """Whether the visitor asked for another day than the one the record shows by itself."""
        return self.at is not None and self.at != self.closed_on

    @property
    def on_day(self) -> str:
        """The requested day, to be added to a title: " on 19 September 2013"."""
        return f" on {format_date(self.at)}" if self.at else ""

    @property
    def other_day(self) -> tuple[str, str]:
        """Return a sentence on the day that the page shows, and an explanation."""
        if self.at is None:
            return "", ""
        day = format_date(self.at)
        if self.today is not None and self.at > self.today:
            return f"As it would stand on {day}.", DAY_AHEAD
        return f"As it stood on {day}.", PAST_DAY

    @property
    def is_current(self) -> bool:
        return self.row.status.is_current

    @property
    def pause(self) -> Pause | None:
        """The pause of the letters to it, if there is one."""
        return pause_of(self.record, self.row)

    # Where it is

    @cached_property
    def responsible(self) -> CouncilOnDay | None:
        """The council that runs children's services here now, if this one does not."""
        return self.record.responsible_for(self.row)

    @property
    def of_a_district(self) -> str:
        """Say that a district does not run children's services, and who does."""
        name = self.row.name
        if self.responsible is None:
            over = " These councils took over:" if self.lines else ""
            closed = lower_first(self.row.status_words)
            return f"{name} {closed}. It didn’t run children’s services.{over}"
        who = self.responsible.short_name_in_sentence
        if self.row.status == Status.FORMER:
            return f"{name} has closed, and {who} runs children’s services there."
        return f"{name} doesn’t run children’s services, so {who} is the one to ask."

    @property
    def explains(self) -> CouncilOnDay | None:
        """The district the visitor came from, if this council is responsible for it."""
        if self.came_from is None or self.came_from is self.row:
            return None
        if self.record.responsible_for(self.came_from) is not self.row:
            return None
        return self.came_from

    @cached_property
    def former_name(self) -> str:
        """The council's or district's former name that the visitor asked for, or ""."""
        council = self.explains or self.row
        for name in council.former_names:
            if self.called and slugify(name) == self.called:
                return name
        return ""

    @cached_property
    def where_the_place_is(self) -> str:
        """Say why this council answers for the place the visitor looked for ("Margate is in Kent").

        Empty if it does not.
        """
        if self.place is None:
            return ""
        shares = dict.fromkeys([self.row.id], 0)
        shares |= {row.id: share for row, share in responsible_councils(self.place, self.record)}
        share = shares[self.row.id]
        if not share:
            return ""
        is_in = f"{self.place.name} is in {self.row.short_name_in_sentence}."
        if share == 100:
            return is_in
        if share >= MOSTLY:
            return f"Most of {is_in}"
        return f"Part of {is_in}"

    @property
    def region(self) -> Tally | None:
        return self.record.region(self.row.region)

    @cached_property
    def districts(self) -> list[CouncilOnDay]:
        return self.record.districts_of(self.row)

    @cached_property
    def neighbours(self) -> list[CouncilOnDay]:
        """The councils that share a border on land with it, by name."""
        return neighbours(self.record, self.row)

    @cached_property
    def signed_neighbours(self) -> list[CouncilOnDay]:
        return [row for row in self.neighbours if row.status == Status.SIGNED]

    @property
    def neighbours_by_status(self) -> list[tuple[Status, str, list[CouncilOnDay]]]:
        """Its neighbours by status, in the order of the legend: status, its words, and who."""
        groups = []
        for status in CURRENT_STATUSES:
            rows = [row for row in self.neighbours if row.status == status]
            if rows:
                groups.append((status, status_of_several(rows), rows))
        return groups

    # Before and after it

    @cached_property
    def lines(self) -> list[LineageLink]:
        """Its lines of lineage to predecessors and successors, as known now."""
        return self.row.lines

    @cached_property
    def former_names(self) -> list[CouncilName]:
        """Its names before the one it has on the day shown."""
        if not self.row.former_names:
            return []
        official = CouncilName.objects.filter(council_id=self.row.id, kind=NameKind.OFFICIAL)
        former = official.exclude(name=self.row.name)
        return [name for name in former if not name.ends_on or name.ends_on <= self.record.on]

    @cached_property
    def successors(self) -> list[CouncilOnDay]:
        """Who takes over from it: where the visitor came from a district, who does there."""
        if self.explains:
            there = [row for row in self.explains.successors if row in self.row.successors]
            if there:
                return there
        return self.row.successors

    @cached_property
    def related(self) -> list[CouncilOnDay]:
        """Who runs children's services there, where it no longer does or does not yet."""
        if self.row.status == Status.FORMING:
            return [row for row in self.row.predecessors if row.is_responsible]
        if self.row.status == Status.FORMER:
            return self.record.followers_of(self.row) or self.successors
        return []

    @property
    def ends_soon(self) -> bool:
        """Whether its successors take over within six months; always False on another day."""
        return not self.at and self.row.is_replaced_soon(self.record.on)
