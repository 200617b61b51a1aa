"""The pictures of shared links, and the titles and descriptions beside them."""

import re
import struct
from html import unescape

import pytest

from campaign.pages import loading
from councils.record import record_on, record_version
from councils.sharing import pictures

pytestmark = pytest.mark.django_db


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    "slug",
    [
        "kent", "sheffield", "bournemouth-christchurch-and-poole", "bradford", "dover",
        "northamptonshire", "east-surrey", "england",
    ],
)  # fmt: skip
def test_a_picture_is_a_png_of_the_usual_size(client, slug):
    response = client.get(f"/share/{slug}.png")
    assert response.headers["Content-Type"] == "image/png"
    assert size_of(response.content) == (1200, 630)


@pytest.fixture
def drawn(monkeypatch):
    """Return the pictures that were drawn, as SVG."""
    svgs = []
    monkeypatch.setattr(pictures, "render_png", lambda svg: svgs.append(svg) or b"")
    return svgs


def said(svg: str) -> str:
    return unescape(" ".join(re.findall(r"<text[^>]*font-size[^>]*>([^<]*)</text>", svg)))


def test_a_picture_shows_name_status_day_and_region(client, drawn):
    pictures.council_picture(record_on(), record_on().by_slug["kent"])
    for part in (
        "Kent County Council",
        "Signed",
        "by 3 December 2012",
        "The Runaways’ Charter: 6 of 19 councils in the South East have signed, as far as we know"
        " (list of 2013)",
    ):
        assert part in said(drawn[0])
    assert 'stroke="#fff"' in drawn[0] and "<path transform=" in drawn[0]  # the ring round it


def head(client, address) -> dict[str, str]:
    page = client.get(address).content.decode()
    found = {}
    for tag in re.findall(r"<(?:meta|link) [^>]+>", page):
        name = re.search(r'(?:property|rel)="([^"]+)"', tag) or re.search(r'name="([^"]+)"', tag)
        value = re.search(r'(?:content|href)="([^"]*)"', tag)
        if name and value:
            found[name[1]] = unescape(value[1])
    return found


SHARED = [
    "/", "/councils/", "/councils/?region=london", "/councils/kent/", "/councils/sheffield/",
    "/councils/dover/", "/councils/northamptonshire/", "/councils/east-surrey/",
    "/councils/cardiff/", "/data/", "/changes/", "/embed/", "/find/", "/sign/",
    "/councils/sheffield/pack/", "/councils/dover/pack/",
    *(f"/{slug}/" for slug in sorted(loading.slugs())),
]  # fmt: skip


@pytest.mark.parametrize("address", SHARED)
def test_every_page_says_in_full_how_it_is_shared(client, settings, address):
    seen = head(client, address)
    assert seen["canonical"] == seen["og:url"] == settings.SITE_URL + address
    assert seen["og:image"].startswith(f"{settings.SITE_URL}/share/")
    assert client.get(seen["og:image"].removeprefix(settings.SITE_URL)).status_code == 200
    assert 5 < len(seen["og:title"]) < 100
    assert 40 < len(seen["og:description"]) < 220
    assert len(seen["og:image:alt"]) > 10


def test_a_councils_page_is_shared_with_its_own_picture(client, settings):
    seen = head(client, "/councils/kent/")
    assert re.fullmatch(rf"{settings.SITE_URL}/share/kent\.png\?v=\d+-\d{{8}}", seen["og:image"])
    assert seen["og:title"] == "Kent County Council: Signed"
    assert head(client, "/councils/kent/?from=dover")["canonical"].endswith("/councils/kent/")


def test_the_address_of_a_picture_changes_with_what_it_shows(client, sheffield, sign, today_is):
    today_is("2026-11-24")
    before = [head(client, address)["og:image"] for address in ("/", "/councils/sheffield/")]
    assert before == [
        head(client, address)["og:image"] for address in ("/", "/councils/sheffield/")
    ]
    sign(sheffield)
    record_version.forget()
    after = [head(client, address)["og:image"] for address in ("/", "/councils/sheffield/")]
    assert not set(before) & set(after)
