"""Posters and QR codes: what they say, and where a scan leads."""

import pytest
import segno
from django.conf import settings

from councils.record import record_on
from councils.sharing import font_metrics, posters
from councils.sharing.qr import made
from tests.seen import links, words

pytestmark = pytest.mark.django_db


def test_a_council_has_a_poster_in_two_sizes_that_says_what_is_on_record(client, today_is):
    today_is("2026-11-24")
    page = client.get("/councils/kent/poster/")
    seen = words(page)
    for part in ("Kent County Council: signed by 3 December 2012.", "116 000 Missing People",
                 "32 of 153 councils have signed, as far as we know.",
                 f"{settings.SITE_URL}/councils/kent/".partition("://")[2],
                 "24 November 2026"):  # fmt: skip
        assert part in seen
    assert ">Ask Kent.</text>" in page.content.decode()
    assert 'class="poster a4"' in page.content.decode()
    assert 'class="poster a5"' in client.get("/councils/kent/poster/?size=a5").content.decode()
    assert "/councils/kent/poster/" in links(client.get("/councils/kent/"))
    assert client.get("/councils/dover/poster/").status_code == 404


def test_a_poster_says_what_was_found_by_its_day_and_who_signed_next_door(client, today_is):
    today_is("2026-12-01")
    seen = words(client.get("/councils/sheffield/poster/"))
    assert "Sheffield City Council: no signature found by 1 December 2026." in seen
    assert "Derbyshire is on the 2013 list of councils that signed." in seen
    assert "Scan the window, write in your own words" in seen


def test_the_name_on_the_house_lies_on_its_wall(db):
    for row in record_on().councils:
        lines, is_long = posters.asked_on_the_house(row)
        for height, line in lines:
            assert font_metrics.heading().width(line, 7 if is_long else 11) <= 100, row.name
            assert 32 <= height <= 50, row.name


def test_the_help_poster_has_the_numbers_and_nothing_about_a_council(client):
    page = client.get("/need-help/poster/")
    main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    for part in ("<dt>999</dt>", "<dt>116 000</dt>", "<dt>0800 1111</dt>", "/need-help/"):
        assert part in main
    assert 'class="mark' not in main


def test_a_scan_leads_to_the_page_with_its_address_beside_the_code(client):
    address = f"{settings.SITE_URL}/councils/kent/"
    assert made(address) == segno.make_qr(address, error="m", boost_error=False)
    assert client.get("/councils/kent/qr.png").content.startswith(b"\x89PNG")
    assert b"<svg" in client.get("/need-help/qr.svg").content
