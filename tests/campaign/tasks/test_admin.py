import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from campaign.staff import roles
from campaign.tasks.models import Task
from tests.seen import words

TIPS = "/admin/tasks/task/"


@pytest.fixture
def task(sheffield):
    return Task.objects.create(
        council=sheffield, kind="signed", text="It signed <b>in May</b>.", email="anna@example.org"
    )


def test_staff_see_open_tasks_and_mark_them_as_dealt_with(staff, task):
    assert "Sheffield City Council" in words(staff.get(TIPS))
    answer = staff.post(TIPS, {"action": "finish", "_selected_action": [task.pk]}, follow=True)
    assert "1 marked as dealt with." in words(answer)
    task.refresh_from_db()
    assert task.done_at is not None
    assert task not in Task.objects.open()
    assert "0 messages from visitors" in words(staff.get(TIPS))
    assert "Sheffield City Council" in words(staff.get(TIPS + "?state=done"))
    assert "Sheffield City Council" in words(staff.get(TIPS + "?state=all"))


def test_marking_a_task_as_dealt_with_twice_keeps_the_first_time(staff, task):
    task.finish("Asked the council.")
    staff.post(TIPS, {"action": "finish", "_selected_action": [task.pk]})
    first = task.done_at
    task.refresh_from_db()
    assert task.done_at == first
    with pytest.raises(ValidationError, match="already been dealt with"):
        task.finish()


def test_staff_can_write_the_outcome_of_a_task_but_not_change_its_message(staff, task):
    address = f"{TIPS}{task.pk}/change/"
    page = staff.get(address)
    assert "<b>in May" not in page.content.decode()
    staff.post(address, {"outcome": "Found the minutes.", "text": "something else"})
    task.refresh_from_db()
    assert task.outcome == "Found the minutes."
    assert task.text == "It signed <b>in May</b>."


def test_staff_cannot_add_a_task_themselves(staff, db):
    assert staff.get(TIPS + "add/").status_code == 403


def test_a_reader_sees_no_messages_as_they_hold_visitors_addresses(client, task):
    reader = User(username="rita@example.org")
    roles.give(reader, "reader")
    client.force_login(reader)
    assert client.get(TIPS).status_code == 403
    client.post(TIPS, {"action": "finish", "_selected_action": [task.pk]})
    task.refresh_from_db()
    assert task.done_at is None


def test_a_visitor_sees_no_tasks(client, task):
    assert client.get(TIPS).status_code == 302


def test_a_councils_answer_links_to_its_timeline(staff, sheffield):
    task = Task.objects.create(council=sheffield, kind="reply", text="It says it will sign.")
    page = staff.get(f"{TIPS}{task.pk}/change/").content.decode()
    assert '<a href="/councils/sheffield/">Its page</a>' in page
    begun = (
        f"/admin/councils/event/add/?council={sheffield.pk}&amp;source_kind=other&amp;kind=reply"
    )
    assert begun in page
    form = staff.get(begun.replace("&amp;", "&")).context["adminform"].form
    assert form.initial["kind"] == "reply"


def test_the_date_and_time_of_a_task_are_in_british_style(staff, task):
    task.created_at = dt.datetime(2026, 11, 24, 22, 34, tzinfo=dt.UTC)
    task.save()
    seen = words(staff.get(TIPS))
    assert "24 November 2026, 22:34" in seen
    assert "p.m." not in seen
