"""During an update the last release still writes: today's schema must accept what it writes."""

import json
from pathlib import Path

import pytest

from campaign.inbox.models import IncomingMessage
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.tasks.models import Task
from councils.models import RecordVersion, Signature
from tests.upgrade.schema import schema
from tests.upgrade.writer import write

FILE = Path(__file__).with_name("last_release.json")

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="nothing was released yet")


@pytest.fixture(scope="module")
def last_release():
    return json.loads(FILE.read_text())


def test_the_last_release_writes_delivers_receives_and_purges(last_release, kent, edition):
    version, ids = RecordVersion.objects.number(), {}

    def act(name):
        write(last_release["steps"][name], {"$council": kent.pk, "$edition": edition.pk}, ids)
        return [key for (table, _), key in ids.items() if table == "letters_letter"]

    act("draft")
    letters = Letter.objects.filter(pk__in=act("confirm"))
    assert set(letters.values_list("state", flat=True)) == {"draft", "queued"}
    assert OutgoingMessage.objects.filter(purpose="letter").exists()
    act("record")
    (key,) = [key for (table, _), key in ids.items() if table == "councils_signature"]
    assert Signature.objects.get(pk=key).council == kent
    assert RecordVersion.objects.number() > version
    act("deliver")
    assert letters.filter(state="accepted").count() == 1
    act("receive")
    assert letters.filter(state="bounced", answer_received_at__isnull=False).count() == 1
    assert IncomingMessage.objects.count() == 2
    assert Task.objects.get().kind == "reply"
    act("purge")
    for model in (Letter, OutgoingMessage, IncomingMessage, Task):
        assert not model.objects.exists(), model


def test_today_has_every_table_and_column_of_the_last_release(last_release):
    today = schema()
    for table, columns in last_release["schema"].items():
        assert table in today
        assert columns.keys() <= today[table].keys(), table


def test_a_new_column_may_be_left_out_by_the_last_release(last_release):
    needed = [
        f"{table}.{column}"
        for table, columns in schema().items()
        for column, may_be_left_out in columns.items()
        if table in last_release["schema"]
        and column not in last_release["schema"][table]
        and not may_be_left_out
    ]
    assert needed == [], "give it a db_default"
