"""Out at any time: by the link in each mail, by the mail program's own button, for ever."""

import pytest

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import MessageState, Outcome, OutgoingMessage
from campaign.supporters import alerts, incoming
from campaign.supporters.models import Alert, SuppressedAddress
from campaign.supporters.suppression import (
    address_hash,
    hash_in_stop_token,
    may_email,
    stop_token,
    suppress_address,
    unsuppress,
)
from tests.campaign.supporters.mailbox import ANNA, emails, path_in
from tests.seen import words


@pytest.fixture
def told(confirmed, sheffield, sign, today_is):
    """The mail that tells Anna that Sheffield has signed."""
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")
    alerts.send_due()
    return emails(purpose="alert")[0]


def test_email_carries_the_button_of_rfc_8058(told, settings):
    stop = settings.SITE_URL + path_in(told, "stop")
    assert told["List-Unsubscribe"] == f"<{stop}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_stop_link_stands_whole_in_the_header_however_long_the_sites_name(
    confirmed, sheffield, sign, today_is, settings
):
    settings.SITE_URL = "https://make-runaways-safe.campaigns.a-rather-long-name.example.org.uk"
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")
    alerts.send_due()
    raw = bytes(OutgoingMessage.objects.get(purpose="alert").content).replace(b"\r\n ", b" ")
    stop = f"{settings.SITE_URL}/alerts/stop/{stop_token(address_hash(ANNA))}/"
    assert f"List-Unsubscribe: <{stop}>".encode() in raw
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0].partition(b"List-Unsubscribe:")[2][:200]


@pytest.mark.promise(21)
def test_one_click_stops_all_alerts_of_the_address_from_anywhere(client, ask, confirmed):
    ask(page="/alerts/?council=leeds")
    page = client.post(
        f"/alerts/stop/{stop_token(confirmed.address_hash)}/",
        {"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://webmail.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert page.status_code == 200
    assert not Alert.objects.exists()
    assert not SuppressedAddress.objects.exists()
    assert not OutgoingMessage.objects.exists()  # nor the address in a mail that asked


def test_opening_the_stop_link_shows_one_button_and_changes_nothing(client, confirmed):
    page = client.get(f"/alerts/stop/{stop_token(confirmed.address_hash)}/")
    assert "You asked us to tell you when a council signs" in words(page)
    assert ANNA not in page.content.decode()
    client.head(f"/alerts/stop/{stop_token(confirmed.address_hash)}/")
    assert Alert.objects.count() == 1


def test_button_stops_alerts(client, confirmed):
    page = client.post(f"/alerts/stop/{stop_token(confirmed.address_hash)}/")
    assert "No more of these emails" in words(page)
    assert not Alert.objects.exists()
    again = client.get(f"/alerts/stop/{stop_token(confirmed.address_hash)}/")
    assert "You’re not on this list" in words(again)


def test_another_site_cannot_stop_alerts(client, confirmed):
    page = client.post(
        f"/alerts/stop/{stop_token(confirmed.address_hash)}/",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert page.status_code == 403
    assert Alert.objects.count() == 1


def test_stop_link_still_works_when_the_alert_is_gone(client, told):
    page = client.post(path_in(told, "stop"), {"never": "1"})
    assert "We’ll never write to you again" in words(page)
    assert not may_email(ANNA)


def test_suppressed_address_is_kept_as_a_hash_alone(client, confirmed):
    client.post(f"/alerts/stop/{stop_token(confirmed.address_hash)}/", {"never": "1"})
    entry = SuppressedAddress.objects.get()
    assert "anna" not in entry.address_hash
    assert "anna" not in str(entry)


@pytest.mark.parametrize(
    "spelling", ["anna@supporter.example", " ANNA@Supporter.Example ", "anna+x@supporter.example"]
)
def test_suppression_holds_for_every_spelling_of_the_mailbox(db, spelling):
    suppress_address(ANNA)
    assert not may_email(spelling)
    assert may_email("annabel@supporter.example")


@pytest.mark.promise(21)
@pytest.mark.promise(21)
@pytest.mark.parametrize(
    "typed", ["v.ictim@ｇmail.com", "v.ictim@gmail。com", "v.ictim+2@gmaiⓛ.com"]
)
def test_who_said_never_gets_nothing_however_a_stranger_types_the_address(client, ask, typed):
    ask(address="victim@gmail.com")
    stop = stop_token(address_hash("victim@gmail.com"))
    client.post(f"/alerts/stop/{stop}/", {"never": "1"})
    assert ask(address=typed).status_code == 200
    assert not OutgoingMessage.objects.exists()


def test_one_mailbox_is_asked_to_confirm_no_more_often_under_other_letters(ask):
    for domain in ("gmail.com", "ｇmail.com", "gmaiⓛ.com", "gmail。com"):
        for number in range(1, 6):
            ask(address=f"{'victim'[:number]}.{'victim'[number:]}@{domain}")
    assert 0 < OutgoingMessage.objects.count() < 6


def test_suppression_outlives_a_change_of_the_secret_key(db, settings):
    suppress_address(ANNA)
    link = stop_token(address_hash(ANNA))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    assert not may_email(ANNA)
    assert hash_in_stop_token(link)
    assert unsuppress(ANNA)
    assert may_email(ANNA)


def test_address_suppressed_twice_is_listed_once(db):
    suppress_address(ANNA)
    suppress_address(ANNA)
    assert SuppressedAddress.objects.count() == 1


def test_pending_emails_to_the_person_are_cancelled_and_letters_are_not(confirmed):
    OutgoingMessage.objects.filter(purpose="alert_confirm").update(state=MessageState.QUEUED)
    links = OutgoingMessage.objects.create(
        key="links:9", purpose="links", recipient=ANNA, content=b"", message_id="<8@x>"
    )
    letter = OutgoingMessage.objects.create(
        key="letter:9", purpose="letter", recipient=ANNA, content=b"", message_id="<9@x>"
    )
    suppress_address(ANNA)
    assert not OutgoingMessage.objects.filter(purpose="alert_confirm").exists()
    links.refresh_from_db()
    letter.refresh_from_db()
    assert (links.state, letter.state) == (MessageState.CANCELLED, MessageState.QUEUED)


def test_stop_links_cannot_be_made_up(db):
    token = stop_token(address_hash(ANNA))
    assert hash_in_stop_token(token) == address_hash(ANNA)
    for wrong in (token[:-1], token + "a", "a" * 26 + token[26:], address_hash(ANNA), "", "ü" * 39):
        assert hash_in_stop_token(wrong) == ""


# What comes back


def test_alerts_of_an_address_that_does_not_work_are_deleted(confirmed):
    message = OutgoingMessage.objects.get()
    incoming.arrived(message, ParsedMail(MailKind.MAILBOX_FULL))
    incoming.arrived(message, ParsedMail(MailKind.AUTO_REPLY))
    assert Alert.objects.exists()
    incoming.arrived(message, ParsedMail(MailKind.BAD_ADDRESS))
    assert not Alert.objects.exists()
    assert may_email(ANNA)


@pytest.mark.parametrize(
    "said, stopped",
    [
        ("550 5.1.1 User unknown", True),
        ("552 5.2.2 The mailbox is full", False),
        ("554 5.7.1 Message refused as spam", False),
        ("550 5.2.1 The user is receiving mail at a rate that prevents more messages", False),
    ],
)
def test_alerts_of_a_mailbox_that_the_server_refuses_are_deleted(confirmed, said, stopped):
    message = OutgoingMessage.objects.claim()
    assert message.mark()
    assert message.store(Outcome(MessageState.FAILED, said))
    assert Alert.objects.exists() != stopped
    assert OutgoingMessage.objects.exists() != stopped  # and no email keeps the address


def test_person_who_reports_our_email_as_spam_gets_no_more(confirmed):
    incoming.arrived(OutgoingMessage.objects.get(), ParsedMail(MailKind.COMPLAINT))
    assert not Alert.objects.exists()
    assert not may_email(ANNA)
