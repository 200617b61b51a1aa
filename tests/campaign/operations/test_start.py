import contextlib
import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from campaign.operations.management.commands import start
from campaign.pages.models import Page
from councils.models import Council, Signature


@contextlib.contextmanager
def delivering(asked):
    asked.append(("worker starts", ()))
    yield
    asked.append(("worker stops", ()))


@pytest.fixture
def started(db, monkeypatch):
    """Return a function that starts the site without serving it, and returns what was said."""

    def begin(where="127.0.0.1:8000"):
        asked = []
        monkeypatch.setattr(start, "delivering", lambda: delivering(asked))
        monkeypatch.setattr(
            start, "call_command", lambda name, *args, **options: asked.append((name, args))
        )
        said = io.StringIO()
        call_command("start", where, stdout=said)
        return said.getvalue(), asked

    monkeypatch.delenv("RUN_MAIN", raising=False)
    return begin


def test_the_start_says_where_to_look_and_how_to_make_an_account(started):
    said, asked = started("0.0.0.0:9000")
    assert "32 of 153 councils are on record as signed." in said
    assert "http://0.0.0.0:9000/" in said
    assert "/admin/" in said
    assert "/dev/mail/" in said
    assert "./dev manage staff you@example.org --role admin" in said
    assert asked == [("load_postcodes", ()), ("runserver", ("0.0.0.0:9000",))]


def test_with_an_account_there_is_nothing_to_make(started):
    User.objects.create(username="ed@example.org", is_staff=True)
    said, _ = started()
    assert "No staff account yet" not in said


def test_a_second_start_loads_nothing_twice(started):
    before = Council.objects.count(), Signature.objects.count(), Page.objects.count()
    said, _ = started()
    assert "Loaded" not in said
    assert (Council.objects.count(), Signature.objects.count(), Page.objects.count()) == before


def test_what_is_missing_is_loaded_and_said(started):
    Page.objects.all().delete()
    said, _ = started()
    assert "Loaded the pages: " in said


def test_the_reloaders_child_serves_and_prepares_nothing(started, monkeypatch):
    monkeypatch.setenv("RUN_MAIN", "true")
    Page.objects.all().delete()
    said, asked = started()
    assert said == ""
    assert [name for name, _ in asked] == ["worker starts", "runserver", "worker stops"]
    assert not Page.objects.exists()
