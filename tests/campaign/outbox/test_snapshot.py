"""A hosting provider puts an older state of the whole database back, and tells nobody."""

import pytest
from django.core.management import CommandError, call_command

from campaign.outbox.models import MailMayRun, MailSettings, OutgoingMessage


@pytest.mark.promise(17)
@pytest.mark.parametrize("delivered_before", [0, 3])
def test_after_a_providers_snapshot_no_letter_goes_twice(
    queue, deliver, live, mail_server, smtp_log, reported, tmp_path, delivered_before
):
    for number in range(delivered_before):
        queue(f"letter:before-{number}")
    deliver()
    six = {queue(f"letter:{number}").message_id: 1 for number in range(6)}
    snapshot = tmp_path / "snapshot.json"
    call_command("dumpdata", "outbox", output=str(snapshot), verbosity=0)
    deliver()
    accepted = smtp_log.accepted.copy()
    assert accepted.items() >= six.items()

    call_command("loaddata", str(snapshot), verbosity=0)
    assert OutgoingMessage.objects.waiting().count() == 6
    with pytest.raises(CommandError, match="put back to an older state. Run manage.py after_res"):
        deliver()
    assert smtp_log.accepted == accepted

    call_command("after_restore", verbosity=0)
    assert MailMayRun.objects.get().sent == delivered_before + 6
    MailSettings.current().pause(False)
    deliver()
    assert smtp_log.accepted == accepted
    assert OutgoingMessage.objects.filter(state="unsure").count() == 6


def test_a_worker_that_was_killed_before_its_line_in_the_ledger_starts_again(
    queue, deliver, live, mail_server, smtp_log, reported, monkeypatch
):
    with monkeypatch.context() as killed:
        killed.setattr("campaign.outbox.worker.tell_ledger", lambda: None)
        queue("letter:1")
        deliver()
    queue("letter:2")
    deliver()
    assert sorted(smtp_log.accepted.values()) == [1, 1]
