"""The night’s purge: what it forgets, and that it may run at any time."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils import timezone

from campaign.privacy.personal_data import purge_all
from campaign.tasks.models import Task
from councils.models import DraftList

LATER = dt.timedelta(days=184)


def test_a_purge_that_fails_does_not_stop_the_others(sheffield):
    def no_session_is_deleted(execute, sql, *rest):
        if sql.startswith("DELETE") and "django_session" in sql:
            raise DatabaseError
        return execute(sql, *rest)

    Task.objects.create(
        council=sheffield, kind="wrong", text="x", created_at=timezone.now() - LATER
    )
    Session.objects.create(session_key="x", expire_date=timezone.now() - LATER)
    with connection.execute_wrapper(no_session_is_deleted), pytest.raises(DatabaseError):
        purge_all()
    assert not Task.objects.exists()


def test_a_list_that_was_brought_and_never_published_goes_after_sixty_days(db):
    brought = timezone.now() - dt.timedelta(days=59, hours=23)
    pasted = DraftList.objects.create(kind="contacts", name="Pasted", by="ed", at=brought)
    purge_all()
    assert DraftList.objects.get() == pasted
    purge_all(timezone.now() + dt.timedelta(hours=2))
    assert not DraftList.objects.exists()
