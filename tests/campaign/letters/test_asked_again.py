"""A letter that waits is not sent to a council that has signed meanwhile: its writer is asked."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.letters import nightly, pending
from campaign.letters.models import Letter, State
from campaign.letters.recipient import recipient_for
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.supporters.suppression import suppress_address
from councils.dates import today
from councils.models import Contact, Council, EventKind, Pause, RecordVersion
from councils.record import record_on, record_version
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.typed import read, text_of
from tests.seen import links, words

READ = "/admin/letters/read/"


@pytest.fixture
def confirmed(waiting, browser):
    """Anna's letter to Kent, confirmed, and not yet on its way."""
    browser.press("code", code=waiting.code)
    return waiting


def deliver():
    """Let the worker send what may leave."""
    record_version.forget()  # as it has after half a second
    call_command("deliver", verbosity=0)


@pytest.mark.promise(15)
@pytest.mark.parametrize("waits", ["in the queue", "for another try", "for the end of a pause"])
def test_a_letter_that_waits_asks_its_writer_again_and_goes_only_then(
    confirmed, kent, add_event, mails, client, waits, today_is
):
    if waits == "for another try":
        message = confirmed.message()
        message.state, message.outcome_at = "deferred", timezone.now()
        message.save()
        message.tell_subject()
    if waits == "for the end of a pause":
        until = dt.date(2026, 12, 8)
        Pause(council=kent, asked_by="council", until=until, reason="It moves house.").update()
        today_is("2026-12-08", "23:00")
        deliver()
        assert Letter.objects.get().state == State.QUEUED
    add_event(kent, EventKind.WITHDRAWN)
    if waits == "for the end of a pause":
        today_is("2026-12-09", "00:01")
    deliver()
    assert not mails("letter")
    assert Letter.objects.get().state == State.AWAITING
    email = text_of(mails("confirm")[-1])
    assert "Something changed there while it waited. Our list now says: Has withdrawn" in email
    mailbox = Browser(client)
    mailbox.go(f"{confirmed.private_url}confirm/")
    assert "Something changed at Kent since you wrote it" in words(mailbox.page)
    mailbox.press("confirm")
    deliver()
    assert Letter.objects.get().state == State.ACCEPTED
    assert len(mails("letter")) == 1


@pytest.mark.promise(16)
@pytest.mark.parametrize("act", ["cancel", "stop_and_ask_again"])
def test_a_letter_confirmed_anew_while_somebody_stops_it_as_it_was_before_goes(
    confirmed, kent, add_event, mails, browser, act
):
    as_it_was_before = Letter.objects.get()
    add_event(kent, EventKind.WITHDRAWN)
    deliver()
    browser.go(f"{confirmed.private_url}confirm/")
    browser.press("confirm")
    told = len(mails())
    assert not getattr(as_it_was_before, act)()
    assert len(mails()) == told
    deliver()
    assert Letter.objects.get().state == State.ACCEPTED
    assert len(mails("letter")) == 1


@pytest.mark.promise(15, 16)
def test_one_that_is_stopped_as_another_of_staff_lets_it_go_does_not_leave_all_the_same(
    confirmed, kent, add_event, mails, once_before
):
    OutgoingMessage.objects.filter(purpose="letter").delete()
    Letter.objects.update(state=State.HELD, held_for="link")
    suppress_address(confirmed.email)  # so nobody can ask Anna
    letter = Letter.objects.get()

    def another_lets_it_go():
        assert Letter.objects.get().let_go(recipient_for(record_on().by_id[kent.pk]))

    add_event(kent, EventKind.WITHDRAWN)
    once_before(Letter, "transition", another_lets_it_go)
    assert letter.stop_and_ask_again()
    deliver()
    assert [mail.state for mail in mails("letter")] == ["cancelled"]
    assert Letter.objects.get().state == State.CANCELLED


@pytest.mark.promise(3, 15)
def test_one_that_waits_on_the_last_day_of_its_council_is_not_said_to_go_as_it_is(
    letter_of, contact, mails, client, today_is, settings
):
    settings.DEBUG = False  # without the mailbox that stands for every council in a trial
    today_is("2027-03-31", "23:50")
    surrey = Council.objects.get(slug="surrey")
    contact(council=surrey, where="lead@surrey.example", checked_on=dt.date(2027, 3, 1))
    letter = letter_of(State.AWAITING, council=surrey)
    assert letter.confirm(recipient_for(record_on().by_id[surrey.pk]))
    today_is("2027-04-01", "00:10")
    deliver()
    assert Letter.objects.get().state == State.AWAITING
    email = text_of(mails("confirm")[-1])
    assert "We can’t send it there any more. See what you can do instead:" in email
    assert "send it as it is" not in email
    mailbox = Browser(client)
    mailbox.go(f"{letter.private_url}confirm/")
    assert "Surrey County Council doesn’t run children’s services now" in words(mailbox.page)
    (leads,) = (where for where, said in links(mailbox.page).items() if "what I can do" in said)
    mailbox.go(leads)
    assert "West Surrey" in words(mailbox.page)


@pytest.mark.promise(15, 21)
@pytest.mark.parametrize("meanwhile", ["said never again", "mailbox is gone"])
@pytest.mark.parametrize("waits", ["in the queue", "for a person"])
def test_nobody_waits_for_an_answer_of_a_writer_who_is_not_emailed(
    confirmed, kent, add_event, mails, client, staff_of_letters, meanwhile, waits
):
    if waits == "for a person":
        OutgoingMessage.objects.filter(purpose="letter").delete()
        Letter.objects.update(state=State.HELD, held_for="link")
    if meanwhile == "said never again":
        suppress_address(confirmed.email.upper())
    else:
        OutgoingMessage.objects.filter(purpose="copy").update(
            state="accepted", bounced_at=timezone.now(), address_is_gone=True,
            outcome_at=timezone.now(),
        )  # fmt: skip
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    told = len(mails("confirm"))
    if waits == "for a person":
        page = staff_of_letters.post(READ, {"letters": [confirmed.pk]}, follow=True)
        assert "we can’t email the writer, so it isn’t sent" in words(page)
    deliver()
    assert len(mails("confirm")) == told
    assert all(mail.state == "cancelled" for mail in mails("letter"))
    assert Letter.objects.get().state == State.CANCELLED
    page = words(client.get(confirmed.private_url))
    assert "We haven’t sent your letter to Kent" in page
    assert "something changed there while it waited, and we can’t email you" in page
    assert "You can send it yourself" in page
    assert "Please will you sign" in page or "Runaways’ Charter" in page
    later = timezone.now() + dt.timedelta(days=10)
    nightly.remind_all(later)
    deliver()
    assert not [mail for mail in mails("letter") if mail.state == "accepted"]


@pytest.mark.promise(15)
def test_one_that_a_person_reads_while_no_email_leaves_waits_until_its_writer_can_be_asked(
    confirmed, kent, add_event, mails, staff_of_letters
):
    OutgoingMessage.objects.filter(purpose="letter").delete()
    Letter.objects.update(state=State.HELD, held_for="link")
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    MailSettings.objects.update_or_create(pk=1, defaults={"paused": True})
    page = staff_of_letters.post(READ, {"letters": [confirmed.pk]}, follow=True)
    assert "no email leaves that could ask its writer" in words(page)
    assert Letter.objects.get().state == State.HELD
    MailSettings.objects.update(paused=False)
    staff_of_letters.post(READ, {"letters": [confirmed.pk]})
    assert Letter.objects.get().state == State.AWAITING


@pytest.mark.promise(15)
def test_whoever_is_asked_again_during_a_pause_hears_until_when_it_waits(
    confirmed, kent, add_event, mails, staff_of_letters
):
    OutgoingMessage.objects.filter(purpose="letter").delete()
    Letter.objects.update(state=State.HELD, held_for="link")
    until = dt.date(2026, 12, 8)
    Pause(council=kent, asked_by="council", until=until, reason="It moves house.").update()
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    staff_of_letters.post(READ, {"letters": [confirmed.pk]})
    email = " ".join(text_of(mails("confirm")[-1]).split())
    assert "Kent has asked us to hold letters until 9 December 2026. Confirm yours, and it" in email


OWN = (
    "I have run the youth club beside the station for nine years, and on winter evenings it is"
    " the only warm room with its door open. I would like to hear from you who looks for a"
    " child that nobody has reported, and what that child is offered in the morning."
)


def test_its_own_words_are_not_taken_for_those_of_another_letter(
    ask, kent, add_event, client, mails
):
    ask(text=f"Dear Ms Jones,\n\n{OWN}", go_on="yes").press("code", code=Letter.objects.get().code)
    add_event(kent, EventKind.WITHDRAWN)
    deliver()
    mailbox = Browser(client)
    mailbox.go(f"{Letter.objects.get().private_url}confirm/")
    mailbox.press("confirm")
    deliver()
    assert Letter.objects.get().state == State.ACCEPTED
    assert len(mails("letter")) == 1


def test_its_writer_gets_a_new_code_and_one_more_reminder(
    waiting, browser, kent, add_event, mails, today_is
):
    deliver()
    today_is("2026-11-26")
    assert nightly.remind_all() == 1
    deliver()
    browser.press("code", code=waiting.code)
    add_event(kent, EventKind.WITHDRAWN)
    deliver()
    today_is("2026-11-28", "12:00")
    assert nightly.remind_all() == 1
    assert len(mails("reminder")) == 2
    subject = read(mails("confirm")[-1])["Subject"]
    assert subject.endswith("is your code. Something changed at Kent: should your letter still go?")
    browser.go(f"/councils/kent/write/{waiting.draft_token}/")
    assert "So this is a new letter. Please read it." in words(browser.page)
    browser.go(f"{Letter.objects.get().private_url}confirm/")
    browser.press("confirm")  # as it is
    deliver()
    assert Letter.objects.get().state == State.ACCEPTED


def test_a_letter_that_staff_send_again_goes_as_it_was_for_the_council_may_have_it(
    confirmed, kent, add_event, mails
):
    OutgoingMessage.objects.filter(purpose="letter").update(
        state="unsure", outcome_at=timezone.now(), attempts=1
    )
    add_event(kent, EventKind.WITHDRAWN)
    mails("letter")[0].resend()
    deliver()
    assert Letter.objects.get().state == State.ACCEPTED


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


def dispute(council, add_event):
    council.signatures.get().dispute("Our cabinet never met that day.")


def refuse(council, add_event):
    add_event(council, EventKind.REFUSES, "2026-11-24", text="Kent will not sign.")


@pytest.mark.promise(15)
@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (dispute, "Our list now says: Signed (disputed)"),
        (refuse, "It said on 24 November 2026 that it won’t sign."),
    ],
)
def test_a_letter_does_not_thank_a_council_that_says_meanwhile_that_it_never_signed(
    ask, browser, client, kent, add_event, mails, happens, said
):
    if happens is refuse:
        kent.signatures.get().retract("The report names another council.")
        record_version.forget()
    ask()
    letter = Letter.objects.get()
    browser.press("code", code=letter.code)
    happens(kent, add_event)
    deliver()
    assert not mails("letter")
    assert Letter.objects.get().state == State.AWAITING
    assert said in " ".join(text_of(mails("confirm")[-1]).split())
    mailbox = Browser(client)
    mailbox.go(f"{letter.private_url}confirm/")
    assert said in words(mailbox.page)
    mailbox.press("confirm")
    deliver()
    assert len(mails("letter")) == 1


@pytest.mark.promise(15)
def test_a_dispute_that_is_settled_meanwhile_asks_the_writer_too(kent, ask, browser, mails):
    kent.signatures.get().dispute("Our cabinet never met that day.")
    record_version.forget()
    ask()
    kent.signatures.get().settle_dispute("It did: the minutes say so.")
    record_version.forget()
    browser.press("code", code=Letter.objects.get().code)
    assert "Something changed at Kent" in words(browser.page)
    assert not mails("letter")


def test_whoever_confirmed_once_does_not_hear_that_nobody_did_when_the_campaign_closes(
    confirmed, kent, add_event, mails
):
    dispute(kent, add_event)
    deliver()
    RecordVersion.close_on(today())
    record_version.forget()
    pending.close()
    said = text_of(mails("failed")[-1])
    assert "It was still waiting to be confirmed, so we haven’t sent it." in said


def test_whoever_sent_it_themselves_is_not_told_at_closing_that_it_was_not_sent(
    waiting, browser, mails
):
    browser.go(f"/councils/kent/write/{waiting.draft_token}/yourself/")
    browser.press("sent")
    assert Letter.objects.get().self_sent_at
    RecordVersion.close_on(today())
    record_version.forget()
    pending.close()
    assert Letter.objects.get().state == State.CANCELLED
    assert not mails("failed")
