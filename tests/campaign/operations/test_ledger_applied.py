"""What the ledger says is done once more on an old state: nobody is back."""

import datetime as dt
import shutil

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign import ledger
from campaign.letters.models import Letter
from campaign.operations import after_restore, closing
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person
from campaign.sign_up.models import SignUp
from campaign.staff import roles, second_factor
from campaign.staff.accounts import record_shut_out
from campaign.staff.models import AuditEntry, RecoveryDevice
from campaign.supporters import suppression
from campaign.supporters.models import Wish
from campaign.supporters.wishes import night
from campaign.tasks.models import Task
from campaign.tokens import new_token
from councils.dates import today
from councils.models import Closing
from councils.record import closed_on
from tests.conftest import forget_everything

pytestmark = pytest.mark.django_db

ANNA, BEA = "anna@home.example", "bea@home.example"


class OldState(Exception):
    """Ends the transaction in which things were asked for: the database is as it was before."""


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
        for settle in after_restore.SETTLED_BY:
            settle(timezone.now(), timezone.now())
        hashes = ledger.hashes_since(ledger.read([kept]), timezone.now())
        applied = {
            str(kind): sum(apply(hashes[kind]) for apply in appliers)
            for kind, appliers in after_restore.LEDGER_KINDS.items() if kind in hashes
        }  # fmt: skip
        forget_everything()
        return applied

    return restore


@pytest.fixture
def alert(make_council):
    """Return a function that makes a confirmed alert for a new council."""

    def make(email):
        return Wish.objects.create(
            kind="signing",
            council=make_council(f"Nova {Wish.objects.count()}"),
            email=email,
            address_hash=suppression.address_hash(email),
            wording=1,
            confirmed_at=timezone.now(),
        )

    return make


@pytest.fixture
def letter(kent):
    """Return a function that makes a confirmed letter, which is in the queue."""

    def make(email=ANNA, state="queued"):
        made = Letter.objects.create(
            council=kent, status_at_drafting="signed", subject="A letter", text="Please.",
            name="Anna", email=email, state=state, asked_at=timezone.now(), token=new_token(),
            confirmed_at=timezone.now() if state == "queued" else None,
        )  # fmt: skip
        if state == "queued":
            mail = EmailMessage("A letter", "Please.", None, ["lead@kent.example"])
            OutgoingMessage.objects.queue(
                "letter", str(made.reference), "lead@kent.example", mail, on_behalf=email,
                subject=made, safe_to_resend=False,
            )  # fmt: skip
        return made

    return make


@pytest.mark.promise(17)
def test_a_person_who_was_erased_is_not_back_and_another_stays(restored_after, letter, alert, kent):
    letter(ANNA)
    other = letter(BEA)
    for email in ("Anna@HOME.example", BEA):
        alert(email)
        Task.objects.create(council=kent, kind="wrong", text="It moved.", email=email)
    restored_after(lambda: Person(ANNA).erase("editor", "asked"))
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


def test_the_ledger_is_applied_after_the_secret_key_was_changed(restored_after, alert, settings):
    stopped = alert(ANNA)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    restored_after(lambda: suppression.suppress_address(stopped.email))
    assert not Wish.objects.exists()
    assert not suppression.may_email(ANNA)


def test_an_alert_that_was_sent_is_not_sent_again(restored_after, alert, sign):
    told = alert(ANNA)

    def tell():
        sign(told.council)
        night()

    assert restored_after(tell) == {"sent": 1}
    sign(told.council)
    forget_everything()
    assert night() == {}
    assert not OutgoingMessage.objects.exists()


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


def test_a_later_letter_with_the_same_number_is_left_alone(restored_after, letter):
    def ask():
        letter().cancel_and_anonymise()

    assert restored_after(ask)["erased"] == 0
    later = letter()
    hashes = ledger.hashes_since(ledger.read([ledger.settings.LEDGER]), timezone.now())
    for apply in after_restore.LEDGER_KINDS[ledger.Kind.ERASED]:
        assert apply(hashes["erased"]) == 0
    later.refresh_from_db()
    assert later.text == "Please."


def test_staff_who_were_shut_out_stay_out(restored_after, client):
    for name in ("bob@example.org", "cy@example.org"):
        roles.give(User.objects.create(username=name), "editor")
    bob = User.objects.filter(username="bob@example.org")
    restored_after(lambda: record_shut_out(bob))
    assert not bob.get().is_active
    assert User.objects.get(username="cy@example.org").is_active


def test_the_name_of_staff_who_left_and_were_erased_is_not_back(restored_after):
    bob = User.objects.create(username="Bob@example.org", email="bob@home.example")
    roles.give(bob, "editor")
    AuditEntry.objects.record(AuditEntry.Kind.ACCOUNT, bob)

    def leave():
        record_shut_out(User.objects.filter(pk=bob.pk))
        User.objects.filter(pk=bob.pk).update(is_active=False)
        Person("bob@example.org").erase("administrator", "asked")

    restored_after(leave)
    bob.refresh_from_db()
    assert (bob.username, bob.email, bob.is_active) == (f"former-{bob.pk}", "", False)
    assert Person("bob@example.org").held() == {}


def test_every_second_factor_is_set_up_anew_and_no_code_opens_anything(restored_after, db):
    for name in ("bob@example.org", "cy@example.org"):
        user = User.objects.create(username=name)
        roles.give(user, "editor")
        TOTPDevice.objects.create(user=user, confirmed=True)
        RecoveryDevice.objects.create(user=user, name="recovery codes").renew()
    restored_after(
        lambda: second_factor.reset(User.objects.get(username="bob@example.org"), "a command")
    )
    assert not TOTPDevice.objects.exists()
    assert second_factor.codes_left(User.objects.get(username="cy@example.org")) == 0


@pytest.mark.parametrize("days_ago", [0, 20])
def test_a_campaign_that_has_closed_is_closed_again_and_tells_nobody_twice(
    restored_after, letter, kent, days_ago
):
    letter(ANNA)
    Wish.objects.create(
        kind="updates", council=kent, email=BEA, wording=1,
        address_hash=suppression.address_hash(BEA), confirmed_at=timezone.now(),
    )  # fmt: skip
    day = today() - dt.timedelta(days=days_ago)

    def close():
        Closing.set_day(day, by="ada")
        closing.run(timezone.now())
        assert OutgoingMessage.objects.for_email(BEA).exists() == (days_ago == 0)

    assert restored_after(close)["closed"] == 1
    assert closed_on() == day
    assert Letter.objects.exclude(text="").exists() == (days_ago == 0)
    closing.run(timezone.now())
    assert not OutgoingMessage.objects.for_email(BEA).exists()


def test_a_campaign_that_is_closed_today_is_not_open_again_before_the_night(restored_after):
    restored_after(lambda: closing.set_day(today(), by="ada"))
    assert closed_on() == today()
