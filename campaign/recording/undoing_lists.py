"""Undo of a list: within a day what it put on record is taken back, or stands as it did before."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import DELETION
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaign.recording.lines import ListLine
from campaign.recording.undoing import UNDO_FOR, UNDONE, take_back
from councils.models import Contact, DraftList, ListKind, Signature, StoredLine
from councils.models.logged import changed_fields, leave_line, what_changed
from councils.record import record_version

PUT_BACK = "A list changed it by mistake, and it was put back within a day."
CHANGED_SINCE = "it was changed since"
KEPT_FOR_UNDO = ("fact", "put_at", "after", "before")
"""What a line keeps while it can be undone."""
CHANGED_BY_MAIL = ("delivery_problem",)
"""Fields of a contact that change when email to it comes back: no colleague has done that."""


def keep_for_undo(stored: StoredLine, line: ListLine) -> None:
    """Keep beside a line what it has put on record, and what stood there before."""
    stored["fact"] = line.fact.pk
    stored["put_at"] = timezone.now().isoformat()
    stored["after"] = as_texts(line.fact)
    if line.on_record:
        stored["before"] = as_texts(line.on_record)


def as_texts(fact: models.Model) -> dict[str, str | None]:
    """Return the columns of a fact as text, by name, as JSON can hold them."""
    texts = {}
    for field in stored_fields(type(fact)):
        is_empty = getattr(fact, field.attname) is None
        texts[field.attname] = None if is_empty else field.value_to_string(fact)
    return texts


def from_texts[Fact: models.Model](model: type[Fact], texts: dict[str, str | None]) -> Fact:
    """Return a fact, not saved, with the columns that ``as_texts`` kept."""
    values = {}
    for field in stored_fields(model):
        if field.attname in texts:
            values[field.attname] = field.to_python(texts[field.attname])
    fact = model(**values)
    fact._state.adding = False  # to save it changes the row that is there
    return fact


def stored_fields(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """Return the columns of a model but for those that the database works out itself."""
    return [field for field in model._meta.concrete_fields if not field.generated]


class LineOnRecord:
    """A line that its list has put on record, and how it is taken back."""

    def __init__(self, stored: StoredLine, fact: Any) -> None:
        self.stored = stored
        self.number = stored["number"]
        self.put_at = stored["put_at"]
        self.fact = fact
        """The fact as it stands now."""
        self.as_left = from_texts(type(fact), stored["after"])
        """The fact as the list left it: what differs now was changed since."""
        self.as_found = None
        """The fact as the list found it; None if the list made it."""
        if "before" in stored:
            self.as_found = from_texts(type(fact), stored["before"])

    @property
    def address(self) -> str:
        """Where staff see what it put on record."""
        raise NotImplementedError

    def was_changed(self) -> bool:
        """Whether somebody has changed it since."""
        return bool(changed_fields(self.as_left, self.fact))

    def why_not(self) -> str:
        """Say why it is not undone; "" if it can be."""
        return CHANGED_SINCE if self.was_changed() else ""

    def learn_of_undo(self, undone: "LineOnRecord") -> None:
        """Learn that Undo of a later line has changed the same fact: it was no colleague."""

    def undo(self, request: HttpRequest) -> None:
        """Take it back, or put back what stood before. Raises ValidationError."""
        raise NotImplementedError


class SignatureOnRecord(LineOnRecord):
    """A signature that a list has recorded or corrected.

    It was changed since if its ``changed_at`` is another than the list left, even if all else is as
    the list left it: ``can_be_undone`` in ``undoing.py`` judges a single fact so too.
    """

    fact: Signature

    @property
    def address(self) -> str:
        return reverse("admin:recorded", args=["signature", self.fact.pk])

    def why_not(self) -> str:
        if self.as_found is None and self.fact.events_resting_on_it():
            return "what came later rests on it, so take that back first"
        if self.fact.disputed_on != self.as_left.disputed_on:
            return "it is disputed, or that was settled, since"
        if self.fact.redacted_at != self.as_left.redacted_at:
            return "words were taken out of it since"
        return super().why_not()

    def was_changed(self) -> bool:
        return self.fact.changed_at != self.as_left.changed_at or super().was_changed()

    def learn_of_undo(self, undone: LineOnRecord) -> None:
        if undone.as_found is not None:
            self.as_left.changed_at = undone.as_found.changed_at

    def undo(self, request: HttpRequest) -> None:
        if self.as_found is None:
            take_back(request, self.fact)
            return
        self.as_found.correct(PUT_BACK)
        leave_line(request, self.as_found, what_changed(self.fact, self.as_found, PUT_BACK))


class ContactOnRecord(LineOnRecord):
    """A contact that a list has added or changed."""

    fact: Contact

    @property
    def address(self) -> str:
        return reverse("admin:councils_contact_change", args=[self.fact.pk])

    def was_changed(self) -> bool:
        return any(name not in CHANGED_BY_MAIL for name in changed_fields(self.as_left, self.fact))

    def undo(self, request: HttpRequest) -> None:
        if self.as_found is None:
            leave_line(request, self.fact, UNDONE, DELETION)
            self.fact.remove()
            return
        self.as_found.put_back()
        leave_line(request, self.as_found, what_changed(self.fact, self.as_found, PUT_BACK))


CLASS_OF: dict[str, type[LineOnRecord]] = {
    ListKind.SIGNATURES: SignatureOnRecord,
    ListKind.CONTACTS: ContactOnRecord,
}
"""For each kind of list the class of its lines."""


def facts_on_record(kind: str) -> "models.QuerySet[Any]":
    """Return what is on record of the kind that a list brings: a signature taken back is not."""
    if kind == ListKind.CONTACTS:
        return Contact.objects.select_related("council")
    return Signature.objects.standing().select_related("council")


def just_published(draft: DraftList, *, lock: bool = False) -> list[LineOnRecord]:
    """Return the lines that went on record within the last day, the last one first.

    Of what a colleague has taken back or deleted since, nothing is left to undo.
    """
    since = timezone.now() - UNDO_FOR
    lines: list[StoredLine] = []
    stored: StoredLine
    for stored in draft.lines:
        if "put_at" in stored and dt.datetime.fromisoformat(stored["put_at"]) > since:
            lines.append(stored)
    line_class = CLASS_OF[draft.kind]
    rows = facts_on_record(draft.kind).filter(pk__in=[stored["fact"] for stored in lines])
    if lock:
        rows = rows.select_for_update(of=("self",))
    facts = {fact.pk: fact for fact in rows}
    found: list[LineOnRecord] = []
    for stored in lines:
        if stored["fact"] in facts:
            found.append(line_class(stored, facts[stored["fact"]]))
    return sorted(found, key=lambda line: (line.put_at, line.number), reverse=True)


@transaction.atomic
def undo_list(request: HttpRequest, draft: DraftList) -> None:
    """Undo what the list put on record; its lines are left out, and can be published again."""
    lines = just_published(draft, lock=True)
    if not lines:
        messages.info(request, "It is undone already, or it was published more than a day ago.")
        return
    undone: list[LineOnRecord] = []
    stays: list[SafeString] = []
    for line in lines:
        # Read of each in turn: what another line did is undone by now, and more may rest on this.
        line.fact.refresh_from_db()
        why_it_stays = line.why_not()
        if not why_it_stays:
            why_it_stays = undo_line(request, line)
        if why_it_stays:
            said = 'Line {}, <a href="{}">{}</a>, stays: {}.'
            stays.append(format_html(said, line.number, line.address, line.fact, why_it_stays))
        else:
            undone.append(line)
            tell_earlier_lines(line, lines)
    for line in undone:
        leave_out_again(line.stored)
    draft.save()
    transaction.on_commit(record_version.forget)
    if stays:
        what_now: str = format_html_join(" ", "{}", ((said,) for said in stays))
    else:
        what_now = what_is_so_now(undone)
    number = draft.counted(len(undone))
    messages.success(request, format_html("Undone: {}. {}", number, what_now))


def tell_earlier_lines(undone: LineOnRecord, lines: list[LineOnRecord]) -> None:
    """Tell the lines about the same fact that were published before this one, to be undone next."""
    for line in lines:
        if line.stored["fact"] == undone.stored["fact"]:
            line.learn_of_undo(undone)


def leave_out_again(stored: StoredLine) -> None:
    """Make a line that was undone one that is left out: it can be published again."""
    for name in KEPT_FOR_UNDO:
        stored.pop(name, None)  # type: ignore[misc]
    stored["ticked"] = False


def undo_line(request: HttpRequest, line: LineOnRecord) -> str:
    """Undo one line; return why the record does not let it, or ""."""
    try:
        with transaction.atomic():
            line.undo(request)
    except ValidationError as error:
        return " ".join(error.messages).rstrip(".")
    return ""


def what_is_so_now(undone: list[LineOnRecord]) -> str:
    """Say in a sentence what follows from a list that is undone whole."""
    if any(line.as_found for line in undone):
        return "What stood there before is back."
    if isinstance(undone[0], ContactOnRecord):
        return "No letter goes to them now."
    return "None is public now."
