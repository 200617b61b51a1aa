"""The file behind the search box's suggestions: every council and place of England.

A browser fetches it when the box is first used and searches it itself (``static/js/find.js``), so
that nothing is sent while somebody types. The page cache keeps it until the record changes.
"""

from typing import Any

from councils.record import Record
from councils.search.places.gazetteer import gazetteer


def suggestions(record: Record) -> dict[str, Any]:
    """Return councils by official and short name, and places, the largest first.

    ``places`` has one name a line. ``within`` has for each place the index of its area in
    ``areas``: a county, a city, or an empty string if its name needs none.
    """
    councils = {
        row.name: row.short_name
        for row in record.all_councils
        if row.nation == "England" and row.is_current(record.on)
    }
    places = sorted(gazetteer(), key=lambda place: -place.postcodes)
    areas = {area: number for number, area in enumerate(sorted({place.area for place in places}))}
    return {
        "councils": councils,
        "areas": list(areas),
        "places": "\n".join(place.name for place in places),
        "within": [areas[place.area] for place in places],
    }
