"""The map round a council: it is ringed, and no name lies on another council's ground."""

import re

import pytest

pytestmark = pytest.mark.django_db


def test_a_council_is_ringed_among_its_neighbours_with_what_they_signed(client):
    page = client.get("/councils/sheffield/").content.decode()
    drawn = re.search(r'<svg class="map near".*?</svg>', page, re.DOTALL)[0]
    assert (
        'aria-label="Map: Sheffield, ringed, with ' in drawn
        and " councils round it." in drawn
        and "Derbyshire" in drawn
    )
    assert drawn.count('class="ring"') == drawn.count('class="lit"') == 1
    assert "<a " not in drawn
    assert "The map is drawn from postcodes" in page


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("sheffield", {"Sheffield", "Barnsley", "Derbyshire", "Rotherham"}),
        ("kent", {"Kent", "East Sussex", "Medway", "Surrey"}),
        ("essex", {"Essex", "Cambridgeshire", "Medway", "Southend-on-Sea", "Suffolk"}),
        ("devon", {"Devon", "Cornwall", "Dorset", "Plymouth", "Somerset", "Torbay"}),
    ],
)
def test_neighbours_bear_their_names_where_there_is_room(client, slug, names):
    page = client.get(f"/councils/{slug}/").content.decode()
    assert names <= set(re.findall(r">([^<]+)</tspan>", page))


@pytest.mark.parametrize("slug", ["east-surrey", "cumbria", "isles-of-scilly", "city-of-london"])
def test_any_council_has_its_map_also_before_it_starts_and_after_it_closed(client, slug):
    page = client.get(f"/councils/{slug}/").content.decode()
    assert re.search(r'<path class="ring" d="M', page)
