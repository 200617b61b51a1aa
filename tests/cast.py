"""The cast of the tests and of ./dev demo: how to make councils, facts and postcodes."""

import datetime as dt
from functools import cache

from django.utils.text import slugify

from councils.models import (
    Council,
    Edition,
    Event,
    EventKind,
    Kind,
    Region,
    Signature,
    SourceKind,
)
from councils.postcodes.build import build
from councils.postcodes.sources import PostcodeRow, Source
from councils.postcodes.store import activate


def make_council(name, starts=None, ends=None, **facts):
    """Make a council: by default a unitary authority in the South West."""
    return Council.objects.create(
        **{
            "code": f"ZZ-{Council.objects.count()}",
            "slug": slugify(name),
            "name": f"{name} Council",
            "short_name": name,
            "kind": Kind.UNITARY,
            "region": Region.SOUTH_WEST,
            "starts_on": starts and dt.date.fromisoformat(starts),
            "ends_on": ends and dt.date.fromisoformat(ends),
            **facts,
        }
    )


def sign(council, on="2026-11-20", precision="day", **facts):
    """Record a signature, as staff would, with evidence."""
    day = dt.date.fromisoformat(on) if on else None
    return Signature.objects.create(
        **{
            "council": council,
            "edition": Edition.objects.get(published_on="2012-07-09"),
            "date": day,
            "date_precision": precision,
            "source": "Minutes of the council, item 7",
            "source_kind": SourceKind.MINUTES,
            "checked_on": day or dt.date(2026, 11, 20),
            **facts,
        }
    )


def add_event(council, kind, on="2026-11-20", **facts):
    """Record an event with evidence."""
    day = dt.date.fromisoformat(on)
    words = {"council_words": "We no longer wish to be listed."}
    return Event.objects.create(
        **{
            "council": council,
            "kind": kind,
            "date": day,
            "text": f"{council.short_name}: {EventKind(kind).label}.",
            "source": "A letter to the campaign",
            "source_kind": SourceKind.COUNCIL,
            "checked_on": day,
            **(words if kind == EventKind.WITHDRAWN else {}),
            **facts,
        }
    )


def add_progress(council, commitment, evidence_level="evidenced", on="2026-11-20", **facts):
    """Record what a council has done since it signed, with evidence."""
    day = dt.date.fromisoformat(on)
    return Event.objects.create(
        **{
            "council": council,
            "kind": EventKind.PROGRESS,
            "commitment": commitment,
            "evidence_level": evidence_level,
            "date": day,
            "text": f"{council.short_name}: {commitment}, {evidence_level}.",
            "source": "Minutes of the council, item 9",
            "source_kind": SourceKind.MINUTES,
            "checked_on": day,
            **facts,
        }
    )


POSTCODES = [
    # Dover and Sheffield town halls; a pair across the border of Sheffield and Derbyshire.
    ("CT16 1AA", "E07000108", 631000, 141500, None, True),
    ("S1 2HH", "E08000039", 435300, 387200, None, True),
    ("S17 3AA", "E08000039", 431000, 380000, None, True),
    ("S18 4AA", "E07000038", 431100, 379900, None, True),
    ("GU21 6JD", "E07000217", 500500, 158700, None, True),
    ("RH2 8EF", "E07000211", 525300, 149000, None, True),
    ("CF10 4UW", "W06000015", 319200, 174500, None, True),
    ("EH1 1YJ", "S12000036", 325900, 673600, None, True),
    ("BT1 5GS", "N09000003", 146000, 530000, None, True),
    ("JE2 4WD", "L99999999", None, None, None, True),
    ("IM1 1AA", "M99999999", None, None, None, True),
    ("ME4 4ZZ", "E06000035", 575800, 168000, "2013-09", False),
    ("CT16 1AB", "E07000108", 631050, 141550, None, None),
    ("SO9 4LX", "E06000045", 442000, 111500, None, None),
    ("S18 4ZZ", "E08000039", 435300, 387250, None, None),
    # A pair across the border of England and Wales.
    ("SY13 2LG", "E06000051", 345700, 339600, None, True),
    ("LL13 0AA", "W06000006", 345600, 339600, None, True),
    ("LA9 7DW", "E06000064", 351500, 492500, None, True),
]
"""Postcode, district, easting, northing, month it ended, and whether it is known to be in use. They
are real where the real answer matters; a few only look real."""


def with_neighbours(postcode, district, easting, northing, ended, in_use):
    """Yield a postcode's row, and four more of its district, 300 m apart.

    So postcodes across a border are nearer than those of the same district.
    """
    code = postcode.replace(" ", "")
    yield PostcodeRow(code, district, easting, northing, ended, in_use)
    if easting and in_use:
        for step, letter in enumerate("ABDE", start=1):
            yield PostcodeRow(
                f"{code[:-2]}X{letter}", district, easting, northing + 300 * step, None, True
            )


def use_postcodes():
    """Activate a small index of postcodes."""
    activate(small_index(), Council.objects.known_gss(), allow_smaller=True)


@cache
def small_index():
    """Return the index of POSTCODES, built once."""
    source = Source(
        edition="ONSPD November 2025",
        knows_endings=True,
        rows=lambda: iter([row for postcode in POSTCODES for row in with_neighbours(*postcode)]),
    )
    return build(source)
