"""For journalists: sentences that stand alone, each with its source, and maps to print."""

import re
import struct
from xml.etree import ElementTree as ET

import pytest

from councils.models import EventKind
from councils.press import maps
from councils.record import record_on
from tests.seen import counts_without_age, links, words

pytestmark = pytest.mark.django_db


def sentences(client, slug):
    """Return the five sentences on a council, each with its source."""
    page = client.get(f"/press/{slug}/").content.decode()
    items = re.findall(
        r'<p id="sentence-\d">(.*?)</p>\s*<p class="note">(.*?)</p>', page, re.DOTALL
    )
    return [(text, " ".join(re.sub("<[^>]+>", " ", source).split())) for text, source in items]


def test_the_page_for_journalists_opens_with_the_sentence_of_the_day(client, today_is):
    today_is("2026-11-24")
    page = client.get("/for-journalists/")
    seen = words(page)
    start = seen.index("On 24 November 2026, 32 of 153 councils in England were on record")
    assert start < seen.index("Use what you need.")
    assert {
        *("/press/england/map.png", "/press/england/map.svg"),
        *("/press/england/map-one-colour.svg", "/press/london/", "/press/kent/"),
        *("/press/isles-of-scilly/", "/councils/timeline/"),
    } <= links(page).keys()


def test_each_sentence_names_the_council_and_says_when_it_was_checked(client, today_is):
    today_is("2026-11-24")
    status, evidence, region, near, figures = sentences(client, "kent")
    assert status[0] == (
        "On 24 November 2026, Kent County Council was on record as having signed the Runaways’"
        " Charter by 3 December 2012."
    )
    assert "checked on 24 November 2026; not checked since" in status[1]
    assert evidence[0].endswith("is a list of 2013; the council has not confirmed it since.")
    assert "6 of 19 councils in the South East" in region[0]
    assert near[0].startswith("Kent borders 6 councils")
    assert "471 of the 4,670 children in the care of Kent County Council" in figures[0]


def test_every_council_has_five_sentences_that_stand_alone(client):
    for row in record_on().councils:
        five = sentences(client, row.slug)
        assert len(five) == 5, row.name
        for text, source in five:
            assert counts_without_age(text) == [], text
            assert text.endswith("."), text
            assert not re.search(r"\b(we|our|us|its neighbours)\b|\{|  ", text), text
            assert source.startswith("Source: "), row.name


def test_each_status_has_a_first_sentence(client, sheffield, kent, add_event):
    add_event(sheffield, EventKind.INTENDS, on="2026-11-20")
    add_event(kent, EventKind.WITHDRAWN)
    assert "Sheffield City Council says it will sign" in sentences(client, "sheffield")[0][0]
    assert "Kent County Council wrote that it had withdrawn" in sentences(client, "kent")[0][0]


def test_a_district_leads_to_its_council_and_no_other_place_has_a_page(client):
    assert client.get("/press/dover/").headers["Location"] == "/press/kent/"
    assert client.get("/press/england/").headers["Location"] == "/for-journalists/"
    assert client.get("/press/northamptonshire/").headers["Location"].startswith("/councils/")
    assert client.get("/press/cardiff/").status_code == 404
    assert client.get("/press/atlantis/map.png").status_code == 404


def test_a_map_says_its_count_with_its_age_its_day_and_its_credit(client, today_is):
    today_is("2026-11-24")
    png = client.get("/press/england/map.png")
    width, height = struct.unpack(">II", png.content[16:24])
    page = client.get("/for-journalists/").content.decode()
    assert f'width="1200" height="{height}"' in page
    assert width == 1200
    assert len(png.content) < 90_000
    assert 'filename="runaways-charter-england-2026-11-24.png"' in png["Content-Disposition"]
    svg = client.get("/press/london/map.svg").content.decode()
    seen = " ".join("".join(ET.fromstring(svg).itertext()).split())
    for part in ("5 of 33 councils in London", "list of 2013", "24 November 2026", "CC BY 4.0"):
        assert part in seen
    assert 'style="' not in svg
    assert "class=" not in svg.replace('class="map-name"', "")


def test_a_map_in_one_colour_has_black_and_white_alone(client, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    for region in (None, record_on().region("Yorkshire and The Humber")):
        svg = maps.PressMap(record_on(), region, one_colour=True).svg()
        colours = set(re.findall(r'(?:fill|stroke)="(#\w+)"', svg))
        assert colours <= {"#000", "#fff", "#000000", "#ffffff"}
    assert "#fff" not in maps.shape("signed", maps.BLACK)  # solid, unlike one with a ring


@pytest.mark.parametrize("one_colour", [False, True])
def test_a_signed_council_is_filled_on_a_regions_map(one_colour):
    record = record_on()
    region = record.region("London")
    drawing = ET.fromstring(maps.PressMap(record, region, one_colour=one_colour).svg())
    filled = [
        [path.get("fill") for path in part.findall("{*}path")]
        for part in drawing.iter("{http://www.w3.org/2000/svg}g")
        if ", signed by" in (part.findtext("{*}title") or "")
    ]
    assert filled == [["#000" if one_colour else "#ffc24b"]] * 5


def test_the_page_shows_the_hexagons_without_small_print_and_their_marks_in_words(client):
    for address, region, marks in (
        ("/for-journalists/", None, "Signed 32 No signature on record 121"),
        ("/press/london/", record_on().region("London"), "Signed 5 No signature on record 28"),
    ):
        page = client.get(address)
        press_map = maps.PressMap(record_on(), region)
        _, top, _, height = map(int, press_map.hexagons_box.split())
        drawing = ET.fromstring(press_map.svg())
        small = [
            line
            for line in drawing.iter("{http://www.w3.org/2000/svg}text")
            if line.get("font-family") and top < float(line.get("y")) < top + height
        ]
        assert not small
        assert f'viewBox="{press_map.hexagons_box}"' in page.content.decode()
        assert marks in words(page)


def test_a_mark_leaves_a_name_in_a_hexagon_free(sheffield, add_event):
    add_event(sheffield, EventKind.WITHDRAWN)
    record = record_on()
    region = record.region("Yorkshire and The Humber")
    for one_colour in (False, True):
        drawing = ET.fromstring(maps.PressMap(record, region, one_colour=one_colour).svg())
        cell = next(
            part
            for part in drawing.iter("{http://www.w3.org/2000/svg}g")
            if "Sheffield City Council, has withdrawn" in (part.findtext("{*}title") or "")
        )
        bar = cell.findall("{*}path")[-1]
        assert bar.get("d") == "M-5,7.8H5"
        middle = float(cell.get("transform").split()[1].rstrip(")"))
        name = next(
            line
            for line in drawing.iter("{http://www.w3.org/2000/svg}text")
            if line.text == "Sheffield"
        )
        assert float(name.get("y")) < middle + 7.8 - 3.4 / 2


def test_no_line_of_a_map_leaves_it():
    record = record_on()
    for region in (None, *record.regions):
        press_map = maps.PressMap(record, region)
        root = ET.fromstring(press_map.svg())
        for line in root.iter("{http://www.w3.org/2000/svg}text"):
            if line.get("text-anchor") is None:
                face = maps.font_metrics.heading() if "Georgia" in line.get(
                    "font-family"
                ) else maps.font_metrics.text()  # fmt: skip
                width = face.width(line.text, float(line.get("font-size")))
                assert float(line.get("x")) + width <= maps.WIDTH - maps.EDGE / 2, line.text
