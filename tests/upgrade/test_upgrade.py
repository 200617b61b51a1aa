"""During an update the last release still writes: today's schema must accept what it writes."""

import json
from pathlib import Path

import pytest

from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from councils.models import RecordVersion, Signature
from tests.upgrade.schema import schema
from tests.upgrade.writer import write

FILE = Path(__file__).with_name("last_release.json")

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="nothing was released yet")


@pytest.fixture(scope="module")
def last_release():
    return json.loads(FILE.read_text())


def test_the_last_release_can_write_a_draft_a_confirmation_and_a_signature(
    last_release, kent, edition
):
    version, ids = RecordVersion.objects.number(), {}
    for step in ("draft", "confirm", "record"):
        write(last_release["steps"][step], {"$council": kent.pk, "$edition": edition.pk}, ids)
    keys = [key for (table, _), key in ids.items() if table == "letters_letter"]
    assert set(Letter.objects.filter(pk__in=keys).values_list("state", flat=True)) == {
        "draft",
        "queued",
    }
    assert OutgoingMessage.objects.filter(purpose="letter").exists()
    (key,) = [key for (table, _), key in ids.items() if table == "councils_signature"]
    assert Signature.objects.get(pk=key).council == kent
    assert RecordVersion.objects.number() > version


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
