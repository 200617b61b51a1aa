"""For journalists: sentences that stand alone, each with its source, and maps to print."""

import re
import struct
from xml.etree import ElementTree as ET

import pytest

from councils.models import EventKind
from councils.record import record_on
from councils.sharing import font_metrics
from tests.seen import counts_without_age, links, words

pytestmark = pytest.mark.django_db


def sentences(client, slug):
    """Return the five sentences on a council, each with its source."""
    page = client.get(f"/press/{slug}/").content.decode()
    items = re.findall(
        r'<p id="sentence-\d">(.*?)</p>\s*<p class="note">(.*?)</p>', page, re.DOTALL
    )
    return [(text, " ".join(re.sub("<[^>]+>", " ", source).split())) for text, source in items]


def texts(client):
    """Return the lines of text on the map for the press."""
    root = ET.fromstring(client.get("/press/england/map.svg").content)
    return list(root.iter("{http://www.w3.org/2000/svg}text"))


def test_the_page_for_journalists_opens_with_the_sentence_of_the_day(client, today_is):
    today_is("2026-11-24")
    page = client.get("/for-journalists/")
    seen = words(page)
    start = seen.index("On 24 November 2026, there was evidence that 32 of the 153 councils")
    assert start < seen.index("Use whatever you need.")
    assert {
        *("/press/england/map.png", "/press/england/map.svg"),
        *("/press/london/", "/press/kent/", "/press/isles-of-scilly/", "/councils/timeline/"),
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
    assert "6 of the 19 councils" in region[0]
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
    assert client.get("/press/atlantis/").status_code == 404


def test_a_map_says_its_count_with_its_age_its_day_and_its_credit(client, today_is):
    today_is("2026-11-24")
    png = client.get("/press/england/map.png")
    width, height = struct.unpack(">II", png.content[16:24])
    page = client.get("/for-journalists/").content.decode()
    assert f'width="1200" height="{height}"' in page
    assert width == 1200
    assert len(png.content) < 300_000
    assert 'filename="runaways-charter-england-2026-11-24.png"' in png["Content-Disposition"]
    svg = client.get("/press/england/map.svg").content.decode()
    seen = " ".join("".join(ET.fromstring(svg).itertext()).split())
    for part in ("32 of 153 councils in England", "list of September 2013",
                 "24 November 2026", "CC BY 4.0"):  # fmt: skip
        assert part in seen
    assert 'style="' not in svg
    assert "class=" not in svg.replace('class="map-name"', "")


def test_a_signed_council_is_filled_on_the_map_and_named_with_its_status(client):
    drawing = ET.fromstring(client.get("/press/england/map.svg").content)
    filled = [
        [path.get("fill") for path in part.findall("{*}path")]
        for part in drawing.iter("{http://www.w3.org/2000/svg}g")
        if ", signed by" in (part.findtext("{*}title") or "")
    ]
    assert filled == [["#ffc24b", "#ffe9b8"]] * 32


def test_the_page_shows_the_hexagons_without_small_print_and_their_marks_in_words(client):
    page = client.get("/for-journalists/")
    box = re.search(r'viewBox="(0 \d+ 1200 \d+)"', page.content.decode())[1]
    _, top, _, height = map(int, box.split())
    small = [
        line
        for line in texts(client)
        if line.get("font-family") and top < float(line.get("y")) < top + height
    ]
    assert not small
    assert "Signed 32 No signature found 121" in words(page)


def test_no_line_of_the_map_leaves_it(client):
    for line in texts(client):
        if line.get("text-anchor") is None:
            is_heading = "Georgia" in line.get("font-family")
            face = font_metrics.heading() if is_heading else font_metrics.text()
            width = face.width(line.text, float(line.get("font-size")))
            assert float(line.get("x")) + width <= 1200 - 30, line.text
