"""Two releases, made and put in place as docs/deploy/ ships it, while people use the site."""

import json
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.campaign.operations.deployment.scripts import Scripts
from tests.campaign.served import Site

ROOT = Path(__file__).parents[3]
US = ("-c", "user.name=A", "-c", "user.email=a@b.example")
NEW_MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "{last}")]
    operations = [
        migrations.AddField(
            "letter", "later", models.TextField(default="", db_default="", blank=True)
        )
    ]
"""

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="a real site runs on PostgreSQL",
    ),
]


class Machine(Site):
    """A machine whose /srv/runaways is a folder, and whose systemd is this test."""

    def __init__(self, where: Path, database: str):
        super().__init__(database)
        self.where = where
        self.ask_restart, self.restarted = where / "restart", where / "restarted"
        self.door = socket.create_server(("127.0.0.1", self.port), backlog=128)  # runaways.socket
        self.scripts = Scripts(where, {
            "DATABASE_URL": database, "SECRET_KEY": "x" * 60, "SITE_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1", "SMTP_URL": "smtp://127.0.0.1:9", "WEB_WORKERS": "2",
            "DEFAULT_FROM_EMAIL": "site@runaways.example", "MUST_BE_OPENED": "off",
            "LEDGER": str(where / "ledger"), "RESTIC_REPOSITORY": str(where / "backups"),
        })  # fmt: skip
        self.home = self.scripts.home
        self.log = where / "log"
        self.scripts.program("systemctl", 'case $1 in is-failed) exit 1 ;; is-active)\n'
                             f"test -e {self.log} && echo active || {{ echo inactive; exit 3; }}\n"
                             "exit ;; esac\n"
                             f"touch {self.ask_restart}; rm -f {self.restarted}\n"
                             f"until [ -e {self.restarted} ]; do sleep 0.1; done")  # fmt: skip
        self.scripts.ship("manage")
        update = self.scripts.here("update").replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        self.scripts.program("update", update)
        self.run = self.scripts.run
        self.server = None
        self.ends = threading.Event()

    def start(self) -> None:
        """Start the website as its unit does, with the door that is open already."""
        unit = self.scripts.here("systemd/runaways.service")
        command = re.search(r"^ExecStart=/bin/sh -c '(.*)'$", unit, re.MULTILINE)[1]
        command = f"set -a; . {self.where}/environment; LISTEN_FDS=1; LISTEN_PID=$$; {command}"
        with self.log.open("a") as log:
            self.server = subprocess.Popen(
                ["bash", "-c", f"exec 3<&{self.door.fileno()}; {command}"],
                env=self.scripts.environment, pass_fds=[self.door.fileno()], stderr=log,
            )  # fmt: skip

    def keep_running(self) -> None:
        """Start the website anew each time that somebody asks systemd to."""
        while not self.ends.wait(0.1):
            if self.ask_restart.exists():
                self.ask_restart.unlink()
                if self.server:
                    self.stop()
                    self.start()
                self.restarted.touch()


@pytest.fixture
def machine(tmp_path, database):
    machine = Machine(tmp_path, database)
    systemd = threading.Thread(target=machine.keep_running)
    systemd.start()
    yield machine
    machine.ends.set()
    systemd.join()
    if machine.server:
        machine.stop()
    machine.door.close()


def git(folder: Path, *arguments) -> str:
    return subprocess.run(
        ["git", "-C", folder, *US, *arguments], check=True, capture_output=True, text=True
    ).stdout


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text, f"{path} has no {before}"
    path.write_text(text.replace(before, after, 1))


def make_second_release(code: Path) -> None:
    """Commit a column more, and a page that leads to an address more."""
    migrations = code / "campaign/letters/migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "0999_later.py").write_text(NEW_MIGRATION.format(last=last))
    column = '    later = models.TextField(default="", db_default="", blank=True)\n'
    replace(code / "campaign/letters/row.py", "    token = ", f"{column}    token = ")
    page = 'path("<slug:slug>/", pages.page, name="page"),'
    replace(code / "campaign/urls.py", page,
            f'path("later/", pages.self_check, name="later"),\n    {page}')  # fmt: skip
    replace(code / "templates/councils/changes.html", "{% block content %}",
            '{% block content %}<a href="{% url "later" %}">Later</a>')  # fmt: skip
    git(code, "add", ".")
    git(code, "commit", "-qm", "A release")


@pytest.mark.promise(34)
def test_an_update_and_the_way_back_fail_no_request(machine, tmp_path):
    code = tmp_path / "code"
    git(tmp_path, "clone", "-q", ROOT, code)
    git(code, "checkout", "-q", "-B", "main")  # whatever is checked out here
    first = git(code, "rev-parse", "HEAD").strip()
    machine.home.mkdir()
    git(tmp_path, "clone", "-q", "--bare", code, machine.home / "repository")
    assert "update --back   to the release before" in machine.run("update", "--help")
    fail_the_very_first(machine, first)
    machine.run("update", first)
    assert "its website does not run" in machine.run("update", first)
    keep_packages_at_hand(machine)
    machine.start()

    answers, stop = [], threading.Event()

    def visit(number: int) -> None:
        while not stop.is_set():
            try:
                answers.append(machine.get("/councils/kent/")[0])
                answers.append(machine.get("/need-help/")[0])
                answers.append(machine.post("/find/", q="Leeds")[0])
                typed = {"topics": "talk", "own_line": f"My {number} children live here."}
                answers.append(machine.post("/councils/kent/write/", **typed)[0])
            except OSError as error:
                answers.append(repr(error))
                time.sleep(1)

    visitors = [threading.Thread(target=visit, args=[number]) for number in range(3)]
    for visitor in visitors:
        visitor.start()
    try:
        make_second_release(code)
        second = git(code, "rev-parse", "HEAD").strip()
        update_and_go_back(machine, first, second)
        update_again(machine, code, first, second)
    finally:
        stop.set()
        for visitor in visitors:
            visitor.join()
    assert len(answers) > 50
    assert set(answers) <= {200, 302, 303}


def fail_the_very_first(machine: Machine, first: str) -> None:
    """Let the first release not answer, where systemd says that a website runs already."""
    machine.log.touch()
    said = machine.scripts.fail("update", first)
    machine.log.unlink()
    assert "does not answer" in said
    assert "NOT UPDATED: it runs nothing, as before." in said
    assert not (machine.home / "current").is_symlink()
    assert "There is no release to go back to." in machine.scripts.fail("update", "--back")


def keep_packages_at_hand(machine: Machine) -> None:
    """Give later releases the packages of the first: pip has been tried, and takes a minute."""
    # In a folder before the others: the first release's own Python leads to that one.
    first = machine.where / "first"
    first.mkdir()
    script = first / "python3"
    script.write_text(f"""#!/bin/sh
        [ "$2" = venv ] || exec {machine.scripts.programs}/python3 "$@"
        cp -al {machine.home}/current/.venv "$3"
        rm "$3"/bin/pip*
        ln -s /bin/true "$3/bin/pip"
    """)
    script.chmod(0o755)
    machine.scripts.environment["PATH"] = f"{first}:{machine.scripts.environment['PATH']}"


def update_and_go_back(machine: Machine, first: str, second: str) -> None:
    assert machine.get("/changes/")[0] == 200, machine.log.read_text()[-3000:]
    styles = re.search(rb"/static/[^\"]+\.css", machine.get("/need-help/")[2])[0].decode()
    machine.run("update", second)
    status, _, page = machine.get("/changes/")
    assert status == 200
    assert b"Later" in page
    assert machine.get("/later/")[0] == 200
    assert machine.get(styles)[0] == 200  # of a page that was opened before
    assert says_commit(machine) == second
    assert "again" in machine.run("update", "--back")
    assert machine.get("/later/")[0] == 404
    assert machine.get("/changes/")[0] == 200
    assert says_commit(machine) == first


def fill_the_disk(machine: Machine, code: Path) -> None:
    """Let the disk be full while a release is unpacked: nothing of it stays there."""
    git(code, "commit", "-qm", "A release for which there is no room", "--allow-empty")
    releases = set((machine.home / "releases").iterdir())
    machine.scripts.program("tar", 'head -c 100000 > "$3/half"; echo No space left >&2; exit 2')
    said = machine.scripts.fail("update", git(code, "rev-parse", "HEAD").strip())
    (machine.scripts.programs / "tar").unlink()
    assert "No space left" in said
    assert "NOT UPDATED: it runs" in said
    assert set((machine.home / "releases").iterdir()) == releases


def says_commit(machine: Machine) -> str:
    return json.loads(machine.get("/health/")[2])["commit"]


def update_again(machine: Machine, code: Path, first: str, second: str) -> None:
    """Update to the release from which somebody went back, by a name that fails in between."""
    releases = machine.home / "releases"
    whole = releases / git(code, "describe", "--tags", "--always", second).strip()
    (whole / "untouched").touch()
    assert "The repository has no tomorrow." in machine.scripts.fail("update", "tomorrow")
    replace(code / "campaign/settings.py", '"""Settings', 'broken\n"""Settings')
    git(code, "commit", "-qam", "A release that does not start")
    third = git(code, "rev-parse", "HEAD").strip()
    assert "NOT UPDATED: it runs" in machine.scripts.fail("update", third)
    assert says_commit(machine) == first
    git(code, "revert", "--no-edit", "HEAD")
    replace(code / "campaign/wsgi.py", '"""', 'raise SystemExit\n"""')
    git(code, "commit", "-qam", "A release whose website does not start")
    fourth = git(code, "rev-parse", "HEAD").strip()
    assert "NOT UPDATED: it runs" in machine.scripts.fail("update", fourth)
    assert says_commit(machine) == first
    fill_the_disk(machine, code)
    for days in (300, 200, 100):
        old = releases / f"old-{days}"
        old.mkdir()
        (old / "COMMIT").touch()
        os.utime(old, (time.time() - days * 86400,) * 2)
    machine.run("update", second)
    assert says_commit(machine) == second
    assert (whole / "untouched").exists()  # what `previous` led to was not made anew
    machine.run("update", "--back")
    assert says_commit(machine) == first
    machine.run("update", second)
    assert says_commit(machine) == second
    names = {path.name for path in releases.iterdir()}
    earlier = git(code, "describe", "--tags", "--always", first).strip()
    assert names == {whole.name, earlier, "old-100"}
    cut_off_after_the_link(machine, releases / earlier)
    assert "was started anew" in machine.run("update", first)
    assert says_commit(machine) == first


def cut_off_after_the_link(machine: Machine, release: Path) -> None:
    """Let the link lead to a release, and the website that runs be the one before."""
    link = machine.home / "current"
    link.unlink()
    link.symlink_to(f"releases/{release.name}")
