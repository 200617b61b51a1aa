"""After a purge no trace of a person remains: in any table, history, log or file."""

import datetime as dt
import logging

from django.utils import timezone

from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from tests.campaign.privacy.life import (
    NEEDLES,
    NEVER_KEPT,
    found_in_tables,
    live,
    needles_in,
)


def test_no_trace_remains_of_a_whole_life(client, desk, caplog):
    with caplog.at_level(logging.INFO):
        live(client, desk)
        before = found_in_tables()
        assert set().union(*before.values()) == set(NEEDLES) - set(NEVER_KEPT)
        assert {
            "letters_letter.text",
            "outbox_outgoingmessage.content",
            "inbox_incomingmessage.text",
            "tasks_task.text",
            "supporters_wish.email",
        } <= set(before)
        half_a_year_on = timezone.now() + dt.timedelta(days=184)
        purge_all(half_a_year_on)
        assert found_in_tables() == {}
        assert purge_all(half_a_year_on) == dict.fromkeys(purge_all(half_a_year_on), 0)
    assert needles_in(caplog.text) == set()
    assert not Letter.objects.exists()
    assert not OutgoingMessage.objects.exists()
