"""The admin for email."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from campaign.inbox.process import process
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.staff import roles
from tests.campaign.outbox.notices import notice
from tests.seen import fields, links, words

MAILS = "/admin/outbox/outgoingmessage/"
SWITCH = "/admin/switch/"


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
        return words(staff.post(MAILS, chosen | {"sure": "yes"}, follow=True))

    return do


def test_the_page_of_an_unsure_email_shows_what_is_known_and_not_its_text(staff, unsure):
    process(notice(unsure, "delayed"), to=unsure.envelope_sender)
    page = staff.get(f"{MAILS}{unsure.pk}/change/")
    for seen in (
        f"Email {unsure.pk}: ",
        "leader@kent.example",
        "The connection broke after the text.",
        "Handing over its text began on 23 November, 10:00:00.",
        "No notice of its arrival has come since",
        f"message-id={unsure.message_id}",
        "still being tried. smtp; delayed",
    ):
        assert seen in words(page), seen
    for private in ("Please sign.", "anna@home.example"):
        assert private not in page.content.decode()


def test_the_list_says_what_waits_and_is_searched_by_state_and_key_alone(staff, unsure, queue):
    queue("letter:2", to="second@kent.example")
    OutgoingMessage.objects.waiting().update(due_at=timezone.now() - dt.timedelta(minutes=11))
    seen = words(staff.get(MAILS))
    assert "no worker is running" in seen
    assert "1 waiting; the oldest could have gone 11" in seen
    assert "second@kent.example" not in words(staff.get(MAILS + "?state__exact=unsure"))
    assert "second@kent.example" in words(staff.get(MAILS + "?q=letter:2"))
    # An email address never goes into a web address.
    assert "0 in all" in words(staff.get(MAILS + "?q=kent.example"))


def test_a_very_long_list_is_counted_no_further_than_people_leaf_and_says_so(
    staff, queue, monkeypatch
):
    for number in range(5):
        queue(f"letter:{number}")
    assert "5 in all" in words(staff.get(MAILS))
    monkeypatch.setattr("campaign.outbox.admin.MOST_COUNTED", 3)
    assert "3 or more" in words(staff.get(MAILS))
    assert "1 in all" in words(staff.get(f"{MAILS}?q=letter:4"))


def test_send_again_queues_an_email_once_more_and_records_who_decided(
    act, unsure, reported, staff, deliver
):
    assert "1 will be sent again." in act("send_again", unsure)
    assert LogEntry.objects.get().object_repr == "letter:1"
    deliver()
    message_id = unsure.message_id
    unsure.refresh_from_db()
    assert (unsure.state, unsure.message_id) == (MessageState.ACCEPTED, message_id)
    assert reported == [("letter:1", "queued"), ("letter:1", "accepted")]
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
    assert "1 cancelled." in act("stop", queue())
    assert reported == [("letter:1", "cancelled")]


@pytest.mark.parametrize(
    ("pressed", "says"),
    [
        ("send_again", "it arrives twice"),
        ("was_sent", "is told that it went"),
        ("let_go", "It leaves within minutes"),
        ("stop", "It never leaves."),
    ],
)
@pytest.mark.parametrize("on_its_own_page", [True, False])
def test_what_nothing_takes_back_is_asked_about_first(
    staff, unsure, pressed, says, on_its_own_page
):
    chosen = {"action": pressed, "_selected_action": unsure.pk}
    address = MAILS
    if on_its_own_page:
        chosen = {"CHANGE_FORM-action": pressed, "_selected_action": unsure.pk}
        address = f"{MAILS}{unsure.pk}/change/"
    asked = staff.post(address, chosen)
    assert "This cannot be undone." in words(asked)
    assert says in words(asked)
    assert "leader@kent.example" in words(asked)
    unsure.refresh_from_db()
    assert unsure.state == MessageState.UNSURE
    done = words(staff.post(MAILS, fields(asked), follow=True))
    is_done = pressed in ("send_again", "was_sent")
    assert ("1 left alone" not in done) is is_done


def test_nobody_can_change_invent_or_delete_an_email(staff, unsure):
    assert staff.get(MAILS + "add/").status_code == 403
    assert staff.post(f"{MAILS}{unsure.pk}/delete/", {"post": "yes"}).status_code == 403
    typed = {"recipient": "x@y.example", "state": "queued"}
    staff.post(f"{MAILS}{unsure.pk}/change/", typed)
    unsure.refresh_from_db()
    assert (unsure.recipient, unsure.state) == ("leader@kent.example", MessageState.UNSURE)


def test_staff_pause_and_resume_all_email_with_one_button(staff, queue, deliver):
    message = queue()
    assert staff.get(SWITCH).status_code == 405
    for press, state in (("pause", MessageState.QUEUED), ("resume", MessageState.ACCEPTED)):
        staff.post(SWITCH, {"turn": press})
        deliver()
        message.refresh_from_db()
        assert message.state == state
    said = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    paused = "No email leaves now, but for calls for help and what is about the site’s health."
    assert said == [paused, "Email leaves again."]


def test_it_is_shown_what_leaves_before_email_is_let_go_again(staff, queue, deliver, settings):
    waits = queue()
    queue("letter:2")
    queue("site:1", "ada@example.org", "site")  # no pause holds it
    queue("letter:3", due_at=timezone.now() + dt.timedelta(days=1))
    staff.post(SWITCH, {"turn": "pause"})
    (asks,) = [to for to, text in links(staff.get("/admin/")).items() if "leave again" in text]
    page = words(staff.get(f"/admin/{asks}"))
    assert "none can be called back. Is that meant?" in page
    assert "2 × a letter to a council" in page and "from the site itself" not in page
    deliver()
    waits.refresh_from_db()
    assert waits.state == MessageState.QUEUED  # looking lets nothing go
    staff.post(SWITCH, {"turn": "resume"})
    deliver()
    waits.refresh_from_db()
    assert waits.state == MessageState.ACCEPTED
    again = words(staff.get(f"/admin/{asks}"))  # an old tab
    assert "Is that meant?" not in again and "Pause all email" in again
    staff.post(SWITCH, {"turn": "pause"})
    assert "Nothing waits that could leave now." in words(staff.get(f"/admin/{asks}"))


def test_only_an_administrator_may_let_letters_go_to_councils(staff, client, editor, settings):
    settings.LETTERS_LIVE = True
    assert "Let letters go to councils" not in words(staff.get("/admin/"))
    assert staff.post(SWITCH, {"turn": "live"}).status_code == 403
    roles.give(editor, "administrator")
    (asks,) = [to for to, text in links(client.get("/admin/")).items() if "Let letters go" in text]
    assert "none can be called back. Is that meant?" in words(client.get(f"/admin/{asks}"))
    assert not MailSettings.current().live
    for turn, is_live in (("live", True), ("test", False), ("live", True)):
        client.post(SWITCH, {"turn": turn})
        assert MailSettings.current().live is is_live
    assert "Send councils nothing" in words(client.get("/admin/"))
