"""The map round a council: it is ringed, and no name lies on another council's ground."""

import datetime as dt
import re

import pytest

from councils.map import areas
from councils.map import picture as near
from councils.map.areas import owners
from councils.record import record_on
from councils.sharing import font_metrics

pytestmark = pytest.mark.django_db

DAYS = (dt.date(2026, 11, 24), dt.date(2013, 9, 19), dt.date(2027, 4, 1))


def inside(point, rings):
    """Return whether a point is inside some rings: a line from it crosses them an odd time."""
    x, y = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
    return odd


def points(name):
    """Return points on the edge of every line of a name, as it is drawn."""
    size = next(size for size, called in near.SIZES.items() if called == name.size)
    for y, line in name.lines:
        half = font_metrics.text().width(line, size) * near.BOLD / 2
        for part in range(-4, 5):
            yield name.x + part / 4 * half, y
            yield name.x + part / 4 * half, y - 0.72 * size


def drawn_round(record, row):
    beside = near.neighbours(record, row)
    names = tuple((other.code, other.short_name) for other in (row, *beside))
    owner_of = owners(record)
    frame, grain, _, placed = near.geometry(
        names, frozenset(owner_of.items()), row.region == "London"
    )
    outlines = areas.outlines_of(owner_of, near.detailed())
    return (
        frame,
        placed,
        {code: areas.drawn(outlines[code], grain) for code, _ in names},
        outlines,
        grain,
    )


def test_no_council_is_cut_by_its_frame():
    record = record_on(DAYS[0])
    for row in record.councils:
        frame, _, rings, _, _ = drawn_round(record, row)
        own = areas.box_round(rings[row.code])
        assert frame.left <= own.left and own.left + own.width <= frame.left + frame.width, row
        assert frame.top <= own.top and own.top + own.height <= frame.top + frame.height, row


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_name_lies_in_its_own_area_or_in_the_sea(day):
    record = record_on(day)
    for row in record.councils[:: 1 if day == DAYS[0] else 9]:
        frame, placed, rings, outlines, grain = drawn_round(record, row)
        for code, name in placed:
            at = list(points(name))
            assert all(frame.left <= x <= frame.left + frame.width for x, _ in at), (row, code)
            assert all(frame.top <= y <= frame.top + frame.height for _, y in at), (row, code)
            if not name.hair:
                assert all(inside(point, rings[code]) for point in at), (row.name, code)
                continue
            for other, outline in outlines.items():
                on_land = areas.drawn(outline, grain)
                assert not any(inside(point, on_land) for point in at), (row.name, code, other)


def test_a_council_is_ringed_among_its_neighbours_with_what_they_signed(client):
    page = client.get("/councils/sheffield/").content.decode()
    drawn = re.search(r'<svg class="map near".*?</svg>', page, re.DOTALL)[0]
    assert (
        'aria-label="Map: Sheffield, ringed, and the councils round it. One next door is lit."'
        in drawn
    )
    assert drawn.count('class="ring"') == drawn.count('class="lit"') == 1
    assert "<a " not in drawn
    assert "The map is drawn from postcodes" in page
    assert [name for name in ("Sheffield", "Barnsley", "Derbyshire") if f">{name}</tspan>" in drawn]


@pytest.mark.parametrize("slug", ["east-surrey", "cumbria", "isles-of-scilly", "city-of-london"])
def test_any_council_has_its_map_also_before_it_starts_and_after_it_closed(client, slug):
    page = client.get(f"/councils/{slug}/").content.decode()
    assert re.search(r'<path class="ring" d="M', page)
