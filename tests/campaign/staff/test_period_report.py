"""The Monday email to staff, and the month that trustees print."""

import datetime as dt
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from campaign.asking.models import Ask
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.staff import period_report, roles
from campaign.tasks.models import Task
from campaign.tokens import new_token
from tests.seen import words

pytestmark = pytest.mark.django_db
NOTHING = "Nothing happened: no letter, no answer, no decision ahead and no task overdue."


@pytest.fixture
def maya(client, today_is):
    today_is("2026-11-30")
    user = User.objects.create(username="maya@example.org")
    roles.give(user, "reader")
    User.objects.create(username="left@example.org", is_staff=True, is_active=False)
    client.force_login(user)
    return client


def at(moment):
    return dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def busy_week(kent, sheffield, add_event, today_is):
    """Letters to two councils, one of them a test; an answer; a decision ahead; an overdue task."""
    today_is("2026-11-30")
    for number, (council, moment, is_test) in enumerate([
        (kent, "2026-11-23T00:00", False), (kent, "2026-11-29T23:59", False),
        (sheffield, "2026-11-25T12:00", False), (sheffield, "2026-11-25T12:00", True),
        (kent, "2026-11-22T23:59", False), (kent, "2026-11-30T00:00", False),
    ]):  # fmt: skip
        Letter.objects.create(
            council=council, status_at_drafting="not_signed", token=new_token(), state="accepted",
            asked_at=at(moment), confirmed_at=at(moment), outcome_at=at(moment), is_test=is_test,
            email=f"anna{number}@example.org", name="Anna",
        )  # fmt: skip
    add_event(sheffield, "decision_due", date="2026-12-10", checked_on="2026-11-24")
    Task.objects.create(council=kent, kind="reply", text="We shall.", created_at=at("2026-11-24"))
    for kind in ("question", "formal"):  # one answer ends both
        Ask.objects.create(
            council=sheffield, kind=kind, role="democratic", address_checked_on="2026-11-20",
            outcome="answered", ended_at=at("2026-11-25"),
        )  # fmt: skip
    Task.objects.create(
        council=sheffield, kind="complained", text="x", due_on=dt.date(2026, 11, 27)
    )


def sent():
    messages = OutgoingMessage.objects.values_list("content", flat=True)
    emails = (message_from_bytes(bytes(content), policy=default) for content in messages)
    return [f"To: {email['To']} {email['Subject']} {email.get_content()}" for email in emails]


def test_each_monday_one_email_tells_staff_of_the_week(maya, busy_week):
    assert period_report.email_week(at("2026-11-30T03:00")) == 1
    assert period_report.email_week(at("2026-11-30T04:00")) == 0
    (email,) = sent()
    text = " ".join(email.split())
    for line in (
        "To: maya@example.org", "The week: 23 November 2026 to 29 November 2026",
        "- Kent: 2 - Sheffield: 1", "Answers from councils - Kent: 1 - Sheffield: 1",
        "- Sheffield decides on 10 December",
        "A complaint to answer, since 27 November 2026; nobody",
        "councils are on record as signed today.",
    ):  # fmt: skip
        assert line in text, text
    assert "Anna" not in text


def test_a_week_in_which_nothing_happened_says_so_in_a_line(maya):
    assert period_report.email_week(at("2026-11-24T03:00")) == 0  # a new site waits for a Monday
    assert period_report.email_week(at("2026-11-30T03:00")) == 1
    assert period_report.email_week(at("2026-12-08T03:00")) == 1  # Monday's run was missed
    assert period_report.email_week(at("2026-12-09T03:00")) == 0
    assert [email for email in sent() if NOTHING not in " ".join(email.split())] == []
    assert len(sent()) == 2


def test_trustees_get_a_month_on_one_page(maya, busy_week, today_is):
    page = maya.get("/admin/month/?month=2026-11")
    text = words(page)
    assert "November 2026" in text
    assert "This month is not over yet." in text
    assert "Kent: 4 Sheffield: 1" in text
    assert "Tasks overdue now Sheffield City Council: A complaint to answer" in text
    assert 'aria-label="Letters by day: 5 in all' in page.content.decode()
    assert "October 2026" in words(maya.get("/admin/month/"))
    for wrong in ("2026-13", "1066-10", "2027-01", "x"):
        assert "October 2026" in words(maya.get(f"/admin/month/?month={wrong}"))


def test_a_month_in_which_nothing_happened_says_so_in_a_line(maya, today_is):
    today_is("2026-11-24")
    page = maya.get("/admin/month/")
    assert NOTHING in words(page)
    assert "Letters by council" not in words(page)
