"""Asking councils for the record: whom, how many, what came back, and what a page may say."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.asking import sending
from campaign.asking.models import Ask, heard_from
from campaign.inbox.process import process
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.tasks.models import Task
from councils.dates import today
from councils.models import (
    Contact,
    Council,
    Pause,
    Signature,
)
from tests.conftest import forget_everything
from tests.recording import preview_and_publish
from tests.seen import fields, links, words

PLAN = "/admin/asking/ask/plan/"
ED = {"name": "Ed Ibbotson", "job": "Records", "telephone": "020 7946 0000"}
SAYS = "Asked on 27 November 2026. No answer has reached us."


@pytest.fixture(autouse=True)
def on(today_is, staff, editor):
    """Return a function that sets the day; it starts as Friday 27 November 2026."""

    def stop(day):
        today_is(day)
        staff.force_login(editor)  # a session does not last for days

    stop("2026-11-27")
    return stop


def reach(*councils):
    for council in councils:
        Contact.objects.create(
            council=council,
            role="democratic",
            email=f"democratic@{council.slug}.example",
            source="https://council.example/contact",
            checked_on="2026-11-20",
            check_again_on="2027-05-20",
        )


def ask(staff, kind, *councils):
    """Ask or remind, as Ed would, who has read each email."""
    typed = {**ED, "kind": kind, f"pick_{kind}": [council.pk for council in councils]}
    return staff.post(PLAN, {**typed, "send": "1"}, follow=True)


def due(kind):
    return [each.row.slug for each in sending.due(kind)]


def hand_over(state=MessageState.ACCEPTED, is_test=False):
    """Let our mail service take every question that waits, now."""
    for message in OutgoingMessage.objects.filter(purpose__startswith="ask", outcome_at=None):
        message.state, message.outcome_at, message.is_test = state, timezone.now(), is_test
        message.save()
        message.tell_subject()


def write_back(ask, text, subject="", sender="ann@kent.gov.uk", **headers):
    message = OutgoingMessage.objects.for_subject(ask).latest("pk")
    lines = [
        f"From: Ann <{sender}>",
        f"Subject: {subject or 'Re: your question'}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        f"Message-ID: <{timezone.now().timestamp()}@kent.gov.uk>",
        "",
        text,
    ]
    return process("\r\n".join(lines).encode(), to=message.envelope_sender)


@pytest.fixture
def asked(staff, sheffield, on):
    """Sheffield, asked on 27 November 2026 and reminded on 14 December."""
    reach(sheffield)
    ask(staff, "question", sheffield)
    hand_over()
    on("2026-12-14")
    ask(staff, "reminder", sheffield)
    hand_over()
    return Ask.objects.get()


def test_councils_are_asked_once_by_what_is_on_record_of_them(staff, kent, sheffield):
    reach(kent, sheffield)
    assert (due("confirm"), due("question")) == (["kent"], ["sheffield"])
    assert len(ask(staff, "confirm", kent).context["cl"].result_list) == 1
    assert due("confirm") == []
    assert "choose councils that can be asked now" in words(ask(staff, "confirm", kent))
    Ask.objects.get().delete()
    signature = Signature.objects.get(council=kent)
    signature.confirmed_on = today()
    signature.correct("A message from the council")
    forget_everything()
    assert due("confirm") == []


def test_each_email_is_read_before_it_goes_and_goes_as_it_was_read(staff, kent, settings):
    reach(kent)
    typed = {**ED, "kind": "confirm", "pick_confirm": kent.pk}
    nobody = staff.post(PLAN, {**ED, "kind": "confirm"})
    assert "Choose at least one council." in words(nobody)
    assert "pick_confirm" not in fields(nobody)  # its tick stays away
    assert fields(staff.post(PLAN, {**typed, "name": ""}))["pick_confirm"] == str(kent.pk)
    page = words(staff.post(PLAN, {**typed, "preview": "1"}))
    assert "Kent is on record. Is that right?" in page
    assert "To: democratic@kent.example (Democratic services, checked on 20 November 2026)" in page
    assert "Ed Ibbotson" in page and "Telephone 020 7946 0000" in page
    assert f"{settings.SITE_URL}/sign/?council=kent&kind=confirm" in page.replace("&amp;", "&")
    assert not Ask.objects.exists()
    ask(staff, "confirm", kent)
    message = OutgoingMessage.objects.get(purpose="ask")
    assert f"Is that right? ({Ask.objects.get().reference})" in page  # as it was shown
    assert (message.recipient, message.to_council) == ("democratic@kent.example", True)
    assert message.council == "KEN"


@pytest.mark.parametrize("holds", ["both", "questions"])
def test_a_paused_council_is_not_asked_and_what_waits_for_it_is_held(staff, kent, holds):
    def goes():
        soon = timezone.now() + dt.timedelta(hours=1)
        sendable = OutgoingMessage.objects.sendable(MailSettings.current(), soon)
        return sendable.filter(to_council=True).exists()

    reach(kent)
    ask(staff, "confirm", kent)
    assert goes()
    pause = Pause(council=kent, holds=holds, starts_on=dt.date(2026, 11, 27),
                           until=dt.date(2026, 12, 20), reason="x").update()  # fmt: skip
    assert not goes()
    Ask.objects.all().delete()
    assert due("confirm") == []
    pause.is_on = False
    pause.update()
    assert goes()


def test_answer_becomes_a_task_that_opens_the_recording_screen_filled_in(staff, kent, on):
    reach(kent)
    ask(staff, "confirm", kent)
    hand_over()
    one = Ask.objects.get()
    write_back(one, "Yes. The leader of the council signed it on 12 March 2013.", Auto="no")
    one.refresh_from_db()
    assert one.outcome == "answered"
    (task,) = Task.objects.filter(kind="asked")
    assert "The leader of the council signed it on 12 March 2013." in task.text
    for _ in range(2):  # a second click makes no second task
        staff.post(one.desk_url, {"answered": "1", "text": "By telephone: yes."})
    Task.objects.get(text__contains="By telephone: yes.").delete()
    on("2026-12-02")
    page = staff.get(one.desk_url)
    assert "to our question, received on 27 November 2026." in words(page)
    link = next(address for address in links(page) if "/confirm/" in address)
    preview_and_publish(staff, link, fields(staff.get(link)))
    assert Signature.objects.get(council=kent).confirmed_on == dt.date(2026, 12, 2)
    (screen,) = [there for there, text in links(page).items() if text == "Record what it shows"]
    filled_in = staff.get(screen)
    assert "What we asked, and all that came back" in words(filled_in)
    assert fields(filled_in)["council"] == "Kent County Council"
    assert "to our question, received on 27 November" in fields(filled_in)["source"]


def test_answer_from_elsewhere_is_found_by_its_reference(staff, kent, settings):
    reach(kent)
    ask(staff, "confirm", kent)
    hand_over()
    one = Ask.objects.get()
    mail = (
        f"From: j@elsewhere.example\r\nTo: {settings.DEFAULT_FROM_EMAIL}\r\nMessage-ID: <1@x>\r\n"
        f"Subject: Your question {one.reference}\r\n\r\nNo, it has not.\r\n\r\n"
        "On 26 Nov 2026, Make Runaways Safe wrote:\r\n> Has the council signed it?"
    )
    from email.utils import parseaddr

    process(mail.encode(), to=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    one.refresh_from_db()
    assert one.outcome == "answered"
    assert "No, it has not." in Task.objects.get(kind="asked").text


def test_line_is_shown_only_after_all_of_it_and_a_persons_choice(staff, client, asked, on):
    on("2027-01-10")
    staff.post(asked.desk_url, {"show": "1", "looked": "1"})
    assert not Council.objects.exclude(unanswered_since=None).exists()
    on("2027-01-11")
    assert SAYS not in words(client.get("/councils/sheffield/"))
    assert "Look first" in words(staff.post(asked.desk_url, {"show": "1"}, follow=True))
    staff.post(asked.desk_url, {"show": "1", "looked": "1"})
    forget_everything()
    assert SAYS in words(client.get("/councils/sheffield/"))
    Pause(
        council=asked.council,
        starts_on=dt.date(2027, 1, 11),
        until=dt.date(2027, 1, 20),
        reason="x",
    ).update()
    forget_everything()
    assert SAYS not in words(client.get("/councils/sheffield/"))


@pytest.mark.parametrize("by_email", [False, True])
def test_line_comes_off_at_once_when_it_was_not_received(staff, client, asked, on, by_email):
    on("2027-01-11")
    staff.post(asked.desk_url, {"show": "1", "looked": "1"})
    if by_email:  # at first any email from a council is an answer
        write_back(asked, "No question of yours has reached us.")
        assert Ask.objects.get().outcome == "answered"
    assert "The council says that it was not received" in words(staff.get(asked.desk_url))
    staff.post(asked.desk_url, {"not_received": "1"})
    forget_everything()
    assert "No answer has reached us" not in words(client.get("/councils/sheffield/"))
    assert Ask.objects.get().outcome == "not_received"
    assert due("question") == ["sheffield"]


@pytest.mark.parametrize("pressed", ["call_off", "not_received"])
@pytest.mark.parametrize("answer", ["", "email", "message"])
def test_a_question_that_was_ended_by_mistake_goes_on(staff, client, asked, on, answer, pressed):
    on("2027-01-11")
    staff.post(asked.desk_url, {"show": "1", "looked": "1"})
    if answer == "email" and pressed == "not_received":
        write_back(asked, "Yes, we signed in 2013.")
    if answer == "message" and pressed == "not_received":
        heard_from(asked.council_id)  # as a message from its own mail does
    was = Ask.objects.values("outcome", "ended_at").get()
    staff.post(asked.desk_url, {pressed: "1"})
    assert "go on with it" in words(staff.get(asked.desk_url))
    on("2027-01-12")
    gone_on = staff.post(asked.desk_url, {"go_on": "1"}, follow=True)
    assert "It goes on." in words(gone_on)
    assert Ask.objects.values("outcome").get()["outcome"] == was["outcome"]
    forget_everything()
    assert SAYS not in words(client.get("/councils/sheffield/"))  # until somebody looks again
    assert "cannot go on" in words(staff.post(asked.desk_url, {"go_on": "1"}, follow=True))


def test_an_answer_noted_on_the_wrong_councils_question_is_taken_back(staff, asked, on):
    on("2027-01-11")
    staff.post(asked.desk_url, {"answered": "1", "text": "Essex rang: yes."})
    assert "go on with it" in words(staff.get(asked.desk_url))
    assert "It goes on." in words(staff.post(asked.desk_url, {"go_on": "1"}, follow=True))
    assert Ask.objects.get().is_open
    assert not Task.objects.open().exists()
    staff.post(asked.desk_url, {"call_off": "1"})
    staff.post(asked.desk_url, {"go_on": "1"})
    assert Ask.objects.get().is_open  # what was no answer is none later
    staff.post(asked.desk_url, {"answered": "1", "text": "Sheffield rang: yes."})
    assert Ask.objects.get().outcome == "answered"


def test_an_answer_that_the_council_wrote_itself_is_not_taken_back(staff, asked, on):
    on("2027-01-11")
    write_back(asked, "Yes, we signed in 2013.")
    assert "go on with it" not in words(staff.get(asked.desk_url))


def test_a_question_that_was_asked_anew_since_does_not_go_on(staff, asked, on):
    on("2027-01-11")
    staff.post(asked.desk_url, {"call_off": "1"})
    Ask.objects.create(
        council=asked.council, kind=asked.kind, reference="BBBBBB", role=asked.role,
        address_checked_on=asked.address_checked_on,
    )  # fmt: skip
    assert "go on with it" not in words(staff.get(asked.desk_url))
    assert "cannot go on" in words(staff.post(asked.desk_url, {"go_on": "1"}, follow=True))


@pytest.mark.parametrize("outcome", ["bounce", "answer", "sign-up"])
def test_line_comes_off_whatever_comes_back(staff, asked, on, outcome):
    on("2027-01-11")
    staff.post(asked.desk_url, {"show": "1", "looked": "1"})
    assert Council.objects.exclude(unanswered_since=None).exists()
    if outcome == "sign-up":
        from campaign.sign_up.models import SignUp

        SignUp.objects.create(
            council=asked.council, kind="wrong", text="x", officer="Ann", role="Clerk",
            email="ann@sheffield.gov.uk", asked_at=timezone.now(),
        ).confirm()  # fmt: skip
        assert "It wrote to us itself" in words(staff.get(asked.desk_url))
    elif outcome == "answer":
        write_back(asked, "It did.")
    else:
        write_back(
            asked,
            "The address does not exist.\r\n550 5.1.1 <democratic@sheffield.example>: unknown user",
            subject="Undelivered Mail Returned to Sender",
            sender="MAILER-DAEMON@mx.example",
            Auto_Submitted="auto-replied",
            X_Failed_Recipients="democratic@sheffield.example",
        )
    assert not Council.objects.exclude(unanswered_since=None).exists()
    assert Ask.objects.get().outcome != ""
