"""Letters that wait while staff change who runs the site, or how a council is reached."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from campaign.letters.models import Letter, State
from campaign.letters.recipient import recipient_for
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from councils.models import Contact, Council
from councils.record import record_on
from tests.campaign.letters.conftest import WRITER
from tests.campaign.letters.typed import NAMES, read, text_of
from tests.conftest import load_what_ships

CAMPAIGN = {"name": "The Campaign", "email": "us@runaways.example"}


def headers(message) -> list[tuple[str, str]]:
    """Return the headers, but those on how the text is encoded, as an email program reads them."""
    return [(name, value) for name, value in read(message).items() if "Content-" not in name]


@pytest.fixture
def confirmed(ask, mails):
    """Return a function with which Anna confirms a letter to Kent; it returns the queued email."""

    def send(**typed):
        ask(**typed).press("code", code=Letter.objects.latest("pk").code)
        return mails("letter")[-1]

    return send


@pytest.mark.parametrize("name", NAMES)
def test_a_queued_letter_gets_the_current_address_and_footer_and_keeps_its_headers(confirmed, name):
    first = confirmed(name=name.strip()[:120].strip())
    Contact.objects.get().update(email="new@kent.example")
    before = OutgoingMessage.objects.get(pk=first.pk)
    assert before.recipient == "new@kent.example"
    assert read(before)["To"].addresses[0].addr_spec == "new@kent.example"
    assert text_of(before) == text_of(first)
    others = [[header for header in headers(mail) if header[0] != "To"] for mail in (first, before)]
    assert others[0] == others[1]

    assert "run by" not in text_of(before)
    Organisation.objects.create(pk=1, **CAMPAIGN)
    after = OutgoingMessage.objects.get(pk=before.pk)
    assert headers(after) == headers(before)
    assert read(after)["Message-ID"] == before.message_id
    text, footer = text_of(after).split("-" * 40)
    assert text == text_of(before).partition("-" * 40)[0]
    assert "Make Runaways Safe, run by The Campaign" in footer
    assert "Write to us@runaways.example." in footer
    assert max(map(len, bytes(after.content).split(b"\r\n"))) <= 200


@pytest.fixture
def shipped(transactional_db):
    """Load the shipped data, as tests that commit leave every table empty."""
    if not Council.objects.exists():
        load_what_ships()


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_a_letter_confirmed_during_the_change_waits_for_the_new_footer(shipped, waiting):
    to_kent = recipient_for(record_on().by_id[waiting.council_id])

    def confirm():
        waiting.confirm(to_kent)
        connection.close()

    confirming = threading.Thread(target=confirm)
    with transaction.atomic():
        Organisation.objects.create(pk=1, **CAMPAIGN)
        confirming.start()
        confirming.join(0.5)
        assert confirming.is_alive()
        assert Letter.objects.get().state == State.AWAITING
    confirming.join(10)
    (message,) = OutgoingMessage.objects.filter(purpose="letter")
    assert "run by The Campaign" in text_of(message)
    assert WRITER["name"] in text_of(message)


# Another address


@pytest.mark.parametrize("state", ["accepted", "unsure", "sending"])
def test_a_letter_that_has_left_or_is_leaving_is_not_readdressed(confirmed, state):
    message = confirmed()
    OutgoingMessage.objects.update(state=state, outcome_at="2026-11-24T12:00Z")
    Contact.objects.get().remove()
    message.refresh_from_db()
    assert (message.state, message.recipient) == (state, "lead@kent.example")


@pytest.mark.parametrize("by", ["verb", "page", "action"])
def test_a_letter_whose_address_staff_removed_is_stopped_and_its_writer_told(
    confirmed, mails, staff, by
):
    confirmed()
    contact = Contact.objects.get()
    if by == "verb":
        contact.remove()
    elif by == "page":
        staff.post(f"/admin/councils/contact/{contact.pk}/delete/", {"post": "yes"})
    else:
        typed = {"action": "delete_selected", "_selected_action": contact.pk, "post": "yes"}
        staff.post("/admin/councils/contact/", typed)
    assert Letter.objects.get().state == State.CANCELLED
    (notice,) = mails("failed")
    assert read(notice)["Subject"] == "Your letter to Kent hasn’t been sent"


def test_a_letter_sent_again_goes_to_the_current_address_of_its_council(confirmed, editor):
    message = confirmed()
    message.state, message.outcome_at = "failed", timezone.now()
    message.save()
    Contact.objects.update(email="new@kent.example")
    assert message.resend()
    message.refresh_from_db()
    assert (message.state, message.recipient) == ("queued", "new@kent.example")
    assert Letter.objects.get().state == State.QUEUED
