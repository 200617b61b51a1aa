import datetime as dt
import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import DatabaseError
from django.urls import resolve

from campaign.letters import states
from campaign.pages import loading
from campaign.pages.models import Organisation
from councils.council_page.facts import PATIENCE
from councils.models import daily_letter_count
from councils.record import record_on, record_version
from tests.conftest import forget_everything
from tests.reading_age import prose, reading_age
from tests.seen import links, words

SHIPPED = sorted(loading.slugs())
EVERYTHING = 10_000
"""More pages than the site has: a crawl that goes on for longer has met a loop."""


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_page_has_no_gap_left_to_fill(client, db, slug):
    page = client.get(f"/{slug}/")
    seen = words(page)
    assert page.status_code == 200
    for gap in ("{", "}", "TODO", "TBC", "XXX", "Lorem", "[name", "[your", "example.org", "None"):
        assert gap not in seen, gap
    assert page.content.decode().count("<h1") == 1


NEVER_CLAIMED = (
    "go further", "on top", "not part of the charter", "asks for more than the law says",
    "the campaign reported", "promise that comes", "made the promise", "take up the promise",
)  # fmt: skip


def test_no_page_claims_what_its_sources_do_not_say(client, db):
    addresses = [f"/{slug}/" for slug in SHIPPED]
    addresses += ["/", "/councils/kent/", "/councils/sheffield/"]
    addresses += [f"/councils/{slug}/pack/" for slug in ("sheffield", "dover", "east-surrey")]
    for address in addresses:
        seen = words(client.get(address))
        assert [claim for claim in NEVER_CLAIMED if claim in seen] == [], address


NUMBERS = {"999", "116 000", "0800 1111", "0808 800 5000"}
"""Every number to call that has a source: help in danger, Missing People, Childline, NSPCC."""
LIKE_A_NUMBER = re.compile(r"(?<![\d,.-])0[\d ]{8,}\d|\b116[ ]?\d{3}\b|\b999\b|\b1[01]1\b")


@pytest.mark.parametrize("slug", SHIPPED)
def test_no_page_shows_a_number_to_call_without_a_source(client, db, slug):
    page = client.get(f"/{slug}/")
    assert {found.strip() for found in LIKE_A_NUMBER.findall(words(page))} <= NUMBERS
    called = {link.removeprefix("tel:") for link in links(page) if link.startswith("tel:")}
    assert called <= {number.replace(" ", "") for number in NUMBERS}


@pytest.mark.promise(24)
def test_the_page_for_a_young_person_has_no_form_no_map_and_no_way_but_help(client, db):
    page = client.get("/need-help/").content.decode()
    main = page[page.index('<main id="main"') : page.index("</main>")]
    for part in ("<form", "<input", "<textarea", 'class="tile"', "<iframe", "http"):
        assert part not in main
    assert set(re.findall(r'href="([^"]+)"', main)) == {
        "tel:999", "tel:116000", "sms:116000", "tel:08001111", "tel:08088005000",
        "/easy-read/need-help/",
    }  # fmt: skip
    assert "doesn’t matter where you live" in words(client.get("/need-help/"))


def test_the_helplines_and_the_way_out_come_first_on_every_shipped_page(client, db):
    for slug in SHIPPED:
        body = client.get(f"/{slug}/").content.decode()
        strip, main = body.index('class="strip"'), body.index("<main")
        assert strip < main
        assert strip < body.index("/need-help/", strip) < main
        assert "data-exit" in body[strip:main]


# Who runs the site


def test_who_runs_the_site_is_shown_as_far_as_it_is_filled_in(client, db):
    assert "This site is being prepared. It takes no names, addresses" in words(
        client.get("/about/")
    )
    Organisation.objects.create(
        pk=1, name="Lantern <Trust>", charity_number="0000000", email="hello@lantern.example",
        host="Nest, in Norway", mail_service="Post & Sons", press_contact="Pat, 020 0000 0000",
    )  # fmt: skip
    record_version.forget()
    page = client.get("/")
    assert "registered charity 0000000." in words(page)
    assert "Press: Pat, 020 0000 0000" in words(page)
    assert links(page)["mailto:hello@lantern.example"] == "hello@lantern.example"
    assert "<Trust>" not in page.content.decode()
    about, privacy = words(client.get("/about/")), words(client.get("/privacy/"))
    assert "It’s run by Lantern <Trust>, registered charity 0000000. It isn’t The" in about
    assert (
        "Our server is run by Nest, in Norway, and Post & Sons carries our email. They" in privacy
    )


# Every link


OF_A_COUNCIL = re.compile(
    r"/councils/([\w-]+)/[\w-].*|/(?:share|embed)/([\w-]+)(?:\.png|\.svg|/).*|/.*[?&]council=([\w-]+).*"
)
"""What is made for each council in the same way: its letter, pack, badge, share picture, …"""


def followed(client, examples):
    """Follow every internal link of the site from home; return the pages, and those refused.

    A page of another day is opened, and its links are not: there would be a site for each day.
    What is made for each council alike is opened for ``examples``, and resolved for the others.
    """
    seen, asked, refused = set(), ["/"], []
    while asked:
        address = asked.pop()
        made_for = OF_A_COUNCIL.fullmatch(address)
        if address in seen:
            continue
        seen.add(address)
        assert len(seen) < EVERYTHING
        if made_for and made_for[made_for.lastindex] not in examples:
            assert resolve(urlsplit(address).path), address
            continue
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            refused.append((address, answer.status_code))
        elif answer.headers["Content-Type"].startswith("text/html") and "at=" not in address:
            for link in re.findall(r'<a\b[^>]* href="([^"]*)"', answer.content.decode()):
                whole = urldefrag(urljoin(answer.request["PATH_INFO"], unescape(link))).url
                if whole.startswith("/") and not whole.startswith("//"):
                    asked.append(whole)
    return seen, refused


@pytest.mark.large
def test_every_link_inside_the_site_leads_to_a_page(client, db):
    each_sort = {
        (row.kind, row.nation, row.status): row.slug for row in record_on().by_slug.values()
    }
    pages, refused = followed(client, {*each_sort.values(), "kent", "sheffield"})
    assert not refused
    for slug in SHIPPED:
        assert f"/{slug}/" in pages
    councils = {address for address in pages if re.fullmatch(r"/councils/[\w-]+/", address)}
    assert len(councils) > 153
    assert "/councils/kent/write/" in pages
    assert "/councils/sheffield/pack/" in pages
    assert not [address for address in pages if address.startswith("/admin")]


def test_every_link_to_a_part_of_a_page_finds_that_part(client, db):
    for start in [
        "/",
        "/councils/kent/",
        "/councils/sheffield/write/",
        *map("/{}/".format, SHIPPED),
    ]:
        for link in links(client.get(start)):
            address, anchor = urldefrag(urljoin(start, link))
            if anchor and not urlsplit(address).netloc:
                assert f'id="{anchor}"' in client.get(address).content.decode(), (start, link)


@pytest.mark.promise(17)
def test_the_privacy_page_says_what_a_restore_deletes_again_and_by_what(client, db, settings):
    assert "we delete it again first, by a scrambled list" in words(client.get("/privacy/"))
    settings.LEDGER = None
    forget_everything()
    page = words(client.get("/privacy/"))
    assert "somebody here deletes again by hand what people asked us to delete" in page
    assert "scrambled list of what was deleted" not in page


@pytest.mark.parametrize(
    ("constant", "said"),
    [
        ("DRAFTS", "A draft: 77 days after your last change"),
        ("UNCONFIRMED", "A letter you did not confirm: 77 days after"),
        ("TOLD", "the email that told you is deleted here after 77 days"),
        ("TEXTS_AFTER_OUTCOME", "The text of your letter: 77 days after we know"),
        ("TEXTS_AT_MOST", "never more than 77 days after you confirmed it"),
        ("BACKUPS_KEPT", "stays in them for up to 77 days more"),
        ("AUDIT", "took data out is kept for 77 days"),
        ("READ_WITHIN", "nobody has read it after 77 days, we say why and give you the text"),
    ],
)
def test_the_privacy_page_quotes_the_days_that_the_purge_keeps_to(
    client, db, monkeypatch, constant, said
):
    monkeypatch.setattr(f"campaign.retention.{constant}", dt.timedelta(days=77))
    assert said in words(client.get("/privacy/"))


def test_numbers_of_days_and_letters_on_pages_are_those_of_the_code(client, db):
    count = words(client.get("/how-we-count/"))
    in_words = {4: "four", 5: "five", 10: "ten"}
    assert f"not sent back within {in_words[states.COMES_BACK_WITHIN.days]} days" in count
    assert f"from {in_words[daily_letter_count.FEWEST]} letters up" in count
    assert f"no reply after {PATIENCE.days} days" in count
    weeks = in_words[states.ASK_AFTER.days // 7]
    assert f"about {weeks} weeks later" in words(client.get("/privacy/"))
    assert f"{weeks.capitalize()} weeks after we’ve sent" in words(client.get("/for-councils/"))


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_child_of_twelve_can_read_a_shipped_page(slug):
    body = loading.read(loading.SHIPPED / f"{slug}.md")[0]
    assert reading_age(prose(body["body"])) < 12
    assert reading_age(body["lead"]) < 12


@pytest.mark.promise(24)
def test_help_is_there_when_the_database_is_away(client, db, monkeypatch):
    def away(*args, **options):
        raise DatabaseError("The server is gone.")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", away)
    client.raise_request_exception = False
    response = client.get("/need-help/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert {"tel:999", "tel:116000", "sms:116000", "tel:08001111"} <= links(response).keys()
    assert "Someone you trust" in words(response)
    assert client.get("/charter/").status_code == 500
