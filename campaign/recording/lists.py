"""A list of signatures or contacts: each line fills the form of the screen for one.

So errors, what would change and how it is recorded are the form’s own. Nothing is on record until
somebody publishes what is ticked.
"""

import datetime as dt
import hashlib
import re
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE
from django.http import HttpRequest
from django.utils.text import capfirst
from openpyxl.utils.datetime import from_excel

from campaign.recording.called import Called, council_called
from campaign.recording.facts import initial_of
from campaign.recording.forms import RecordForm
from campaign.recording.table import field_called
from campaign.sign_up.council_mail import domain_of_council
from councils import names
from councils.dates import format_date, read_date, today
from councils.forms import DayField, EmailAddressField, ModelForm
from councils.models import (
    Channel,
    Contact,
    DraftList,
    Edition,
    ListKind,
    Role,
    Signature,
    SourceKind,
)
from councils.models.dated import DatedFact
from councils.models.logged import changed_fields, column, leave_line, shown, what_changed
from councils.record import CouncilOnDay, record_on

COUNCIL = (
    "council, authority, local authority, la, name, code, council name, name of council,"
    " council code"
)
CALLED = {
    ListKind.SIGNATURES: {
        "council": COUNCIL,
        "date": "date, date signed, signed date, signed, signed on, when, when signed, day,"
        " day signed, date of signature, date of signing, signature date, signing date",
        "source_url": "link, url, evidence url, source url, address, web page, web link, website,"
        " web address, hyperlink, page, link to evidence, link to document",
        "source": "document, evidence, source, name of the document, document name, title,"
        " name of document, shown by, what shows it, proof, source document",
        "source_kind": "kind of document, source kind, kind, evidence kind, kind of evidence, type,"
        " type of evidence, type of document",
        "quote": "words, quote, quotation, the words that say it, text, wording, exact words,"
        " extract",
        "signed_by": "who signed, who, signed by, signatory, person, name of signatory",
        "signed_role": "role, signed role, position, job title, post, role of signatory",
        "checked": "checked on, checked",
    },
    ListKind.CONTACTS: {
        "council": COUNCIL,
        "role": "role, who",
        "channel": "way, channel, how",
        "where": "address, email, e mail, email address, e mail address, mailbox, where, link,"
        " form",
        "source": "found at, source, evidence",
        "checked_on": "checked on, checked, date",
    },
}
"""The fields of the form, and what people call the column of each."""
COLUMNS = {
    kind: {word: field for field, words in fields.items() for word in words.split(", ")}
    for kind, fields in CALLED.items()
}
"""What people call a column, and the field of the form that it fills."""
NEEDED = {ListKind.SIGNATURES: ("council", "date"), ListKind.CONTACTS: ("council", "role")}
SHOWN = {
    ListKind.SIGNATURES: ("council", "date", "source_url", "source", "source_kind", "quote",
                          "signed_by", "signed_role"),
    ListKind.CONTACTS: ("council", "role", "channel", "email", "url", "address", "source",
                        "checked_on"),
}  # fmt: skip
"""The fields in which a line is mended in place."""
EVIDENCE = ("source_url", "source", "quote", "source_kind", "digest")
DAYS = ("date", "checked", "checked_on")
EXCEL = re.compile(r"[34]\d{4}(?:\.0)?")
"""A day as Excel counts them."""
DAY_OR_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])\D(?:0?[1-9]|1[0-2])\D\d+")
"""A day that could be read otherwise: in Britain days come before months."""
PART_OF_YEAR = re.compile(
    r"(?:in )?(?:early|mid|late|spring|summer|autumn)\W+(?:(?:in|of) )?(\d{4})", re.IGNORECASE
)
ROLE = re.compile(
    r"(?:the |deputy |assistant |interim |corporate |executive |strategic )*"
    r"(?:leader|director|chief executive|chair|mayor|head|cllr|councillor|portfolio holder|dcs"
    r"|(?:cabinet|lead|executive) member)(?: (?:of|for|children).*)?",
    re.IGNORECASE,
)
"""Who signed, where that is a role and no name."""
GO_WITH_IT = ("date", "date_precision", "edition", "note", "checked_by", "check_again_on")
"""Fields whose change is not shown by itself."""
WORDS: dict[str, dict[str, str]] = {
    "source_kind": {
        **{names.folded(word): kind.value for kind in SourceKind for word in (kind.label, kind)},
        **dict.fromkeys(("council minutes", "cabinet minutes", "decision", "agenda"), "minutes"),
        **dict.fromkeys(("website", "council website", "letter", "email", "web page"), "council"),
        **dict.fromkeys(("newspaper", "press", "article", "news story"), "news"),
        **dict.fromkeys(("published report",), "report"),
        **dict.fromkeys(("signed copy", "a signed copy", "signed charter", "charter"), "document"),
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

    WRONG = "needs you"
    CHANGE = "would change what is on record"
    READ = "ready, mended or read otherwise than typed"
    NEW = "ready"
    SAME = "already on record"
    OUT = "left out"


class ContactForm(ModelForm):
    """A contact, with its council by any name."""

    council = forms.CharField(max_length=120, label="Council")
    role = forms.ChoiceField(choices=[("", "Choose"), *Role.choices])
    channel = forms.ChoiceField(choices=[("", "Choose"), *Channel.choices], label="Way")

    class Meta:
        model = Contact
        fields = ("role", "channel", "email", "url", "address", "source", "checked_on")
        field_classes: ClassVar = {"email": EmailAddressField, "checked_on": DayField}
        error_messages: ClassVar = {"checked_on": {"invalid": "Write a day like 4 November 2026."}}

    @property
    def fact(self) -> Any:
        return self.instance

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        called = council_called(chosen.get("council", ""), record_on(), current=True)
        if called.row:
            self.instance.council_id = called.row.id
        elif chosen.get("council"):
            self.add_error("council", called.reason)
        if self.instance.checked_on != chosen.get("checked_on"):
            self.instance.check_again_on = None  # a new check sets the next one anew
        return chosen

    def do(self, request: HttpRequest, said: str) -> None:
        """Put it on record, with a line in its history."""
        before = Contact.objects.filter(pk=self.instance.pk).first()
        changes = what_changed(before, self.instance, "") if before else str(self.instance)
        self.instance.update()
        leave_line(request, self.instance, f"{said} {changes}", CHANGE if before else ADDITION)


@dataclass
class Line:
    """One line of a list: its form, what it would do, and whether it is ticked."""

    number: int
    brought: list[tuple[str, str]]
    """Each of its columns as it was written, read by us or not, with its cell."""
    typed: dict[str, str]
    cells: dict[str, str]
    """What was typed, as our forms read it."""
    form: RecordForm | ContactForm
    called: Called
    before: Signature | Contact | None
    ticked: bool | None
    """None where nobody has said: what is new is taken then, and nothing is changed."""
    is_mended: bool
    beside: str
    """What stands in columns that we do not read."""
    twin: "Line | None" = None
    """An earlier line about the same, which is taken."""

    @cached_property
    def effect(self) -> Effect:
        fact = self.form.fact if self.form.is_valid() else None
        if self.twin and self.twin.form.fact and adds_nothing(self.cells, self.twin.form.fact):
            return Effect.SAME
        if isinstance(self.before, Signature) and is_no_better(self.cells, self.before):
            return Effect.SAME
        if fact and self.before and not changed_fields(self.before, fact):
            return Effect.SAME
        if self.ticked is False:
            return Effect.OUT
        if self.twin or not fact:
            return Effect.WRONG
        if self.before:
            return Effect.CHANGE
        return Effect.READ if self.read or self.is_mended else Effect.NEW

    @property
    def is_taken(self) -> bool:
        is_doubtful = self.effect == Effect.CHANGE or bool(self.elsewhere)
        return bool(self.ticked) if is_doubtful else self.effect in (Effect.NEW, Effect.READ)

    @property
    def is_left_over(self) -> bool:
        """Whether it says something that is not put on record, such as another day."""
        if self.effect == Effect.SAME:
            before, said = self.before, read_date(self.cells.get("date", ""))
            return isinstance(before, Signature) and said != before.when
        return not self.is_taken

    @cached_property
    def elsewhere(self) -> list[str]:
        """The other council to whose own website its link leads: it may be about that one."""
        row, site = self.called.row, domain_of_council(self.cells.get("source_url", ""))
        others = [one for one in record_on().councils if row and one.id != row.id]
        return [one.name for one in others if site and domain_of_council(one.website) == site]

    @cached_property
    def read(self) -> list[str]:
        """What was read otherwise than it was typed: somebody must see that."""
        said, row = [], self.called.row
        if row and self.called.is_guess:
            said.append(f"“{self.typed['council']}” is read as {row.name}.")
        said += [f"The link leads to the website of {name}." for name in self.elsewhere]
        for typed in (self.typed.get(name, "") for name in DAYS):
            if day := read_day(typed):
                how = "is Excel’s number for" if EXCEL.fullmatch(typed) else "is read as"
                said.append(f"“{typed}” {how} {day}.")
        return said

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Of each field that would change its name, what it was and what it would be."""
        before: Any = self.before
        fact: Any = self.form.fact
        changed = [
            (str(capfirst(column(fact, name).verbose_name)), shown(before, name), shown(fact, name))
            for name in changed_fields(before, fact)
            if name not in GO_WITH_IT
        ]
        if isinstance(before, Signature) and before.when != fact.when:
            return [("Day", before.when.words, fact.when.words), *changed]
        return changed

    @property
    def mark(self) -> str:
        """A mark of what is shown of it, so that nothing else is published."""
        before = self.before and forms.model_to_dict(self.before)
        seen = repr((self.cells, before, self.twin is None))
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    @property
    def shown(self) -> list[forms.BoundField]:
        """Every field in which it can be mended."""
        kind = ListKind.SIGNATURES if isinstance(self.form, RecordForm) else ListKind.CONTACTS
        return [self.form[name] for name in SHOWN[kind]]

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that are wrong; of evidence all."""
        names = [*self.form.errors]
        if "source_url" in names:
            names += ["source", "source_kind"]
        return [self.form[name] for name in names if name in self.form.fields]

    @property
    def why(self) -> list[str]:
        """Why it cannot be recorded."""
        said = [str(texts[0]) for texts in self.form.errors.values()]
        if self.twin:
            said.append(f"Line {self.twin.number} is about the same: leave one of them out.")
        return said


def lines_of(draft: DraftList, reason: str = "") -> list[Line]:
    """Return the lines of a list as they stand against the record of now."""
    first: dict[Any, Line] = {}
    lines: list[Line] = []
    is_contact, columns = draft.kind == ListKind.CONTACTS, COLUMNS[ListKind(draft.kind)]
    for stored in draft.lines:
        if "fact" in stored:
            continue
        typed = stored["cells"] | stored.get("mended", {})
        cells = read_cells(typed)
        if is_contact:
            cells.setdefault("channel", way_of(cells.get("where", "")))
        called = council_called(cells.get("council", ""), record_on(), current=is_contact)
        if called.row:
            cells["council"] = called.row.name
        prefix = f"line-{stored['number']}"
        form, before = (
            contact_form(cells, called.row, prefix)
            if is_contact
            else signature_form(cells, called.row, prefix, reason)
        )
        ticked = stored.get("ticked")
        brought = stored["brought"]
        beside = [text for title, text in brought if not field_called(title, columns)]
        line = Line(
            stored["number"],
            brought,
            typed,
            cells,
            form,
            called,
            before,
            ticked,
            is_mended=bool(stored.get("mended")),
            beside=" · ".join(filter(None, beside)),
        )
        if called.row and ticked is not False:
            about = called.row.id, before and before.pk, cells.get("role"), cells.get("channel")
            line.twin = first.get(about)
            if line.is_taken:
                first[about] = line
        lines.append(line)
    return lines


def read_cells(cells: dict[str, str]) -> dict[str, str]:
    """Return what is filled in, with each choice and each day as our forms read it."""
    read = {}
    for name, text in cells.items():
        if text:
            read[name] = (name in DAYS and read_day(text)) or WORDS.get(name, {}).get(
                names.folded(text), text
            )
    if ROLE.fullmatch(read.get("signed_by", "")) and "signed_role" not in read:
        read["signed_role"] = read.pop("signed_by")
    return read


def read_day(text: str) -> str:
    """Return how a day is read that is written so that somebody must see it, or else ""."""
    if EXCEL.fullmatch(text):
        return format_date(from_excel(float(text)))
    if part := PART_OF_YEAR.fullmatch(text):
        return part[1]
    when = read_date(text) if DAY_OR_MONTH.fullmatch(text) else None
    return when.words.removeprefix("on ") if when else ""


def signature_form(
    cells: dict[str, str], row: CouncilOnDay | None, prefix: str, reason: str
) -> tuple[RecordForm, Signature | None]:
    """Return a line’s form, and the signature on record that it is about.

    What is empty leaves what is there as it is; of another document all is said anew.
    """
    on_record = signature_on_record(row, cells) if row else None
    first = {"shows": "signed", "checked": format_date(today())}
    if on_record:
        first = {**initial_of(on_record), "reason": reason or "(to be said)"}
        if cells.get("source_url", on_record.source_url) != on_record.source_url:
            first = {name: text for name, text in first.items() if name not in EVIDENCE}
    data = {f"{prefix}-{name}": text for name, text in {**first, **cells}.items() if text}
    fact = copy(on_record) if on_record else None
    form = RecordForm(data, prefix=prefix, fact=fact, initial=first)
    form.fields["council"].widget.attrs.pop("autofocus", None)  # the page begins at its top
    return form, on_record


def is_no_better(cells: dict[str, str], on_record: Signature) -> bool:
    """Whether a line has no link of its own, or says a later or a vaguer day than the record.

    What is on record is then better. Somebody who knows more corrects it by hand.
    """
    when, was = read_date(cells.get("date", "")), on_record.when
    link = cells.get("source_url", "")
    if when is None or when == was:
        return when is not None and on_record.source_url.endswith(link)
    is_later = (when.last_day or dt.date.max) > (was.last_day or dt.date.max)
    return is_later or when.covers(was) or not link


def adds_nothing(cells: dict[str, str], fact: DatedFact | Contact) -> bool:
    """Whether a line says no better of a fact when it was, and has no link but the same."""
    if isinstance(fact, Contact):
        return cells.get("where", "") in (fact.email, fact.url, fact.address)
    when, link = read_date(cells.get("date", "")), cells.get("source_url", "")
    return bool(when and when.covers(fact.when)) and fact.source_url.endswith(link)


def signature_on_record(row: CouncilOnDay, cells: dict[str, str]) -> Signature | None:
    """Return the signature that a line is about: that of the edition in force on its day."""
    signatures = Signature.objects.standing().filter(council=row.id)
    if when := read_date(cells.get("date", "")):
        signatures = signatures.filter(edition=Edition.in_force(when.counts_from(today())))
    return signatures.select_related("council", "edition").first()


def contact_form(
    cells: dict[str, str], row: CouncilOnDay | None, prefix: str
) -> tuple[ContactForm, Contact | None]:
    """Return a line’s form, and the contact on record that it is about."""
    same = {"role": cells.get("role", ""), "channel": cells["channel"]}
    contacts = Contact.objects.filter(**same).select_related("council")
    on_record = contacts.filter(council=row.id).first() if row else None
    field = Channel(same["channel"]).field if same["channel"] in Channel else "email"
    data = {
        f"{prefix}-{name}": text for name, text in ({field: cells.get("where", "")} | cells).items()
    }
    form = ContactForm(data, prefix=prefix, instance=copy(on_record) if on_record else None)
    return form, on_record


def way_of(where: str) -> str:
    """Return the way to reach an address where a list does not say.

    An envelope has a number or a postcode. What is like none of the three is judged as an email.
    """
    if where.startswith(("http", "www.")):
        return Channel.WEB_FORM.value
    is_post = "@" not in where and " " in where and any(map(str.isdigit, where))
    return (Channel.POST if is_post else Channel.EMAIL).value
