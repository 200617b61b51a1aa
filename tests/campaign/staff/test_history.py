"""Who did what: every form, bulk action and list of staff leaves its lines, which are counted."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.mail import EmailMessage

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.staff import roles
from campaign.tasks.models import Task
from councils.models import Council

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    """The browser of Ada, an administrator, who may use every action."""
    user = User(username="ada@example.org", email="ada@example.org")
    roles.give(user, "administrator")
    client.force_login(user)
    return client


def emails(state):
    for key in ("letter:1", "letter:2"):
        OutgoingMessage.objects.queue(
            "letter", key, "leader@kent.example", EmailMessage("Hello", "x", None, ["a@b.example"]),
        )  # fmt: skip
    if state != MessageState.QUEUED:
        OutgoingMessage.objects.update(state=state, outcome_at="2026-11-23T10:05Z")
    return list(OutgoingMessage.objects.all())


def tasks():
    kent = Council.objects.get(code="KEN")
    return [Task.objects.create(council=kent, kind="wrong", text=text) for text in ("A", "B")]


BULK_ACTIONS = {
    ("outbox.OutgoingMessage", "send_again"): lambda: emails(MessageState.FAILED),
    ("outbox.OutgoingMessage", "stop"): lambda: emails(MessageState.QUEUED),
    ("outbox.OutgoingMessage", "was_sent"): lambda: emails(MessageState.UNSURE),
    ("tasks.Task", "finish"): tasks,
}
"""Two rows for each action of ours; Django logs its own."""


@pytest.mark.parametrize(("label", "action"), BULK_ACTIONS, ids="-".join)
def test_a_bulk_action_leaves_a_line_for_each_row_with_who_did_it(ada, label, action):
    rows = BULK_ACTIONS[label, action]()
    keys = {str(row.pk) for row in rows}
    typed = {"action": action, "_selected_action": list(keys), "post": "yes", "seen": "1"}
    ada.post(f"/admin/{label.lower().replace('.', '/')}/", typed | {"outcome": "Read."})
    lines = LogEntry.objects.filter(user__username="ada@example.org", object_id__in=keys)
    assert {line.object_id for line in lines} == keys
    assert lines.count() == 2
