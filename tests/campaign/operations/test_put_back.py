"""Alerts, letters, updates and the ledger itself, once the database was put back.

Each test is a moment of a snapshot, what was done after it, and after_restore as docs/deploy.md
says. Then staff send all that is unsure once more: the hardest that can happen.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.confirmation import new_token
from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.operations import closing
from campaign.operations.management.commands import after_restore
from campaign.operations.models import CompletedJob
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.privacy.personal_data import Person
from campaign.sign_up.models import SignUp
from campaign.supporters import suppression, wishes
from campaign.supporters.models import Update, Wish
from councils.models import RecordVersion
from councils.record import closed_on, record_version
from tests.conftest import forget_everything
from tests.seen import words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(17)]

ANNA = "anna@home.example"
KENT = "lead@kent.example"


def deliver():
    call_command("deliver", verbosity=0)


def send_again_what_is_unsure():
    MailSettings.current().pause(False)
    for message in OutgoingMessage.objects.unsure():
        message.resend()
    deliver()


def to(post, address) -> list[str]:
    return [said for recipient, said in post if recipient == address]


@pytest.fixture
def alert(sheffield):
    """Anna’s wish to be told when Sheffield signs, confirmed."""
    return Wish.objects.create(
        kind="signing", council=sheffield, email=ANNA, wording=1,
        address_hash=suppression.address_hash(ANNA), confirmed_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def letter(kent):
    """Return a function that makes Anna’s letter to Kent in a state, and its email if queued."""

    def make(state="queued", **facts):
        now = timezone.now()
        is_open = state in ("draft", "awaiting")
        made = Letter.objects.create(
            council=kent, status_at_drafting="signed", subject="A letter", text="Please.",
            name="Anna", email=ANNA, state=state, asked_at=now, token=new_token(),
            confirmed_at=None if is_open else now, **facts,
        )  # fmt: skip
        if state == "queued":
            mail = EmailMessage("A letter", "Please.", None, [KENT])
            OutgoingMessage.objects.queue(
                "letter", str(made.reference), KENT, mail, on_behalf=ANNA, subject=made
            )
        return made

    return make


@pytest.fixture
def live(monkeypatch):
    monkeypatch.setattr(MailSettings, "is_live", True)
    monkeypatch.setattr("campaign.letters.models.Letter.on_leaving", lambda message: True)


# Alerts


def test_who_was_told_after_the_snapshot_is_not_told_again_whatever_staff_do(
    put_back, post, alert, sign, sheffield
):
    sign(sheffield)
    record_version.forget()
    put_back(lambda: (wishes.night(), deliver()))
    send_again_what_is_unsure()
    assert len(to(post, ANNA)) == 1
    assert not OutgoingMessage.objects.unsure().exists()


def test_who_stopped_an_alert_that_fell_due_hears_nothing_whatever_staff_do(
    put_back, post, alert, sign, sheffield
):
    sign(sheffield)
    record_version.forget()
    put_back(lambda: Wish.objects.for_email(ANNA).stop())
    send_again_what_is_unsure()
    assert to(post, ANNA) == []


@pytest.mark.parametrize("waited", ["an alert", "a copy", "a code"])
def test_who_said_never_again_hears_nothing_of_what_waited_at_the_snapshot(
    put_back, post, alert, sign, sheffield, letter, waited
):
    if waited == "an alert":
        sign(sheffield)
        record_version.forget()
        wishes.night()
    elif waited == "a copy":
        letter().tell("copy")
    else:
        letter("awaiting").request_confirmation()
    assert OutgoingMessage.objects.filter(recipient=ANNA).exists()
    put_back(lambda: suppression.suppress_address(ANNA))
    send_again_what_is_unsure()
    assert to(post, ANNA) == []


def test_who_was_erased_after_an_alert_was_queued_is_not_written_to(
    put_back, post, alert, sign, sheffield
):
    sign(sheffield)
    record_version.forget()
    wishes.night()
    put_back(lambda: Person(ANNA).erase())
    send_again_what_is_unsure()
    assert to(post, ANNA) == []
    assert Person(ANNA).held() == {}


def test_who_signed_up_after_the_snapshot_hears_nothing_that_they_did_not_confirm(
    put_back, post, alert, sign, sheffield
):
    Wish.objects.update(confirmed_at=None)
    put_back(lambda: Wish.objects.get().confirm())
    sign(sheffield)
    record_version.forget()
    wishes.night()
    send_again_what_is_unsure()
    assert to(post, ANNA) == []


def test_a_signature_recorded_again_after_the_restore_tells_nobody_twice(
    put_back, post, alert, sign, sheffield
):
    def record_it():
        sign(sheffield)
        record_version.forget()
        wishes.night()
        deliver()

    put_back(record_it)
    record_it()
    send_again_what_is_unsure()
    assert len(to(post, ANNA)) == 1


@pytest.mark.parametrize("at_snapshot", ["tested", "agreed to"])
def test_an_update_that_went_after_the_snapshot_is_not_one_press_from_going_again(
    put_back, post, alert, at_snapshot, kent
):
    Wish.objects.update(kind="updates")
    bea, cy = (User.objects.create(username=name) for name in ("bea", "cy"))
    update = Update.objects.create(
        subject="News", text="A vote.", written_by=bea, tested_at=timezone.now()
    )
    if at_snapshot == "agreed to":
        update.approve(cy, update.as_read)

    def meanwhile():
        if at_snapshot == "tested":
            update.approve(cy, update.as_read)
        wishes.night()
        deliver()

    put_back(meanwhile)
    wishes.night()
    send_again_what_is_unsure()
    assert len(to(post, ANNA)) == 1
    update.refresh_from_db()
    assert "Its writer has to send a test first" in update.why_not(cy, update.as_read)


@pytest.mark.parametrize("what", ["a wish", "a council’s message"])
def test_the_link_of_what_a_restore_lost_says_what_may_be_so(put_back, alert, client, kent, what):
    if what == "a wish":
        Wish.objects.update(confirmed_at=None)
        link = f"/alerts/confirm/{alert.token}/"
        confirm = alert.confirm
    else:
        message = SignUp.objects.create(
            council=kent, kind="signed", officer="Olu", role="Officer", email="olu@kent.gov.uk"
        )
        link = f"/sign/confirm/{message.token}/"
        confirm = message.confirm
    assert client.get(link).status_code == 200
    put_back(confirm)
    page = client.get(link)
    assert page.status_code == 404
    assert "we had to go back to an older copy of our data" in words(page)


# Letters


def test_a_letter_that_left_after_the_snapshot_goes_once_and_its_page_is_unsure(
    put_back, post, letter, live, client
):
    anna = letter()
    put_back(deliver)
    assert len(to(post, KENT)) == 1
    anna.refresh_from_db()
    assert anna.state == "unsure"
    page = words(client.get(f"/letters/{anna.token}/"))
    assert "We lost some data" in page


def test_a_code_sent_before_and_used_after_the_snapshot_confirms_no_second_letter(
    put_back, post, letter, client
):
    anna = letter("awaiting")
    put_back(
        lambda: Letter.objects.filter(pk=anna.pk).update(
            state="queued", confirmed_at=timezone.now()
        )
    )
    page = client.post(f"/letters/{anna.token}/confirm/")
    assert "we had to go back to an older copy" in words(page)
    assert not Letter.objects.exists()


def test_a_draft_that_was_sent_after_the_snapshot_says_that_it_may_have_gone(
    put_back, letter, client, kent
):
    anna = letter("draft")
    put_back(
        lambda: Letter.objects.filter(pk=anna.pk).update(
            state="accepted", confirmed_at=timezone.now(), outcome_at=timezone.now()
        )
    )
    page = words(client.get(f"/councils/kent/write/{anna.draft_token}/", follow=True))
    assert "If you’ve sent this letter since, it may have gone" in page


@pytest.mark.parametrize("then", ["it came back", "the council answered"])
def test_a_letters_page_does_not_say_that_nothing_came_back_of_a_day_that_we_lost(
    put_back, letter, client, then
):
    anna = letter("accepted", outcome_at=timezone.now())

    def meanwhile():
        if then == "it came back":
            anna.mark_bounced(timezone.now())
        else:
            anna.record_answered("yes")

    put_back(meanwhile)
    page = words(client.get(f"/letters/{anna.token}/"))
    assert "we went back to an older copy of our data" in page


def test_a_follow_up_that_went_after_the_snapshot_does_not_go_again_by_itself(
    put_back, post, letter
):
    month = timezone.now() - dt.timedelta(days=29)
    letter("accepted", outcome_at=month)
    put_back(lambda: (nightly.ask_whether_answered(), deliver()))
    nightly.ask_whether_answered()
    deliver()
    assert len(to(post, ANNA)) == 1


# The campaign itself


@pytest.fixture
def closes(letter, alert):
    """Return a function that lets the campaign close on 1 December 2026, and its night run."""

    def close():
        RecordVersion.close_on(dt.date(2026, 12, 1))
        record_version.forget()
        closing.run(timezone.now())
        deliver()

    return close


@pytest.mark.parametrize(("day", "is_erased"), [("2026-12-02", False), ("2026-12-16", True)])
def test_a_campaign_that_closed_after_the_snapshot_is_closed_again_and_nobody_is_back(
    put_back, post, letter, closes, client, today_is, day, is_erased
):
    today_is("2026-11-30")
    letter("accepted", outcome_at=timezone.now())
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())
    today_is("2026-12-02")

    def meanwhile():
        closes()
        today_is(day)
        closing.run(timezone.now())

    put_back(meanwhile)
    send_again_what_is_unsure()
    assert "Closed on 1 December 2026" in words(client.get("/"))
    assert is_back() is not is_erased
    assert len(to(post, ANNA)) == 1  # that it closed, once
    assert not Wish.objects.exists()


def test_a_campaign_that_closed_and_opened_again_after_the_snapshot_stays_open(
    put_back, letter, closes, client, today_is
):
    today_is("2026-12-02")
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())

    def meanwhile():
        closes()
        closing.open_again(dt.date(2026, 12, 1), "A mistake.", timezone.now())

    put_back(meanwhile)
    assert closed_on() is None


# The ledger


@pytest.fixture
def erased(put_back, letter, settings):
    """Anna, with a letter at the snapshot, who was erased after it."""
    letter("accepted", outcome_at=timezone.now())
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())
    return lambda: Person(ANNA).erase()


def is_back() -> bool:
    return "letters" in Person(ANNA).held()


def health(client) -> str:
    return client.get("/health/").json()["ledger"]


def test_a_ledger_found_a_night_after_the_restore_still_erases_whom_it_names(
    put_back, erased, settings, client, today_is, tmp_path
):
    nothing = tmp_path / "nothing"
    nothing.write_text("")
    today_is("2026-11-24")
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())
    put_back(erased, ledger=nothing)
    assert is_back()
    today_is("2026-11-26")
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())
    after_restore.run([settings.LEDGER])
    assert not is_back()


def test_two_restores_one_after_the_other_bring_nobody_back(put_back, erased):
    put_back(erased)
    put_back(lambda: None)
    assert not is_back()


def test_a_rehearsal_of_a_restore_leaves_no_line_and_so_loses_nobodys_alert(
    put_back, post, alert, sign, sheffield, letter, settings
):
    letter("held", held_for="link")
    sign(sheffield)
    record_version.forget()
    settings.LEDGER.touch()
    before = settings.LEDGER.read_text()
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # the copy is deleted
        after_restore.run([settings.LEDGER])
        assert OutgoingMessage.objects.unsure().filter(recipient=ANNA, purpose="alert").exists()
        raise ZeroDivisionError
    forget_everything()
    assert settings.LEDGER.read_text() == before
    put_back(lambda: None)
    send_again_what_is_unsure()
    assert len([said for said in to(post, ANNA) if "signed" in said]) == 1


def test_an_empty_ledger_of_a_site_that_has_sent_email_is_said_to_know_too_little(
    put_back, erased, tmp_path, client, letter, live
):
    letter()
    deliver()
    empty = tmp_path / "empty"
    empty.write_text("")
    said = put_back(erased, ledger=empty)
    assert "The ledger knows of fewer emails than this state" in said
    assert "Leave email paused" in said
    assert health(client) == "none"


def test_the_ledger_of_a_site_that_has_sent_less_is_no_ledger_of_this_one(
    put_back, erased, tmp_path, client, letter, live
):
    for _ in range(3):
        letter()
    deliver()
    another = tmp_path / "another"
    another.write_text(f"2026-12-01 erased {'a' * 26}\n2026-12-01 mails {2:026}")
    assert "it is not all of this site’s" in put_back(erased, ledger=another)
    assert health(client) == "none"


def test_a_state_older_than_the_ledger_says_that_people_may_be_back(
    put_back, erased, client, today_is
):
    today_is("2026-09-01")
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())
    today_is(str(dt.date(2026, 9, 2) + retention.BACKUPS_KEPT))
    assert "older than the 35 days of a ledger" in put_back(erased)
    assert health(client) == "none"


def test_a_clock_that_is_behind_at_the_restore_brings_nobody_back(put_back, erased, today_is):
    today_is("2026-11-24")
    CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, timezone.now())
    today_is("2026-11-25")

    def meanwhile():
        erased()
        today_is("2026-11-20")

    put_back(meanwhile)
    assert not is_back()


def test_a_ledger_that_cannot_be_read_changes_nothing(put_back, erased, tmp_path):
    with pytest.raises(CommandError, match="Nothing was settled"):
        put_back(erased, ledger=tmp_path / "gone")
    assert not CompletedJob.objects.filter(name__contains="restore").exists()
