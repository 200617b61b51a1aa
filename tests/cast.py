"""How to make a council, a fact or a postcode: functions that fixtures and ./dev demo share."""

import datetime as dt

from django.utils.text import slugify

from councils.models import (
    Council,
    CouncilKind,
    Edition,
    Event,
    EventKind,
    Signature,
    SourceKind,
)


def make_council(name, starts=None, ends=None, **facts):
    """Make a council: by default a unitary authority in the South West."""
    return Council.objects.create(
        **{
            "code": f"ZZ-{Council.objects.count()}",
            "slug": slugify(name),
            "name": f"{name} Council",
            "short_name": name,
            "kind": CouncilKind.UNITARY,
            "region": "South West",
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
            "text": f"{council.short_name} says what it does to {commitment}.",
            "source": "Minutes of the council, item 9",
            "source_kind": SourceKind.MINUTES,
            "checked_on": day,
            **facts,
        }
    )
