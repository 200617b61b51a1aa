"""Check the record and list what staff should look at.

The command ``check_record`` shows staff every line. The page where each thing
to look at leads shows the summaries with counts and days, but never the address of a contact.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from councils.data_quality.link_checker import links_of_record
from councils.dates import format_date
from councils.map import drawing
from councils.map.areas import owners
from councils.models import (
    Contact,
    Council,
    Event,
    EventKind,
    EvidenceLink,
    Lineage,
    LinkState,
    MissingFromCare,
    Signature,
)
from councils.open_data.tables import COUNCILS
from councils.postcodes.store import active_index
from councils.record import REPORTED_IN_2014, Record
from councils.safeguarding.helplines import CHECKED_ON, check_due

TOTALS = {
    dt.date(2013, 9, 19): 152,
    dt.date(2020, 6, 1): 151,
    dt.date(2022, 6, 1): 152,
    dt.date(2024, 1, 1): 153,
    dt.date(2027, 4, 1): 154,
}
"""The number of councils that ran children's services in England, on days for which it is known."""


@dataclass
class Check:
    """The result of one check: a summary for the public, and each line for staff."""

    title: str
    says: str
    """The summary, in sentences for the public."""
    lines: list[str] = field(default_factory=list)
    """What staff should look at, one line each; empty if everything is in order."""
    shown: list[str] = field(default_factory=list)
    """The lines among them that the public may read too."""
    was_run: bool = True

    @property
    def is_in_order(self) -> bool:
        return self.was_run and not self.lines

    @property
    def word(self) -> str:
        if not self.was_run:
            return "Not checked yet"
        return "In order" if self.is_in_order else "Open"


def checks(record: Record) -> list[Check]:
    """Run every check, the most serious first."""
    return [check(record) for check in CHECKS]


def needs_a_person(record: Record) -> Iterator[str]:
    """Yield one line for each thing that staff should look at."""
    for check in checks(record):
        yield from check.lines


def totals(record: Record) -> Check:
    """Check that all pages and files show the same total, and that past days have the right one."""
    counted = {
        "the list": (record.signed, record.total),
        "the regions": (
            sum(tally.signed for tally in record.regions),
            sum(tally.total for tally in record.regions),
        ),
        "the legend": (record.counts["signed"], sum(record.counts.values())),
        "the map": signed_on_map(record),
        "the data files": signed_in_data(COUNCILS.rows(record)),
    }
    lines = [
        f"The totals do not agree: {place} has {signed} of {total}, the list {record.signed} of"
        f" {record.total}."
        for place, (signed, total) in counted.items()
        if (signed, total) != (record.signed, record.total)
    ]
    if lines:
        says = "They do not agree everywhere. We are looking for the reason."
    else:
        says = (
            f"{record.signed} of {record.total} councils{record.provenance.in_brackets}, in the"
            " list, the regions, the map and the data files alike."
        )
    if wrong := wrong_days(record):
        says += " On a past day the register has the wrong number of councils."
    return Check("Totals", says, lines + wrong, lines + wrong)


def wrong_days(record: Record) -> list[str]:
    """Return a line for each day on which the register has the wrong number of councils."""
    counts = {day: Council.objects.responsible().current(day).count() for day in TOTALS}
    return [
        f"On {format_date(day)} England had {expected} councils that run children’s services; the"
        f" register has {counts[day]}."
        for day, expected in TOTALS.items()
        if day <= record.on and counts[day] != expected
    ]


def signed_on_map(record: Record) -> tuple[int, int]:
    statuses = Counter(cell.row.status for cell in drawing.hexagon_map(record).cells)
    return statuses["signed"], statuses.total()


def signed_in_data(rows: list[dict[str, Any]]) -> tuple[int, int]:
    return len([row for row in rows if row["status"] == "signed"]), len(rows)


def postcodes(record: Record) -> Check:
    """Check that every postcode of England leads to a council."""
    title, index = "Postcodes", active_index()
    if index is None:
        return Check(
            title,
            "No postcodes are loaded: councils can be found by name.",
            ["No postcodes are loaded: run load_postcodes."],
        )
    lines = [
        f"Postcodes in {row.name} lead to no council that runs children’s services: it has closed,"
        " and the register does not say who follows."
        for gss in index.districts
        if (row := record.place(gss))
        and row.nation == "England"
        and record.responsible_for(row) is None
    ]
    lead = "Those of some districts lead to no council." if lines else "All lead to a council."
    return Check(title, f"From {index.public_name}. {lead}", lines, lines)


def successors(record: Record) -> Check:
    """Check that each closed council has a known successor, without contradictions."""
    ending = [
        (row, row.ends_on) for row in record.all_councils if row.is_responsible and row.ends_on
    ]
    lines = [
        f"{row.name} {'closed' if row.status == 'former' else 'will close'} on"
        f" {format_date(ends_on - dt.timedelta(days=1))}, and the register does not say who"
        " takes over."
        for row, ends_on in ending
        if not record.successors_of(row)
    ]
    contradictions = list(Lineage.objects.faults())
    closed = len([row for row, _ in ending if row.status == "former"])
    says = f"{closed} councils that ran children’s services have closed since July 2012"
    says += "." if lines else ", and it is on record who took over from each."
    if contradictions:
        says += " The register contradicts itself about who took over from whom."
    lines += contradictions
    return Check("Councils that closed", says, lines, lines)


def places(record: Record) -> Check:
    """Check that every council is on both maps."""
    lines = []
    for row in drawing.unplaced(record):
        column, line = drawing.hexagon_map(record).places[row.code]
        lines.append(
            f"{row.name} is not in the map’s layout. It stands in the nearest free cell (column"
            f" {column}, row {line}); a new layout should be made: see docs/map.md."
        )
    with_area = set(owners(record).values())
    lines += [
        f"{row.name} has no area on the map of true areas: no district leads to it."
        for row in record.councils
        if row.code not in with_area
    ]
    says = (
        "Some councils are in a temporary place." if lines else "Every council has its place on it."
    )
    return Check("The map", says, lines)


def confirmed(record: Record) -> Check:
    """Count the signatures that their councils have confirmed to us."""
    standing = Signature.objects.standing()
    total = standing.count()
    count = total - Signature.confirmed(standing).count()
    lines = []
    if count == 1:
        lines = ["1 signature has not been confirmed by its council."]
    elif count:
        lines = [f"{count} signatures have not been confirmed by their councils."]
    says = f"{total - count} of {total} signatures on record have been confirmed by their councils."
    if total != record.signed:
        says += (
            f" These are more than the {record.signed} councils on record as signed today: a"
            " signature stays on record also after its council closed, withdrew or signed again."
        )
    return Check("Confirmed by councils", says, lines)


def named(record: Record) -> Check:
    """Count the signatures of 2014 that can be named."""
    says = (
        f"An undated report of The Children’s Society, probably of 2014, says {REPORTED_IN_2014}"
        f" councils had signed. We can name {record.named_of_2014} from that time."
    )
    number = record.not_named
    lines = (
        [f"{number} of the {REPORTED_IN_2014} signatures of 2014 are not named."] if number else []
    )
    return Check("Signatures of 2014", says, lines)


def withdrawals(record: Record) -> Check:
    """Check that each withdrawal has a signature before it; what a new council took over is one."""
    before = Signature.objects.standing().filter(
        council=OuterRef("council"), counted_from__lte=OuterRef("counted_from")
    )
    orphans = Event.objects.counting(record.on).filter(
        ~Exists(before), kind=EventKind.WITHDRAWN, council__origins=None
    )
    lines = [
        f"{event.council} is on record as withdrawn {event.when.words}, and no signature from"
        " before stands: one was taken back. Take the withdrawal back too, with the reason."
        for event in orphans.select_related("council")
    ]
    says = (
        "One stands on record without a signature before it."
        if lines
        else "Each has a signature before it."
    )
    return Check("Withdrawals", says, lines)


def missing_from_care(record: Record) -> Check:
    """Check that the newest figures of children missing from care are loaded."""
    title, latest = "Children missing from care", MissingFromCare.objects.latest_year()
    says = f"The figures reach to March {latest}." if latest else "No figures are loaded."
    year = MissingFromCare.objects.overdue_year(record.on)
    if year is None:
        return Check(title, says)
    due = f"The Department for Education’s file for the year ending March {year} is not loaded."
    line = f"{title}: {says} {due} Ask for it, and load it with load_missing_figures."
    return Check(title, f"{says} {due}", [line])


def helplines(record: Record) -> Check:
    """Check that the helplines' numbers were lately compared with what the helplines publish."""
    title, checked = "Helplines", format_date(CHECKED_ON)
    says = f"The helplines’ numbers and terms were last checked on {checked}."
    if not check_due(record.on):
        return Check(title, says)
    line = f"{says} Check each again, and change councils/safeguarding/helplines.py."
    return Check(title, says, [line])


def links(record: Record) -> Check:
    """Check that the links to evidence open, as far as a program has looked."""
    urls = links_of_record()
    checked = [link for link in EvidenceLink.objects.all() if link.url in set(urls)]
    lines = [
        f"Evidence: {link.url} {link.get_state_display()} ({format_date(link.checked_on)})."
        + (f" It last opened on {format_date(link.opened_on)}." if link.opened_on else "")
        for link in checked
        if link.state == LinkState.GONE
    ]
    shown = list(lines)
    unclear = len([link for link in checked if link.state == LinkState.NO_ANSWER])
    if unclear:
        links_gave = "link to evidence gave" if unclear == 1 else "links to evidence gave"
        lines.append(f"{unclear} {links_gave} no clear answer: see check_links.")
    says = links_summary(len(urls), checked)
    return Check("Links to evidence", says, lines, shown, was_run=bool(checked or not urls))


def links_summary(total: int, checked: list[EvidenceLink]) -> str:
    """Return how many links open and when that was checked, and how many were not checked."""
    says = f"The facts on record link to {total} page{'' if total == 1 else 's'} elsewhere."
    if not checked:
        return (
            f"{says} Each was read in a stored copy on the day that its fact gives. Nobody has"
            " checked since whether the link opens."
        )
    count = Counter(link.state for link in checked)
    not_asked = total - len(checked) + count[LinkState.NOT_ASKED]
    parts = [
        f"{count[LinkState.OPENS]} opened" if count[LinkState.OPENS] else "",
        f"{count[LinkState.GONE]} had gone" if count[LinkState.GONE] else "",
        f"{count[LinkState.NO_ANSWER]} gave no clear answer" if count[LinkState.NO_ANSWER] else "",
        f"{not_asked} not asked" if not_asked else "",
    ]
    newest = max(link.checked_on for link in checked)
    return f"{says} When last asked, by {format_date(newest)}: {', '.join(filter(None, parts))}."


def contacts(record: Record) -> Check:
    """Check which councils have a usable contact. The public reads only how many."""
    overdue = Contact.objects.overdue(record.on).select_related("council")
    lines = [
        f"{contact}: past its check day, {format_date(contact.check_again_on)}. It is not used."
        for contact in overdue
    ]
    for contact in Contact.objects.with_delivery_problem().select_related("council"):
        used = "" if contact.is_usable(record.on) else " It is not used."
        lines.append(f"{contact}: {contact.delivery_problem_text}.{used}")
    reached = set(Contact.objects.for_letters(record.on).values_list("council_id", flat=True))
    missing = len([row for row in record.councils if row.id not in reached])
    if missing:
        lines.append(f"{missing} of {record.total} councils have no checked contact.")
    says = f"We hold a checked contact for {record.total - missing} of {record.total} councils."
    if past := len(overdue):
        says += (
            f" {past} {'is' if past == 1 else 'are'} past the day for a new check, and not used."
        )
    return Check("Contacts for letters", says, lines)


CHECKS: tuple[Callable[[Record], Check], ...] = (
    totals,
    helplines,
    withdrawals,
    successors,
    postcodes,
    missing_from_care,
    links,
    confirmed,
    named,
    contacts,
    places,
)
