import json

import pytest

from tests.conftest import forget_everything
from tests.seen import words

SHEFFIELD = "/councils/sheffield/"
SAID = "We act on every report, and we publish what we do."


def test_a_councils_reply_stands_beside_its_status_with_its_link(client, sheffield, add_event):
    add_event(sheffield, "reply", council_words=SAID, source_url="https://www.sheffield.gov.uk/x")
    page = client.get(SHEFFIELD)
    assert f"Sheffield says, on 20 November 2026: {SAID} Its page" in words(page)


@pytest.mark.promise(4)
def test_a_disputed_signature_is_marked_wherever_its_status_is_shown(client, sheffield, sign):
    sign(sheffield, "2026-11-01").dispute("The cabinet never met that day.")
    forget_everything()
    page = words(client.get(SHEFFIELD))
    assert "Signed (disputed) on 1 November 2026 The council disputes this" in page
    assert "confirmed" not in page.partition("How sure are we?")[0]
    assert "Signed 1 Sheffield (disputed)" in words(client.get("/councils/?q=sheffield&view=list"))
    body = client.get("/councils/").content.decode()
    assert "<title>Sheffield, signed (disputed) on 1 November 2026</title>" in body
    councils = json.loads(client.get("/data/councils.json").content)["councils"]
    (row,) = [row for row in councils if row["disputed_since"]]
    assert (row["slug"], row["status"]) == ("sheffield", "signed")
    assert "disputed" in client.get("/embed/sheffield.svg").content.decode()
    assert "Signed (disputed)" in words(client.get("/embed/sheffield/"))
    assert "The council has disputed this since" in words(client.get("/press/sheffield/"))
    assert "Sheffield (disputed)" in words(client.get("/councils/rotherham/"))
    assert "mark the fact as disputed wherever it’s shown" in words(client.get("/how-we-count/"))


@pytest.mark.parametrize(
    ("kind", "link", "is_own"),
    [
        ("minutes", "https://www.sheffield.gov.uk/1", True),
        ("minutes", "", False),
        ("council", "", True),
        ("news", "", False),
    ],
)
def test_what_the_council_itself_published_confirms_its_signature(
    client, sheffield, sign, kind, link, is_own
):
    sign(sheffield, "2026-11-01", source_kind=kind, source="Item 7", source_url=link)
    page = words(client.get(SHEFFIELD))
    assert ("Confirmed by the council’s own document" in page) == is_own
    assert ("hasn’t confirmed it" in page) != is_own
    assert ("It was reported to us" in page) == (kind == "minutes" and not link)
    entries = client.get("/feed.atom").content.decode().split("<entry>")
    (entry,) = [entry for entry in entries if "<title>Sheffield City" in entry]
    assert ("has not confirmed it" in entry) != is_own


@pytest.mark.promise(1)
@pytest.mark.parametrize("address", ["/councils/sheffield/", "/embed/sheffield/"])
def test_nobody_is_asked_to_thank_a_council_for_what_it_disputes(client, sheffield, sign, address):
    sign(sheffield, "2026-11-01").dispute("The cabinet never met that day.")
    page = words(client.get(address))
    assert "Ask Sheffield whether it signed" in page
    assert "hank Sheffield" not in page and "what’s next" not in page


def test_the_sentence_on_a_disputed_signature_says_whose_word_it_is(client, sheffield, sign):
    sign(sheffield, "2026-11-01").dispute("The cabinet never met that day.")
    page = words(client.get("/councils/sheffield/"))
    assert "On our record Sheffield signed the Runaways’ Charter on 1 November 2026." in page
    assert "The council disputes that. Ask it whether it did." in page
