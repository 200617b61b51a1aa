"""Things that are true of every public page."""

import re

import brotli
import pytest
from django.conf import settings

from tests.addresses import PUBLIC

PART = re.compile(r"""(?:href="|src="|url\(["']?)(?:/static/|\.\./)([^"')?#]+)""")
"""A file that a page or a style sheet asks for."""
COMPRESSED = {".css", ".js", ".svg"}


@pytest.mark.promise(29)
@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_answers_without_a_cookie(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def parts_of(text: str) -> dict[str, int]:
    """Return by name the bytes of each file that a page asks for, as they are sent."""
    parts = {}
    for name in PART.findall(text):
        file = settings.BASE_DIR / "static" / name
        content = file.read_bytes()
        parts[name] = len(brotli.compress(content) if file.suffix in COMPRESSED else content)
        if file.suffix == ".css":
            parts |= parts_of(content.decode())
    return parts


@pytest.mark.promise(29)
@pytest.mark.parametrize(
    "next_page",
    [
        "/councils/",
        "/councils/kent/",
        "/councils/sheffield/write/",
        "/need-help/",
    ],
)
def test_home_is_light_and_the_next_page_lighter(client, db, next_page):
    def fetched(address):
        sent = len(client.get(address, headers={"Accept-Encoding": "gzip"}, follow=True).content)
        return sent, parts_of(client.get(address, follow=True).content.decode())

    home, parts = fetched("/")
    assert {"css/site.css", "fonts/text.woff2"} <= parts.keys()
    assert 1 + len(parts) <= 8
    assert home + sum(parts.values()) <= 80_000
    after, more = fetched(next_page)
    assert after + sum(size for name, size in more.items() if name not in parts) <= 20_000
