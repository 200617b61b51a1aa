"""The day after Sheffield was due to decide, staff are asked what came of it."""

import datetime as dt

from django.utils import timezone

from campaign.recording.by_night import ask_about_decisions
from campaign.tasks.models import Task
from councils.models import EventKind
from tests.seen import fields


def test_a_decision_makes_one_task_the_day_after_it_was_due(rich, today_is, editor, client):
    today_is("2027-01-14")
    assert ask_about_decisions(timezone.now()) == 0
    today_is("2027-01-15")
    assert [ask_about_decisions(timezone.now()) for _ in range(2)] == [1, 0]
    task = Task.objects.get(kind="decision")
    assert "Sheffield was due to decide by 14 January 2027." in task.text
    client.force_login(editor)
    assert fields(client.get(task.link))["council"] == "Sheffield City Council"


def test_a_decision_that_was_settled_makes_none(rich, today_is, add_event, sheffield):
    today_is("2027-01-15")
    add_event(sheffield, EventKind.INTENDS, "2027-01-14", checked_on=dt.date(2027, 1, 15))
    assert ask_about_decisions(timezone.now()) == 0
