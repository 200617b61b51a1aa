"""The night’s purge: what it forgets, and that it may run at any time."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.privacy import personal_data
from campaign.privacy.personal_data import purge_all
from campaign.tasks.models import Task
from tests.campaign.privacy.life import found_in_tables, live

LATER = dt.timedelta(days=184)


def test_a_purge_that_fails_does_not_stop_the_others(sheffield, monkeypatch):
    def fail(now):
        raise ZeroDivisionError

    def with_a_fault(*, of_staff):
        yield "faulty", fail
        yield from purges(of_staff=of_staff)

    purges = personal_data.purges
    Task.objects.create(
        council=sheffield, kind="wrong", text="x", created_at=timezone.now() - LATER
    )
    monkeypatch.setattr(personal_data, "purges", with_a_fault)
    with pytest.raises(ZeroDivisionError):
        purge_all()
    assert not Task.objects.exists()


def test_a_purge_a_week_late_deletes_the_same(client, desk):
    live(client, desk)
    late = timezone.now() + LATER + dt.timedelta(days=7)
    assert sum(purge_all(late).values()) > 10
    assert found_in_tables() == {}


def test_expired_staff_sessions_are_deleted(client, editor, db):
    client.force_login(editor)
    assert purge_all()["sessions of staff"] == 0
    assert purge_all(timezone.now() + dt.timedelta(days=1))["sessions of staff"] == 1
