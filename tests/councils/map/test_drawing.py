"""The map on the pages: the same councils as the list, each a link that says its status."""

import datetime as dt
import re

import brotli
import pytest

from councils.map import drawing, layout
from councils.models import Council, EventKind, Lineage
from councils.record import record_on, record_version
from tests.seen import links as links_of_page
from tests.seen import words

pytestmark = pytest.mark.django_db

SIZE = 15
"""Font size of the names, in units of the drawing: the least on the narrowest screens."""


def map_in(client, address):
    page = client.get(address).content.decode()
    return re.search(r'<svg class="map hex [\w-]+".*?</svg>', page, re.DOTALL)[0]


def links(drawn):
    return re.findall(
        r'<a class="council" data-status="[^"]+" href="([^"]+)"><title>([^<]+)</title>', drawn
    )


@pytest.mark.promise(28)
def test_every_council_is_one_link_with_its_name_and_status(client):
    found = dict(links(map_in(client, "/councils/")))
    assert len(found) == record_on().total
    assert found["/councils/kent/"] == "Kent, signed by 3 December 2012"
    assert found["/councils/sheffield/"] == "Sheffield, no signature found"


@pytest.mark.parametrize("address", ["/councils/", "/councils/?at=2027-04-01"])
def test_the_map_is_small_on_the_wire(client, address):
    assert len(brotli.compress(map_in(client, address).encode(), quality=5)) <= 8_000


def hexagons(drawn, css_class):
    """Return how many councils have a shape on the map."""
    paths = re.findall(rf'<path class="{css_class}(?: \w+)?" d="([^"]+)"', drawn)
    return sum(path.count("M") for path in paths)


@pytest.mark.promise(4)
def test_each_status_has_a_shape_of_its_own_and_a_disputed_one_its_mark(
    client, kent, sheffield, sign, add_event
):
    add_event(kent, EventKind.WITHDRAWN)
    add_event(Council.objects.get(slug="leeds"), EventKind.INTENDS)
    sign(sheffield).dispute("They wrote that it was Rotherham.")
    record_version.forget()
    drawn = map_in(client, "/councils/")
    counts = {shape: hexagons(drawn, shape) for shape in ("lit", "ember", "bar", "question")}
    assert counts == {"lit": 32, "ember": 1, "bar": 1, "question": 1}
    assert "Sheffield, signed (disputed) on 20 November 2026" in drawn
    assert "Disputed by the council" in words(client.get("/councils/"))


@pytest.mark.promise(4)
def test_true_areas_mark_a_disputed_status_too(client, sheffield, sign):
    question = 'stroke="#1b2233"'
    before = client.get("/")
    sign(sheffield).dispute("They wrote that it was Rotherham.")
    record_version.forget()
    pages = [client.get(address) for address in ("/", "/councils/?view=areas")]
    pictures = [
        re.search(r'<(?:img class="map" src|image href)="([^"]+)"', page.content.decode())[1]
        for page in pages
    ]
    assert all(question in client.get(src).content.decode() for src in pictures)
    assert question in client.get("/councils/sheffield/").content.decode()
    assert "Disputed by the council" in words(pages[0])
    assert "Disputed by the council" not in words(before)


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    "query", ["status=signed", "region=london", "kind=county&status=not_signed", "q=sheffield"]
)
def test_the_map_links_the_same_councils_as_the_list(client, query):
    page = client.get(f"/councils/?{query}").content.decode()
    drawn = {address for address, _ in links(map_in(client, f"/councils/?{query}"))}
    listed = set(re.findall(r'<li><a href="(/councils/[^"]+)"', page))
    assert drawn == listed != set()


def test_the_legend_counts_what_is_on_the_map_and_leads_to_those_councils(client):
    page = links_of_page(client.get("/councils/?at=2013-09-19"))
    assert page["?at=2013-09-19&status=signed#list"] == "Signed 32"
    assert page["?at=2013-09-19&status=not_signed#list"] == "No signature found 120"
    chosen = client.get("/councils/?status=signed")
    assert 'href="?status=signed#list" aria-current="true">Signed 32</a>' in chosen.content.decode()
    assert links_of_page(chosen)["/councils/#map"] == "Show all"


def test_a_region_is_one_link_from_the_map_with_its_count_and_back(client):
    page = client.get("/councils/?at=2013-09-19").content.decode()
    place = '<a class="place" href="/councils/?region=london&amp;at=2013-09-19#map"'
    assert f'{place} aria-label="London 5 of 33 signed"' in page
    region = client.get("/councils/?region=london&at=2013-09-19")
    assert len(links(map_in(client, "/councils/?region=london&at=2013-09-19"))) == 33
    assert links_of_page(region)["?at=2013-09-19#map"] == "Map of England"


@pytest.mark.promise(28)
def test_true_areas_have_the_links_of_the_hexagons(client):
    hexagons = links(map_in(client, "/councils/"))
    page = client.get("/councils/?view=areas").content.decode()
    assert links(page) == hexagons
    london = links(client.get("/councils/?view=areas&region=london").content.decode())
    assert (
        len(london) == 33 and ("/councils/barnet/", "Barnet, signed by 19 September 2013") in london
    )


def test_a_name_stands_in_its_hexagon_only_where_it_fits_and_nothing_else_is_drawn(
    client, kent, add_event
):
    drawn = map_in(client, "/councils/")
    names = re.findall(r'<text class="(in[^"]*)">(.*?)</text>', drawn)
    said = [re.sub("<[^>]+>", " ", lines).split() for _, lines in names]
    assert len(said) > 90 and ["Barns-", "ley"] in said and ["Kent"] in said
    assert ["Bath", "and", "North", "East", "Somerset"] not in said
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    drawn = map_in(client, "/councils/")
    assert not re.search(r">Kent</tspan>", drawn)
    assert "Kent, has withdrawn" in drawn


@pytest.mark.promise(28)
def test_the_keyboard_goes_region_by_region_from_the_north():
    regions = [cell.row.region for cell in drawing.hexagon_map(record_on()).cells]
    order = list(dict.fromkeys(regions))
    assert regions == sorted(regions, key=order.index)
    assert order[:2] == ["London", "North East"]
    assert {"South East", "South West"} == set(order[-2:])


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


def test_true_areas_are_one_link_away_on_any_day_and_say_that_they_are_no_boundary(client):
    page = links_of_page(client.get("/councils/?region=london&at=2013-09-19"))
    assert page["?region=london&at=2013-09-19&view=areas"] == "Show true areas"
    areas = client.get("/councils/?region=london&at=2013-09-19&view=areas")
    assert links_of_page(areas)["?region=london&at=2013-09-19"] == "Show hexagons"
    assert "Drawn from postcodes; not a boundary" in words(areas)
    (picture,) = re.findall(r'<image href="([^"]+)"', areas.content.decode())
    assert client.get(picture).status_code == 200
    today = client.get(picture.partition("?")[0])
    assert today.status_code == 302  # the picture of another day


def test_names_on_the_map_are_escaped(client, sheffield):
    Council.objects.filter(pk=sheffield.pk).update(short_name='Steel "<City>" & Sons')
    assert "Steel &quot;&lt;City&gt;&quot; &amp; Sons, no signature" in map_in(client, "/councils/")
