"""The map on the pages: the same councils as the list, each a link that says its status."""

import datetime as dt
import re
from math import hypot

import brotli
import pytest

from councils.map import drawing, layout, region_names
from councils.models import Council, Lineage
from councils.record import record_on, record_version
from councils.sharing import font_metrics
from tests.councils.map.cells import layout_days
from tests.seen import words

pytestmark = pytest.mark.django_db


def reader_spacing(text, size):
    """Return how much wider a text is with the spacing that a reader may choose (WCAG 1.4.12)."""
    return size * (0.12 * len(text) + 0.16 * text.count(" "))


def map_in(client, address):
    page = client.get(address).content.decode()
    return re.search(r'<svg class="map .*?</svg>(?=\s*</div>)', page, re.DOTALL)[0]


def links(drawn):
    return re.findall(r'<a href="([^"]+)"><title>([^<]+)</title>', drawn)


@pytest.mark.parametrize("view", ["", "?view=areas"])
def test_every_council_is_one_link_with_its_name_and_status(client, view):
    found = dict(links(map_in(client, f"/councils/{view}")))
    assert len(found) == record_on().total
    assert found["/councils/kent/"] == "Kent County Council, signed by 3 December 2012"
    assert found["/councils/sheffield/"] == "Sheffield City Council, no signature found"


@pytest.mark.parametrize("view", ["", "view=areas"])
@pytest.mark.parametrize("address", ["/councils/?", "/councils/?at=2027-04-01&"])
def test_the_map_is_small_on_the_wire_in_both_views(client, address, view):
    drawn = map_in(client, address + view)
    assert len(brotli.compress(drawn.encode(), quality=5)) <= 12_000


def test_an_island_too_small_to_select_has_a_circle_to_select(client):
    drawn = map_in(client, "/councils/?view=areas")
    scilly = re.search(r'<a href="/councils/isles-of-scilly/">.*?</a>', drawn)[0]
    assert '<circle class="map-sea"' in scilly
    assert drawn.count('<circle class="map-sea"') == 1


@pytest.mark.parametrize("view", ["", "&view=areas"])
@pytest.mark.parametrize(
    "query", ["status=signed", "region=london", "kind=county&status=not_signed", "q=sheffield"]
)
def test_the_map_links_the_same_councils_as_the_list(client, query, view):
    page = client.get(f"/councils/?{query}{view}").content.decode()
    drawn = {address for address, _ in links(map_in(client, f"/councils/?{query}{view}"))}
    listed = set(re.findall(r'<li><svg class="tile".*?<a href="([^"]+)"', page))
    assert drawn == listed != set()


@pytest.mark.parametrize("view", ["", "&view=areas"])
def test_a_chosen_region_is_drawn_alone_and_larger_and_leads_back_to_england(client, view):
    address = f"/councils/?region=london&at=2014-01-01{view}"
    drawn = map_in(client, address)
    assert len(links(drawn)) == 33
    *_, width, height = map(float, re.search(r'viewBox="([^"]+)"', drawn)[1].split())
    assert width < 250  # of 350, and of 1,450 for the true areas
    page = client.get(address).content.decode()
    back = f"/councils/?at=2014-01-01{view.replace('&', '&amp;')}"
    assert f'<a class="map-england" href="{back}">Back to England</a>' in page


def test_the_counts_on_a_region_s_page_are_its_own(client):
    page = client.get("/councils/?region=london").content.decode()
    legend = re.search(r'<ul class="legend">.*?</ul>', page, re.DOTALL)[0]
    assert re.findall(r"<b>(\d+)</b>", legend) == ["5", "28"]
    assert 'aria-label="5 of 33 councils"' in page


def test_nine_region_names_stand_round_the_map_and_lead_to_their_regions(client):
    drawn = map_in(client, "/councils/?at=2014-01-01")
    named = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><text>', drawn))
    assert len(named) == 9
    assert named["/councils/?region=north-west&amp;at=2014-01-01"] == "North West"
    numbers = re.findall(r'class="map-number"[^>]*>(\d)<', drawn)
    page = client.get("/councils/?at=2014-01-01").content.decode()
    listed = re.search(r'<ol class="map-numbered">.*?</ol>', page)[0]
    assert dict(re.findall(r'href="([^"]+)">([^<]+)', listed)) == named
    assert dict(zip(named, numbers, strict=True)) == {
        address: str(number)
        for number, address in enumerate(re.findall(r'href="([^"]+)"', listed), 1)
    }


@pytest.mark.parametrize("day", layout_days(), ids=str)
def test_no_region_name_covers_a_hexagon_or_leaves_the_map(day):
    cells = layout.layout_on(day)
    width, height = layout.size(cells)
    places = region_names.places_on(day)
    assert places.keys() == region_names.LINES.keys()
    for region, place in places.items():
        lines = region_names.LINES[region]
        half = max(font_metrics.text().width(line, region_names.SIZE) for line in lines) / 2
        foot = place.top + region_names.DOWN_A_LINE * len(lines)
        assert place.x >= half and place.x + half <= width, region
        assert place.top >= 0 and foot <= height, region
        spaced = half + max(reader_spacing(line, region_names.SIZE) for line in lines) / 2
        assert place.x >= spaced and place.x + spaced <= width, region
        for x, y in map(layout.centre, cells.values()):
            across = max(0, abs(x - place.x) - half)
            down = max(0, place.top - y, y - foot)
            assert across**2 + down**2 >= 14**2, region


@pytest.mark.parametrize("day", layout_days(), ids=str)
def test_no_hairline_of_a_region_crosses_a_hexagon(day):
    for region, place in region_names.places_on(day).items():
        (x1, y1), (x2, y2) = place.line
        for x, y in map(layout.centre, layout.layout_on(day).values()):
            parts = [part / 50 for part in range(50)]  # it ends at a side
            nearest = min(hypot(x1 + (x2 - x1) * at - x, y1 + (y2 - y1) * at - y) for at in parts)
            assert nearest > 11.5, (region, x, y)


@pytest.mark.parametrize(
    ("day", "total"),
    [
        ("2013-09-19", 152),
        ("2020-06-01", 151),
        ("2022-06-01", 152),
        ("2024-01-01", 153),
        ("2027-04-01", 154),
    ],
)
@pytest.mark.parametrize("view", ["", "&view=areas"])
def test_any_day_can_be_drawn(client, day, total, view):
    assert len(links(map_in(client, f"/councils/?at={day}{view}"))) == total


def test_no_two_councils_share_a_cell_on_any_day():
    for day in layout_days():
        places = drawing.cells_of(record_on(day))
        assert len(set(places.values())) == len(places)
        assert not drawing.unplaced(record_on(day))


@pytest.mark.promise(28)
def test_the_keyboard_goes_region_by_region_from_the_north():
    regions = [cell.row.region for cell in drawing.hexagon_map(record_on()).cells]
    order = list(dict.fromkeys(regions))
    assert regions == sorted(regions, key=order.index)
    assert order[0] == "North East"
    assert {"South East", "South West"} == set(order[-2:])


def test_a_new_signature_lights_its_hexagon_at_once(client, sign, sheffield):
    before = map_in(client, "/councils/")
    sign(sheffield)
    record_version.forget()
    after = map_in(client, "/councils/")
    assert before.count('"#hex-signed"') + 1 == after.count('"#hex-signed"')
    assert "Sheffield City Council, signed on 20 November 2026" in after


def test_a_council_that_staff_enter_is_beside_those_it_replaces(kent):
    new = Council.objects.create(
        code="NKT",
        slug="new-kent",
        name="New Kent Council",
        short_name="New Kent",
        kind="unitary",
        region="South East",
        starts_on="2028-04-01",
    )
    Lineage.objects.create(old=kent, new=new, on="2028-04-01")
    Council.objects.filter(pk=kent.pk).update(ends_on="2028-04-01")
    record = record_on(dt.date(2028, 4, 1))
    row = record.by_code["NKT"]
    assert drawing.unplaced(record) == [row]
    was = layout.layout_on(dt.date(2028, 3, 31))["KEN"]
    assert layout.distance(drawing.cells_of(record)["NKT"], was) == 0


def test_the_list_alone_has_no_map(client):
    assert '<svg class="map ' not in client.get("/councils/?view=list").content.decode()


def test_the_other_view_keeps_every_filter(client):
    page = client.get("/councils/?region=london&at=2013-09-19").content.decode()
    assert "/councils/?region=london&amp;at=2013-09-19&amp;view=areas" in page
    page = client.get("/councils/?region=london&view=areas").content.decode()
    assert 'href="/councils/?region=london" data-view' in page


def test_the_true_areas_say_that_they_are_no_boundary(client):
    page = client.get("/councils/?view=areas").content.decode()
    assert "Drawn from postcodes; not a boundary" in page


def test_a_council_with_no_neighbour_on_land_is_ringed_on_a_small_map(client):
    page = client.get("/councils/isle-of-wight/").content.decode()
    small = re.search(r'<svg class="map map-small".*?</svg>', page)[0]
    assert 'aria-label="Isle of Wight Council on the map of England"' in small
    assert "<a " not in small
    x, y = layout.centre(layout.layout_on(record_on().on)["IOW"])
    assert f'<use class="map-ring" href="#hex-ring" x="{x}" y="{y}"/>' in small


@pytest.mark.parametrize(
    ("slug", "ringed"),
    [
        ("east-surrey", ["SRY"]),
        ("cumbria", ["CBD", "WAF"]),
    ],
)
def test_a_council_that_does_not_exist_is_shown_where_it_will_be_or_was(db, slug, ringed):
    record = record_on(dt.date(2026, 11, 24))
    row = record.by_slug[slug]
    small = drawing.small_hexagons(record, row)
    rings = re.findall(r'<use class="map-ring" href="#hex-ring" x="(\d+)" y="(\d+)"/>', small)
    cells = drawing.hexagon_map(record).by_code
    assert sorted(rings) == sorted((str(cells[c].x), str(cells[c].y)) for c in ringed)


def test_a_councils_page_says_how_many_neighbours_signed_in_plain_words(client, sign):
    for code in ("CHW", "DEV", "PLY"):
        if not record_on().by_code[code].signature:
            sign(Council.objects.get(code=code))
    record_version.forget()
    assert "Its one neighbour is on record as signed" in words(client.get("/councils/wirral/"))
    assert "Both its neighbours are on record as signed" in words(client.get("/councils/cornwall/"))


def test_names_on_the_map_are_escaped(client, sheffield):
    Council.objects.filter(pk=sheffield.pk).update(name='Steel "<City>" & Sons')
    assert "Steel &quot;&lt;City&gt;&quot; &amp; Sons, no signature" in map_in(client, "/councils/")
