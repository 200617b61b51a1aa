"""What was open when a backup was made, once it is restored: unsure, ended or deleted."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign import retention
from campaign.letters.models import Letter
from campaign.operations import after_restore
from campaign.operations.models import CompletedJob
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from campaign.supporters.suppression import address_hash
from campaign.tokens import new_token
from tests.seen import words

pytestmark = pytest.mark.django_db

MADE_AT = dt.datetime(2026, 11, 24, 3, 30, tzinfo=dt.UTC)
NOW = MADE_AT + dt.timedelta(hours=9)


def settle():
    for settle_room in after_restore.SETTLED_BY:
        settle_room(NOW, MADE_AT)


@pytest.fixture
def letter(kent):
    """Return a function that makes Anna's letter to Kent, in a state."""

    def make(state, **facts):
        confirmed = state not in ("draft", "awaiting")
        return Letter.objects.create(
            **{
                "council": kent,
                "status_at_drafting": "signed",
                "subject": "A letter",
                "text": "Please.",
                "name": "Anna",
                "email": "anna@home.example",
                "state": state,
                "asked_at": MADE_AT,
                "confirmed_at": MADE_AT if confirmed else None,
                "token": None if state == "draft" else new_token(),
            }
            | facts
        )

    return make


def queue(key, purpose, state="queued", to="anna@home.example", **facts):
    mail = EmailMessage("A subject", "Some words", None, [to])
    message = OutgoingMessage.objects.queue(purpose, key, to, mail, **facts)
    if state == "sending":
        OutgoingMessage.objects.filter(pk=message.pk).update(state=state, attempts=1)
    elif state != "queued":
        OutgoingMessage.objects.filter(pk=message.pk).update(state=state, outcome_at=MADE_AT)
    return message


@pytest.mark.parametrize("state", ["queued", "sending", "deferred"])
def test_a_letter_that_had_not_left_is_unsure_and_says_why(letter, state):
    anna = letter(state)
    queue(
        str(anna.reference),
        "letter",
        state,
        "lead@kent.example",
        safe_to_resend=False,
        subject=anna,
    )
    settle()
    message = OutgoingMessage.objects.get()
    assert message.state == "unsure"
    assert message.server_said == (
        "It had not left when the backup of 2026-11-24 03:30 was made, which was restored"
        " since: it may have gone in between."
    )
    anna.refresh_from_db()
    assert anna.state == "unsure"
    assert not OutgoingMessage.objects.sendable(MailSettings.current(), NOW).exists()


@pytest.mark.promise(18)
def test_the_writer_of_a_restored_unsure_letter_is_told_what_happened(letter, client):
    anna = letter("queued")
    queue(
        str(anna.reference),
        "letter",
        "queued",
        "lead@kent.example",
        safe_to_resend=False,
        subject=anna,
    )
    settle()
    page = words(client.get(f"/letters/{anna.token}/"))
    assert "We lost some data, and went back to a copy from before your letter had left." in page
    assert "connection broke" not in page


def test_who_confirmed_a_letter_that_the_copy_does_not_have_is_not_told_to_write_anew(client):
    usual = words(client.get(f"/letters/{new_token()}/"))
    assert "we had to go back to an older copy" not in usual
    CompletedJob.objects.record(CompletedJob.Name.RESTORE, timezone.now())
    page = words(client.get(f"/letters/{new_token()}/"))
    assert "we had to go back to an older copy of our data" in page
    assert "Then it may have gone" in page
    assert "Ask the council whether it came before you write it again." in page


def test_a_letter_that_was_settled_stays_as_it_is(letter):
    anna = letter("accepted", outcome_at=MADE_AT)
    queue(str(anna.reference), "letter", "accepted", subject=anna)
    settle()
    anna.refresh_from_db()
    assert anna.state == "accepted"
    assert OutgoingMessage.objects.get(purpose="letter").state == "accepted"


def test_no_link_or_code_sent_before_confirms_a_letter(letter):
    bea = letter("awaiting")
    queue(f"confirm:{bea.pk}:1", "confirm", subject=bea)
    settle()
    assert not Letter.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_alerts_that_waited_or_fell_due_are_unsure_and_confirmations_end(
    make_council, sheffield, sign
):
    def alert(council, email, **facts):
        return Wish.objects.create(
            kind="signing", council=council, email=email, address_hash=address_hash(email),
            wording=1, **facts,
        )  # fmt: skip

    sign(sheffield)
    due = alert(sheffield, "dan@home.example", confirmed_at=timezone.now())
    waits = alert(make_council("Nova"), "eve@home.example")
    stays = alert(make_council("Ulm"), "fay@home.example", confirmed_at=timezone.now())
    queue(f"wish:{waits.pk}:1", "wish_confirm", subject=waits)
    settle()
    (message,) = OutgoingMessage.objects.all()
    assert (message.key, message.state) == (f"wish:{due.pk}:end", "unsure")
    assert list(Wish.objects.all()) == [stays]


def test_whoever_was_asked_since_whether_updates_go_on_is_not_asked_again(kent):
    asked = Wish.objects.create(
        kind="updates", council=kent, email="dan@home.example", wording=1,
        address_hash=address_hash("dan@home.example"), confirmed_at=NOW - retention.SUBSCRIPTION,
    )  # fmt: skip
    settle()
    wishes.night(NOW)
    (message,) = OutgoingMessage.objects.all()
    assert (message.subject, message.state) == (asked, "unsure")


def test_everybody_signed_in_must_sign_in_again(staff):
    assert Session.objects.exists()
    settle()
    assert not Session.objects.exists()
    assert staff.get("/admin/").status_code == 302
