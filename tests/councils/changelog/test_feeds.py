"""The feeds: valid Atom, with ids that never change."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest

from councils.models import Change, ChangeKind, EventKind
from tests.conftest import forget_everything

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/data/changes.atom", "/feed.atom"]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MAY_BE = {"id", "title", "subtitle", "updated", "link", "author", "entry", "rights", "generator"}
ENTRY_MAY_BE = {"id", "title", "updated", "published", "link", "summary", "category", "content"}


@pytest.fixture
def feed(client, db):
    """Return a function that fetches a feed and parses it."""
    return lambda address, **asked: ET.fromstring(client.get(address, asked).content)


@pytest.fixture
def lines(kent, sheffield):
    """Write one change of each kind, two of them about Kent."""
    return [
        Change.objects.note(kent, ChangeKind.RECORDED, "Kent & co signed.", "Minutes <7>."),
        Change.objects.note(sheffield, ChangeKind.CORRECTED, "A date.", "Found."),
        Change.objects.note(kent, ChangeKind.RETRACTED, "A signature.", "It was Medway."),
        Change.objects.note(None, ChangeKind.CORRECTED, "The charter’s text.", "Found."),
    ]


def only(parent, name):
    """Return the only child with a name: RFC 4287 allows no second."""
    (child,) = parent.findall(ATOM + name)
    return child


def links_of(root):
    return {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}


def texts(root, name):
    return [only(entry, name).text for entry in root.findall(ATOM + "entry")]


def check_valid(root):
    """Assert what RFC 4287 requires of a feed and its entries."""
    assert root.tag == ATOM + "feed"
    assert {child.tag.removeprefix(ATOM) for child in root} <= MAY_BE
    for name in ("id", "title", "updated"):
        assert only(root, name).text.strip()
    assert only(only(root, "author"), "name").text
    assert links_of(root).keys() == {"self", "alternate"}
    ids = [only(root, "id").text]
    for entry in root.findall(ATOM + "entry"):
        assert {child.tag.removeprefix(ATOM) for child in entry} <= ENTRY_MAY_BE
        ids.append(only(entry, "id").text)
        assert only(entry, "title").text.strip()
        assert only(entry, "link").get("href").startswith("http")
        assert only(entry, "summary").text
        assert MOMENT.fullmatch(only(entry, "updated").text)
    assert MOMENT.fullmatch(only(root, "updated").text)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"tag:[a-z0-9.-]+,2026:[\w/-]+", one) for one in ids)
    moments = [dt.datetime.fromisoformat(moment) for moment in texts(root, "updated")]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("address", FEEDS)
def test_an_empty_and_a_full_feed_are_valid_and_anybody_may_fetch_them(
    client, feed, address, kent, request, settings
):
    check_valid(feed(address))
    request.getfixturevalue("lines")
    forget_everything()
    root = feed(address)
    check_valid(root)
    assert links_of(root)["self"] == settings.SITE_URL + address
    headers = client.get(address).headers
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_each_change_is_an_entry_the_newest_first(feed, lines):
    root = feed("/data/changes.atom")
    assert texts(root, "title") == [
        "The charter: corrected",
        "Kent County Council: taken back: our mistake",
        "Sheffield City Council: corrected",
        "Kent County Council: recorded",
    ]
    assert texts(root, "summary")[1] == "A signature. The mistake was ours. Why: It was Medway."
    assert texts(root, "summary")[3] == "Kent &amp; co signed. Why: Minutes &lt;7&gt;."  # as HTML
    assert texts(root, "id")[3].endswith(f",2026:changes/{lines[0].pk}")


def test_new_signatures_and_events_have_a_feed(feed, sheffield, sign, add_event, today_is):
    today_is("2026-12-24")
    add_event(sheffield, EventKind.INTENDS, "2026-12-01")
    sign(sheffield, "2026-12-20", source="Minutes, item 7")
    root = feed("/feed.atom")
    assert len(root.findall(ATOM + "entry")) == 34
    assert texts(root, "title")[:2] == [
        "Sheffield City Council: signed on 20 December 2026",
        "Sheffield City Council: says it will sign",
    ]
    assert texts(root, "summary")[0] == (
        "As far as we know, it signed on 20 December 2026. Minutes, item 7. The council has not"
        " confirmed it to us."
    )


def entry_of(root, name):
    """Return title, text and time of a council's entry."""
    entries = root.findall(ATOM + "entry")
    (entry,) = [entry for entry in entries if only(entry, "title").text.startswith(name)]
    return [only(entry, part).text for part in ("title", "summary", "updated")]


@pytest.mark.promise(1)
def test_an_entry_that_was_corrected_or_is_disputed_says_so_with_a_new_time(
    feed, sheffield, sign, today_is
):
    today_is("2026-12-01")
    signature = sign(sheffield, "2026-11-02", source="Minutes, item 7")
    _, _, told = entry_of(feed("/feed.atom"), "Sheffield")
    today_is("2026-12-03")
    signature.date = dt.date(2026, 11, 1)
    signature.correct("The minutes say so.")
    forget_everything()
    title, _, corrected = entry_of(feed("/feed.atom"), "Sheffield")
    assert title == "Sheffield City Council: signed on 1 November 2026"
    assert dt.datetime.fromisoformat(corrected) > dt.datetime.fromisoformat(told)
    today_is("2026-12-05")
    signature.dispute("The cabinet never met that day.")
    forget_everything()
    title, text, disputed = entry_of(feed("/feed.atom"), "Sheffield")
    assert title == "Sheffield City Council: signed on 1 November 2026 (disputed)"
    assert "The council disputes this; we are checking (since 5 December 2026)." in text
    assert "has not confirmed" not in text
    assert dt.datetime.fromisoformat(disputed) > dt.datetime.fromisoformat(corrected)
    signature.settle_dispute("They found the minutes.")
    forget_everything()
    title, _, settled = entry_of(feed("/feed.atom"), "Sheffield")
    assert "disputed" not in title
    assert dt.datetime.fromisoformat(settled) >= dt.datetime.fromisoformat(disputed)


def test_a_shipped_signature_has_the_date_and_the_id_of_the_register(feed):
    root = feed("/feed.atom")
    titles = texts(root, "title")
    assert any(one.endswith(",2026:signatures/KEN-2012-07-09") for one in texts(root, "id"))
    assert "Kent County Council: signed by 3 December 2012" in titles
    assert titles.count("Devon County Council: signed by 19 September 2013") == 1
    assert not [title for title in titles if ": signed by" not in title]


def test_characters_that_xml_cannot_carry_are_replaced(feed, kent):
    Change.objects.note(kent, ChangeKind.CORRECTED, "A \x01 bell \ufffe.", "Found.")
    root = feed("/data/changes.atom")
    assert texts(root, "summary") == ["A \ufffd bell \ufffd. Why: Found."]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/feed.atom"),
        ("/changes/", "/data/changes.atom"),
    ],
)
def test_feed_readers_find_the_feed_from_its_page(client, db, page, address):
    markup = client.get(page).content.decode()
    link = rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{address}">'
    assert re.search(link, markup)
