"""What the box suggests while somebody types: every council and place of England, as one file.

A browser fetches it when the box is first used and searches it by itself (``static/js/find.js``),
so nothing is sent while somebody types. It is a page like any other of the record: made from the
register and the gazetteer when it is first asked for, and stored until the record changes.
"""

from typing import Any

from councils.record import Record
from councils.search.places.gazetteer import gazetteer


def suggestions(record: Record) -> dict[str, Any]:
    """Return councils by official and short name, and places, the largest first.

    ``places`` are names on lines of one text. ``within`` gives for each the number of its area in
    ``areas``: a county or a city; the empty one for a place that needs none.
    """
    councils = {
        row.name: row.short_name
        for row in record.all_councils
        if row.nation == "England" and row.is_current(record.on)
    }
    places = sorted(gazetteer(), key=lambda place: -place.postcodes)
    areas = {area: number for number, area in enumerate(sorted({one.area for one in places}))}
    return {
        "councils": councils,
        "areas": list(areas),
        "places": "\n".join(place.name for place in places),
        "within": [areas[place.area] for place in places],
    }
