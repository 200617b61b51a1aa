"""The script ``update`` goes back after a crash, and is killed before each program it starts.

Its programs are stand-ins, so that every moment can be tried; test_updating.py has the real ones.
"""

import os
import shutil
import signal
import subprocess

import pytest

from tests.campaign.operations.deployment.scripts import Scripts

US = ("-c", "user.name=A", "-c", "user.email=a@b.example")
CALLED = ("git", "tar", "mkdir", "cp", "rm", "ln", "mv", "touch", "readlink", "cat", "ls", "cmp")
KILL = """n=$(/bin/cat $CALLS 2>/dev/null || echo 0); n=$((n + 1)); echo $n > $CALLS
[ $n != "${KILL_AT:-0}" ] || kill -9 0
"""
SYSTEMD = """
case $1 in
is-active) /bin/cat {where}/state; [ "$(/bin/cat {where}/state)" = active ]; exit ;;
is-failed) [ "$(/bin/cat {where}/state)" = failed ]; exit ;;
show) [ ! -e {where}/had-to-be-killed ] && echo exit-code || echo timeout ;;
reset-failed) echo inactive > {where}/state ;;
start | try-restart)
    case $(/bin/cat {where}/state) in
    inactive) [ $1 = try-restart ] || echo active > {where}/state ;;
    failed) [ $1 = try-restart ] || echo active > {where}/state ;;
    esac
    /bin/readlink {where}/srv/current > {where}/serves
    [ -e {where}/crashes ] || exit 0
    echo activating > {where}/state
    echo "Job for runaways.service failed" >&2
    exit 1 ;;
esac
"""


class Machine(Scripts):
    """A machine with a repository of two releases, whose website is a file that says its state."""

    def __init__(self, where):
        super().__init__(where, {})
        self.home.mkdir()
        code = where / "code"
        self.git("init", "-q", "-b", "main", str(code))
        for name in ("manage", "update", "restore", "rehearse", "watch-site"):
            path = code / "docs/deploy" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        for name in ("first", "second"):
            (code / "requirements-production.txt").write_text(name)
            self.git("-C", str(code), "add", ".")
            self.git("-C", str(code), *US, "commit", "-qm", name)
            self.git("-C", str(code), "tag", name)
        self.git("clone", "-q", "--bare", str(code), str(self.home / "repository"))
        self.calls = where / "calls"
        self.environment |= {"CALLS": str(self.calls), "LC_ALL": "C.UTF-8"}
        for name in CALLED:
            self.program(name, f'{KILL}exec {shutil.which(name)} "$@"')
        (self.programs / "python3").unlink()
        programs = 'for one in pip gunicorn; do /bin/ln -s /bin/true "$3/bin/$one"; done'
        venv = f'mkdir -p "$3/bin"; {programs}'
        self.program("python3", f"{KILL}{venv}")
        self.program("manage", KILL)
        self.program("systemctl", KILL + SYSTEMD.format(where=where))
        self.program("curl", f'{KILL}[ "$(/bin/cat {where}/state)" = active ]')
        self.ship("update")
        self.set("inactive")

    def git(self, *arguments):
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    def set(self, state):
        (self.where / "state").write_text(f"{state}\n")

    def serves(self):
        """Return the release whose website was started last, and the one that the link names."""
        return (self.where / "serves").read_text().strip(), os.readlink(self.home / "current")

    def killed_at(self, call, *command):
        """Run a command that is killed before its program of that number; return whether it was."""
        self.calls.unlink(missing_ok=True)
        done = subprocess.run(
            command, env=self.environment | {"KILL_AT": str(call)}, start_new_session=True,
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        return done.returncode == -signal.SIGKILL


@pytest.fixture
def machine(tmp_path):
    machine = Machine(tmp_path)
    machine.run("update", "first")
    machine.set("active")
    return machine


def test_going_back_starts_a_website_that_has_crashed(machine):
    machine.run("update", "second")
    machine.set("failed")
    assert "It runs releases/first again." in machine.run("update", "--back")
    assert (machine.where / "state").read_text() == "active\n"


def test_going_back_to_a_website_that_crashes_too_says_that_it_does_not_answer(machine):
    machine.run("update", "second")
    machine.set("activating")
    (machine.where / "crashes").touch()
    said = machine.fail("update", "--back")
    assert "releases/first is in place again, but its website does not answer" in said


def test_what_somebody_stopped_stays_stopped_also_if_it_had_to_be_killed(machine):
    machine.run("update", "second")
    machine.set("failed")
    (machine.where / "had-to-be-killed").touch()
    assert "its website is stopped" in machine.run("update", "--back")
    assert (machine.where / "state").read_text() == "inactive\n"


def test_going_back_while_the_website_is_stopped_says_so_and_starts_nothing(machine):
    machine.run("update", "second")
    machine.set("inactive")
    said = machine.run("update", "--back")
    assert "releases/first is in place again, but its website is stopped" in said
    assert (machine.where / "state").read_text() == "inactive\n"


def test_a_website_that_crashes_at_once_is_no_update(machine):
    (machine.where / "crashes").touch()
    said = machine.fail("update", "second")
    assert "does not answer" in said
    assert "NOT UPDATED: it runs releases/first, as before." in said


@pytest.mark.fault  # a hundred updates
@pytest.mark.parametrize("killed", ["update second", "update --back"])
def test_whenever_an_update_is_killed_the_next_ends_well_and_so_does_the_way_back(
    machine, tmp_path, killed
):
    begun = tmp_path / "begun"
    if killed == "update --back":
        machine.run("update", "second")
    shutil.copytree(machine.home, begun, symlinks=True)
    call = 1
    while machine.killed_at(call, *killed.split()):
        assert (machine.home / os.readlink(machine.home / "current") / "COMMIT").exists(), call
        machine.run("update", "second")
        assert machine.serves() == ("releases/second", "releases/second"), call
        machine.run("update", "--back")
        assert machine.serves() == ("releases/first", "releases/first"), call
        machine.run("update", "second")
        assert machine.serves() == ("releases/second", "releases/second"), call
        shutil.rmtree(machine.home)
        shutil.copytree(begun, machine.home, symlinks=True)
        call += 1
    assert call > 8
