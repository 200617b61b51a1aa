"""What ./dev run does before it serves, and what it says."""

import io
import shutil
import subprocess

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from campaign.operations.management.commands import start
from campaign.pages.models import Page
from councils.models import Council, Signature


@pytest.fixture
def started(db, monkeypatch):
    """Return a function that starts the site without serving it, and returns what was said."""
    monkeypatch.delenv("RUN_MAIN", raising=False)
    monkeypatch.setattr(start, "call_command", lambda *asked, **options: None)

    def begin():
        output = io.StringIO()
        call_command("start", "0.0.0.0:9000", stdout=output)
        return output.getvalue()

    return begin


@pytest.mark.promise(34)
def test_the_start_loads_what_is_missing_and_says_where_to_look(started):
    Page.objects.all().delete()
    said = started()
    for words in ("http://0.0.0.0:9000/admin/", "/dev/mail/", "--role administrator"):
        assert words in said
    before = Council.objects.count(), Signature.objects.count(), Page.objects.count()
    assert before[2]
    User.objects.create(username="ed@example.org", is_staff=True)
    assert "No staff account yet" not in started()
    assert (Council.objects.count(), Signature.objects.count(), Page.objects.count()) == before


@pytest.mark.parametrize(("command", "status"), [("nonsense", 2), ("help", 0)])
def test_dev_says_what_it_knows(command, status):
    said = subprocess.run(["sh", "dev", command], capture_output=True, text=True, check=False)
    assert said.returncode == status
    assert "./dev run " in said.stdout + said.stderr


def test_dev_bench_says_what_to_install_before_it_begins(tmp_path):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    command = [shutil.which("sh"), "dev", "bench"]
    said = subprocess.run(
        command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr == (
        "./dev bench also needs wrk taskset curl:"
        " on Debian or Ubuntu, apt-get install wrk util-linux curl.\n"
    )
