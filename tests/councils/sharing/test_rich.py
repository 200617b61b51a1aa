"""A record with every kind of fact, on everything that other sites show."""

import re
from xml.etree import ElementTree

import pytest

from councils.record import STATUS_WORDS, record_on
from tests.rich import NAMED
from tests.seen import words

pytestmark = pytest.mark.usefixtures("rich")


@pytest.mark.promise(4)
@pytest.mark.fault  # every page, picture and file
def test_every_status_is_told_on_every_surface(client):
    for slug, status in NAMED.items():
        row = record_on().by_slug[slug]
        assert row.status == status, slug
        frame = words(client.get(f"/embed/{slug}/"))
        assert row.name in frame
        told = {"former": "on ", "forming": "on ", "signed": "Signed"}
        assert told.get(status, STATUS_WORDS[status]) in frame, slug
        svg = ElementTree.fromstring(client.get(f"/embed/{slug}.svg").content)
        assert len(list(svg.iter("{http://www.w3.org/2000/svg}text"))) == 2, slug
        assert client.get(f"/share/{slug}.png").content.startswith(b"\x89PNG"), slug
        expected = 404 if status == "former" else 200
        assert client.get(f"/councils/{slug}/pack/").status_code == expected, slug
        assert client.get(f"/councils/{slug}/pack.rtf").status_code == expected, slug


def test_a_name_that_is_code_stays_a_name(client):
    for address in ("/embed/evil/", "/embed/evil.svg", "/embed/?council=evil"):
        page = client.get(address).content.decode()
        assert 'HYPERLINK("http' not in page
        assert "HYPERLINK(" in page


def test_the_totals_elsewhere_are_those_of_the_record(client):
    record = record_on()
    total = f"{record.signed} of {record.total} councils"
    assert total in words(client.get("/embed/map/"))
    assert f"there was evidence that {total.replace('of', 'of the')}" in words(
        client.get("/for-journalists/")
    )
    summed = [0, 0]
    for tally in record.regions:
        said = words(client.get(f"/press/{tally.slug}/"))
        signed, of = re.search(
            r"there was evidence that (\d+) of the (\d+) councils", said
        ).groups()
        summed[0] += int(signed)
        summed[1] += int(of)
    assert summed == [record.signed, record.total]
