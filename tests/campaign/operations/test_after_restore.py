"""After a restore: what was open is unsure, ended or a draft again, and nobody is back."""

import datetime as dt
import io
import re
import shutil

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.confirmation import new_token
from campaign.ledger import ledger
from campaign.letters.models import Letter
from campaign.letters.pending import readdress_pending
from campaign.letters.row import ledger_name
from campaign.operations.management.commands import after_restore
from campaign.operations.models import CompletedJob
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.privacy.personal_data import Person
from campaign.sign_up.models import SignUp
from campaign.staff import roles
from campaign.staff.accounts import record_shut_out
from campaign.staff.models import AuditEntry, RecoveryDevice
from campaign.supporters import suppression
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.models import Channel, Contact, Role
from tests.conftest import forget_everything
from tests.seen import words

pytestmark = pytest.mark.django_db

MADE_AT = dt.datetime(2026, 11, 24, 3, 30, tzinfo=dt.UTC)
NOW = MADE_AT + dt.timedelta(hours=9)
ANNA, BEA = "anna@home.example", "bea@home.example"


class OldState(Exception):
    """Ends the transaction in which things were asked for: the database is as it was before."""


def settle(now=NOW, made_at=MADE_AT):
    after_restore.settle(now, made_at, {})


@pytest.fixture
def restored_after(settings, tmp_path):
    """Return a function that does something, brings the old state back and applies the ledger."""

    def restore(act):
        with pytest.raises(OldState), transaction.atomic():
            act()
            raise OldState
        forget_everything()
        kept = tmp_path / "kept"
        settings.LEDGER.touch()
        shutil.copy(settings.LEDGER, kept)
        hashes = ledger.hashes_since(ledger.read([kept]), timezone.now())
        done = after_restore.settle(timezone.now(), timezone.now(), hashes)
        forget_everything()
        applied = {}
        for what, number in done.items():
            if what.startswith("from the ledger, "):
                applied[what.removeprefix("from the ledger, ")] = number
        return applied

    return restore


@pytest.fixture
def alert(make_council):
    """Return a function that makes an alert for a new council, by default a confirmed one."""

    def make(email, **facts):
        confirmed = {"confirmed_at": timezone.now()} | facts
        return Wish.objects.create(
            kind="signing", council=make_council(f"Nova {Wish.objects.count()}"), email=email,
            address_hash=suppression.address_hash(email), wording=1, **confirmed,
        )  # fmt: skip

    return make


@pytest.fixture
def letter(kent):
    """Return a function that makes a letter to Kent, and its email if it was confirmed."""

    def make(state="queued", email=ANNA, **facts):
        confirmed = state not in ("draft", "awaiting")
        made = Letter.objects.create(
            council=kent, status_at_drafting="signed", subject="A letter", text="Please.",
            name="Anna", email=email, state=state, asked_at=MADE_AT, token=new_token(),
            confirmed_at=MADE_AT if confirmed else None, **facts,
        )  # fmt: skip
        if confirmed:
            mail = EmailMessage("A letter", "Please.", None, ["lead@kent.example"])
            message = OutgoingMessage.objects.queue(
                "letter", str(made.reference), "lead@kent.example", mail, on_behalf=email,
                subject=made,
            )  # fmt: skip
            OutgoingMessage.objects.filter(pk=message.pk).update(
                state=state, attempts=1, outcome_at=MADE_AT if state == "deferred" else None
            )
        return made

    return make


# What was open


@pytest.mark.promise(18)
@pytest.mark.parametrize("state", ["queued", "sending", "deferred"])
def test_a_letter_that_had_not_left_is_unsure_and_its_writer_is_told_why(letter, client, state):
    anna = letter("queued" if state == "sending" else state)
    OutgoingMessage.objects.update(state=state)
    settle()
    message = OutgoingMessage.objects.get()
    anna.refresh_from_db()
    assert (message.state, anna.state) == ("unsure", "unsure")
    assert "when the backup of 2026-11-24 03:30 was made" in message.server_said
    assert not OutgoingMessage.objects.sendable(MailSettings.current(), NOW).exists()
    page = words(client.get(f"/letters/{anna.token}/"))
    assert "We lost some data, and went back to a copy from before your letter left." in page


def test_who_confirmed_a_letter_that_the_copy_does_not_have_is_not_told_to_write_anew(client):
    usual = words(client.get(f"/letters/{new_token()}/"))
    assert "we had to go back to an older copy" not in usual
    CompletedJob.objects.record(CompletedJob.Name.RESTORE, timezone.now())
    page = words(client.get(f"/letters/{new_token()}/"))
    assert "we had to go back to an older copy of our data" in page
    assert "Ask the council whether it came before you send it again." in page


def test_no_link_or_code_sent_before_confirms_a_letter(letter):
    letter("awaiting")
    settle()
    assert not Letter.objects.exists()


def test_alerts_that_fell_due_are_unsure_and_confirmations_end(alert, sign):
    due, waits, stays = alert(ANNA), alert(BEA, confirmed_at=None), alert("fay@home.example")
    sign(due.council)
    settle()
    (message,) = OutgoingMessage.objects.all()
    assert (message.key, message.state) == (f"wish:{due.pk}:end", "unsure")
    assert list(Wish.objects.all()) == [stays]
    assert waits.confirmed_at is None


def test_everybody_signs_in_anew_and_sets_up_a_second_factor_anew(staff):
    user = User.objects.create(username="cy@example.org")
    roles.give(user, "editor")
    TOTPDevice.objects.create(user=user, confirmed=True)
    RecoveryDevice.objects.create(user=user, name="recovery codes").renew()
    settle()
    assert not Session.objects.exists() and not TOTPDevice.objects.exists()
    assert not RecoveryDevice.objects.exists()
    assert staff.get("/admin/").status_code == 302


# What the ledger says


@pytest.mark.promise(17)
def test_a_person_who_was_erased_is_not_back_and_another_stays(restored_after, letter, alert, kent):
    letter()
    other = letter(email=BEA)
    for email in ("Anna@HOME.example", BEA):
        alert(email)
        Task.objects.create(council=kent, kind="wrong", text="It moved.", email=email)
    restored_after(lambda: Person(ANNA).erase())
    assert Person(ANNA).held() == {}
    assert Person(BEA).held()["letters"] == 1
    other.refresh_from_db()
    assert other.state == "unsure"


@pytest.mark.promise(17)
def test_whoever_stopped_alerts_or_all_emails_is_not_written_to_again(restored_after, alert):
    stopped, never = alert(ANNA), alert("BEA+tag@home.example")

    def ask():
        Wish.objects.filter(pk=stopped.pk).stop()
        suppression.suppress_hash(never.address_hash)

    assert restored_after(ask) == {"unsubscribed": 1, "suppressed": 1}
    assert not Wish.objects.exists()
    assert not suppression.may_email(BEA)
    assert suppression.may_email(ANNA)


def test_a_message_that_nobody_had_confirmed_is_not_back(restored_after, kent):
    refused, other = (
        SignUp.objects.create(council=kent, kind="signed", officer="Olu", role="Officer", email=by)
        for by in ("olu@kent.gov.uk", BEA)
    )
    confirmed = SignUp.objects.create(
        council=kent, kind="signed", officer="Bo", role="Officer", email="bo@kent.gov.uk",
        confirmed_at=timezone.now(),
    )  # fmt: skip
    assert restored_after(refused.refuse)["suppressed"] == 1
    assert list(SignUp.objects.all()) == [confirmed]
    assert not suppression.may_email(refused.email)
    assert suppression.may_email(other.email)


@pytest.mark.promise(17)
def test_a_letter_that_its_writer_deleted_or_stopped_stays_deleted_or_stopped(
    restored_after, letter
):
    deleted, stopped, draft = letter(), letter(), letter(state="draft")

    def ask():
        assert deleted.cancel_and_anonymise()
        assert draft.cancel_and_anonymise()
        assert stopped.cancel()

    restored_after(ask)
    deleted.refresh_from_db()
    assert (deleted.text, deleted.email) == ("", "")
    assert Letter.objects.get(pk=draft.pk).text == ""
    stopped.refresh_from_db()
    assert stopped.state == "cancelled"
    messages = dict(OutgoingMessage.objects.values_list("key", "state"))
    assert messages[str(stopped.reference)] == "cancelled"
    assert bytes(OutgoingMessage.objects.get(key=deleted.reference).content) == b""


def lead_of_kent_at(kent, address) -> Contact:
    return Contact(
        council=kent, role=Role.LEAD_MEMBER, channel=Channel.EMAIL, email=address,
        source="https://www.kent.example/cabinet", checked_on=dt.date(2026, 11, 24),
    ).update()  # fmt: skip


@pytest.mark.promise(16)
def test_a_letter_whose_writer_was_told_to_send_it_herself_is_not_sent_after_a_restore(
    restored_after, letter, kent
):
    by_staff, no_address = letter(), letter()

    def stop():
        assert OutgoingMessage.objects.get(key=by_staff.reference).cancel_now()
        assert readdress_pending(kent.pk) == 1  # Kent has no address any more
        assert OutgoingMessage.objects.filter(key__startswith="cancelled:").count() == 2

    assert restored_after(stop) == {"cancelled": 2}
    for stopped in (by_staff, no_address):
        stopped.refresh_from_db()
        assert stopped.state == "cancelled"
        carrier = OutgoingMessage.objects.get(key=stopped.reference)
        assert not carrier.resend()
        assert carrier.cancelled_because == ""  # the ledger does not say who stopped it


def test_a_letter_that_was_stopped_before_a_restore_says_the_day_of_then(letter, client):
    anna = letter()
    name = ledger.keyed_hash(ledger.Noted.CANCELLED, ledger_name(anna.pk, anna.created_at))
    after_restore.settle(NOW, MADE_AT, {ledger.Noted.CANCELLED: {name: MADE_AT.date()}})
    page = words(client.get(f"/letters/{anna.token}/"))
    assert "It was stopped on 24 November 2026, before it was sent." in page


def test_a_letter_that_only_went_to_a_new_address_is_not_taken_for_stopped(
    restored_after, letter, kent
):
    moved = letter()

    def move():
        lead_of_kent_at(kent, "leader@kent.example")
        forget_everything()
        readdress_pending(kent.pk)
        carrier = OutgoingMessage.objects.get(key=moved.reference)
        assert (carrier.recipient, carrier.state) == ("leader@kent.example", "queued")

    assert restored_after(move) == {}
    moved.refresh_from_db()
    assert moved.state == "unsure"


def test_a_letter_whose_stop_is_noted_twice_is_stopped_once(restored_after, letter):
    anna = letter()

    def stop():
        assert anna.cancel()
        anna.note_in_ledger(ledger.Noted.CANCELLED)

    assert restored_after(stop) == {"cancelled": 1}


def test_whoever_restores_reads_how_many_letters_were_stopped_once_more(restored_after, letter):
    known, first, second = letter(), letter(), letter()
    assert known.cancel()  # before the backup was made

    def stop():
        assert first.cancel()
        assert second.cancel()

    assert restored_after(stop)["cancelled"] == 2


def test_a_later_letter_with_the_same_number_is_left_alone(restored_after, letter):
    def ask():
        letter().cancel_and_anonymise()

    assert restored_after(ask)["erased"] == 0
    later = letter()
    hashes = ledger.hashes_since(ledger.read([ledger.settings.LEDGER]), timezone.now())
    for apply in after_restore.LEDGER_KINDS[ledger.Noted.ERASED]:
        assert apply(hashes["erased"]) == 0
    later.refresh_from_db()
    assert later.text == "Please."


@pytest.mark.promise(17)
def test_a_password_that_was_replaced_opens_nothing_after_a_restore(restored_after):
    call_command("staff", "ada@example.org", "--role", "administrator", stdout=io.StringIO())
    ada = User.objects.get(username="ada@example.org")
    ada.set_password("what Eve has seen")
    ada.save()
    cy = User.objects.create_user("cy@example.org", password="what nobody knows")

    def replace():
        call_command("staff", "ada@example.org", "--role", "administrator", stdout=io.StringIO())

    restored_after(replace)
    ada.refresh_from_db()
    cy.refresh_from_db()
    assert not ada.check_password("what Eve has seen")
    assert cy.check_password("what nobody knows")


def test_staff_who_left_stay_out_and_their_name_is_not_back(restored_after):
    bob = User.objects.create(username="Bob@example.org", email="bob@home.example")
    cy = User.objects.create(username="cy@example.org")
    for user in (bob, cy):
        roles.give(user, "editor")
    AuditEntry.objects.record(AuditEntry.Kind.SIGNED_IN, bob)

    def leave():
        record_shut_out(User.objects.filter(pk=bob.pk))
        User.objects.filter(pk=bob.pk).update(is_active=False)
        Person("bob@example.org").erase()

    restored_after(leave)
    bob.refresh_from_db()
    assert (bob.username, bob.email, bob.is_active) == (f"former-{bob.pk}", "", False)
    assert Person("bob@example.org").held() == {}
    cy.refresh_from_db()
    assert cy.is_active


def complain(client, text="Nobody answered my letter."):
    """Olu complains, and is told a number."""
    page = client.post(
        "/complaints/", {"text": text, "name": "Olu", "email": "olu@home.example"}, follow=True
    )
    return re.search(r"Its number is (\d{4}-\d+)", words(page))[1]


@pytest.mark.promise(17)
def test_no_complaint_gets_the_number_of_one_that_is_lost(restored_after, client):
    told = [complain(client)]

    def complain_thrice():
        for number in range(3):
            told.append(complain(client, f"It is wrong, for the {number}th time."))

    applied = restored_after(complain_thrice)
    assert applied == {"complaints": 3}
    assert Task.objects.count() == 1
    told.append(complain(client, "Nobody has answered that either."))
    told.append(complain(client, "The page about Kent is wrong as well."))
    assert len(set(told)) == len(told) == 6


@pytest.mark.promise(17)
def test_numbers_go_on_as_ever_where_no_complaint_is_lost(restored_after, client):
    first = complain(client)
    assert not any(restored_after(lambda: None).values())
    second = complain(client, "Nobody has answered that either.")
    assert int(second.split("-")[1]) == int(first.split("-")[1]) + 1


@pytest.mark.promise(17)
def test_who_settles_the_same_state_twice_passes_over_no_more(restored_after, client, settings):
    restored_after(lambda: complain(client))
    hashes = ledger.hashes_since(ledger.read([settings.LEDGER]), timezone.now())
    first = complain(client, "Nobody has answered that either.")
    after_restore.settle(timezone.now(), timezone.now(), hashes)
    second = complain(client, "The page about Kent is wrong as well.")
    assert int(second.split("-")[1]) == int(first.split("-")[1]) + 1
