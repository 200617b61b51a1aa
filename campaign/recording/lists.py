"""A list of signatures or contacts: each line fills the form of the screen for one.

So errors, what would change and how it is recorded are the form’s own. Nothing is on record until
somebody publishes what is ticked.
"""

import hashlib
import re
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from openpyxl.utils.datetime import from_excel

from campaign.recording.called import council_called
from campaign.recording.facts import initial_of
from campaign.recording.forms import RecordForm
from councils import names
from councils.dates import format_date, read_date, today
from councils.forms import DayField, EmailAddressField, LinkField, ModelForm
from councils.models import Channel, Contact, DraftList, ListKind, Role, Signature, SourceKind
from councils.models.logged import changed_fields, describe_changes, leave_line
from councils.record import CouncilOnDay, record_on

COUNCIL = {
    **dict.fromkeys(("council", "authority", "local authority", "la", "name", "code"), "council"),
    **dict.fromkeys(("council name", "name of council", "council code"), "council"),
}
COLUMNS = {
    ListKind.SIGNATURES: {
        **COUNCIL,
        **dict.fromkeys(("date", "date signed", "signed date", "signed", "signed on"), "date"),
        **dict.fromkeys(("when", "day"), "date"),
        **dict.fromkeys(
            ("link", "url", "evidence url", "source url", "address", "web page"), "source_url"
        ),
        **dict.fromkeys(("evidence", "source", "document", "name of the document"), "source"),
        **dict.fromkeys(
            ("kind", "evidence kind", "kind of evidence", "kind of document"), "source_kind"
        ),
        **dict.fromkeys(("type", "type of evidence", "type of document"), "source_kind"),
        **dict.fromkeys(("words", "quote", "the words that say it"), "quote"),
        **dict.fromkeys(("who signed", "signed by"), "signed_by"),
        **dict.fromkeys(("role", "signed role"), "signed_role"),
        **dict.fromkeys(("checked on", "checked"), "checked"),
    },
    ListKind.CONTACTS: {
        **COUNCIL,
        **dict.fromkeys(("role", "who"), "role"),
        **dict.fromkeys(("way", "channel", "how"), "channel"),
        **dict.fromkeys(("address", "email", "e mail", "email address"), "where"),
        **dict.fromkeys(("e mail address", "mailbox", "where", "link", "form"), "where"),
        **dict.fromkeys(("source", "found at", "evidence"), "source"),
        **dict.fromkeys(("checked on", "checked", "date"), "checked_on"),
    },
}
"""What people call a column, and the field of the form that it fills."""
NEEDED = {ListKind.SIGNATURES: ("council", "date"), ListKind.CONTACTS: ("council", "role")}
SHOWN = {
    ListKind.SIGNATURES: ("council", "date", "source_url", "source", "source_kind", "quote",
                          "signed_by", "signed_role"),
    ListKind.CONTACTS: ("council", "role", "channel", "where", "source", "checked_on"),
}  # fmt: skip
"""The fields in which a line is mended in place."""
SAYS_ITSELF = {"council", "meant", "date", "source_url", "where"}
"""Fields whose errors name what is wrong."""
EVIDENCE = ("source_url", "source", "quote", "source_kind", "digest")
DAYS = ("date", "checked", "checked_on")
WORDS: dict[str, dict[str, str]] = {
    "source_kind": {
        **{names.folded(word): kind.value for kind in SourceKind for word in (kind.label, kind)},
        **dict.fromkeys(("council minutes", "cabinet minutes", "decision", "agenda"), "minutes"),
        **dict.fromkeys(("website", "council website", "letter", "email", "web page"), "council"),
        **dict.fromkeys(("newspaper", "press", "article", "news story"), "news"),
        **dict.fromkeys(("published report",), "report"),
    },
    "channel": {"e mail": "email", "form": "web_form", "website": "web_form", "letter": "post"}
    | {names.folded(word): way.value for way in Channel for word in (way.label, way.value)},
    "role": {
        **{names.folded(word): role.value for role in Role for word in (role.label, role.value)},
        **dict.fromkeys(("lead member", "cabinet member"), Role.LEAD_MEMBER.value),
        "cabinet member for childrens services": Role.LEAD_MEMBER.value,
        **dict.fromkeys(("director", "dcs"), Role.DIRECTOR.value),
        "leader": Role.LEADER.value,
        **dict.fromkeys(("foi", "freedom of information"), Role.INFORMATION.value),
    },
}
"""How people write a choice, folded, and the choice."""


class Effect(StrEnum):
    """What a line would do."""

    WRONG = "to mend"
    CHANGE = "would change what is on record"
    NEW = "new"
    SAME = "on record so"


class ContactForm(ModelForm):
    """A contact, with its council by any name, and its address whatever the way."""

    council = forms.CharField(max_length=120, label="Council")
    where = forms.CharField(
        label="Address",
        help_text="Of the mailbox or form, or on an envelope.",
        error_messages={"required": "Write an address."},
    )
    checked_on = DayField(
        label="Checked on", error_messages={"invalid": "Write a day like 4 November 2026."}
    )

    class Meta:
        model = Contact
        fields = ("role", "channel", "source", "checked_on")

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        called = council_called(chosen.get("council", ""), record_on(), current=True)
        if called.row:
            self.instance.council_id = called.row.id
        elif chosen.get("council"):
            self.add_error("council", called.reason)
        if chosen.get("where") and chosen.get("channel"):
            self._set_address(Channel(chosen["channel"]), chosen["where"])
        if self.instance.checked_on != chosen.get("checked_on"):
            self.instance.check_again_on = None  # a new check sets the next one anew
        return chosen

    def add_error(self, field: str | None, error: Any) -> None:
        """Put what a contact says of its three addresses beside the one field for them, once."""
        for name, errors in getattr(error, "error_dict", {field: error}).items():
            if name in (None, *self.fields):
                super().add_error(name, errors)
            elif "where" not in self.errors:
                super().add_error("where", errors)

    def _set_address(self, channel: Channel, where: str) -> None:
        fields = {"email": EmailAddressField(), "web_form": LinkField()}
        try:
            where = fields.get(channel.value, forms.CharField()).clean(where)
        except ValidationError as error:
            self.add_error("where", error)
        setattr(self.instance, channel.field, where)


@dataclass
class Line:
    """One line of a list: its form, what it would do, and whether it is ticked."""

    number: int
    cells: dict[str, str]
    form: RecordForm | ContactForm
    before: Signature | Contact | None
    ticked: bool = False
    """What would change what is on record is ticked only by a person."""
    same_as: int | None = None
    """An earlier line about the same."""
    effect: Effect = field(init=False)
    says: str = field(init=False, default="")
    """What would change, in the words of the public log or of the contact’s history."""

    def __post_init__(self) -> None:
        if not self.form.is_valid() or self.fact is None or self.same_as:
            self.effect = Effect.WRONG
        elif self.before is None:
            self.effect, self.says = Effect.NEW, self._says(None, [])
        elif changed := changed_fields(self.before, self.fact):
            self.effect, self.says = Effect.CHANGE, self._says(self.before, changed)
        else:
            self.effect = Effect.SAME

    def _says(self, before: Any, changed: list[str]) -> str:
        fact = self.fact
        if isinstance(fact, Contact):
            address = getattr(fact, Channel(fact.channel).field)
            return f"{fact}: {describe_changes(before, fact, changed) if before else address}"
        return fact.corrected_text(before, changed) if before else fact.recorded_text()

    @property
    def fact(self) -> Any:
        return self.form.fact if isinstance(self.form, RecordForm) else self.form.instance

    @property
    def may_be_ticked(self) -> bool:
        return self.effect in (Effect.NEW, Effect.CHANGE)

    @property
    def is_taken(self) -> bool:
        return self.may_be_ticked and self.ticked

    @property
    def shown(self) -> list[forms.BoundField]:
        """Every field in which it can be mended."""
        kind = ListKind.SIGNATURES if isinstance(self.form, RecordForm) else ListKind.CONTACTS
        return [self.form[name] for name in SHOWN[kind]]

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that are wrong: of a council those to choose from, of evidence each kind."""
        also = {"council": ("meant", "council"), "source_url": ("source_url", "source")}
        names = [one for name in self.form.errors for one in also.get(name, (name,))]
        return [self.form[name] for name in names if name in self.form.fields]

    @property
    def why(self) -> list[str]:
        """Why it cannot be recorded, with the field where the words do not say it."""
        what = "signature" if isinstance(self.form, RecordForm) else "contact"
        said = [f"Line {self.same_as} is about the same {what}."] if self.same_as else []
        for name, texts in self.form.errors.items():
            shows = name in SAYS_ITSELF or name not in self.form.fields
            label = "" if shows else f"{self.form[name].label}: ".replace("?:", "?")
            said.append(label + " ".join(map(str, texts)))
        return said

    def record(self, request: HttpRequest, reason: str, text: str) -> None:
        """Put it on record, with a line in its history."""
        if isinstance(self.fact, Contact):
            self.fact.update()
        elif self.before:
            self.fact.correct(reason)
        else:
            self.fact.record()
        leave_line(request, self.fact, f"{text} {self.says}", CHANGE if self.before else ADDITION)


def lines_of(draft: DraftList, reason: str = "") -> list[Line]:
    """Return the lines of a list as they stand against the record of now."""
    first: dict[Any, int] = {}
    lines: list[Line] = []
    form: RecordForm | ContactForm
    before: Signature | Contact | None
    for stored in draft.lines:
        number, cells = stored["number"], read_cells(stored["cells"])
        if draft.kind == ListKind.SIGNATURES:
            form, before, about = signature_form(cells, f"line-{number}", reason)
        else:
            form, before, about = contact_form(cells, f"line-{number}")
        earlier = first.setdefault(about, number) if about else number
        ticked = stored.get("ticked")
        lines.append(
            Line(
                number,
                cells,
                form,
                before,
                ticked=before is None if ticked is None else ticked,
                same_as=earlier if earlier != number else None,
            )
        )
    return lines


def read_cells(cells: dict[str, str]) -> dict[str, str]:
    """Return what is filled in, with each choice and each day as our forms read it."""
    read = {}
    for name, text in cells.items():
        if name in DAYS and re.fullmatch(r"[34]\d{4}", text):
            read[name] = f"{from_excel(int(text)):%Y-%m-%d}"  # as Excel counts days
        elif text:
            read[name] = WORDS.get(name, {}).get(names.folded(text), text)
    return read


def signature_form(
    cells: dict[str, str], prefix: str, reason: str
) -> tuple[RecordForm, Signature | None, Any]:
    """Return a line’s form, the signature on record that it is about, and a key of that."""
    row = council_called(cells.get("council", ""), record_on()).row
    on_record = signature_on_record(row, cells) if row else None
    first = {"shows": "signed", "checked": format_date(today())}
    if on_record:
        first = {**initial_of(on_record), "reason": reason or "(to be said)"}
        if cells.keys() & set(EVIDENCE):  # other evidence takes the place of all that we have
            first = {name: text for name, text in first.items() if name not in EVIDENCE}
    data = {f"{prefix}-{name}": text for name, text in {**first, **cells}.items() if text}
    fact = copy(on_record) if on_record else None
    form = RecordForm(data, prefix=prefix, fact=fact, initial=first)
    form.fields["council"].widget.attrs.pop("autofocus", None)  # the page begins at its top
    return form, on_record, row and (row.id, on_record and on_record.pk)


def signature_on_record(row: CouncilOnDay, cells: dict[str, str]) -> Signature | None:
    """Return the signature that a line is about: that of the edition in force on its day."""
    signatures = Signature.objects.standing().filter(council=row.id)
    if when := read_date(cells.get("date", "")):
        on_its_day = Signature(
            council_id=row.id,
            date_precision=when.precision,
            date=when.date,
            checked_on=today(),
        )
        on_its_day.choose_edition()
        signatures = signatures.filter(edition=on_its_day.edition)
    return signatures.select_related("council", "edition").first()


def contact_form(cells: dict[str, str], prefix: str) -> tuple[ContactForm, Contact | None, Any]:
    """Return a line’s form, the contact on record that it is about, and a key of that."""
    where = cells.get("where", "")
    role, channel = cells.get("role", ""), cells.get("channel") or way_of(where)
    row = council_called(cells.get("council", ""), record_on(), current=True).row
    contacts = Contact.objects.filter(role=role, channel=channel).select_related("council")
    on_record = contacts.filter(council=row.id).first() if row else None
    data = {f"{prefix}-{name}": text for name, text in (cells | {"channel": channel}).items()}
    form = ContactForm(data, prefix=prefix, instance=copy(on_record) if on_record else None)
    return form, on_record, row and (row.id, role, channel)


def way_of(where: str) -> str:
    """Return the way to reach an address where a list does not say.

    An envelope has a number or a postcode. What is like none of the three is judged as an email.
    """
    if where.startswith(("http", "www.")):
        return Channel.WEB_FORM.value
    is_post = "@" not in where and " " in where and any(map(str.isdigit, where))
    return (Channel.POST if is_post else Channel.EMAIL).value


def digest(lines: list[Line]) -> str:
    """Return a mark of what was shown, so that nothing else is published."""
    shown = [(line.number, line.effect, line.says, line.why, line.cells) for line in lines]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
