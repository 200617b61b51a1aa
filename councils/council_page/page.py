"""The content of a council's page, prepared here so that the template only lays it out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify

from councils.dates import DAY_AHEAD, PAST_DAY, PartialDate, Precision, format_date
from councils.decisions import Decision, decisions_ahead
from councils.map.areas import neighbours
from councils.map.near import near
from councils.models import (
    Commitment,
    Contact,
    Council,
    CouncilName,
    DailyLetterCount,
    Event,
    EventKind,
    EvidenceLevel,
    LettersSent,
    MissingFromCare,
    NameKind,
    Pause,
    Signature,
)
from councils.names import lower_first
from councils.record import (
    CURRENT_STATUSES,
    CouncilOnDay,
    LineageLink,
    Record,
    Tally,
    cached_with_record,
    record_on,
)
from councils.record.missing_from_care import missing_from_care, newest_figures
from councils.record.snapshot import is_quiet, pause_of
from councils.record.status import Status, StatusText
from councils.register.disclosure_control import NOT_PROVIDED, SYMBOLS
from councils.search.gazetteer import MOSTLY, Place, responsible_councils
from councils.sentences import (
    CHARTER,
    acting,
    capitalised,
    it_closed,
    it_ends,
    it_starts,
    missing_from_its_care,
    next_door,
    not_found,
    refused,
    status_of_several,
    what_it_did,
)
from councils.sharing.cards import Card, Shared, card_of, shared_of

MOST_BUTTONS = 2
"""How many successors have a button each."""
LONG_WORD = 14
"""Letters of a word from which it may need more than a line of the heading beside the map."""
MOST_WORDS = 100
"""Maximum words of a reply beside a council's status. A longer one is only in its history."""

PATIENCE = dt.timedelta(days=28)
"""Time a council has to reply to an ask before its page says that no reply has come."""


@dataclass
class CouncilPage:
    """A council's page on the day of a record, and the district its visitor came from, if any.

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

    @property
    def template(self) -> str:
        if self.row.nation != "England":
            return "councils/elsewhere.html"
        return f"councils/{'district' if self.row.kind == 'district' else 'council'}.html"

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

    # The top of the page

    @property
    def is_current(self) -> bool:
        return self.row.status.is_current

    @cached_property
    def opening(self) -> list[str]:
        """The council in two or three sentences."""
        return opening_of(self)

    @property
    def has_long_word(self) -> bool:
        """Whether a word of its name fills a line, and needs smaller letters: Northamptonshire."""
        return any(len(word) >= LONG_WORD for word in self.row.name.split())

    @property
    def can_be_asked(self) -> bool:
        """Whether its page, or that of a council that begins soon, asks for a letter now."""
        return not self.at and not self.pause and any(b.is_letter for b in self.buttons)

    @cached_property
    def buttons(self) -> list["Button"]:
        """What one can do first: write to it, or to those that take over.

        A council to come takes letters once its first members are elected; until then one can ask
        to hear of it.
        """
        if self.row.status == Status.FORMING:
            return self.buttons_before_it_starts
        if not self.is_current:
            return []
        if not self.ends_soon:
            return [letter_button(self.row, self.row.text.button.format(acting(self.row)))]
        if len(self.successors) > MOST_BUTTONS:
            return [Button(reverse("councils:find"), "Ask the new councils")]
        if self.asks_successors:
            return [letter_button(row, f"Ask {acting(row)}") for row in self.successors]
        buttons = [letter_button(self.row, f"Ask {acting(self.row)} to pass it on")]
        for row in self.successors:
            buttons.append(alert_button(row))
        return buttons

    @property
    def buttons_before_it_starts(self) -> list["Button"]:
        if self.row.may_be_asked_early(self.record.on):
            return [letter_button(self.row, f"Ask {acting(self.row)} to sign from the start")]
        buttons = [alert_button(self.row)._replace(is_quiet=False)]
        for old in self.related:
            if old.status.is_current:
                buttons.append(letter_button(old, f"Ask {acting(old)} to pass it on", quiet=True))
        return buttons

    @cached_property
    def asks_successors(self) -> bool:
        """Whether its buttons lead to the councils that take over: all have members already."""
        if not self.ends_soon:
            return False
        return all(row.may_be_asked_early(self.record.on) for row in self.successors)

    @property
    def may_have_signed(self) -> bool:
        """Whether its page asks whoever knows better: no signature was found."""
        return self.row.status == Status.NOT_SIGNED and not self.at and not self.closed_on

    @property
    def pause(self) -> Pause | None:
        """The pause of the letters to it, if there is one."""
        return pause_of(self.record, self.row)

    @property
    def letters(self) -> LettersSent | None:
        return letters_sent(self.record).get(self.row.id)

    @cached_property
    def decision_ahead(self) -> Decision | None:
        """The decision that is due next, unless letters to it rest."""
        if self.pause:
            return None
        for due in decisions_ahead(self.record):
            if due.row is self.row:
                return due
        return None

    @cached_property
    def reply(self) -> Event | None:
        """What the council last said, if that is short enough to stand beside its status, or None.

        A reply, or that it will not sign, in its own words.
        """
        kinds = (EventKind.REPLY, EventKind.REFUSES)
        for event in reversed(self.events):
            words = len(event.council_words.split())
            if event.kind in kinds and 0 < words <= MOST_WORDS:
                return event
        return None

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

    # Children missing from its care

    @cached_property
    def missing_from_care(self) -> list[MissingFromCare]:
        """The department's figures for each completed year, newest first."""
        return missing_from_care(self.record).get(self.row.id, [])

    @property
    def care(self) -> str:
        """The newest figure of children missing from its care; "" if none is published."""
        if self.newest_figures is None:
            return ""
        return f"{missing_from_its_care(acting(self.row), self.newest_figures)} at least once."

    @property
    def figures(self) -> SafeString:
        """Those figures as a table, with its source and what it does not say."""
        return part(self.record, self.row, "figures")

    @cached_property
    def newest_figures(self) -> MissingFromCare | None:
        return newest_figures(self.record, self.row)

    @property
    def not_provided(self) -> list[int]:
        """The years for which the council gave the department no figures."""
        missing = []
        for figures in self.missing_from_care:
            if (self.row.code, figures.year) in NOT_PROVIDED:
                missing.append(figures.year)
        return missing

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The department's symbols used in these figures, with their meanings."""
        cells = set()
        for year in self.missing_from_care:
            cells |= {year.looked_after, year.children, year.incidents}
        return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in cells]

    # Its facts

    @cached_property
    def signatures(self) -> list[Signature]:
        return signatures_by_council(self.record).get(self.row.id, [])

    @cached_property
    def events(self) -> list[Event]:
        return events_by_council(self.record).get(self.row.id, [])

    @cached_property
    def timeline(self) -> list[tuple[Signature | Event, str]]:
        """Everything on record about it up to the day, in words, newest first."""
        facts: list[Signature | Event] = [*self.signatures, *self.events]
        facts.sort(key=lambda fact: (fact.when.last_day or fact.counts_from, fact.pk), reverse=True)
        return [(fact, told_in_history(self, fact)) for fact in facts]

    # What it does, if it signed

    @cached_property
    def asked(self) -> Event | None:
        """Our last question about what it does since it signed."""
        return self._last_since_signing(EventKind.CONTACTED)

    @cached_property
    def last_reply(self) -> Event | None:
        return self._last_since_signing(EventKind.REPLY)

    def _last_since_signing(self, kind: str) -> Event | None:
        if self.row.signature is None:
            return None
        of_kind = [event for event in self.events if event.kind == kind]
        if not of_kind or of_kind[-1].counts_from < self.row.signature.counts_from:
            return None
        return of_kind[-1]

    @property
    def no_reply_yet(self) -> bool:
        """Whether PATIENCE has passed since we asked, and nothing has come from the council."""
        if self.asked is None or self.asked.counts_from + PATIENCE > self.record.on:
            return False
        for event in self.events:
            is_reply = event.kind == EventKind.REPLY or (event.commitment and event.council_words)
            if is_reply and event.counts_from >= self.asked.counts_from:
                return False
        return True

    @property
    def four_words(self) -> list[tuple[str, list[Event]]]:
        """What is on record under each of the four words, in the order of the evidence levels."""
        level = EvidenceLevel.values.index
        facts = [event for event in self.events if event.commitment]
        facts.sort(key=lambda event: level(event.evidence_level))
        words = []
        for word in Commitment:
            words.append((word.label, [fact for fact in facts if fact.commitment == word]))
        return words

    # How sure we are

    @cached_property
    def last_confirmed(self) -> PartialDate | None:
        """When the council last confirmed or reaffirmed its signature, if it did."""
        signature = self.row.signature
        if self.row.status != Status.SIGNED or signature is None:
            return None
        event = self.row.reaffirmation_of(signature)
        confirmed = signature.confirmed_on
        last = event.counts_from if event else dt.date.min
        if confirmed and last < confirmed <= self.record.on:
            return PartialDate(Precision.DAY, confirmed)
        return event.when if event else None

    @property
    def retracted(self) -> Signature | None:
        """The last signature that was recorded in error and retracted."""
        return retracted(self.record).get(self.row.id)

    @cached_property
    def unanswered(self) -> str:
        """Say that it was asked and that no answer has reached us, where a person chose that.

        Nothing while the council is kept quiet.
        """
        if pause_of(self.record, self.row):
            return ""
        return unanswered(self.record).get(self.row.id, "")

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


def told_in_history(page: CouncilPage, fact: Signature | Event) -> str:
    """Say what happened; of a decision now past in other words, as staff wrote of it as ahead."""
    if isinstance(fact, Signature):
        by = f" Signed by {fact.signatory}." if fact.signatory else ""
        return f"{capitalised(page.row)} signed {CHARTER}.{by}"
    last_day = fact.when.last_day
    if fact.kind == EventKind.DECISION_DUE and last_day and last_day < page.record.on:
        return f"A decision by {page.row.short_name_in_sentence} was due {fact.when.words}."
    if fact.commitment:
        level = fact.get_evidence_level_display().lower()
        return f"{fact.get_commitment_display()}, {level}: {fact.text}"
    return fact.text


class Button(NamedTuple):
    """Where a main button leads, and its words."""

    address: str
    words: str
    is_letter: bool = False
    is_quiet: bool = False


def letter_button(row: CouncilOnDay, words: str, *, quiet: bool = False) -> Button:
    return Button(write_url(row), words, True, quiet)


def alert_button(row: CouncilOnDay) -> Button:
    address = f"{reverse('supporters:alerts')}?council={row.slug}"
    return Button(address, f"Hear when {acting(row)} signs", is_quiet=True)


def write_url(row: CouncilOnDay) -> str:
    return reverse("letters:write", args=[row.slug])


# What all councils' pages share is read once for each version of the record


@cached_with_record
def signatures_by_council(record: Record) -> dict[int, list[Signature]]:
    """Return the signatures that count on the record's day, with their editions, oldest first."""
    counting = Signature.objects.counting(record.on).select_related("edition")
    return by_council(counting.order_by("counted_from", "pk"))


@cached_with_record
def events_by_council(record: Record) -> dict[int, list[Event]]:
    return by_council(Event.objects.counting(record.on).order_by("counted_from", "pk"))


def by_council[T: Signature | Event | Contact](facts: Iterable[T]) -> dict[int, list[T]]:
    of_council: dict[int, list[T]] = {}
    for fact in facts:
        of_council.setdefault(fact.council_id, []).append(fact)
    return of_council


@cached_with_record
def contacts_by_council(record: Record) -> dict[int, list[Contact]]:
    return by_council(Contact.objects.order_by("pk"))


@cached_with_record
def letters_sent(record: Record) -> dict[int, LettersSent]:
    return DailyLetterCount.objects.sent(record.on)


@cached_with_record
def retracted(record: Record) -> dict[int, Signature]:
    taken_back = Signature.objects.exclude(retracted_on=None).order_by("retracted_on", "pk")
    return {signature.council_id: signature for signature in taken_back}


@cached_with_record
def unanswered(record: Record) -> dict[int, str]:
    shown = Council.objects.filter(unanswered_from__lte=record.on)
    said = {}
    for council_id, asked_on in shown.values_list("pk", "unanswered_since"):
        if asked_on:
            said[council_id] = f"Asked on {format_date(asked_on)}. No answer has reached us."
    return said


# The opening: a council in two or three sentences, without a figure. What is not known is left out.


def opening_of(page: CouncilPage) -> list[str]:
    """Return the sentences on a page's council, by its status."""
    row = page.row
    if row.status == Status.FORMER:
        return it_closed(row, page.related)
    if row.status == Status.FORMING:
        return without_empty([it_starts(row, page.related), what_to_ask(page)])
    ends = end_of(page)
    ask = what_to_ask(page)
    if row.status != Status.NOT_SIGNED and page.ends_soon:
        # It is asked for something else, after that is said.
        return without_empty([what_it_did(row), ends, ask])
    if row.status != Status.NOT_SIGNED:
        return without_empty([what_it_did(row), ask, ends])
    if page.ends_soon:
        return without_empty([ends, ask])
    beside = next_door(page.signed_neighbours)
    if row.refusal:
        return without_empty([*beside, refused(row, row.refusal), ends])
    return without_empty([*beside, not_found(row, page.neighbours), ends])


def without_empty(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def what_to_ask(page: CouncilPage) -> str:
    """Return what one can ask the council, or those that take over; "" for nothing."""
    row = page.row
    if not page.can_be_asked:
        return ""
    if row.status == Status.FORMING and row.may_be_asked_early(page.record.on):
        return "You can write to it now."
    if row.status == Status.FORMING:
        return "You can write to it once its first members are elected."
    if page.ends_soon and page.asks_successors:
        return "You can write to them now."
    if page.ends_soon:
        return "Ask it to pass the charter on."
    return row.text.ask.format(row.short_name_in_sentence)


def end_of(page: CouncilPage) -> str:
    """Say when a council ends; "" on another day, and once that is past."""
    last_day = page.row.last_day
    if page.at or last_day is None or last_day < page.record.on:
        return ""
    return it_ends(page.row)
