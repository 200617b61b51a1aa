"""Import a spreadsheet of contacts: read it, match councils, check every line, apply it whole.

Columns, in any order: council (name or code), role, way, address, source, checked on. Nothing is
applied while any line is wrong; staff settle a line by choosing its council, or leaving it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from councils import names
from councils.dates import Precision, format_date
from councils.email_addresses import cleaned_address
from councils.imports.called import LEAVE_OUT, ListLine
from councils.imports.table import read_text
from councils.imports.written_dates import read_date
from councils.models import Channel, Contact, ImportBatch, Role
from councils.record import Record

COLUMNS = ("council", "role", "way", "address", "source", "checked on")
ROLE_WORDS = {
    **{names.folded(role.label): role for role in Role},
    **{names.folded(role.value): role for role in Role},
    "lead member": Role.LEAD_MEMBER,
    "cabinet member": Role.LEAD_MEMBER,
    "cabinet member for childrens services": Role.LEAD_MEMBER,
    "director": Role.DIRECTOR,
    "dcs": Role.DIRECTOR,
    "leader": Role.LEADER,
    "foi": Role.INFORMATION,
    "freedom of information": Role.INFORMATION,
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
class SheetLine(ListLine):
    """One line of the sheet: what it would do, or what is wrong with it."""

    contact: Contact | None = None
    effect: str = ""
    """What it would do: "add", "change" or "as it is"."""
    before: str = ""
    """The address that would go."""
    was: str = ""
    """Address, source and day of check that are there now."""
    errors: list[str] = field(default_factory=list)

    @property
    def would_do(self) -> str:
        if self.contact is None or self.effect not in ("add", "change"):
            return ""
        return f"{self.number} {self.contact.council_id} {self.effect} {self.was}"


@dataclass(slots=True)
class Sheet:
    lines: list[SheetLine]
    errors: list[str] = field(default_factory=list)

    @property
    def can_be_applied(self) -> bool:
        return not self.errors and bool(self.lines) and not any(line.errors for line in self.lines)

    @property
    def verdict(self) -> str:
        """The sentence above the lines before anything is applied."""
        if self.can_be_applied:
            return "This is what the sheet would do. Nothing is changed yet."
        return (
            "Nothing has been changed. Choose the council of the marked lines or leave them out, or"
            " correct them and load the sheet again."
        )

    def apply(self, by: str = "", name: str = "contacts") -> ImportBatch | None:
        """Save every contact as one batch, or none. Returns None where nothing would change."""
        contacts = [
            line.contact for line in self.lines if line.contact and line.effect != "as it is"
        ]
        return ImportBatch.take_in(by, name, contacts) if contacts else None


def read(text: str, record: Record, chosen: Mapping[str, str] | None = None) -> Sheet:
    """Read a sheet and match it to a record's councils; ``chosen`` settles lines by field name."""
    table = read_text(text, COLUMNS, {})
    existing = {(c.council_id, c.role, c.channel): c for c in Contact.objects.all()}
    lines: list[SheetLine] = []
    first_lines: dict[tuple[int, str, str], int] = {}
    for number, cells in table.lines:
        line = SheetLine(number, cells)
        line.chosen = (chosen or {}).get(line.field_name, "")
        if line.chosen == LEAVE_OUT:
            line.effect = "left out"
        else:
            fill(line, record, existing)
        if line.contact:
            key = (line.contact.council_id, line.contact.role, line.contact.channel)
            if key in first_lines:
                line.errors.append(f"Line {first_lines[key]} has the same council, role and way.")
            first_lines.setdefault(key, number)
        lines.append(line)
    return Sheet(lines, table.errors)


def fill(line: SheetLine, record: Record, existing: dict[tuple[int, str, str], Contact]) -> None:
    """Set a line's contact and effect, or add to its errors."""
    line.errors += filter(None, map(names.damage_in, line.cells.values()))
    if line.errors:
        return
    called = line.council(record, current=True)
    council = called.row
    if council is None:
        line.errors.append(called.reason)
    role = ROLE_WORDS.get(names.folded(line.cells["role"]))
    channel = CHANNEL_WORDS.get(names.folded(line.cells["way"]))
    checked = read_date(line.cells["checked on"])
    day = checked.date if checked and checked.precision == Precision.DAY else None
    if role is None:
        labels = " or ".join(f"“{label}”" for label in Role.labels)
        line.errors.append(f"“{line.cells['role']}” is not a role. Use {labels}.")
    if channel is None:
        line.errors.append(
            f"“{line.cells['way']}” is not a way to reach a council. Use email, web form or post."
        )
    if day is None:
        line.errors.append(f"“{line.cells['checked on']}” is not a day. Write 4 November 2026.")
    if council is None or role is None or channel is None or day is None:
        return
    line.cells["checked on"] = format_date(day)
    if channel == Channel.EMAIL:
        line.cells["address"] = cleaned_address(line.cells["address"])
    contact = existing.get((council.id, role, channel)) or Contact(
        council_id=council.id, role=role, channel=channel
    )
    before = [getattr(contact, name) for name in (channel.field, "source", "checked_on")]
    line.was = repr(before)
    line.before = str(before[0]) if contact.pk and before[0] != line.cells["address"] else ""
    after = [line.cells["address"], line.cells["source"], day]
    line.effect = "as it is" if before == after else ("change" if contact.pk else "add")
    if before[2] != day:
        # After a new check, ``Contact.update`` sets the next one anew.
        contact.check_again_on = None  # type: ignore[assignment]
    setattr(contact, channel.field, line.cells["address"])
    contact.source, contact.checked_on = line.cells["source"], day
    try:
        contact.full_clean(exclude=["council"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        line.errors += error.messages
    line.contact = contact
