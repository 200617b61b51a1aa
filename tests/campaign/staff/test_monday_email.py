"""The Monday email to staff."""

import datetime as dt
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from campaign.outbox.models import OutgoingMessage
from campaign.staff import roles
from campaign.staff.desk import email_week
from campaign.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def colleagues(today_is):
    """Rae, who deals with tasks; Rita, who may not see them; somebody who has left."""
    today_is("2026-11-30")
    for name, role in (("rae", "recorder"), ("rita", "reader")):
        roles.give(User.objects.create(username=f"{name}@example.org"), role)
    User.objects.create(username="left@example.org", is_staff=True, is_active=False)


def at(moment):
    return dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))


def emails():
    """Return the text of each email by whom it is to."""
    messages = OutgoingMessage.objects.order_by("pk").values_list("content", flat=True)
    read = (message_from_bytes(bytes(content), policy=default) for content in messages)
    return {email["To"]: f"{email['Subject']}: {' '.join(email.get_content().split())}"
            for email in read}  # fmt: skip


def test_each_monday_one_email_tells_each_of_staff_what_waits_for_them(kent, sheffield):
    Task.objects.create(council=kent, kind="reply", text="We shall, says Anna.")
    Task.objects.create(council=sheffield, kind="wrong", text="x", due_on=dt.date(2026, 11, 27))
    assert email_week(at("2026-11-30T03:00")) == 2
    assert email_week(at("2026-11-30T04:00")) == 0
    told = emails()
    assert set(told) == {"rae@example.org", "rita@example.org"}
    rae, rita = told["rae@example.org"], told["rita@example.org"]
    for line in ("- 1 answer from councils to read", "- 1 message that a page has a mistake",
                 "since 27 November 2026", "Letters in the last four weeks"):  # fmt: skip
        assert line in rae, rae
    assert "This week on Make Runaways Safe: 2 things waiting" in rae
    assert "mistake" not in rita
    assert "Anna" not in rae + rita


def test_a_monday_that_was_missed_is_made_up_for_and_an_empty_desk_says_so():
    User.objects.create(username="new@example.org", is_staff=True)  # has no role yet
    assert email_week(at("2026-11-24T03:00")) == 0  # a new site waits for a Monday
    assert email_week(at("2026-11-30T03:00")) == 3
    assert email_week(at("2026-12-08T03:00")) == 3
    assert email_week(at("2026-12-09T03:00")) == 0
    assert OutgoingMessage.objects.count() == 6
    assert "Nothing’s waiting." in emails()["new@example.org"]
