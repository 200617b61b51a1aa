"""A list of signatures or contacts: each line fills the form of the screen for one.

So errors, what would change and how it is recorded are the form’s own. Nothing is on record until
somebody publishes what is ticked.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, NamedTuple

from campaign.recording.contact_form import ContactForm
from campaign.recording.facts import initial_of
from campaign.recording.forms import RecordForm
from campaign.recording.kinds_of_line import ContactLine, SignatureLine
from campaign.recording.lines import ListLine
from campaign.recording.reading import (
    DAYS,
    puts_days_first,
    puts_months_first,
    read_cells,
    way_of,
)
from campaign.recording.table import name_and_link
from councils.dates import format_date, read_date, today
from councils.models import Channel, Contact, DraftList, Edition, ListKind, Signature, StoredLine
from councils.record import CouncilOnDay, record_on
from councils.search.called import Called, council_called


class LineRead(NamedTuple):
    """What a line says, its council, its form filled in, and what it is about.

    Two lines with the same ``about`` are twins.
    """

    says: dict[str, str]
    called: Called
    form: RecordForm | ContactForm
    on_record: Signature | Contact | None
    """What is on record about the same."""
    about: tuple[Any, ...]


class Orders(NamedTuple):
    """The columns of days in which the list itself shows that days, or months, come first."""

    days_first: frozenset[str]
    months_first: frozenset[str]


type Taken = dict[tuple[Any, ...], ListLine]
"""The lines so far that will be recorded, by what they are about."""


def lines_of(draft: DraftList, reason: str = "") -> list[ListLine]:
    """Return the lines of a list as they stand against the record of now.

    Those that are published already are left out. ``reason`` is why staff change a signature.
    """
    kind = ListKind(draft.kind)
    orders = Orders(columns_where(puts_days_first, draft), columns_where(puts_months_first, draft))
    lines: list[ListLine] = []
    taken: Taken = {}
    stored: StoredLine
    for stored in draft.lines:
        if is_published(stored):
            continue
        line = line_of(stored, kind, reason, orders, taken)
        lines.append(line)
        if line.is_taken:
            taken[line.about] = line
    return lines


def is_published(stored: StoredLine) -> bool:
    """Whether its list has put a line on record, and that was not undone."""
    return "fact" in stored


def columns_where(shows: Callable[[Iterable[str]], bool], draft: DraftList) -> frozenset[str]:
    """Return the columns of days whose cells together show something, such as their order."""
    found = []
    for name in DAYS:
        if shows(stored["cells"].get(name, "") for stored in draft.lines):
            found.append(name)
    return frozenset(found)


def line_of(
    stored: StoredLine, kind: ListKind, reason: str, orders: Orders, taken: Taken
) -> ListLine:
    """Return one line of a list, with its form filled in against the record of now.

    One that is left out has no twin: it is not recorded, whatever the lines before it say.
    """
    line_class: type[ListLine]
    if kind == ListKind.CONTACTS:
        line_class = ContactLine
        read = read_as_contact(stored)
    else:
        line_class = SignatureLine
        read = read_as_signature(stored, reason)
    ticked = stored.get("ticked")
    twin = None
    if ticked is not False:
        twin = taken.get(read.about)
    return line_class(
        number=stored["number"],
        brought=stored["brought"],
        typed=typed_in(stored),
        says=read.says,
        form=read.form,
        called=read.called,
        on_record=read.on_record,
        ticked=ticked,
        seen_doubtful=stored.get("seen_doubtful", False),
        is_mended=bool(stored.get("mended")),
        beside=in_other_columns(stored),
        days_first=orders.days_first,
        months_first=orders.months_first,
        about=read.about,
        twin=twin,
    )


def typed_in(stored: StoredLine) -> dict[str, str]:
    """Return what was typed in a line: in the list, or on its page since."""
    return stored["cells"] | stored.get("mended", {})


def prefix_of(stored: StoredLine) -> str:
    """Return what the names of a line's fields begin with on the page."""
    return f"line-{stored['number']}"


def in_other_columns(stored: StoredLine) -> str:
    """Return what was brought and is not read, in one line."""
    read = {"", *stored["cells"].values()}
    found = []
    for _, text in stored["brought"]:
        is_read = text in read or read.issuperset(name_and_link(text))
        if not is_read:
            found.append(text)
    return " · ".join(found)


# A line of signatures


def read_as_signature(stored: StoredLine, reason: str) -> LineRead:
    """Read a line as the signature of a council under the edition of its day."""
    says = read_cells(typed_in(stored))
    called = council_called(says.get("council", ""), record_on())
    council = called.row
    if council:
        says["council"] = council.name
    edition = edition_of(says)
    on_record = signature_on_record(council, edition)
    form = form_of_signature(says, on_record, prefix_of(stored), reason)
    # Where its day cannot be read, what is on record may still tell which signature it is about.
    about = (council and council.id, on_record or edition)
    return LineRead(says, called, form, on_record, about)


def form_of_signature(
    says: dict[str, str], on_record: Signature | None, prefix: str, reason: str
) -> RecordForm:
    """Return a line’s form, to be recorded anew, or to correct the signature that it is about.

    A correction begins with what is on record, so what is empty in the line stays as it is there.
    If the line names another document, the form drops what was said of the old one.
    """
    if on_record is None:
        initial = {"shows": "signed", "checked": format_date(today())}
    else:
        # The reason is asked for once, when all is published; a form without one would be wrong.
        initial = {**initial_of(on_record), "reason": reason or "(to be said)"}
    form = RecordForm(
        with_prefix(prefix, initial | says),
        prefix=prefix,
        on_record=on_record,
        initial=initial,
    )
    form.fields["council"].widget.attrs.pop("autofocus", None)  # the page begins at its top
    return form


def edition_of(says: dict[str, str]) -> Edition | None:
    """Return the edition in force on the day of a line; None where its day cannot be read."""
    when = read_date(says.get("date", ""))
    if when is None:
        return None
    checked = read_date(says.get("checked", ""))
    checked_on = (checked and checked.last_day) or today()
    return Edition.in_force(when.counts_from(checked_on))


def signature_on_record(council: CouncilOnDay | None, edition: Edition | None) -> Signature | None:
    """Return the signature that a line is about: of its edition, where that is known."""
    if council is None:
        return None
    signatures = Signature.objects.standing().filter(council=council.id)
    if edition:
        signatures = signatures.filter(edition=edition)
    return signatures.select_related("council", "edition").first()


# A line of contacts


def read_as_contact(stored: StoredLine) -> LineRead:
    """Read a line as a contact: a council has one of each role and way."""
    says = read_cells(typed_in(stored))
    says.setdefault("channel", way_of(says.get("where", "")))
    called = council_called(says.get("council", ""), record_on(), current=True)
    council = called.row
    if council:
        says["council"] = council.name
    on_record = contact_on_record(council, says)
    form = form_of_contact(says, on_record, prefix_of(stored))
    about = (council and council.id, says.get("role", ""), says["channel"])
    return LineRead(says, called, form, on_record, about)


def contact_on_record(council: CouncilOnDay | None, says: dict[str, str]) -> Contact | None:
    """Return the contact that a line is about: of its role, reached in its way."""
    if council is None:
        return None
    contacts = Contact.objects.filter(
        council=council.id, role=says.get("role", ""), channel=says["channel"]
    )
    return contacts.select_related("council").first()


def form_of_contact(says: dict[str, str], on_record: Contact | None, prefix: str) -> ContactForm:
    """Return a line’s form, to add a contact, or to change the one that it is about."""
    channel = says["channel"]
    where_field = Channel(channel).field if channel in Channel else "email"
    where = {where_field: says.get("where", "")}
    changed = copy(on_record)  # a model's form sets what is typed on the row that it is given
    return ContactForm(with_prefix(prefix, where | says), prefix=prefix, instance=changed)


# Both


def with_prefix(prefix: str, says: dict[str, str]) -> dict[str, str]:
    """Return what a line says as a form with this prefix gets it; what is empty is left out."""
    return {f"{prefix}-{name}": text for name, text in says.items() if text}
