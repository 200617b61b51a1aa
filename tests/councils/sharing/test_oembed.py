"""oEmbed: a link to this site becomes a frame on sites that support it."""

import re
from html import unescape

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, settings):
    def answer(path, **asked):
        return client.get("/embed/oembed.json", {"url": settings.SITE_URL + path, **asked})

    return answer


def test_a_councils_page_becomes_its_frame(ask, settings):
    response = ask("/councils/kent/?from=dover")
    found = response.json()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert found["title"] == "Kent County Council and the Runaways’ Charter"
    assert f'src="{settings.SITE_URL}/embed/kent/"' in found["html"]
    assert found["thumbnail_url"].startswith(f"{settings.SITE_URL}/share/kent.png?v=")
    assert (found["width"], found["height"]) == (400, 420)


@pytest.mark.parametrize("path", ["/", "/councils/", "/councils/?region=london"])
def test_home_and_the_list_become_the_map(ask, path):
    assert "/embed/map/" in ask(path).json()["html"]


def test_a_district_becomes_its_countys(ask):
    assert "/embed/kent/" in ask("/councils/dover/").json()["html"]


def test_an_embedded_frame_is_never_larger_than_requested(ask):
    found = ask("/", maxwidth="300", maxheight="9999").json()
    assert (found["width"], found["height"]) == (300, 640)
    assert 'width="300"' in found["html"]
    for nonsense in ("wide", "-3", "²", "9" * 5000):
        assert ask("/", maxwidth=nonsense).json()["width"] == 720


@pytest.mark.parametrize(
    "path", ["/about/", "/councils/atlantis/", "/councils/cardiff/", "/admin/"]
)
def test_another_page_of_this_site_cannot_be_embedded(ask, path):
    assert ask(path).status_code == 404


def test_a_page_of_another_site_cannot_be_embedded(client):
    for url in ("https://evil.example/councils/kent/", "", "/councils/kent/"):
        assert client.get("/embed/oembed.json", {"url": url}).status_code == 404


def test_xml_is_not_supported(ask):
    assert ask("/", format="xml").status_code == 501


@pytest.mark.parametrize("address", ["/", "/councils/kent/"])
def test_a_page_says_where_to_ask_and_the_answer_is_there(client, settings, address):
    page = client.get(address).content.decode()
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)[1]
    assert client.get(unescape(link).removeprefix(settings.SITE_URL)).status_code == 200
