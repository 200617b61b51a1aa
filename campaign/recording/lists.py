"""A list of signatures or contacts: each line fills the form of the screen for one.

So errors, what would change and how it is recorded are the form’s own. Nothing is on record until
somebody publishes what is ticked.
"""

from copy import copy
from typing import Any, NamedTuple

from campaign.recording.contact_form import ContactForm
from campaign.recording.facts import initial_of
from campaign.recording.forms import RecordForm
from campaign.recording.kinds_of_line import ContactLine, SignatureLine
from campaign.recording.lines import ListLine
from campaign.recording.reading import DAYS, puts_days_first, read_cells, way_of
from councils.dates import format_date, read_date, today
from councils.models import Channel, Contact, DraftList, Edition, ListKind, Signature, StoredLine
from councils.record import CouncilOnDay, record_on
from councils.search.called import council_called


class Filled(NamedTuple):
    """The form of a line, filled in; what is on record about the same; and what the line is about.

    Two lines with the same ``about`` are twins.
    """

    form: RecordForm | ContactForm
    on_record: Signature | Contact | None
    about: tuple[Any, ...]


type Taken = dict[tuple[Any, ...], ListLine]
"""The lines so far that will be recorded, by what they are about."""


def lines_of(draft: DraftList, reason: str = "") -> list[ListLine]:
    """Return the lines of a list as they stand against the record of now.

    Those that are published already are left out. ``reason`` is why staff change a signature.
    """
    kind = ListKind(draft.kind)
    days_first = columns_with_days_first(draft)
    lines: list[ListLine] = []
    taken: Taken = {}
    stored: StoredLine
    for stored in draft.lines:
        is_published = "fact" in stored
        if is_published:
            continue
        line = line_of(stored, kind, reason, days_first, taken)
        lines.append(line)
        if line.is_taken:
            taken[line.about] = line
    return lines


def columns_with_days_first(draft: DraftList) -> frozenset[str]:
    """Return the columns of days whose order the list itself shows."""
    found = []
    for name in DAYS:
        if puts_days_first(stored["cells"].get(name, "") for stored in draft.lines):
            found.append(name)
    return frozenset(found)


def line_of(
    stored: StoredLine, kind: ListKind, reason: str, days_first: frozenset[str], taken: Taken
) -> ListLine:
    """Return one line of a list, with its form filled in against the record of now.

    One that is left out has no twin: it is not recorded, whatever the lines before it say.
    """
    is_contact = kind == ListKind.CONTACTS
    mended = stored.get("mended", {})
    typed = stored["cells"] | mended
    cells = read_cells(typed)
    if is_contact:
        cells.setdefault("channel", way_of(cells.get("where", "")))
    called = council_called(cells.get("council", ""), record_on(), current=is_contact)
    if called.row:
        cells["council"] = called.row.name

    prefix = f"line-{stored['number']}"
    line_class: type[ListLine]
    if is_contact:
        line_class = ContactLine
        filled = filled_with_contact(cells, called.row, prefix)
    else:
        line_class = SignatureLine
        filled = filled_with_signature(cells, called.row, prefix, reason)
    ticked = stored.get("ticked")
    twin = None
    if ticked is not False:
        twin = taken.get(filled.about)
    return line_class(
        number=stored["number"],
        brought=stored["brought"],
        typed=typed,
        cells=cells,
        form=filled.form,
        called=called,
        on_record=filled.on_record,
        ticked=ticked,
        seen_doubtful=stored.get("seen_doubtful", False),
        is_mended=bool(mended),
        beside=in_other_columns(stored),
        days_first=days_first,
        about=filled.about,
        twin=twin,
    )


def in_other_columns(stored: StoredLine) -> str:
    """Return what was brought and is not read, in one line."""
    read = stored["cells"].values()
    cells = [text for _, text in stored["brought"] if text and text not in read]
    return " · ".join(cells)


# The forms


def filled_with_signature(
    cells: dict[str, str], row: CouncilOnDay | None, prefix: str, reason: str
) -> Filled:
    """Return a line’s form for the signature of a council under the edition of its day."""
    edition = edition_of(cells)
    on_record = signature_on_record(row, edition)
    form = form_of_signature(cells, on_record, prefix, reason)
    return Filled(form, on_record, about=(row and row.id, on_record or edition))


def form_of_signature(
    cells: dict[str, str], on_record: Signature | None, prefix: str, reason: str
) -> RecordForm:
    """Return a line’s form, to be recorded anew, or to correct the signature that it is about.

    What is empty leaves what is there as it is; of another document all is said anew, as the form
    sees to.
    """
    if on_record is None:
        initial = {"shows": "signed", "checked": format_date(today())}
    else:
        initial = {**initial_of(on_record), "reason": reason or "(to be said)"}
    form = RecordForm(
        with_prefix(prefix, initial | cells),
        prefix=prefix,
        on_record=on_record,
        initial=initial,
    )
    form.fields["council"].widget.attrs.pop("autofocus", None)  # the page begins at its top
    return form


def edition_of(cells: dict[str, str]) -> Edition | None:
    """Return the edition in force on the day of a line; None where its day cannot be read."""
    when = read_date(cells.get("date", ""))
    if when is None:
        return None
    checked = read_date(cells.get("checked", ""))
    checked_on = (checked and checked.last_day) or today()
    return Edition.in_force(when.counts_from(checked_on))


def signature_on_record(row: CouncilOnDay | None, edition: Edition | None) -> Signature | None:
    """Return the signature that a line is about: of its edition, where that is known."""
    if row is None:
        return None
    signatures = Signature.objects.standing().filter(council=row.id)
    if edition:
        signatures = signatures.filter(edition=edition)
    return signatures.select_related("council", "edition").first()


def filled_with_contact(cells: dict[str, str], row: CouncilOnDay | None, prefix: str) -> Filled:
    """Return a line’s form for a contact: one of each role and way that a council has."""
    role = cells.get("role", "")
    channel = cells["channel"]
    on_record = None
    if row:
        contacts = Contact.objects.filter(council=row.id, role=role, channel=channel)
        on_record = contacts.select_related("council").first()
    where_field = Channel(channel).field if channel in Channel else "email"
    where = {where_field: cells.get("where", "")}
    changed = copy(on_record)  # a model's form sets what is typed on the row that it is given
    form = ContactForm(with_prefix(prefix, where | cells), prefix=prefix, instance=changed)
    return Filled(form, on_record, about=(row and row.id, role, channel))


def with_prefix(prefix: str, cells: dict[str, str]) -> dict[str, str]:
    """Return cells as a form with this prefix gets them from a page; empty ones are left out."""
    return {f"{prefix}-{name}": text for name, text in cells.items() if text}
