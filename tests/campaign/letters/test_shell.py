"""A preview put together from a shell is, byte for byte, the page its template gives."""

import pytest

from campaign.letters import shell
from campaign.letters.models import Letter
from councils.models import EventKind
from tests.campaign.letters.conftest import WRITER
from tests.campaign.letters.test_writing import AWKWARD
from tests.seen import fields, words


@pytest.fixture
def in_full(monkeypatch, client):
    """Return a function that gets a page as its template renders it."""

    def get(address):
        with monkeypatch.context() as patch:
            patch.setattr("campaign.letters.views.writing.is_plain", lambda *asked: False)

            return client.get(address).content

    return get


@pytest.mark.parametrize("slug", ["sheffield", "kent"])
@pytest.mark.parametrize(
    "typed",
    [
        {},
        WRITER,
        {"text": AWKWARD, "name": AWKWARD, "home": "</textarea>&lt;", "subject": '"><script>'},
        {"text": "mark mark0 text subject", "name": "draft_token", "email": "opened"},
    ],
    ids=["as it begins", "filled in", "awkward", "words of ours"],
)
def test_it_is_the_page_of_the_template(
    begin, contact, client, in_full, unhurried, slug, typed, monkeypatch
):
    contact()
    browser = begin(slug)
    if typed:
        browser.press("", **typed)
    monkeypatch.setattr("campaign.letters.edit_conflicts.new_page", lambda: "0123456789abcdef")
    for _ in range(2):  # made, and kept
        assert client.get(browser.draft).content == in_full(browser.draft)
    made = []
    monkeypatch.setattr(shell, "made", lambda *asked: made.append(asked))
    assert client.get(browser.draft).status_code == 200
    assert not made


def test_no_letter_shows_in_anothers(begin, client):
    drafts = {}
    for text, name in (("First", "Anna"), ("Second", "Bob")):
        browser = begin()
        browser.press("", text=text, name=name, home="Leeds")
        drafts[browser.draft] = (text, name)
    assert len(drafts) == 2
    for address, (text, name) in drafts.items():
        page = client.get(address)
        assert fields(page)["text"].strip() == text
        assert fields(page)["name"] == name
        assert page.content.decode().count(address) == 1


def test_a_change_of_the_record_or_a_contact_shows_at_once(begin, contact, kent, add_event, client):
    browser = begin("kent")
    assert "My letter is ready" in words(client.get(browser.draft))
    contact()
    assert "Send my letter" in words(client.get(browser.draft))
    add_event(kent, EventKind.WITHDRAWN)
    contact(channel="post", where="County Hall")
    assert "Something changed at Kent" in words(client.get(browser.draft))


def test_a_preview_asks_for_the_letter_and_the_version(
    begin, client, django_assert_max_num_queries
):
    browser = begin()
    client.get(browser.draft)
    with django_assert_max_num_queries(2):
        client.get(browser.draft)
    assert Letter.objects.count() == 1
