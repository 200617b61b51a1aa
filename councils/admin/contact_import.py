"""Import a spreadsheet of contacts: read it, match councils, check every line, apply it whole.

Columns, in any order: council (name or code), role, way, address, source, checked on. Nothing is
applied while any line is wrong.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from councils import names
from councils.models import Channel, Contact, Role
from councils.record import CouncilOnDay, Record
from councils.search.matcher import Kind, match_name

COLUMNS = ("council", "role", "way", "address", "source", "checked on")
PLACE = {Channel.EMAIL: "email", Channel.WEB_FORM: "url", Channel.POST: "address"}
"""The field of ``Contact`` that holds the address for each channel."""
ROLE_WORDS = {
    **{names.folded(role.label): role for role in Role},
    **{names.folded(role.value): role for role in Role},
    "lead member": Role.LEAD_MEMBER,
    "cabinet member": Role.LEAD_MEMBER,
    "cabinet member for childrens services": Role.LEAD_MEMBER,
    "director": Role.DIRECTOR,
    "dcs": Role.DIRECTOR,
    "leader": Role.LEADER,
}
CHANNEL_WORDS = {
    "email": Channel.EMAIL,
    "e mail": Channel.EMAIL,
    "web form": Channel.WEB_FORM,
    "form": Channel.WEB_FORM,
    "website": Channel.WEB_FORM,
    "post": Channel.POST,
    "letter": Channel.POST,
}


@dataclass(slots=True)
class SheetLine:
    """One line of the sheet: what it would do, or what is wrong with it."""

    number: int
    cells: dict[str, str]
    contact: Contact | None = None
    effect: str = ""
    """What it would do: "add", "change" or "as it is"."""
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    lines: list[SheetLine]
    errors: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.errors and bool(self.lines) and not any(line.errors for line in self.lines)

    @property
    def verdict(self) -> str:
        """The sentence above the lines before anything is applied."""
        if self.is_good:
            return "This is what the sheet would do. Nothing is changed yet."
        return "Nothing has been changed. Correct the marked lines and load the sheet again."

    def apply(self) -> int:
        """Save every contact, or none. Returns how many were added or changed."""
        contacts = [
            line.contact for line in self.lines if line.contact and line.effect != "as it is"
        ]
        with transaction.atomic():
            for contact in contacts:
                contact.update()
        return len(contacts)


def decoded(data: bytes) -> str:
    """Return the text of a saved sheet: UTF-8, or Windows-1252 as older spreadsheets save it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(text: str, record: Record) -> Sheet:
    """Read a sheet (CSV with commas, semicolons or tabs) and match it to a record's councils."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
    except csv.Error as error:
        return Sheet([], [f"This cannot be read as a spreadsheet saved as CSV: {error}."])
    if not rows:
        return Sheet([], ["The sheet is empty."])
    header = [names.folded(cell.replace("_", " ")) for cell in rows[0]]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        return Sheet([], [f"The first line must name the columns. Missing: {', '.join(missing)}."])
    existing = {(c.council_id, c.role, c.channel): c for c in Contact.objects.all()}
    lines: list[SheetLine] = []
    first_lines: dict[tuple[int, str, str], int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        padded = cells + [""] * (len(header) - len(cells))
        line = SheetLine(
            number, {column: padded[header.index(column)].strip() for column in COLUMNS}
        )
        fill(line, record, existing)
        if line.contact:
            key = (line.contact.council_id, line.contact.role, line.contact.channel)
            if key in first_lines:
                line.errors.append(f"Line {first_lines[key]} has the same council, role and way.")
            first_lines.setdefault(key, number)
        lines.append(line)
    return Sheet(lines, [] if lines else ["There are no lines under the column names."])


def fill(line: SheetLine, record: Record, existing: dict[tuple[int, str, str], Contact]) -> None:
    """Set a line's contact and effect, or add to its errors."""
    line.errors += filter(None, map(names.damage_in, line.cells.values()))
    if line.errors:
        return
    council = council_called(line.cells["council"], record, line.errors)
    role = ROLE_WORDS.get(names.folded(line.cells["role"]))
    channel = CHANNEL_WORDS.get(names.folded(line.cells["way"]))
    day = chosen_day(line.cells["checked on"])
    if role is None:
        labels = " or ".join(f"“{label}”" for label in Role.labels)
        line.errors.append(f"“{line.cells['role']}” is not a role. Use {labels}.")
    if channel is None:
        line.errors.append(
            f"“{line.cells['way']}” is not a way to reach a council. Use email, web form or post."
        )
    if day is None:
        line.errors.append(f"“{line.cells['checked on']}” is not a date. Write it like 2026-11-24.")
    if council is None or role is None or channel is None or day is None:
        return
    contact = existing.get((council.id, role, channel)) or Contact(
        council_id=council.id, role=role, channel=channel
    )
    before = [getattr(contact, name) for name in (PLACE[channel], "source", "checked_on")]
    after = [line.cells["address"], line.cells["source"], day]
    line.effect = "as it is" if before == after else ("change" if contact.pk else "add")
    if before[2] != day:
        # After a new check, ``Contact.update`` sets the next one anew.
        contact.check_again_on = None  # type: ignore[assignment]
    setattr(contact, PLACE[channel], line.cells["address"])
    contact.source, contact.checked_on = line.cells["source"], day
    try:
        contact.full_clean(exclude=["council"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        line.errors += error.messages
    line.contact = contact


def council_called(text: str, record: Record, errors: list[str]) -> CouncilOnDay | None:
    """Return the council with a code or an exact name; else add to ``errors`` and return None.

    A similar name is only suggested in the error, since a letter could go to the wrong council.
    A council that has closed takes no letters.
    """
    row = record.by_code.get(text.upper())
    if row and row.is_responsible and row.status != "former":
        return row
    match = match_name(text, record)
    named = [choice.council for choice in match.candidates if choice.named is choice.council]
    if match.kind in (Kind.EXACT, Kind.SEVERAL) and len(named) == 1:
        return named[0]
    candidates = named or [choice.council for choice in match.candidates]
    names = [row.name for row in candidates[:4]]
    if len(candidates) > 1 and match.kind != Kind.COUNTY:
        errors.append(f"“{text}” matches several councils: {', '.join(names)}.")
    else:
        hint = f" Is it {' or '.join(names)}?" if names else ""
        errors.append(f"“{text}” is not a council that runs children’s services.{hint}")
    return None


def chosen_day(text: str) -> dt.date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
