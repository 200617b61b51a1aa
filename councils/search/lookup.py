"""From what a person typed in the one box to a council, or to an answer that says why not.

Nothing typed is stored: it is read, answered and forgotten.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from councils.postcodes import parsing
from councils.postcodes.index import Found
from councils.postcodes.store import current_index
from councils.record import CouncilOnDay, Record
from councils.safeguarding import call_for_help
from councils.search.by_name import called

LONGEST = 200
"""Characters of the box that are read; longer text is no postcode and no name."""

MOST_NAMES = 20
"""Councils offered for a name that fits many."""


BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else: what most people type. No words of anybody's are in it."""


@dataclass(slots=True)
class Answer:
    """What the box leads to.

    ``kind`` is "council" for a redirect to ``council`` (from ``district`` where one explains), else
    the name of the answer's page in templates/councils/answers/.
    """

    kind: str
    council: CouncilOnDay | None = None
    district: CouncilOnDay | None = None
    choices: list[CouncilOnDay] = field(default_factory=list)
    place: str = ""
    meant: list[str] = field(default_factory=list)
    edition: str = ""
    worried: bool = False
    """Nothing was found, and the words may be those of somebody who looks for help."""


def answer(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    ``go_on``: a visitor who was shown the helplines has said that it is a council they look for.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer("empty")
    has_words = not go_on and not BARE_POSTCODE.fullmatch(typed)
    if has_words and call_for_help.sounds_like_a_call_for_help(typed):
        return Answer("help")
    found = looked_up(typed, record)
    if found.kind in ("not_found", "too_long"):
        found.worried = call_for_help.may_be_about_the_writer(typed)
    return found


def looked_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode or a name."""
    if len(typed) > LONGEST:
        return Answer("too_long")
    understood = parsing.read(typed)
    match understood.kind:
        case parsing.Kind.FULL:
            return from_postcode(understood.postcode, typed, record)
        case parsing.Kind.NOT_A_POSTCODE:
            return named(typed, record) or mended(typed, record) or Answer("not_found")
        case parsing.Kind.HALF:
            return named(typed, record) or half(understood.outward)
        case parsing.Kind.EMPTY:
            return Answer("not_found")
    return Answer(str(understood.kind), place=understood.place)


def half(outward: str) -> Answer:
    index = current_index()
    known = index is None or index.has_outcode(outward)
    return Answer("half" if known else "not_found")


def from_postcode(postcode: parsing.Postcode, typed: str, record: Record) -> Answer:
    """Return the answer to a well-formed postcode."""
    index = current_index()
    if index is None:
        return Answer("no_postcodes")
    found = index.lookup(postcode)
    if found is None:
        return mended(typed, record) or Answer("unknown", edition=index.edition)
    return from_found(found, record, index.edition)


def mended(typed: str, record: Record) -> Answer | None:
    """Offer the postcodes that exist among the slips the pattern allows (O and 0, I and 1)."""
    index = current_index()
    if index is None:
        return None
    meant = [candidate for candidate in parsing.candidates(typed) if index.exists(candidate)]
    if not meant:
        return None
    return Answer("meant", meant=[str(candidate) for candidate in meant[:6]])


def from_found(found: Found, record: Record, edition: str) -> Answer:
    """Return who is responsible at a postcode that exists, or where in the world it lies."""
    if found.in_use is False:
        return Answer("ended", place=month_in_words(found.ended), edition=edition)
    if found.district_gss is None:
        return Answer("unknown", edition=edition)
    if found.district_gss.startswith("L"):
        return Answer("channel_islands")
    if found.district_gss.startswith("M"):
        return Answer("isle_of_man")
    district = record.place(found.district_gss)
    if district is None:
        return Answer("unknown", edition=edition)
    if district.nation != "England":
        return Answer(district.nation.lower().replace(" ", "_"), district=district)
    council = record.responsible_for(district)
    if council is None:
        return Answer("unknown", edition=edition)
    others = others_near(found, council, record)
    if others:
        return Answer("border", choices=[council, *others], district=district)
    kind = "council" if found.in_use else "doubt"
    return Answer(kind, council=council, district=None if district is council else district)


def month_in_words(month: str | None) -> str:
    """Return "2013-09" as "September 2013", and nothing as nothing."""
    return f"{dt.date.fromisoformat(month + '-01'):%B %Y}" if month else ""


def others_near(found: Found, council: CouncilOnDay, record: Record) -> list[CouncilOnDay]:
    """Return the other responsible councils among the nearest postcodes, those of England."""
    near = [record.responsible_for(record.place(gss)) for gss in found.nearby]
    others = {other.code: other for other in near if other is not None and other is not council}
    return list(others.values())


def named(typed: str, record: Record) -> Answer | None:
    """Return the council of a name; a choice where it fits several; None where it fits none."""
    rows = called(record, typed)
    if not rows:
        return None
    living = [row for row in rows if row.status not in ("former",)] or rows
    return to_choice(living, record)


def to_choice(rows: list[CouncilOnDay], record: Record) -> Answer:
    if len(rows) == 1:
        return to_council(rows[0], record)
    responsible = [row for row in rows if row.is_responsible]
    if len(responsible) == 1 and len({row.short_name for row in rows}) == 1:
        return to_council(responsible[0], record)
    ordered = sorted(rows, key=lambda row: (not row.is_responsible, row.short_name))
    return Answer("names", choices=ordered[:MOST_NAMES])


def to_council(row: CouncilOnDay, record: Record) -> Answer:
    """Return the answer for one council found by its name: a district leads to its county."""
    if row.nation != "England":
        return Answer(row.nation.lower().replace(" ", "_"), district=row)
    if row.status in ("former", "forming") and row.is_responsible:
        return Answer("council", council=row)
    council = record.responsible_for(row)
    if council is None:
        successors = record.successors_of(row)
        return Answer("names", choices=successors) if successors else Answer("council", council=row)
    return Answer("council", council=council, district=None if council is row else row)
