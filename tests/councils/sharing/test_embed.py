"""What other sites show: a badge and a frame for each council, and the map."""

from html import unescape
from xml.etree import ElementTree

import pytest

from councils.models import EventKind
from tests.seen import links, words

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def badge(client):
    """Return a function that reads the two lines of a council's badge."""

    def read(slug):
        response = client.get(f"/embed/{slug}.svg")
        assert response.headers["Content-Type"] == "image/svg+xml"
        return [line.text for line in ElementTree.fromstring(response.content).iter(f"{SVG}text")]

    return read


def test_a_badge_asks_for_a_signature_or_says_since_when_there_is_one(badge):
    assert badge("isle-of-wight")[0] == "Ask the Isle of Wight to sign"
    assert badge("kent") == [
        "Kent has signed",
        "the Runaways’ Charter by 3 December 2012",
    ]


def test_a_badge_changes_with_the_status(badge, kent, sheffield, sign, add_event):
    sign(sheffield, "2026-11-20")
    assert badge("sheffield") == [
        "Sheffield has signed",
        "the Runaways’ Charter on 20 November 2026",
    ]
    add_event(kent, EventKind.WITHDRAWN)
    assert badge("kent")[0] == "Kent has withdrawn"


def test_a_frame_says_the_status_and_what_to_do(client):
    seen = words(client.get("/embed/sheffield/"))
    assert "Sheffield City Council" in seen
    assert "No signature found" in seen
    assert "3 of 15 councils in Yorkshire and The Humber have signed, as far as we know." in seen
    assert "legal duties to children who go missing, whether or not it signed." in seen
    leads = links(client.get("/embed/sheffield/"))
    assert leads["/councils/sheffield/write/"] == "Ask Sheffield to sign"
    assert leads["/need-help/"] == "Run away? Get help"


@pytest.mark.parametrize("address", ["/embed/dover/", "/embed/dover.svg"])
def test_a_district_shows_the_county_that_runs_its_services(client, address):
    assert "Kent" in client.get(address).content.decode()


@pytest.mark.parametrize("slug", ["no-such-place", "cardiff"])
def test_a_place_that_cannot_sign_has_no_badge_and_says_so_in_its_frame(client, slug):
    assert client.get(f"/embed/{slug}.svg").status_code == 404
    response = client.get(f"/embed/{slug}/")
    assert response.status_code == 404
    assert "X-Frame-Options" not in response.headers
    assert "No council in England that runs children’s services has this address." in words(
        response
    )


def test_the_html_to_copy_is_complete_and_stays_true(client, settings):
    response = client.get("/embed/", {"council": "kent"})
    copied = unescape(response.content.decode())
    assert f'<img src="{settings.SITE_URL}/embed/kent.svg"' in copied
    assert f'<iframe src="{settings.SITE_URL}/embed/kent/"' in copied
    # The words beside the badge are copied once and must hold whatever its status becomes.
    assert 'alt="Kent County Council and the Runaways’ Charter"' in copied
