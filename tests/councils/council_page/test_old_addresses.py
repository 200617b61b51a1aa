"""A council whose slug changed: every old address leads to the one of today."""

import pytest
from django.core.exceptions import ValidationError

from councils.models import Council, FormerSlug
from councils.register.load import load
from councils.register.read import read
from tests.seen import links, words


@pytest.fixture
def moved(kent):
    """Kent, whose place in addresses was kent and is garden."""
    kent.slug = "garden"
    kent.correct("It has a new short name.")
    return kent


SURFACES = [
    "/councils/{}/",
    "/councils/{}/?at=2013-09-19",
    "/councils/{}/pack/",
    "/councils/{}/pack.docx",
    "/councils/{}/changes.atom",
    "/councils/{}/write/",
    "/councils/{}/tell-us/",
    "/share/{}.png",
    "/share/{}.png?at=2013-09-19",
    "/embed/{}/",
    "/embed/{}.svg",
]


def test_each_old_address_leads_on_for_good(client, moved):
    for surface in SURFACES:
        response = client.get(surface.format("kent"))
        assert response.status_code == 301, surface
        assert response.headers["Location"] == surface.format("garden")
    assert client.get("/councils/garden/").status_code == 200


def test_what_is_posted_to_an_old_address_is_sent_again_to_the_new_one(client, moved):
    response = client.post("/councils/kent/tell-us/", {"text": "It signed."})
    assert (response.status_code, response.headers["Location"]) == (
        308,
        "/councils/garden/tell-us/",
    )


def test_a_slug_asked_for_as_a_choice_is_known_too(client, moved, settings):
    for address in ("/changes/?council=kent", "/embed/?council=kent", "/alerts/?council=kent"):
        assert "Kent" in words(client.get(address, follow=True)), address
    url = f"{settings.SITE_URL}/councils/kent/"
    assert client.get("/embed/oembed.json", {"url": url}).json()["title"].startswith("Kent")


def test_a_choice_and_where_a_visitor_came_from_are_known_by_old_addresses(client, moved, dover):
    choice = links(client.get("/find/?between=kent,medway"))
    assert "/councils/garden/" in choice
    assert "/councils/medway/" in choice
    dover.slug = "white-cliffs"
    dover.correct("It has a new short name.")
    seen = words(client.get("/councils/garden/?from=dover"))
    assert "Dover" in seen
    assert seen == words(client.get("/councils/garden/?from=white-cliffs"))


def test_an_address_that_was_never_there_is_still_not_found(client, moved):
    for surface in SURFACES:
        assert client.get(surface.format("atlantis")).status_code == 404, surface


def test_a_slug_that_is_given_back_leads_nowhere_else(client, moved):
    moved.slug = "kent"
    moved.correct("It goes on as before.")
    assert client.get("/councils/kent/").status_code == 200
    assert client.get("/councils/garden/").headers["Location"] == "/councils/kent/"


def test_no_other_council_takes_an_address_that_leads_to_one(sheffield, moved):
    sheffield.slug = "kent"
    with pytest.raises(ValidationError, match="is a former address of Kent County Council"):
        sheffield.correct("Because.")


def test_an_address_that_a_council_has_again_leads_to_that_council(client, kent, sheffield):
    FormerSlug.objects.create(council=sheffield, slug="kent")
    load(read())
    assert not FormerSlug.objects.exists()
    kent.website = "https://kent.example/"
    kent.correct("It moved.")  # nothing stands in the way of its own address


def test_a_load_of_the_register_keeps_old_addresses_too(client, kent):
    Council.objects.filter(pk=kent.pk).update(slug="invicta")
    load(read())
    assert client.get("/councils/invicta/").headers["Location"] == "/councils/kent/"
    assert FormerSlug.objects.get().slug == "invicta"
