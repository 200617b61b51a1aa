"""Every old address of a council whose slug changed redirects to the current one."""

import pytest
from django.core.exceptions import ValidationError


@pytest.fixture
def moved(kent):
    """Kent, whose slug was "kent" and is now "garden"."""
    kent.slug = "garden"
    kent.correct("It has a new short name.")
    return kent


SURFACES = [
    "/councils/{}/",
    "/councils/{}/?at=2013-09-19",
    "/councils/{}/pack/",
    "/councils/{}/pack.rtf",
    "/councils/{}/write/",
    "/councils/{}/write/again.ics?on=2027-01-10",
    "/councils/{}/tell-us/",
    "/share/{}.png",
    "/share/{}.png?at=2013-09-19",
    "/embed/{}/",
    "/embed/{}.svg",
]


@pytest.mark.promise(7)
def test_every_old_address_redirects_permanently(client, moved):
    for surface in SURFACES:
        response = client.get(surface.format("kent"))
        assert response.status_code == 301, surface
        assert response.headers["Location"] == surface.format("garden")
    assert client.get("/councils/garden/").status_code == 200


def test_a_form_posted_to_an_old_address_is_sent_again_to_the_new_one(client, moved):
    response = client.post("/councils/kent/tell-us/", {"text": "It signed."})
    assert (response.status_code, response.headers["Location"]) == (
        308,
        "/councils/garden/tell-us/",
    )


@pytest.mark.promise(7)
def test_a_council_cannot_take_the_former_slug_of_another(sheffield, moved):
    sheffield.slug = "kent"
    with pytest.raises(ValidationError, match="is a former address of Kent County Council"):
        sheffield.correct("Because.")
