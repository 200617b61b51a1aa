"""Letters that wait while staff change who runs the site, or how a council is reached."""

import pytest
from django.utils import timezone

from campaign.letters.models import Letter, State
from campaign.letters.recipient import recipient_for
from campaign.outbox.models import OutgoingMessage
from councils.models import Channel, Contact, DeliveryProblem, Role
from councils.record import record_on, record_version
from tests.campaign.letters.typed import NAMES, read, text_of

CAMPAIGN = {"name": "The Campaign", "email": "us@runaways.example"}


def headers(message) -> list[tuple[str, str]]:
    """Return the headers, but those on how the text is encoded, as an email program reads them."""
    return [(name, value) for name, value in read(message).items() if "Content-" not in name]


@pytest.mark.parametrize("name", NAMES)
def test_a_queued_letter_gets_the_current_address_and_keeps_its_headers(confirmed, name):
    first = confirmed(name=name.strip()[:120].strip())
    contact = Contact.objects.get()
    contact.email = "new@kent.example"
    contact.update()
    before = OutgoingMessage.objects.get(pk=first.pk)
    assert before.recipient == "new@kent.example"
    assert read(before)["To"].addresses[0].addr_spec == "new@kent.example"
    assert text_of(before) == text_of(first)
    others = [[header for header in headers(mail) if header[0] != "To"] for mail in (first, before)]
    assert others[0] == others[1]


# Another address


@pytest.mark.parametrize("state", ["accepted", "unsure", "sending"])
def test_a_letter_that_has_left_or_is_leaving_is_not_readdressed(confirmed, state):
    message = confirmed()
    OutgoingMessage.objects.update(state=state, outcome_at="2026-11-24T12:00Z")
    Contact.objects.get().remove()
    message.refresh_from_db()
    assert (message.state, message.recipient) == (state, "lead@kent.example")


@pytest.mark.parametrize("by", ["verb", "page"])
def test_a_letter_whose_address_staff_removed_is_stopped_and_its_writer_told(
    confirmed, mails, staff, by
):
    confirmed()
    contact = Contact.objects.get()
    if by == "verb":
        contact.remove()
    else:
        staff.post(f"/admin/councils/contact/{contact.pk}/delete/", {"post": "yes"})
    assert Letter.objects.get().state == State.CANCELLED
    (notice,) = mails("failed")
    assert read(notice)["Subject"] == "Your letter to Kent hasn’t been sent"


def test_a_letter_is_stopped_though_another_way_to_reach_its_council_is_left(confirmed, contact):
    confirmed()
    contact(channel=Channel.WEB_FORM, where="https://www.kent.example/contact")
    assert Letter.objects.get().state == State.QUEUED
    Contact.objects.get(channel=Channel.EMAIL).remove()
    assert Letter.objects.get().state == State.CANCELLED


def test_a_letter_to_an_address_that_fails_waits_until_staff_remove_that(confirmed, contact):
    confirmed()
    Contact.objects.get().record_delivery_problem(DeliveryProblem.FAILS, "no such user")
    contact(channel=Channel.POST, where="County Hall, Maidstone")
    assert Letter.objects.get().state == State.QUEUED


@pytest.mark.parametrize("by", ["sent again", "another contact", "an address"])
def test_on_a_site_that_is_tried_out_a_letter_to_nobodys_address_is_not_stopped(
    ask, mails, kent, settings, contact, by
):
    ask()
    Contact.objects.all().delete()
    record_version.forget()
    settings.DEBUG = True
    letter = Letter.objects.get()
    letter.confirm(recipient_for(record_on().by_id[kent.pk]))
    message = mails("letter")[0]
    assert message.recipient == "kent@test-mailbox.invalid"
    if by == "sent again":
        OutgoingMessage.objects.update(state="failed", outcome_at=timezone.now())
        assert message.resend()
    elif by == "an address":
        contact()
    else:
        contact(role=Role.DEMOCRATIC, where="clerk@kent.example")
    letter.refresh_from_db()
    assert letter.state == State.QUEUED
    assert not mails("failed")


def test_a_letter_sent_again_goes_to_the_current_address_of_its_council(confirmed, editor):
    message = confirmed()
    message.state, message.outcome_at = "failed", timezone.now()
    message.save()
    Contact.objects.update(email="new@kent.example")
    assert message.resend()
    message.refresh_from_db()
    assert (message.state, message.recipient) == ("queued", "new@kent.example")
    assert Letter.objects.get().state == State.QUEUED
