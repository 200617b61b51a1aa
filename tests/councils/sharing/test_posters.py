"""Posters and QR codes: what they say, and where a scan leads."""

import pytest
import segno
from django.conf import settings

from councils.sharing.qr import made
from tests.seen import links, words

pytestmark = pytest.mark.django_db


def test_a_council_has_a_poster_in_two_sizes_that_says_what_is_on_record(client, today_is):
    today_is("2026-11-24")
    page = client.get("/councils/kent/poster/")
    seen = words(page)
    for part in ("Kent County Council", "Signed by 3 December 2012", "116 000 Missing People",
                 "list of September 2013",
                 f"{settings.SITE_URL}/councils/kent/", "24 November 2026"):  # fmt: skip
        assert part in seen
    assert 'class="poster a4"' in page.content.decode()
    assert 'class="poster a5"' in client.get("/councils/kent/poster/?size=a5").content.decode()
    assert "/councils/kent/poster/" in links(client.get("/councils/kent/"))
    assert client.get("/councils/dover/poster/").status_code == 404


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
