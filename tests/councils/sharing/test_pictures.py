"""The pictures of shared links, and the titles and descriptions beside them."""

import re
import struct
from html import unescape

import pytest

from campaign.pages import loading
from councils.models import Council, EventKind
from councils.record import record_on, record_version
from councils.sharing import cards, font_metrics

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
    monkeypatch.setattr(cards, "render_png", lambda svg: svgs.append(svg) or b"")
    return svgs


def said(svg: str) -> str:
    return unescape(" ".join(re.findall(r"<text[^>]*font-size[^>]*>([^<]*)</text>", svg)))


def card(slug):
    record = record_on()
    return cards.card_of(record, record.by_slug[slug])


@pytest.mark.parametrize(
    ("slug", "first", "second"),
    [
        ("sheffield", "Derbyshire signed.", "Sheffield?"),
        ("cumberland", "32 councils signed.", "Cumberland?"),
        ("north-east-lincolnshire", "North Lincolnshire signed.", "North East Lincolnshire?"),
        ("kent", "Kent signed.", "Has yours?"),
        ("surrey", "Hampshire signed.", "Surrey next?"),
    ],
)
def test_the_picture_of_a_council_asks_about_it_beside_a_neighbour(
    db, today_is, slug, first, second
):
    today_is("2026-12-01")
    drawn = card(slug)
    assert (drawn.first, drawn.second) == (first, second)
    assert drawn.foot == ["32 of 153 have signed the Runaways’ Charter, as far as we know."]


@pytest.mark.promise(4)
def test_no_disputed_signature_is_named_on_a_picture(db, kent, sheffield, add_event):
    Council.objects.get(slug="derbyshire").signatures.get().dispute("It was never asked.")
    kent.signatures.get().dispute("It was never asked.")
    add_event(Council.objects.get(slug="leeds"), EventKind.INTENDS)
    record_version.forget()
    for slug in ("sheffield", "kent", "leeds"):
        assert card(slug).first == "32 councils signed."
    assert card("kent").second == "Has yours?"


@pytest.mark.parametrize("size", [90, 630])
def test_every_line_of_every_picture_lies_on_it(db, size):
    record = record_on()
    for row in record.councils:
        for drawn in (cards.card_of(record, row), cards.asked_card(record, row)):
            for line in drawn.lines:
                face = font_metrics.text() if line.kind == "foot" else font_metrics.heading()
                assert line.x + face.width(line.words, line.size) <= 1160, (row, line)
                # Read on a phone, where it is 90 pixels high.
                assert line.kind == "foot" or line.size * 90 / 630 >= 8


def test_who_has_written_has_a_picture_of_their_own(client, drawn):
    page = client.get("/share/sheffield/asked.png")
    assert page.headers["Content-Type"] == "image/png"
    assert "I asked Sheffield. Will you?" in said(drawn[-1])
    client.get("/share/kent/asked.png")
    assert "I thanked Kent. Will you?" in said(drawn[-1])


def test_what_one_sends_with_a_link_tells_how_a_signature_is_known(db, today_is):
    today_is("2026-12-01")
    record = record_on()
    sheffield = cards.shared_of(record, record.by_slug["sheffield"])
    assert sheffield.message.startswith(
        "Derbyshire signed the Runaways’ Charter by 2013. Has Sheffield? The charter asks councils"
        " to protect children who run away. Ask, in your own words: http"
    )
    assert sheffield.subject == "Derbyshire signed. Sheffield?"
    assert (
        "Derbyshire is on the 2013 list of councils that signed. This website hasn’t found"
        " Sheffield’s signature." in sheffield.body
    )
    kent = cards.shared_of(record, record.by_slug["kent"])
    assert kent.message.startswith("Kent signed the Runaways’ Charter by December 2012. Has your")
    surrey = cards.shared_of(record, record.by_slug["surrey"])
    assert surrey.message.startswith("Two new councils replace Surrey on 1 April 2027. Ask yours")


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
    assert re.fullmatch(rf"{settings.SITE_URL}/share/kent\.png\?v=[0-9a-f]{{10}}", seen["og:image"])
    assert seen["og:title"] == "Kent signed. Has yours?"
    assert head(client, "/councils/kent/?from=dover")["canonical"].endswith("/councils/kent/")


def test_a_friends_link_to_a_letter_shows_who_asked_and_what_it_is_about(client, settings):
    for council, words in (
        ("sheffield", "I asked Sheffield. Will you?"),
        ("kent", "I thanked Kent. Will you?"),
    ):
        letter = client.get(f"/councils/{council}/write/").url  # the address that a friend gets
        seen = head(client, letter)
        assert seen["og:title"] == seen["og:image:alt"] == words
        assert seen["og:description"].startswith(
            f"A letter to {council.title()} about the charter for children who run away"
        )
        picture = seen["og:image"].removeprefix(settings.SITE_URL)
        assert picture.startswith(f"/share/{council}/asked.png")
        assert client.get(picture).status_code == 200


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


def test_the_address_of_a_councils_picture_stays_while_what_it_says_is_the_same(
    client, today_is, sheffield
):
    today_is("2026-11-24")
    before = head(client, "/councils/sheffield/")["og:image"]
    Council.objects.filter(pk=sheffield.pk).update(website="https://new.sheffield.gov.uk")
    today_is("2026-11-25")
    record_version.forget()
    assert head(client, "/councils/sheffield/")["og:image"] == before
