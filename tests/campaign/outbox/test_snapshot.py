"""A hosting provider puts an older state of the whole database back, and tells nobody."""

import pytest
from django.core.management import call_command


@pytest.mark.promise(17)
@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="no worker notices a provider's snapshot yet: the ledger will tell what went last",
)
def test_after_a_providers_snapshot_no_letter_goes_twice(
    queue, deliver, live, mail_server, smtp_log, reported, tmp_path
):
    message = queue()
    snapshot = tmp_path / "snapshot.json"
    call_command("dumpdata", "outbox", output=str(snapshot), verbosity=0)
    deliver()
    if smtp_log.accepted != {message.message_id: 1}:
        raise RuntimeError("It did not go at all.")
    call_command("loaddata", str(snapshot), verbosity=0)
    deliver()
    assert smtp_log.accepted == {message.message_id: 1}
