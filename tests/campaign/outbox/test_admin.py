"""The admin for email."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.arrivals import process
from campaign.outbox.models import (
    CouncilRate,
    MailMayRun,
    MailSettings,
    MessageState,
    OutgoingMessage,
)
from campaign.staff import roles
from tests.campaign.outbox.notices import notice
from tests.seen import fields, words

DESK = "/admin/"
MAILS = "/admin/outbox/outgoingmessage/"
QUEUE = "/admin/outbox/outgoingmessage/queue/"
SWITCHES = "/admin/outbox/mailsettings/1/change/"
PAUSE = "/admin/outbox/mailsettings/pause/"


@pytest.fixture
def unsure(queue):
    """A letter that may or may not have gone."""
    message = queue(on_behalf="anna@home.example")
    OutgoingMessage.objects.update(
        state=MessageState.UNSURE,
        data_started_at="2026-11-23T10:00Z", outcome_at="2026-11-23T10:05Z",
        attempts=1, server_said="The connection broke after the text.",
    )  # fmt: skip
    message.refresh_from_db()
    return message


@pytest.fixture
def act(staff):
    """Return a function that carries out an action in the list, and returns the words shown."""

    def do(action, *mails):
        chosen = {"action": action, "_selected_action": [mail.pk for mail in mails]}
        return words(staff.post(MAILS, chosen, follow=True))

    return do


@pytest.fixture
def reader(client, db):
    """The browser of Rita, who may only read."""
    rita = User(username="rita@example.org")
    roles.give(rita, "reader")
    client.force_login(rita)
    return client


def test_staff_see_each_email_its_state_and_what_the_server_said(staff, unsure):
    page = staff.get(MAILS)
    for seen in ("Unsure whether it went", "leader@kent.example", "The connection broke"):
        assert seen in words(page)
    OutgoingMessage.objects.update(bounced_at=timezone.now(), bounce_kind="bad_address")
    page = staff.get(f"{MAILS}{unsure.pk}/change/")
    assert "The connection broke after the text." in words(page)
    assert "Why: Bad address" in words(page)
    assert "Please sign." not in page.content.decode()  # staff do not need its text
    assert "anna@home.example" not in page.content.decode()


def test_an_unsure_email_shows_what_is_known_and_the_log_line_to_look_for(staff, unsure):
    seen = words(staff.get(f"{MAILS}{unsure.pk}/change/"))
    assert "Handing over its text began on 23 November, 10:00:00." in seen
    assert "No notice of its arrival has come since" in seen
    assert f"message-id={unsure.message_id}" in seen


def test_several_emails_are_resent_only_after_staff_have_seen_which_may_have_arrived(
    staff, unsure, queue
):
    failed = queue("letter:2")
    OutgoingMessage.objects.filter(pk=failed.pk).update(
        state=MessageState.FAILED, outcome_at="2026-11-23T10:05Z"
    )
    chosen = {"action": "send_again", "_selected_action": [unsure.pk, failed.pk]}
    page = staff.post(MAILS, chosen)
    assert "1 of these 2 may have arrived already." in words(page)
    assert "The connection broke after the text." in words(page)
    assert OutgoingMessage.objects.waiting().count() == 0
    assert "2 will be sent again." in words(staff.post(MAILS, chosen | {"seen": 1}, follow=True))
    assert OutgoingMessage.objects.waiting().count() == 2


def test_the_page_of_an_email_says_what_came_in_about_it(staff, unsure):
    process(notice(unsure), to=unsure.envelope_sender)
    seen = words(staff.get(f"{MAILS}{unsure.pk}/change/"))
    assert "a notice: the recipient’s server took it. smtp; 250 2.1.5" in seen


def test_emails_can_be_searched_only_by_state_and_key(staff, unsure, queue):
    queue("letter:2", to="second@kent.example")
    assert "second@kent.example" not in words(staff.get(MAILS + "?state__exact=unsure"))
    for typed in ("letter+2", "Letter+%232", "letter:2"):
        assert "second@kent.example" in words(staff.get(MAILS + f"?q={typed}")), typed
    assert "Select what to do" in words(staff.get(MAILS))
    assert "Its number for us: Letter 1" in words(staff.get(f"{MAILS}{unsure.pk}/change/"))
    assert "0 in all" in words(
        staff.get(MAILS + "?q=kent.example")
    )  # an email address never goes into a web address


def test_send_again_queues_an_email_once_more_and_records_who_decided(
    act, unsure, reported, staff, deliver
):
    assert "1 will be sent again." in act("send_again", unsure)
    unsure.refresh_from_db()
    assert unsure.state == MessageState.QUEUED
    assert unsure.data_started_at is None
    assert LogEntry.objects.get().object_repr == "letter:1"
    assert reported == [("letter:1", "queued")]
    message_id = unsure.message_id
    deliver()
    unsure.refresh_from_db()
    assert (unsure.state, unsure.message_id) == (MessageState.ACCEPTED, message_id)
    history = words(staff.get(f"{MAILS}{unsure.pk}/history/"))
    assert "ed@example.org will be sent again" in history


def test_marking_an_unsure_email_as_sent_uses_the_time_it_was_handed_over(act, unsure, reported):
    assert "1 marked as sent." in act("was_sent", unsure)
    unsure.refresh_from_db()
    assert unsure.state == MessageState.ACCEPTED
    assert unsure.outcome_at == dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    assert reported == [("letter:1", "accepted")]
    assert "1 left alone" in act("was_sent", unsure)


def test_staff_can_cancel_waiting_email(act, queue, reported):
    message = queue()
    assert "1 cancelled." in act("stop", message)
    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED
    assert reported == [("letter:1", "cancelled")]


def test_nobody_can_change_invent_or_delete_an_email(staff, unsure):
    assert staff.get(MAILS + "add/").status_code == 403
    assert staff.post(f"{MAILS}{unsure.pk}/delete/", {"post": "yes"}).status_code == 403
    typed = {"recipient": "x@y.example", "state": "queued"}
    staff.post(f"{MAILS}{unsure.pk}/change/", typed)
    unsure.refresh_from_db()
    assert (unsure.recipient, unsure.state) == ("leader@kent.example", MessageState.UNSURE)


def test_a_reader_sees_the_switches_but_no_email(reader, unsure):
    for address in (MAILS, QUEUE, f"{MAILS}{unsure.pk}/change/"):
        assert reader.get(address).status_code == 403
    assert reader.get(SWITCHES).status_code == 200
    assert reader.post(PAUSE, {"pause": "1"}).status_code == 403
    assert not MailSettings.current().paused


def test_staff_pause_and_resume_all_email_with_one_button(staff, queue, deliver):
    message = queue()
    assert "Pause all email" in words(staff.get(DESK))
    assert staff.get(PAUSE).status_code == 405
    assert "All email Off: no email goes out" in words(
        staff.post(PAUSE, {"pause": "1"}, follow=True)
    )
    deliver()
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    staff.post(PAUSE, {"resume": "1"})
    deliver()
    message.refresh_from_db()
    assert message.state == MessageState.ACCEPTED
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Paused",
        "Resumed",
    ]


def test_only_an_admin_may_let_letters_go_to_councils(staff, client, editor):
    MailSettings().save()
    typed = fields(staff.get(SWITCHES)) | {"live": "on", "per_council_an_hour": 20}
    staff.post(SWITCHES, typed)
    assert (MailSettings.current().live, MailSettings.current().per_council_an_hour) == (False, 20)
    roles.give(editor, "admin")
    client.post(SWITCHES, fields(client.get(SWITCHES)) | {"live": "on"})
    assert MailSettings.current().live is True


def test_staff_give_a_council_its_own_rate_by_its_name_and_take_it_back(staff, queue):
    MailSettings().save()
    message = queue("letter:1", council="KEN")
    row = {"councilrate_set-TOTAL_FORMS": "1", "councilrate_set-0-council": "KEN",
           "councilrate_set-0-per_hour": "3"}  # fmt: skip
    assert staff.post(SWITCHES, fields(staff.get(SWITCHES)) | row).status_code == 302
    assert CouncilRate.objects.get().per_hour == 3
    seen = words(staff.get(f"/admin/outbox/outgoingmessage/{message.pk}/change/"))
    assert "Kent County Council" in seen
    assert "KEN" not in seen
    again = fields(staff.get(SWITCHES)) | {"councilrate_set-0-DELETE": "on"}
    staff.post(SWITCHES, again)
    assert not CouncilRate.objects.exists()


def test_the_dashboard_says_when_no_worker_is_running(staff, queue):
    queue()
    OutgoingMessage.objects.update(due_at=timezone.now() - dt.timedelta(minutes=11))
    said = words(staff.get(QUEUE))
    assert "no worker is running" in said
    assert "None is running" in said
    MailMayRun.note()
    said = words(staff.get(QUEUE))
    assert "Workers Running" in said
    assert "no worker is running" not in said
