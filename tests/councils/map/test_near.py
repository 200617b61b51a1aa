"""The map round a council: it is ringed, and no name lies on another council's ground."""

import datetime as dt
import re

import pytest

pytestmark = pytest.mark.django_db

DAYS = (dt.date(2026, 11, 24), dt.date(2013, 9, 19), dt.date(2027, 4, 1))


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
