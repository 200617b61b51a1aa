"""The version of the record: raised by the database itself, on SQLite and on PostgreSQL."""

import pytest
from django.db import connection

from campaign.pages.models import NewsItem, Notice, Organisation
from councils.models import (
    Change,
    Contact,
    CouncilName,
    DailyLetterCount,
    EvidenceLink,
    MissingFromCare,
    Pause,
    RecordVersion,
)
from councils.models.version import published_models

pytestmark = [pytest.mark.django_db, pytest.mark.promise(1)]


def raised_by(change) -> int:
    before = RecordVersion.objects.get().number
    change()
    return RecordVersion.objects.get().number - before


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_update_or_delete_of_published_rows_raises_the_version(
    kent, sign, add_event, add_progress
):
    sign(kent)
    add_event(kent, "progress")
    add_progress(kent, "count")
    Change.objects.note(kent, "corrected", "A date.", "A reason.")
    CouncilName.objects.create(council=kent, kind="address", name="invicta")
    Organisation.objects.get_or_create(pk=1)
    DailyLetterCount.objects.create(council=kent, delivered=1)
    MissingFromCare.objects.create(council=kent, year=2030, loaded_on="2026-11-24")
    EvidenceLink.objects.create(url="https://a.example/", checked_on="2026-11-24")
    Contact.objects.create(
        council=kent, email="a@kent.example", source="x", checked_on="2026-11-24",
        check_again_on="2027-05-01",
    )  # fmt: skip
    Pause.objects.create(council=kent, until="2099-01-01", reason="x")
    Notice.objects.create(text="x", until="2099-01-01")
    NewsItem.objects.create(title="The map", slug="map", summary="It has names.")
    for model in published_models():
        table, key = model._meta.db_table, model._meta.pk.column
        assert raised_by(lambda t=table, k=key: sql(f"UPDATE {t} SET {k} = {k}")), table
        if model._meta.db_table not in ("councils_council", "councils_edition"):
            assert raised_by(lambda t=table: sql(f"DELETE FROM {t}")), table


def test_bulk_changes_raise_the_version(kent):
    lines = [Change(council=kent, kind="corrected", what="A date.", why="A reason.")] * 3
    assert raised_by(lambda: Change.objects.bulk_create(lines))
    assert raised_by(lambda: Change.objects.update(why="Another reason."))
    assert raised_by(lambda: Change.objects.all().delete())
