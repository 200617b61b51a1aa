"""A spreadsheet of contacts, as staff keep one: read, matched to councils, checked, applied.

Columns, in any order: council (name or code), role, way, address, source, checked on. Nothing is
applied while one line is wrong.
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
"""Where the address of each way is kept."""
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
    does: str = ""
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
        """What stands above its lines while nothing is applied."""
        if self.is_good:
            return "This is what the sheet would do. Nothing is changed yet."
        return "Nothing is changed. Put the lines right that are marked, and load the sheet again."

    def apply(self) -> int:
        """Save every contact, or none. Returns how many were added or changed."""
        todo = [line.contact for line in self.lines if line.contact and line.does != "as it is"]
        with transaction.atomic():
            for contact in todo:
                contact.update()
        return len(todo)


def decoded(data: bytes) -> str:
    """Return the text of a saved sheet: UTF-8, or Windows-1252 as older spreadsheets save it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(text: str, record: Record) -> Sheet:
    """Read a sheet's text (commas, semicolons or tabs) against the councils of a record."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
    except csv.Error as error:
        return Sheet([], [f"This does not read as a spreadsheet saved as CSV: {error}."])
    if not rows:
        return Sheet([], ["The sheet is empty."])
    header = [names.folded(cell.replace("_", " ")) for cell in rows[0]]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        return Sheet([], [f"The first line must name the columns. Missing: {', '.join(missing)}."])
    held = {(c.council_id, c.role, c.channel): c for c in Contact.objects.all()}
    lines: list[SheetLine] = []
    seen: dict[tuple[int, str, str], int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        padded = cells + [""] * (len(header) - len(cells))
        line = SheetLine(
            number, {column: padded[header.index(column)].strip() for column in COLUMNS}
        )
        fill(line, record, held)
        if line.contact:
            key = (line.contact.council_id, line.contact.role, line.contact.channel)
            if key in seen:
                line.errors.append(f"Line {seen[key]} has the same council, role and way.")
            seen.setdefault(key, number)
        lines.append(line)
    return Sheet(lines, [] if lines else ["There is no line under the columns’ names."])


def fill(line: SheetLine, record: Record, held: dict[tuple[int, str, str], Contact]) -> None:
    """Make the contact of a line, or say what is wrong with it."""
    line.errors += filter(None, map(names.damage_in, line.cells.values()))
    if line.errors:
        return
    council = council_called(line.cells["council"], record, line.errors)
    role = ROLE_WORDS.get(names.folded(line.cells["role"]))
    channel = CHANNEL_WORDS.get(names.folded(line.cells["way"]))
    day = chosen_day(line.cells["checked on"])
    if role is None:
        line.errors.append(f"“{line.cells['role']}” is no role: {', '.join(Role.labels)}.")
    if channel is None:
        line.errors.append(f"“{line.cells['way']}” is no way: email, web form or post.")
    if day is None:
        line.errors.append(f"“{line.cells['checked on']}” is no day. Write 2026-11-24.")
    if council is None or role is None or channel is None or day is None:
        return
    contact = held.get((council.id, role, channel)) or Contact(
        council_id=council.id, role=role, channel=channel
    )
    before = [getattr(contact, name) for name in (PLACE[channel], "source", "checked_on")]
    after = [line.cells["address"], line.cells["source"], day]
    line.does = "as it is" if before == after else ("change" if contact.pk else "add")
    if before[2] != day:
        contact.check_again_on = None  # type: ignore[assignment]  # a new check, a new term
    setattr(contact, PLACE[channel], line.cells["address"])
    contact.source, contact.checked_on = line.cells["source"], day
    try:
        contact.full_clean(exclude=["council"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        line.errors += error.messages
    line.contact = contact


def council_called(text: str, record: Record, errors: list[str]) -> CouncilOnDay | None:
    """Return the council of a code or a right name; None, with an error, for any other text.

    A near name is never taken, or a letter could go to the wrong council: the error names the
    council that it would be. A council that closed takes no letters.
    """
    row = record.by_code.get(text.upper())
    if row and row.is_responsible and row.status != "former":
        return row
    match = match_name(text, record)
    named = [choice.council for choice in match.candidates if choice.named is choice.council]
    if match.kind in (Kind.EXACT, Kind.SEVERAL) and len(named) == 1:
        return named[0]
    meant = named or [choice.council for choice in match.candidates]
    if len(meant) > 1 and match.kind != Kind.COUNTY:
        errors.append(f"“{text}” fits several: {', '.join(row.name for row in meant[:4])}.")
    else:
        names = " or ".join(row.name for row in meant[:4])
        hint = f" Is it {names}?" if names else ""
        errors.append(f"“{text}” is no council that runs children’s services.{hint}")
    return None


def chosen_day(text: str) -> dt.date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
