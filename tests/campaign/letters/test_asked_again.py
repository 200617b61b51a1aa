"""A letter that waits is not sent to a council that has signed meanwhile: its writer is asked."""

import datetime as dt

import pytest

from campaign.letters import nightly
from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from councils.models import Contact, EventKind, Pause
from councils.record import record_version
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.typed import text_of
from tests.seen import words


@pytest.fixture
def paused(waiting, browser, kent):
    """Anna's letter to Kent, confirmed, which waits until a pause ends."""
    browser.press("code", code=waiting.code)
    Pause(
        council=kent, asked_by="council", until=dt.date(2026, 12, 8), reason="It moves house."
    ).update()
    record_version.forget()
    return Letter.objects.get()


def test_a_letter_that_waits_asks_its_writer_again_and_goes_only_then(
    paused, kent, add_event, mails, client
):
    assert nightly.ask_again() == 0
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    assert nightly.ask_again() == 1
    assert nightly.ask_again() == 0
    assert not mails("letter")
    letter = Letter.objects.get()
    assert letter.state == State.AWAITING
    email = text_of(mails("confirm")[-1])
    assert "Meanwhile something changed there. Our list says now: Has withdrawn" in email
    mailbox = Browser(client)
    mailbox.go(f"/letters/{letter.token}/confirm/")
    assert "Something changed at Kent since you wrote it" in words(mailbox.page)
    mailbox.press("confirm")
    assert Letter.objects.get().state == State.QUEUED
    assert OutgoingMessage.objects.filter(purpose="letter").count() == 1


@pytest.mark.promise(15)
def test_a_letter_that_a_person_reads_is_asked_about_before_it_is_let_go(
    letter_of, sheffield, sign, staff, mails
):
    letter = letter_of("held", held_for="many")
    Contact(
        council=sheffield, channel="email", email="lead@sheffield.example", source="x",
        checked_on=dt.date.today(),
    ).update()  # fmt: skip
    sign(sheffield, dt.date.today().isoformat())
    record_version.forget()
    assert "Does the letter still fit?" in words(staff.get("/admin/letters/read/"))
    staff.post("/admin/letters/read/", {"letters": [letter.pk], "send": "1"})
    assert Letter.objects.get().state == State.AWAITING
    assert not mails("letter")
