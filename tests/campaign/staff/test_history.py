"""Who did what: every bulk action of staff leaves its lines."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.mail import EmailMessage

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.staff import roles

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


BULK_ACTIONS = {
    "send_again": MessageState.FAILED,
    "stop": MessageState.QUEUED,
    "was_sent": MessageState.UNSURE,
}
"""The actions of ours, and the state of the emails that they are for; Django logs its own."""


@pytest.mark.parametrize("action", BULK_ACTIONS)
def test_a_bulk_action_leaves_a_line_for_each_row_with_who_did_it(ada, action):
    keys = {str(message.pk) for message in emails(BULK_ACTIONS[action])}
    typed = {"action": action, "_selected_action": list(keys), "post": "yes", "seen": "1"}
    ada.post("/admin/outbox/outgoingmessage/", typed)
    lines = LogEntry.objects.filter(user__username="ada@example.org", object_id__in=keys)
    assert {line.object_id for line in lines} == keys
    assert lines.count() == 2
