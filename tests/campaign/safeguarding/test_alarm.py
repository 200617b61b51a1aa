"""The alarm: in a flood, when it fails, when nobody takes a call, and while email is paused."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.inbox.process import process
from campaign.operations.management.commands import after_restore
from campaign.outbox.mime import readable
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.outbox.worker import EACH_MINUTE, Worker
from campaign.pages.models import Organisation
from campaign.supporters.suppression import suppress_address
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CALL,
    CHILD,
    DEPUTY,
    LEAD,
    TO_US,
    email,
    forge,
    sent_to,
)  # fmt: skip
from tests.seen import words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

DAY = "2026-11-24"


def a_minute_passes():
    for job in EACH_MINUTE:
        job()


def until(today_is, time: str):
    today_is(DAY, time)
    a_minute_passes()


def accept_all():
    now = timezone.now()
    OutgoingMessage.objects.filter(state="queued").update(
        state=MessageState.ACCEPTED, attempts=1, outcome_at=now
    )


# Many at once


def test_a_child_is_told_of_within_five_minutes_although_fifty_forged_calls_came_before(today_is):
    today_is(DAY, "12:00")
    forge(range(50))
    assert len(sent_to(LEAD)) == 10
    until(today_is, "12:01")
    [together] = sent_to(LEAD)[10:]
    assert "forged49@mail.example" in together and "forged10@mail.example" in together
    assert "forged9@mail.example" not in together  # it had an email of its own
    today_is(DAY, "12:02")
    process(email(f"{CALL}, it is kit", number=999), TO_US)
    assert len(sent_to(CHILD)) == 1
    for minute in range(3, 7):
        until(today_is, f"12:0{minute}")
    [last] = sent_to(LEAD)[11:]
    assert "it is kit" in last and CHILD in last
    assert last.index(CHILD) < last.index("first on the desk")


def test_in_a_flood_the_newest_fifty_are_shown_first_and_how_many_more(today_is):
    today_is(DAY, "12:00")
    forge(range(80))
    today_is(DAY, "12:01")
    process(email(f"{CALL}, it is kit", number=999), TO_US)
    a_minute_passes()
    [together] = sent_to(LEAD)[10:]
    assert "AND 21 MORE" in together
    assert together.index(CHILD) < together.index("forged79@mail.example")
    assert "forged29@" not in together and "forged31@" in together
    for sender in (CHILD, "forged60@mail.example"):
        assert together.count(sender) == 1


def test_a_flood_of_hours_is_one_email_every_five_minutes_and_calm_is_one_by_one_again(today_is):
    for hour in ("12", "13"):
        for minute in range(0, 60, 2):
            today_is(DAY, f"{hour}:{minute:02}")
            forge(range(int(hour) * 1000 + minute * 10, int(hour) * 1000 + minute * 10 + 3))
            a_minute_passes()
    by_lena = [m.key for m in OutgoingMessage.objects.filter(recipient=LEAD)]
    assert len([key for key in by_lena if key.startswith("alarms:")]) in range(18, 26)
    today_is(DAY, "18:00")
    a_minute_passes()
    before = len(sent_to(LEAD))
    process(email(f"{CALL}, kit again", number=1000), TO_US)
    assert "kit again" in sent_to(LEAD)[before]
    assert Task.objects.filter(told_at=None).count() == 0


@pytest.mark.parametrize("owner", ["forged50@mail.example", LEAD])
def test_nobody_stops_the_email_about_many_by_asking_for_no_more_emails(owner, today_is):
    today_is(DAY, "12:00")
    forge(range(12))
    suppress_address(owner)
    process(email(f"{CALL}, it is kit", number=999), TO_US)
    until(today_is, "12:01")
    assert "it is kit" in sent_to(LEAD)[10]


def test_what_staff_pass_on_goes_at_once_in_a_flood_too(staff, kent, today_is):
    today_is(DAY, "12:00")
    forge(range(20))
    message = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="Sam is at 3 Mill Lane.")
    staff.post(f"/admin/tasks/task/{message.pk}/change/", {"act": "call"})
    assert "Sam is at 3 Mill Lane." in sent_to(LEAD)[10]


# Nobody takes it


def take_link(text: str) -> str:
    return re.search(r"/safeguarding/take/\S+", text)[0]


def test_a_call_that_nobody_takes_within_an_hour_goes_to_the_deputy_once(today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    accept_all()
    until(today_is, "12:59")
    assert sent_to(DEPUTY) == []
    until(today_is, "13:01")
    until(today_is, "13:30")
    [told] = sent_to(DEPUTY)
    assert CALL in told and CHILD in told and "now it is yours" in told


@pytest.mark.parametrize("how", ["link", "desk", "closed", "nothing"])
def test_one_that_somebody_took_or_closed_does_not(how, client, staff, today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    accept_all()
    address = f"/admin/tasks/task/{Task.objects.get().pk}/change/"
    if how == "link":
        link = take_link(sent_to(LEAD)[0])
        client.logout()  # nobody signs in for it
        assert "nowhere to go" not in words(client.get(link))
        assert "It’s yours" in words(client.post(link))
    else:
        act = {"desk": "taken"}.get(how, how)
        staff.post(address, {"act": act, "text": "We rang the police."})
    until(today_is, "14:00")
    assert sent_to(DEPUTY) == []


def test_opening_the_link_takes_nothing_and_a_made_up_one_leads_nowhere(client, today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    accept_all()
    link = take_link(sent_to(LEAD)[0])
    assert "Are you dealing with this call for help?" in words(client.get(link))
    assert client.post(link, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/safeguarding/take/1:abc/").status_code == 404
    until(today_is, "13:01")
    assert len(sent_to(DEPUTY)) == 1
    client.post(take_link(sent_to(DEPUTY)[0]))
    assert "Whoever got the email took it" in str(Task.objects.get().steps.get())
    Task.objects.get().finish("Done.")
    assert "It’s closed already" in words(client.post(link))


def test_without_a_deputy_every_administrator_is_told_without_the_words(ada, today_is):
    Organisation.objects.update(deputy_email="")
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    accept_all()
    until(today_is, "13:01")
    [told] = sent_to(ada.email)
    assert "We know of nobody who is dealing with" in told
    assert "nowhere to go" not in told and CHILD not in told


def test_what_was_taken_as_a_message_and_then_passed_on_is_not_taken_as_a_call(
    staff, kent, today_is
):
    today_is(DAY, "12:00")
    message = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="Sam is at 3 Mill Lane.")
    address = f"/admin/tasks/task/{message.pk}/change/"
    staff.post(address, {"act": "taken"})
    today_is(DAY, "12:10")
    staff.post(address, {"act": "call"})
    accept_all()
    until(today_is, "13:11")
    assert "Sam is at 3 Mill Lane." in sent_to(DEPUTY)[0]


def test_a_call_cannot_be_put_off(staff, today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    task = Task.objects.get()
    address = f"/admin/tasks/task/{task.pk}/change/"
    assert "Put it off" not in words(staff.get(address))
    answer = staff.post(address, {"act": "put_off", "until": "2026-12-24"})
    assert "it cannot be put off" in words(answer)
    assert Task.objects.to_do().filter(pk=task.pk).exists()


# It fails


def fail(**how):
    OutgoingMessage.objects.filter(recipient=LEAD).update(attempts=1, **how)


@pytest.mark.parametrize("how", ["came back", "refused", "not accepted", "cancelled"])
def test_an_alarm_that_fails_is_an_email_to_every_administrator_without_the_words(
    how, ada, today_is
):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    if how == "came back":
        accept_all()
        alarm = OutgoingMessage.objects.get(recipient=LEAD)
        bounce = (
            "From: MAILER-DAEMON@charity.example\r\nReturn-Path: <>\r\nX-Failed-Recipients:"
            f" {LEAD}\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n550 5.1.1 User unknown"
            f"\r\n\r\n{CALL}\r\n"
        )
        process(bounce.encode(), alarm.envelope_sender)
    elif how == "refused":
        fail(state=MessageState.FAILED, outcome_at=timezone.now())
    elif how == "cancelled":
        OutgoingMessage.objects.get(recipient=LEAD).cancel()
    until(today_is, "12:11")
    until(today_is, "12:17")
    [told] = sent_to(ada.email)
    assert "did not arrive" in told or "came back, or were not accepted" in told
    assert "nowhere to go" not in told and CHILD not in told
    assert Task.objects.count() == 1  # what came back is not the next call


def test_an_alarm_that_failed_before_the_site_stood_still_for_a_month_is_told_of_once(
    ada, today_is
):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    fail(state=MessageState.FAILED, outcome_at=timezone.now())
    for day in ("2026-12-24", "2026-12-25", "2027-01-20"):
        today_is(day, "12:00")
        a_minute_passes()
        accept_all()
    [told] = sent_to(ada.email)
    assert "An alarm about a call for help did not arrive" in told


def test_the_desk_and_health_say_that_an_alarm_failed(client, staff, today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    fail(state=MessageState.FAILED, outcome_at=timezone.now())
    today_is(DAY, "12:01")
    assert client.get("/health/").json()["safeguarding"] == "unwell"
    assert "An alarm about a call for help did not arrive" in words(staff.get("/admin/"))


def test_an_alarm_that_is_taken_in_time_is_no_news(ada, today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    accept_all()
    until(today_is, "12:30")
    assert sent_to(ada.email) == []


# While email is paused


def sends() -> set[str]:
    """Let the worker send all that may leave; return the purposes of what left."""
    Worker().run()
    accepted = OutgoingMessage.objects.filter(state=MessageState.ACCEPTED)
    return set(accepted.values_list("purpose", flat=True))


def test_a_pause_holds_neither_alarms_nor_helplines_nor_what_is_about_the_sites_health(ada):
    MailSettings.current().pause(True)
    process(email(CALL), TO_US)
    process(email("Where is the list of councils?", number=2, sender="ben@mail.example"), TO_US)
    fail(state=MessageState.FAILED, outcome_at=timezone.now())
    assert sends() == {"helplines", "site"}
    OutgoingMessage.objects.filter(recipient=LEAD).update(state="queued", outcome_at=None)
    assert sends() == {"helplines", "site", "safeguarding"}
    assert OutgoingMessage.objects.get(purpose="lost_link").state == MessageState.QUEUED


def test_nor_does_the_pause_after_a_restore(ada, tmp_path):
    process(email("Where is the list of councils?", number=2, sender="ben@mail.example"), TO_US)
    after_restore.run([])
    assert MailSettings.current().paused
    process(email(CALL), TO_US)
    assert sends() == {"helplines", "safeguarding", "site"}


def test_a_late_alarm_is_late_for_health_while_all_else_is_paused(client, today_is):
    today_is(DAY, "12:00")
    MailSettings.current().pause(True)
    process(email(CALL), TO_US)
    today_is(DAY, "12:20")
    assert client.get("/health/").json()["outbox"] == "unwell"


def test_the_worker_looks_after_calls_and_a_fault_there_stops_no_email(monkeypatch, today_is):
    today_is(DAY, "12:00")
    process(email(CALL), TO_US)
    accept_all()
    today_is(DAY, "13:01")

    def broken():
        raise RuntimeError

    monkeypatch.setattr("campaign.outbox.worker.EACH_MINUTE", [broken, *EACH_MINUTE])
    Worker().run()
    assert OutgoingMessage.objects.get(recipient=DEPUTY).state == MessageState.ACCEPTED


def test_words_of_somebody_who_is_erased_go_from_the_emails_about_many_as_well(today_is):
    today_is(DAY, "12:00")
    forge(range(12))
    process(email(f"{CALL}, it is kit", number=999), TO_US)
    until(today_is, "12:01")
    accept_all()
    Task.objects.filter(email=CHILD).erase()
    held = [readable(bytes(message.content))[1] for message in OutgoingMessage.objects.all()]
    assert not any("it is kit" in text for text in held)


def test_the_deployment_check_says_nothing_of_a_site_that_is_in_order(lead):
    lead.opened_at = timezone.now()
    lead.save()
    call_command("check", deploy=True, fail_level="CRITICAL")
