"""Where free text stands that words may have to be taken out of, and what a text is then.

Nothing but text is here: no council, status, day or link is ever taken out.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils.text import capfirst

from campaign.inbox.models import IncomingMessage
from campaign.sign_up.models import WRITTEN, SignUp
from campaign.tasks.models import Task, TaskKind, TaskStep
from councils.dates import format_date
from councils.models import Change, DraftList, Event, Signature
from councils.models.dated import DatedFact
from councils.models.logged import column


class Why(models.TextChoices):
    """Why words are taken out. The words stand in public after the day."""

    IDENTITY = "identity", "they could show who somebody is"
    LEGAL = "legal", "for a legal reason"


BEGINS = "Words taken out by us on "


def said_of(why: Why, on: dt.date) -> str:
    """Return what stands in place of a text: "Words taken out by us on 1 December 2026: …"."""
    return f"{BEGINS}{format_date(on)}: {why.label}."


@dataclass(frozen=True)
class Place:
    """A model, its fields of free text, and the field that says when a row was made."""

    model: type[models.Model]
    fields: tuple[str, ...]
    made: tuple[str, ...]
    """The first of these that is known: with the number it tells a row from any other."""
    permission: str
    """What whoever takes words out of such a row must be allowed."""
    called: str
    """What a person calls such a row."""

    def rows(self, user: User | AnonymousUser | None = None) -> models.QuerySet[Any]:
        """Return every row whose words a user may take out: those of an open call nobody may."""
        rows: models.QuerySet[Any] = self.model._default_manager.order_by("pk")
        if user and not user.has_perm("tasks.view_complaint"):
            if self.model is Task:
                rows = rows.exclude(kind=TaskKind.COMPLAINED)
            if self.model is TaskStep:
                rows = rows.exclude(task__kind=TaskKind.COMPLAINED)
        calls = Task.objects.open_calls()
        if self.model is Task:
            return rows.exclude(pk__in=calls.values("pk"))
        if self.model is TaskStep:
            return rows.exclude(task__in=calls.values("pk"))
        if self.model is IncomingMessage:
            for call in calls.exclude(key=None):
                fingerprint = str(call.key).removeprefix("call:")
                rows = rows.exclude(fingerprint__startswith=fingerprint)
        return rows

    def made_at(self, row: Any) -> dt.datetime | None:
        for name in self.made:
            if moment := getattr(row, name):
                return moment
        return None


OF_FACTS = ("source", "checked_by", "retraction_reason")
FACT_MADE = ("recorded_at", "published_at")
PLACES = (
    Place(Signature, ("note", "signed_by", "signed_role", *OF_FACTS), FACT_MADE,
          "councils.change_signature", "a signature"),
    Place(Event, ("text", "council_words", *OF_FACTS), FACT_MADE,
          "councils.change_event", "a fact"),
    Place(Change, ("what", "why"), ("at",), "councils.change_event", "the public log"),
    Place(LogEntry, ("change_message", "object_repr"), ("action_time",),
          "councils.change_event", "the history that staff see"),
    Place(DraftList, ("name", "lines"), ("at",), "councils.change_signature",
          "a list not published"),
    Place(Task, ("text", "outcome"), ("created_at",), "tasks.change_task", "a message"),
    Place(TaskStep, ("text",), ("at",), "tasks.change_task", "a note on a message"),
    Place(SignUp, tuple(name for name in WRITTEN if name != "link"), ("asked_at",),
          "sign_up.change_signup", "a council’s message"),
    Place(IncomingMessage, ("subject", "text", "diagnostic"), ("received_at",),
          "inbox.view_incomingmessage", "an email that came"),
)  # fmt: skip
"""Facts first: a line of the log is mended by what stood in its fact."""


def place_of(row: models.Model | type[models.Model]) -> Place:
    """Return the place of a row or of a model."""
    kind = row if isinstance(row, type) else type(row)
    return next(place for place in PLACES if place.model is kind)


@dataclass
class Text:
    """One text of one row."""

    place: Place
    row: Any
    field: str

    @property
    def value(self) -> Any:
        return getattr(self.row, self.field)

    @property
    def name(self) -> str:
        """What a person calls the field: "In one sentence"."""
        return str(capfirst(column(self.place.model, self.field).verbose_name))

    @property
    def key(self) -> str:
        """Name it in a form."""
        return f"{self.place.model._meta.label_lower}-{self.row.pk}-{self.field}"

    @property
    def where(self) -> str:
        """Say to a person where it stands."""
        if isinstance(self.row, DatedFact):
            return f"{self.row}: {self.name}"
        return f"{capfirst(self.place.called)}, number {self.row.pk}: {self.name}"

    @property
    def council_id(self) -> int | None:
        """The council that it is about, if it is about one."""
        return getattr(self.row, "council_id", None)

    @property
    def identity(self) -> str:
        """What the ledger keeps a keyed hash of: its model, field, number and time."""
        made = self.place.made_at(self.row)
        at = made.astimezone(dt.UTC).isoformat() if made else ""
        return f"{self.place.model._meta.label_lower}.{self.field} {self.row.pk} {at}"

    @property
    def shown(self) -> list[str]:
        """Return its words, in the pieces in which it is kept."""
        return list(strings_in(self.value))

    def shows_any(self, needles: Iterable[str]) -> bool:
        """Whether one of these plain texts stands in it."""
        return any(has_any(part, needles) for part in self.shown)

    def in_its_place(self, said: str) -> str:
        """Return what stands for a whole text: within a council’s own words, in brackets."""
        if self.field == "council_words":
            return f"[{said}]"
        return said

    def replace(self, new: Any) -> None:
        """Put another text in its place, and nothing else of the row."""
        type(self.row)._default_manager.filter(pk=self.row.pk).update(**{self.field: new})
        setattr(self.row, self.field, new)

    def read_anew(self) -> None:
        """Read it as it is now, and keep others from changing its row until the transaction ends.

        Somebody may have taken other words out of it since it was read: they must not come back.
        """
        row = type(self.row)._default_manager.select_for_update().filter(pk=self.row.pk)
        values = row.values_list(self.field, flat=True)
        for value in values:
            setattr(self.row, self.field, value)


def in_order(texts: Iterable[Text]) -> list[Text]:
    """Return texts by place and row.

    Whoever locks several does so in this order, or two of them would wait for each other.
    """
    return sorted(texts, key=lambda text: (PLACES.index(text.place), text.row.pk))


def texts_of(row: models.Model) -> list[Text]:
    """Return the texts of one row that have words."""
    place = place_of(row)
    texts = [Text(place, row, field) for field in place.fields]
    return [text for text in texts if text.value]


def all_texts(user: User | AnonymousUser | None = None) -> Iterator[Text]:
    """Yield every text with words, of the places that a user may change; None: of all."""
    for place in PLACES:
        if user and not user.has_perm(place.permission):
            continue
        for row in place.rows(user).iterator(chunk_size=500):
            for field in place.fields:
                text = Text(place, row, field)
                if text.value:
                    yield text


# -- What a text says ------------------------------------------------------------------------------

QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'", "'"))
"""The log writes a quotation within one in other marks."""
IN_QUOTES = re.compile("“([^”]*)”")
NAMED_AND_QUOTED = re.compile(r"(?P<name>[^“”]+: )“.*”\s*", re.DOTALL)
"""A source as the recording screen writes it: the document’s name, then the words that say it."""
CUT_AT = 117
"""Characters of a text that the public log quotes of a correction (``logged.shown``)."""


def plain(text: str) -> str:
    """Return a text as it is compared: without capitals, kinds of quotation mark and line ends."""
    return " ".join(text.translate(QUOTES).casefold().split())


def has_any(text: str, needles: Iterable[str]) -> bool:
    """Whether one of these plain texts stands in a text."""
    found = plain(text)
    return any(needle in found for needle in needles)


def strings_in(value: Any) -> Iterator[str]:
    """Yield every string in a text, or in the cells of a list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return a text, or the cells of a list, with each string changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: mapped(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [mapped(inner, change) for inner in value]
    return value


def cut_short(text: str, needle: str) -> str:
    """Return the beginning of a long text that the log quotes, if it ends within the words."""
    beginning = plain(text[:CUT_AT])
    if needle in beginning or needle not in plain(text):
        return ""
    starts = tuple(needle[:end] for end in range(1, len(needle)))
    if not beginning.endswith(starts):
        return ""
    return beginning


def without(text: Text, needles: list[str], known: list[str], said: str) -> Any:
    """Return what stands in place of a text: the whole of it goes, but for what is no free text.

    Of a line of the log its council, day and status stay, as what stood in its fact (``known``) or
    in quotation marks is taken out; of a source the name of the document.
    """
    said = text.in_its_place(said)

    def change(string: str) -> str:
        if not has_any(string, needles):
            return string
        left = string
        if text.field == "what":
            left = out_of_a_line(string, needles, known, said)
        elif text.field in ("source", "why"):
            found = NAMED_AND_QUOTED.fullmatch(string)
            if found:
                left = f"{found['name']}{said}"
        if has_any(left, needles):
            return said
        return left

    return mapped(text.value, change)


def out_of_a_line(line: str, needles: list[str], known: list[str], said: str) -> str:
    """Return a line of the log without the texts of a fact, or quotations, that have the words."""
    for whole in sorted(known, key=len, reverse=True):
        line = line.replace(whole, said)

    def without_words(quoted: re.Match[str]) -> str:
        return said if has_any(quoted[1], needles) else quoted[0]

    return IN_QUOTES.sub(without_words, line)
