import contextlib
import io
import socket
import subprocess

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

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
        # Whatever else serves on this machine.
        monkeypatch.setattr(start.Command, "check_port", lambda self, where: None)
        output = io.StringIO()
        call_command("start", where, stdout=output)
        return output.getvalue(), asked

    monkeypatch.delenv("RUN_MAIN", raising=False)
    return begin


@pytest.mark.promise(34)
def test_the_start_says_where_to_look_and_how_to_make_an_account(started):
    output, asked = started("0.0.0.0:9000")
    assert "32 of 153 councils have signed, as far as we know." in output
    assert "http://0.0.0.0:9000/" in output
    assert "/admin/" in output
    assert "/dev/mail/" in output
    assert "./dev manage staff you@example.org --role admin" in output
    assert asked == [("runserver", ("0.0.0.0:9000",))]


def test_the_start_asks_for_no_account_once_there_is_one(started):
    User.objects.create(username="ed@example.org", is_staff=True)
    output, _ = started()
    assert "No staff account yet" not in output


def test_a_second_start_loads_nothing_twice(started):
    before = Council.objects.count(), Signature.objects.count(), Page.objects.count()
    output, _ = started()
    assert "Loaded" not in output
    assert (Council.objects.count(), Signature.objects.count(), Page.objects.count()) == before


def test_the_start_loads_what_is_missing_and_says_so(started):
    Page.objects.all().delete()
    output, _ = started()
    assert "Loaded the pages: " in output


def test_the_reloaders_child_serves_and_prepares_nothing(started, monkeypatch):
    monkeypatch.setenv("RUN_MAIN", "true")
    Page.objects.all().delete()
    output, asked = started()
    assert output == ""
    assert [name for name, _ in asked] == ["worker starts", "runserver", "worker stops"]
    assert not Page.objects.exists()


def test_a_port_in_use_is_named_before_anybody_is_told_to_open_it(monkeypatch):
    monkeypatch.delenv("RUN_MAIN", raising=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        where = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(CommandError, match=r"address already in use.*PORT=8001 ./dev run"):
            call_command("start", where)
    for port in ("eighty", "99999"):
        with pytest.raises(CommandError, match=f"PORT must be a number.*'{port}'"):
            call_command("start", f"127.0.0.1:{port}")
    # An address that is set aside for examples, and so of no machine.
    with pytest.raises(CommandError, match=r"192\.0\.2\.1:8000 cannot be used.*HOST=127\.0\.0\.1"):
        call_command("start", "192.0.2.1:8000")


@pytest.mark.parametrize(("command", "status"), [("nonsense", 2), ("help", 0)])
def test_dev_says_what_it_knows(command, status):
    said = subprocess.run(["sh", "dev", command], capture_output=True, text=True, check=False)
    assert said.returncode == status
    assert "./dev run " in said.stdout + said.stderr
    assert ("There is no ./dev nonsense." in said.stderr) == (status == 2)
