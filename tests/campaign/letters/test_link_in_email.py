"""The link of our email, as email programs and people break it."""

import pytest

from tests.seen import links, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", ["", "confirm/"])
@pytest.mark.parametrize("broken", [str.upper, str.title, lambda link: link.removesuffix("/"),
                                    lambda link: link.removesuffix("/").upper()])  # fmt: skip
def test_a_link_without_its_last_slash_or_in_capitals_leads_to_its_letter(
    client, waiting, end, broken
):
    link = f"/letters/{waiting.token}/{end}"
    page = client.get(broken(link), follow=True)
    assert page.status_code == 200
    assert "Send it to Kent?" in words(page)
    first = client.get(broken(link))
    assert first.status_code == 301
    assert "no-store" in first.headers["Cache-Control"]


@pytest.mark.parametrize("link", ["/letters/gone", "/LETTERS/GONE/", "/letters/gone/confirm"])
def test_a_link_that_leads_to_no_letter_leads_to_lost_your_link(client, link):
    page = client.get(link, follow=True)
    assert page.status_code == 404
    assert "There is no letter at this address" in words(page)
    assert "/letters/lost/" in links(page)


def test_lost_your_link_itself_is_found_however_it_is_typed(client):
    for typed in ("/letters/lost", "/Letters/Lost/", "/letters/cleared"):
        assert client.get(typed, follow=True).status_code == 200
