"""A stranger's words in a page that others are sent to, and in the headers of what we send."""

import pytest
from django.test import Client

from campaign.inbox.process import process
from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from tests.campaign.letters.conftest import TO_US, WRITER
from tests.campaign.letters.strangers import at_councils, write
from tests.campaign.letters.typed import read
from tests.seen import links, words

LURE = "LURE: ring 0906 123 4567 or sign in at https://evil-lure.example/ <a href='//evil'>now</a>"

# A link to one of our pages, with a stranger's words in it


ADDRESSES = (
    "/", "/councils/kent/", "/find/", "/councils/kent/write/", "/alerts/", "/sign/",
    "/complaints/", "/councils/kent/tell-us/", "/press/kent/", "/press/", "/history/", "/changes/",
    "/embed/", "/embed/map/", "/embed/kent/", "/self-check/", "/letters/lost/", "/letters/cleared/",
    "/letters/lost/sent/", "/need-help/", "/news/", "/data/", "/about/", "/easy-read/",
    "/councils/kent/motion/", "/councils/kent/poster/", "/posters/", "/admin/login/", "/no/such/",
    "/letters/abc/", "/councils/no-such/", "/councils/kent/write/abc/", "/feed.atom",
)  # fmt: skip
PARAMETERS = (
    "name", "next", "text", "own_line", "subject", "q", "at", "council", "from", "place", "called",
    "kind", "commitment", "about", "on", "page", "size", "email", "message", "error", "status",
    "region", "view", "website_2", "return", "url", "redirect",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_has_our_pages_say_a_strangers_words_or_lead_elsewhere(client, db, address):
    for parameter in PARAMETERS:
        page = client.get(address, {parameter: LURE}, follow=True)
        for there, _ in page.redirect_chain:
            assert not there.startswith(("//", "http://evil", "https://evil"))
        if "html" not in page.headers["Content-Type"]:
            assert b"evil-lure" not in page.content
            continue
        said = words(page)
        assert "LURE" not in said, f"{address}?{parameter}="
        assert not [there for there in links(page) if "evil" in there and "?" not in there]


@pytest.mark.parametrize("parameter", ["q", "status", "region", "kind", "at"])
def test_the_list_repeats_as_a_quote_no_more_than_a_councils_name_may_have(client, db, parameter):
    page = client.get("/councils/", {parameter: f"{'x' * 41} {LURE}"})
    assert "evil-lure" not in words(page)
    page = client.get("/councils/", {parameter: LURE[:90]})
    assert not [there for there in links(page) if there.startswith(("http://evil", "//evil"))]


# The address of a draft, sent to somebody


@pytest.fixture
def sent_to_a_friend(begin, contact):
    """A draft to Kent with a stranger's words in every field, and its address."""
    contact()
    browser = begin("kent")
    typed = {"subject": LURE[:150], "text": f"Dear all,\n\n{LURE}", "name": LURE[:110]}
    browser.press("", go_on="yes", **typed, postal_address=LURE)
    return browser.draft


@pytest.mark.parametrize("act", ["", "words/", "yourself/", "check/", "send/", "afresh/", "code/"])
def test_a_draft_shows_its_words_as_text_without_a_way_elsewhere_and_to_no_search_engine(
    sent_to_a_friend, act
):
    page = Client().get(f"{sent_to_a_friend}{act}", follow=True)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    for there in links(page):
        assert not there.startswith(("http://evil", "https://evil", "//evil", "javascript"))
    assert b"<a href='//evil'>" not in page.content


@pytest.mark.parametrize(
    "subject", ["A&bcc=list@evil.example", "A?cc=x@evil.example", "A\r\nBcc: x"]
)
def test_no_word_adds_somebody_to_the_email_that_opens_in_ones_own_program(begin, contact, subject):
    contact()
    browser = begin("kent")
    said = "Dear all,\n\nPlease sign.&cc=y@evil.example"
    browser.press("yourself", subject=subject, text=said, **WRITER)
    ways = [there for there in links(browser.page) if there.startswith("mailto:") and "?" in there]
    assert any("lead@kent" in way for way in ways)
    for way in ways:
        head, _, query = way.partition("?")
        assert head in ("mailto:lead@kent.example", "mailto:")
        assert [part.partition("=")[0] for part in query.split("&")] == ["subject", "body"]


# The address that a council answers to


SENT_TO_ONE = (
    "anna@example.org", "Anna Smith <anna@example.org>", "mailto:anna@example.org",
    "Bcc: list@evil.example <anna@example.org>", "anna@example.org.", "ANNA@EXAMPLE.ORG",
    "\u202eanna@example.org", "anna@ex\u200bample.org", '"list@evil.example" <anna@example.org>',
)  # fmt: skip
REFUSED = (
    "anna@example.org, list@evil.example", "anna@example.org; list@evil.example",
    "anna@example.org list@evil.example", "anna@example.org\r\nBcc: list@evil.example",
    "friends: anna@example.org, list@evil.example;", "(a note) anna@example.org",
    '"anna list@evil.example"@example.org', "anna%evil.example@example.org", "anna@[192.0.2.1]",
    "anna!evil@example.org", "=?utf-8?q?anna?=@example.org", "anna@example.org>, <list@evil.com",
    "anna@@example.org", "anna@example..org", "<anna@example.org> <list@evil.example>", "anna@-",
)  # fmt: skip


@pytest.mark.promise(19)
@pytest.mark.parametrize("email", SENT_TO_ONE)
def test_the_council_answers_the_one_address_that_was_checked(reached, mails, email):
    (slug,) = reached(1)
    letter = write(slug, email)
    (copy,) = mails("copy")
    mail = read(mails("letter")[0])
    (to,) = mail["reply-to"].addresses
    assert to.addr_spec.lower() == copy.recipient.lower() == "anna@example.org"
    assert letter.state == State.QUEUED
    assert mail["bcc"] is None
    assert mail["cc"] is None


@pytest.mark.parametrize("email", REFUSED)
def test_what_is_more_than_one_address_or_none_is_refused_and_nothing_is_sent(ask, mails, email):
    browser = ask(email=email)
    assert browser.page.status_code in (200, 422)
    assert "Enter an email address like" in words(browser.page) or "look" in words(browser.page)
    assert not mails()
    assert Letter.objects.get().state == State.DRAFT


@pytest.mark.promise(19)
def test_an_address_in_another_script_is_answered_as_mail_goes_there(reached, mails):
    (slug,) = reached(1)
    write(slug, "anna@bücher.example")
    assert read(mails("letter")[0])["reply-to"].addresses[0].domain == "xn--bcher-kva.example"


@pytest.mark.promise(19)
@pytest.mark.parametrize(
    "name",
    ["Anna, list@evil.example", 'Anna" <list@evil.example>, "', "Anna (list) Smith",
     "friends: Anna;", "Anna\r\nReply-To: list@evil.example", "Anna =?utf-8?q?=0D=0ACc: x?="],
)  # fmt: skip
def test_no_name_adds_an_address_to_answer_to(reached, mails, name):
    (slug,) = reached(1)
    letter = write(slug, "anna@example.org", name=name)
    if letter.state == State.HELD:  # an email address in a name waits
        assert not mails("letter")
        return
    mail = read(mails("letter")[0])
    assert [to.addr_spec for to in mail["reply-to"].addresses] == ["anna@example.org"]
    assert len(mail["from"].addresses) == len(mail["to"].addresses) == 1
    assert mail["cc"] is None


@pytest.mark.parametrize("local", ["letters", "LETTERS", "letters+x"])
def test_who_gives_our_own_address_as_theirs_gets_us_to_write_to_nobody(
    ask, mails, settings, local
):
    settings.DEFAULT_FROM_EMAIL = f"Make Runaways Safe <{TO_US}>"
    ask(email=f"{local}@runaways.example")
    assert not mails()


# Machines that answer machines


AUTOMATIC = b"""Return-Path: <robot@mail.example>
From: Robot <robot@mail.example>
To: %s
Subject: Out of office: Re: your code
Message-ID: <%d@mail.example>
Date: Tue, 24 Nov 2026 12:00:00 +0000
%s
I am out of the office.
"""


@pytest.mark.parametrize(
    "marked", [b"Auto-Submitted: auto-replied\n", b"X-Autoreply: yes\n", b"Precedence: bulk\n", b""]
)
def test_a_machine_that_answers_each_of_our_emails_is_answered_never_or_once(db, settings, marked):
    settings.DEFAULT_FROM_EMAIL = f"Make Runaways Safe <{TO_US}>"
    for number in range(20):
        process(AUTOMATIC % (TO_US.encode(), number, marked), TO_US)
    assert OutgoingMessage.objects.count() <= 1


def test_emails_forged_in_many_names_get_sixty_answers_an_hour_at_most(db, settings, today_is):
    today_is("2026-11-24", "12:00")
    settings.DEFAULT_FROM_EMAIL = f"Make Runaways Safe <{TO_US}>"
    for number in range(70):
        sender = b"person%d@mail.example" % number
        forged = AUTOMATIC.replace(b"Out of office: Re: your code", b"A question")
        forged = forged.replace(b"robot@mail.example", sender).replace(
            b"I am out of the office", b"Hm"
        )
        process(forged % (TO_US.encode(), number, b""), TO_US)
    assert OutgoingMessage.objects.filter(purpose="lost_link").count() == 60


def test_every_email_of_ours_asks_machines_not_to_answer_but_the_letter_itself(reached, mails):
    (slug,) = reached(1)
    write(slug, "anna@example.org")
    at_councils()
    for message in mails():
        is_letter = message.purpose == "letter"
        assert (read(message)["auto-submitted"] is None) == is_letter
