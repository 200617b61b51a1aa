"""The map round a council: it is ringed, and no name lies on another council's ground."""

import re

import pytest

from councils.map.near import frame_on, near
from councils.models import Council
from councils.record import record_on
from tests.conftest import forget_everything
from tools import place_near_maps

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


def test_every_council_is_named_on_its_own_map(db):
    record = record_on()
    nameless = []
    for row in record.councils:
        names = re.findall(r">([^<]+)</tspan>", near(record, row))
        is_named = row.short_name in " ".join(names)
        is_named = is_named or all(heir.short_name in " ".join(names) for heir in row.successors)
        if not is_named:
            nameless.append(row.name)
    assert nameless == []


def test_those_who_take_over_soon_stand_on_the_map_with_the_line_between_them(client, today_is):
    today_is("2026-12-01")
    drawn = client.get("/councils/surrey/").content.decode()
    assert 'class="forming"' in drawn
    assert "the line between East Surrey and West Surrey, which take over on 1 April 2027" in drawn


def test_a_renamed_council_bears_no_name_until_the_maps_are_worked_out_again(client, sheffield):
    Council.objects.filter(pk=sheffield.pk).update(short_name="Steel City")
    forget_everything()
    drawn = client.get("/councils/sheffield/").content.decode()
    assert ">Sheffield</tspan>" not in drawn and ">Barnsley</tspan>" in drawn
    assert 'class="ring"' in drawn


@pytest.mark.parametrize("slug", ["city-of-london", "isles-of-scilly"])
def test_the_maps_kept_are_those_of_the_rule(db, slug):
    record = record_on()
    row = record.by_slug[slug]
    ground = place_near_maps.ground_of(record, row)
    worked_out = place_near_maps.best(ground)
    kept = frame_on(record.on, row.code, ground.outline)
    assert (kept.grain, kept.box) == (worked_out.grain, worked_out.box)
    assert [name.text for name in kept.names] == [name.text for name in worked_out.names]


@pytest.mark.parametrize("slug", ["east-surrey", "cumbria", "isles-of-scilly", "city-of-london"])
def test_any_council_has_its_map_also_before_it_starts_and_after_it_closed(client, slug):
    page = client.get(f"/councils/{slug}/").content.decode()
    assert re.search(r'<path class="ring" d="M', page)
