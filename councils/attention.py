"""What in the record needs a person: said by ``check_record``, in plain words."""

from collections.abc import Iterator

from councils.dates import in_words
from councils.map import drawing
from councils.models import Contact, Signature
from councils.postcodes.current import current_index
from councils.record import Record


def needs_a_person(record: Record) -> Iterator[str]:
    """Yield one line for each thing, the gravest first."""
    yield from without_a_place(record)
    yield from without_a_successor(record)
    yield from not_confirmed(record)
    yield from contacts(record)


def without_a_place(record: Record) -> Iterator[str]:
    for row in drawing.unplaced(record):
        column, line = drawing.hexagon_map(record).places[row.code]
        yield (
            f"{row.name} is not in the map’s layout. It stands in the nearest free cell (column"
            f" {column}, row {line}); a new layout should be made: see docs/map.md."
        )
    paths, _ = drawing.area_paths(record)
    for row in record.councils:
        if row.code not in paths:
            yield f"{row.name} has no area on the map of true areas: no district leads to it."


def without_a_successor(record: Record) -> Iterator[str]:
    index = current_index()
    if index is None:
        yield "No postcodes are loaded: run load_postcodes."
        return
    for gss in index.districts:
        row = record.place(gss)
        if row and row.nation == "England" and record.responsible_for(row) is None:
            yield (
                f"Postcodes in {row.name} lead to no council that runs children’s services: it has"
                " closed, and the register does not say who follows."
            )


def not_confirmed(record: Record) -> Iterator[str]:
    count = Signature.objects.standing().filter(confirmed_on=None).count()
    if count:
        yield f"{count} signatures have not been confirmed by their councils."


def contacts(record: Record) -> Iterator[str]:
    overdue = Contact.objects.overdue(record.on).select_related("council")
    for contact in overdue:
        yield f"{contact}: past its check day, {in_words(contact.check_again_on)}. It is not used."
    reached = set(Contact.objects.usable(record.on).values_list("council_id", flat=True))
    missing = [row for row in record.councils if row.id not in reached]
    if missing:
        yield f"{len(missing)} of {record.total} councils have no checked contact."
