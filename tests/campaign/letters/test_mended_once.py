"""A failing address is dealt with once: by waiting, by a second refusal, or by staff."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.letters.models import Letter, State
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.staff import roles
from councils.models import Contact
from councils.record import record_version
from tests.campaign.letters.conftest import sent
from tests.campaign.letters.typed import read, text_of
from tests.seen import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(sheffields_address, letter_of):
    """Return a function that lets our mail service refuse one more letter to Sheffield."""

    def refuse(response):
        number = Letter.objects.count()
        letter = letter_of(State.QUEUED)
        sent(
            letter,
            token=str(number),
            message_id=f"<{number}@x>",
            content=b"To: a@b.example\r\n\r\n",
            to_council=True,
        )
        message = letter.message()
        message.state, message.server_said = MessageState.FAILED, response
        message.save()
        Letter.on_outcome(message)
        letter.refresh_from_db()
        sheffields_address.refresh_from_db()
        return letter

    return refuse


@pytest.mark.parametrize(
    ("response", "closes_on"),
    [
        ("550 5.1.1 No such user here", 1),
        ("550 No such user here", 1),
        ("550 5.1.2 Bad destination", 2),
        ("552 5.2.2 Mailbox full", None),
        ("554 5.7.1 Rejected as spam", None),
    ],
)
def test_a_refusal_closes_a_contact_at_once_only_if_it_names_the_address_as_unknown(
    refused, sheffields_address, response, closes_on
):
    for number in (1, 2, 3):
        refused(response)
        assert sheffields_address.is_usable() == (closes_on is None or number < closes_on)


def test_a_full_mailbox_is_tried_again_and_the_writer_is_not_told_of_a_failure(refused, mails):
    letter = refused("552 5.2.2 Mailbox full")
    assert letter.state == State.DEFERRED
    assert letter.message().full_since
    assert not mails("failed")


# Staff replace an address


def test_staff_replace_an_address_and_one_press_sends_its_letters_again(
    refused, sheffields_address, editor, client, mails
):
    came_back, by_hand = refused("550 5.1.1 No such user"), refused("550 5.1.1 No such user")
    Letter.objects.filter(pk=by_hand.pk).update(self_sent_at=timezone.now())
    OutgoingMessage.objects.filter(purpose="failed").delete()
    client.force_login(editor)
    press = f"/admin/letters/send-again/{sheffields_address.pk}/"
    change = f"/admin/councils/contact/{sheffields_address.pk}/change/"
    assert press in client.get(change).content.decode()
    assert "No letter that came back can go" in words(client.post(press, follow=True))
    Contact.objects.get().update(email="office@sheffield.example", check_again_on=None)
    record_version.forget()
    assert "1 letter goes again." in words(client.post(press, follow=True))
    message = OutgoingMessage.objects.get(key=came_back.reference)
    assert (message.recipient, message.state) == ("office@sheffield.example", MessageState.QUEUED)
    assert "office@sheffield.example" in read(message)["To"]
    assert message.token != "0"
    states = [Letter.objects.get(pk=letter.pk).state for letter in (came_back, by_hand)]
    assert states == [State.QUEUED, State.FAILED]
    (note,) = mails("failed")
    assert "We have a new one now" in " ".join(text_of(note).split())
    assert f"/letters/{came_back.token}/" in text_of(note)


def test_a_reader_may_not_send_letters_again(client, sheffields_address, db):
    rita = User(username="rita@example.org")
    roles.give(rita, "reader")
    client.force_login(rita)
    assert client.post(f"/admin/letters/send-again/{sheffields_address.pk}/").status_code == 403


# What mail programs and staff change meanwhile


def test_a_link_with_characters_added_by_an_email_program_leads_to_the_letter(waiting, client):
    clean = f"/letters/{waiting.token}/confirm/"
    for junk in (")", ").", ">", "=20", "&gt;", "/)", "/x/y", "%22", "/%0D%0A", "/%3E%0A>", "//"):
        page = client.get(clean.rstrip("/") + junk, follow=True)
        assert page.request["PATH_INFO"] == clean, junk
        assert page.status_code == 200
