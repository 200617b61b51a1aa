"""Out at any time: by the link in each mail, by the mail program's own button, for ever."""

import pytest

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import MessageState, Outcome, OutgoingMessage
from campaign.supporters import wishes
from campaign.supporters.models import SuppressedAddress, Wish
from campaign.supporters.suppression import (
    address_hash,
    may_email,
    stop_token,
    suppress_address,
)
from tests.campaign.supporters.mailbox import ANNA, emails, path_in
from tests.seen import words

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def stop(confirmed):
    """The address of the link that stops Anna's wish for Sheffield."""
    return f"/alerts/stop/{stop_token(confirmed.address_hash, confirmed.pk)}/"


@pytest.fixture
def told(confirmed, sheffield, sign, today_is):
    """The mail that tells Anna that Sheffield has signed."""
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")
    wishes.night()
    return emails(purpose="alert")[0]


def kinds() -> list[str]:
    return sorted(f"{wish.council.slug} {wish.kind}" for wish in Wish.objects.all())


@pytest.mark.parametrize("site", ["", "https://make-runaways-safe.campaigns.a-long-name.org.uk"])
def test_email_carries_the_button_of_rfc_8058_whole(
    confirmed, sheffield, sign, today_is, settings, site
):
    settings.SITE_URL = site or settings.SITE_URL
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")
    wishes.night()
    (told,) = emails(purpose="alert")
    assert told["List-Unsubscribe"] == f"<{settings.SITE_URL}{path_in(told, 'stop')}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = bytes(OutgoingMessage.objects.get(purpose="alert").content)
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0].partition(b"List-Unsubscribe:")[2][:300]


@pytest.mark.promise(21)
def test_one_click_stops_that_wish_from_anywhere(client, ask, stop):
    ask(page="/alerts/?council=leeds")
    page = client.post(
        stop,
        ONE_CLICK,
        headers={"Origin": "https://webmail.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert page.status_code == 200
    assert kinds() == ["leeds signing"]
    assert not SuppressedAddress.objects.exists()
    assert OutgoingMessage.objects.count() == 1  # nor the address in the mail that asked


@pytest.mark.promise(21)
def test_one_click_in_an_email_whose_wish_has_ended_stops_the_others(client, ask, told):
    ask(page="/alerts/?council=leeds")
    client.post(path_in(told, "stop"), ONE_CLICK)
    assert not Wish.objects.exists()


@pytest.mark.promise(21)
def test_page_offers_this_one_or_all(client, ask, stop):
    ask(updates="on")
    ask(page="/alerts/?council=leeds")
    client.head(stop)
    page = words(client.get(stop))
    assert "You asked us to tell you when Sheffield signs the Runaways’ Charter." in page
    assert "You asked for 2 more." in page
    assert ANNA not in page
    assert len(kinds()) == 3
    assert client.post(stop, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert len(kinds()) == 3
    page = words(client.post(stop))
    assert "No more of these emails" in page and "You asked for 2 more." in page
    assert "keep your address for your other emails" in page
    assert "deleted your address" not in page
    assert kinds() == ["leeds signing", "sheffield updates"]
    assert "address from our list" in words(client.post(stop, {"all": "1"}))
    assert kinds() == []
    assert "You’re not on this list" in words(client.get(stop))


# Never again


@pytest.mark.parametrize(
    "spelling", ["anna@supporter.example", " ANNA@Supporter.Example ", "anna+x@supporter.example"]
)
def test_never_holds_for_every_spelling_of_the_mailbox(client, told, spelling):
    page = client.post(path_in(told, "stop"), {"never": "1"})
    assert "We’ll never write to you again" in words(page)
    suppress_address(ANNA)
    entry = SuppressedAddress.objects.get()
    assert "anna" not in f"{entry.address_hash} {entry}"
    assert not may_email(spelling)
    assert may_email("annabel@supporter.example")


@pytest.mark.promise(21)
@pytest.mark.parametrize(
    "typed", ["v.ictim@ｇmail.com", "v.ictim@gmail。com", "v.ictim+2@gmaiⓛ.com"]
)
def test_who_said_never_gets_nothing_however_a_stranger_types_the_address(client, ask, typed):
    ask(address="victim@gmail.com")
    client.post(f"/alerts/stop/{stop_token(address_hash('victim@gmail.com'))}/", {"never": "1"})
    assert ask(address=typed).status_code == 200
    assert not OutgoingMessage.objects.exists()


def test_pending_emails_to_the_person_are_cancelled_and_letters_are_not(confirmed):
    links = OutgoingMessage.objects.create(
        key="links:9", purpose="links", recipient=ANNA, content=b"", message_id="<8@x>"
    )
    letter = OutgoingMessage.objects.create(
        key="letter:9", purpose="letter", recipient=ANNA, content=b"", message_id="<9@x>"
    )
    suppress_address(ANNA)
    assert not OutgoingMessage.objects.filter(purpose="wish_confirm").exists()
    links.refresh_from_db()
    letter.refresh_from_db()
    assert (links.state, letter.state) == (MessageState.CANCELLED, MessageState.QUEUED)


# What comes back


@pytest.mark.parametrize(
    ("arrived", "stays"),
    [
        (ParsedMail(MailKind.BOUNCE), True),
        (ParsedMail(MailKind.AUTOMATIC), True),
        (ParsedMail(MailKind.BOUNCE, address_is_gone=True), False),
    ],
)
def test_wishes_go_with_a_mailbox_that_is_gone(confirmed, arrived, stays):
    message = OutgoingMessage.objects.get()
    message.subject_class.on_arrival(message, arrived)
    assert Wish.objects.exists() == stays


@pytest.mark.parametrize(
    ("said", "stopped"),
    [
        ("550 5.1.1 User unknown", True),
        ("552 5.2.2 The mailbox is full", False),
        ("554 5.7.1 Message refused as spam", False),
        ("550 5.2.1 The user is receiving mail at a rate that prevents more messages", False),
    ],
)
def test_wishes_of_a_mailbox_that_the_server_refuses_are_deleted(confirmed, said, stopped):
    message = OutgoingMessage.objects.claim()
    assert message.mark()
    assert message.store(Outcome(MessageState.FAILED, said))
    assert Wish.objects.exists() != stopped
    assert OutgoingMessage.objects.exists() != stopped  # and no email keeps the address
