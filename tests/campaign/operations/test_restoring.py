"""A backup is brought back, or rehearsed, by root's own scripts as docs/deploy/ ships them.

With a real PostgreSQL and restic, as a new engineer would: twice, with a wrong password, with a
backup that is none. Whatever fails leaves the site with the database that it had.
"""

import os
import re
import shutil
import signal
import subprocess
import time

import psycopg
import pytest

from tests.campaign.operations.deployment.scripts import ROOT, Scripts

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="backups are of PostgreSQL",
    ),
]
ROLE = f"runaways_{os.getpid()}"
ANNA = """
from campaign.letters.models import Letter
from councils.models import Council
Letter.objects.create(council=Council.objects.get(code="KEN"), name="Anna",
    status_at_drafting="signed", subject="A letter", text="Please.", postal_address="Dover",
    email="anna@home.example")
"""

ERASE_ANNA = (
    'from campaign.privacy.personal_data import Person\nPerson("anna@home.example").erase()'
)


class Machine(Scripts):
    """A machine with PostgreSQL: the database ``runaways``, under a name of this test."""

    def __init__(self, where, url):
        self.server, _, self.name = url.rpartition("/")
        place = psycopg.conninfo.conninfo_to_dict(url)
        super().__init__(where, {
            "DATABASE_URL": f"postgres://{ROLE}@{place['host']}:{place['port']}/{self.name}",
            "SECRET_KEY": "x" * 60, "SITE_URL": "https://runaways.example",
            "ALLOWED_HOSTS": "runaways.example", "LEDGER": str(where / "ledger"),
            "RESTIC_REPOSITORY": str(where / "backups"), "RESTIC_PASSWORD": "between us",
            "RESTIC_CACHE_DIR": str(where / "cache"), "BACKUP_FILES": str(where / "environment"),
        })  # fmt: skip
        self.home.mkdir()
        (self.home / "current").symlink_to(ROOT)
        self.environment |= {
            "PGHOST": place["host"], "PGPORT": place["port"], "PGUSER": place["user"],
        }  # fmt: skip
        self.ship("manage", "restore", "rehearse", "update")
        self.program("systemctl", f'echo "$@" >> {self.asked}\n[ "$2 $3" != "--quiet postfix" ]')

    def here(self, name):
        text = super().here(name)
        text = text.replace("database=runaways\n", f"database={self.name}\n")
        text = text.replace("copy=runaways_", f"copy={self.name}_")
        return text.replace("OWNER runaways", f"OWNER {ROLE}")

    def say(self, *command):
        """Run a command that ends well; return what it says, and what it warns of."""
        done = self.attempt(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr

    def beside(self, *command):
        """Start a command in a window of its own: Ctrl-C ends it, also if these tests ignore it."""
        return subprocess.Popen(
            ["env", "--default-signal", *command],
            env=self.environment, start_new_session=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def restic(self, *arguments):
        environment = self.environment | self.settings
        subprocess.run(["restic", "--quiet", *arguments], env=environment, check=True)

    def ask(self, query, database=None):
        with psycopg.connect(f"{self.server}/{database or self.name}", autocommit=True) as session:
            found = session.execute(query)
            return [row[0] for row in found.fetchall()] if found.description else []

    def databases(self):
        """Return the other databases that begin with this one's name."""
        query = f"SELECT datname FROM pg_database WHERE datname LIKE '{self.name}\\_%' ORDER BY 1"
        return self.ask(query, "postgres")

    def writers(self, database=None):
        return self.ask("SELECT name FROM letters_letter ORDER BY name", database)

    def rename(self, name):
        """Let life go on: the one writer calls herself otherwise."""
        self.ask(f"UPDATE letters_letter SET name = '{name}'")

    def done_by_systemd(self):
        lines = self.asked.read_text().splitlines()
        self.asked.unlink()
        return [line for line in lines if not line.startswith("is-")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A site with Anna’s letter, of which a backup was made; tests copy its database and folder."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    machine = Machine(tmp_path_factory.mktemp("made"), f"{url}/restoring_{os.getpid()}")
    machine.ask(f"DROP ROLE IF EXISTS {ROLE}; CREATE ROLE {ROLE} LOGIN", "postgres")
    machine.ask(f"CREATE DATABASE {machine.name} OWNER {ROLE} TEMPLATE template0", "postgres")
    for command in ("migrate -v0", "load_register -v0", "deliver --new-database"):
        machine.run("manage", *command.split())
    machine.run("manage", "shell", "--no-imports", "-v0", "-c", ANNA)
    machine.restic("init")
    machine.run("manage", "backup")
    yield machine
    machine.ask(f"DROP DATABASE {machine.name} WITH (FORCE)", "postgres")
    machine.ask(f"DROP ROLE {ROLE}", "postgres")


@pytest.fixture
def machine(made, tmp_path):
    """A machine of its own in the state of that backup."""
    machine = Machine(tmp_path, f"{made.server}/{made.name}_copy")
    copy = f"CREATE DATABASE {machine.name} OWNER {ROLE} TEMPLATE {made.name}"
    machine.ask(copy, "postgres")
    shutil.copytree(made.where / "backups", machine.where / "backups")
    shutil.copy(made.where / "ledger", machine.where / "ledger")
    yield machine
    for name in (machine.name, *machine.databases()):
        machine.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", "postgres")


def wait_for(folder, pattern):
    for _ in range(600):
        if list(folder.glob(pattern)):
            return
        time.sleep(0.1)
    raise AssertionError(f"There is no {pattern} in {folder}.")


def everything(machine):
    """Return what says whether a database was touched: its identity, and whom it knows."""
    ids = machine.ask(f"SELECT oid FROM pg_database WHERE datname = '{machine.name}'")
    mail = machine.ask("SELECT count(*) FROM mail_may_run")
    return ids, machine.writers(), mail, machine.databases()


@pytest.mark.promise(17)
def test_a_backup_is_restored_twice_in_a_row_and_nothing_is_lost(machine):
    machine.rename("Bea")
    said, warned = machine.say("restore")
    assert "No ledger" not in warned  # a new site has one, without a line yet
    assert machine.writers() == ["Anna"]
    (before,) = machine.databases()
    assert re.fullmatch(rf"{machine.name}_before_\d{{8}}_\d{{6}}", before)
    assert machine.writers(before) == ["Bea"]
    assert f"What was there before is the database {before} until" in said
    assert "RESTORED. Email is paused" in said
    assert "holds the backup of" in said and "1 letters" in said
    assert machine.ask("SELECT paused FROM outbox_mailsettings") == [True]
    rights = f"SELECT has_database_privilege('pg_monitor', '{machine.name}', 'CONNECT')"
    assert machine.ask(rights) == [False]
    units = (
        "runaways.socket runaways.service runaways-email.service runaways-backup.timer"
        " runaways-nightly.timer runaways-watch.timer postfix.service"
    )
    assert machine.done_by_systemd() == ["stop runaways*", f"start {units}"]

    machine.rename("Carl")
    machine.run("restore", "latest")
    first, second = machine.databases()
    assert first == before
    assert (machine.writers(), machine.writers(second)) == (["Anna"], ["Carl"])
    assert machine.ask("SELECT count(*) FROM mail_may_run") == [1]
    machine.run("manage", "backup")  # life goes on


@pytest.mark.promise(17)
def test_the_database_that_served_before_can_be_had_again_without_whom_it_forgot_since(machine):
    shown = machine.run("restore", "--help")
    assert "restore --back NAME" in shown
    assert not machine.asked.exists()
    machine.rename("Bea")
    said = machine.run("restore")
    (before,) = machine.databases()
    assert f"To have it again: restore --back {before}" in said
    for wrong in ("", "postgres", machine.name, f"{before}0"):
        assert "There is no database that served before" in machine.fail("restore", "--back", wrong)
    assert (machine.writers(), machine.databases()) == (["Anna"], [before])

    said = machine.run("restore", "--back", before)
    assert "RESTORED. Email is paused" in said
    assert machine.writers() == ["Bea"]
    (mistaken,) = machine.databases()
    assert machine.writers(mistaken) == ["Anna"]
    assert machine.done_by_systemd()[-1].startswith("start runaways.socket")

    machine.run("manage", "shell", "--no-imports", "-v0", "-c", ERASE_ANNA)  # of Bea's letter
    machine.run("restore", "--back", mistaken)
    assert machine.writers() != ["Anna"]


@pytest.mark.parametrize("option", ["--version", "--settle-it", "--no-such-option"])
def test_an_option_that_restores_nothing_leaves_all_as_it_was(machine, option):
    before = everything(machine)
    assert "NOT RESTORED" in machine.fail("restore", option)
    assert "THE REHEARSAL FAILED" in machine.fail("rehearse", option)
    assert everything(machine) == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"RESTIC_PASSWORD": "forgotten"}, "wrong password"),
        ({"SECRET_KEY": "y" * 60}, "of another SECRET_KEY"),
        ({"DATABASE_URL": "postgres://runaways@127.0.0.1:1/{name}"}, "The database: "),
    ],
)
def test_what_fails_leaves_the_site_with_what_it_had_and_says_so(machine, wrong, words):
    machine.rename("Bea")
    before = everything(machine)
    changes = {name: value.format(name=machine.name) for name, value in wrong.items()}
    machine.write_settings(**changes)
    said = machine.fail("restore")
    assert words in said
    assert said.endswith(
        "NOT RESTORED: the site has the database that it had before; nothing in it was changed.\n"
    )
    stopped, started = machine.done_by_systemd()
    assert (stopped, started.split()[0]) == ("stop runaways*", "start")
    said = machine.fail("rehearse")
    assert said.endswith(
        "THE REHEARSAL FAILED: this backup could not be restored."
        " The site was not touched, and runs on.\n"
    )
    assert everything(machine) == before


def test_a_backup_that_is_none_and_a_database_elsewhere_are_refused(machine):
    before = everything(machine)
    machine.restic("backup", "--tag", "runaways", str(machine.where / "environment"))
    assert "“latest” is no backup of this site" in machine.fail("restore")
    machine.asked.unlink()
    machine.write_settings(DATABASE_URL=f"postgres://runaways@db.example/{machine.name}")
    assert "Nothing was touched" in machine.fail("restore")
    assert not machine.asked.exists()  # nothing was stopped either
    assert everything(machine) == before


def test_a_restore_that_is_cut_off_leaves_nothing_half_done(machine):
    before = everything(machine)
    machine.program("pg_restore", 'kill -HUP "$(cat $PID)"; sleep 1; exit 1')
    machine.program("lost", 'echo $$ > "$PID"; exec restore')
    machine.fail("lost", PID=str(machine.where / "pid"))
    assert everything(machine) == before
    assert machine.done_by_systemd()[-1].startswith("start runaways.socket")


def test_who_presses_ctrl_c_twice_has_the_site_started_and_is_told(machine):
    machine.program("pg_restore", 'kill -INT "$(cat $PID)"; sleep 1; exit 1')
    again = '[ "$1" != start ] || kill -INT "$(cat $PID)"'
    machine.program("systemctl", f'{again}; echo "$@" >> {machine.asked}')
    machine.program("impatient", 'echo $$ > "$PID"; exec restore')
    assert "NOT RESTORED" in machine.fail("impatient", PID=str(machine.where / "pid"))
    assert machine.done_by_systemd()[-1].startswith("start runaways.socket")


@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_restore_whose_window_is_closed_leaves_no_copy_of_the_backup_on_the_machine(machine, how):
    before = everything(machine)
    machine.program("pg_restore", f"echo > {machine.where}/fills; exec sleep 60")
    copies = machine.where / "copies"
    copies.mkdir()
    manage = machine.programs / "manage"
    manage.write_text(manage.read_text().replace("/var/tmp", str(copies)))
    with machine.beside("restore") as at_work:
        wait_for(machine.where, "fills")
        assert list(copies.rglob("database.dump"))
        os.killpg(at_work.pid, how)
        assert "KeyboardInterrupt" not in at_work.communicate()[0]
    assert list(copies.iterdir()) == []
    assert everything(machine) == before


@pytest.mark.parametrize("script", ["restore", "rehearse"])
def test_a_second_one_in_another_window_is_refused_and_the_first_ends_well(machine, script):
    real = shutil.which("pg_restore")
    machine.program("pg_restore", f'echo > {machine.where}/fills; sleep 3; exec {real} "$@"')
    with machine.beside(script) as first:
        wait_for(machine.where, "fills")
        assert "is at work. Wait for its last line" in machine.fail(script)
        if script == "restore":  # the tables would be of another release than the site
            assert "NOT UPDATED: another update or a restore" in machine.fail("update", "main")
        said = first.communicate()[0]
    assert "RESTORED. Email is paused" in said or "THE REHEARSAL WENT WELL" in said
    assert machine.writers() == ["Anna"]


def kill_while_it_fills(machine, script):
    """Kill a script, with all that it has started, in the middle; the site has its database."""
    before = everything(machine)[:-1]
    machine.program("pg_restore", "kill -9 0")
    with machine.beside(script) as killed:
        killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    (machine.programs / "pg_restore").unlink()
    assert everything(machine)[:-1] == before


def test_after_a_restore_that_was_killed_the_next_ends_well(machine):
    machine.rename("Bea")
    kill_while_it_fills(machine, "restore")
    assert machine.databases() == [f"{machine.name}_restoring"]
    machine.run("restore")
    (before,) = machine.databases()
    assert (machine.writers(), machine.writers(before)) == (["Anna"], ["Bea"])


def test_a_backup_or_a_rehearsal_that_was_killed_keeps_neither_of_them_away(machine):
    environment = machine.environment | machine.settings
    command = ["restic", "backup", "--quiet", "--stdin"]
    killed = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    wait_for(machine.where / "backups" / "locks", "?" * 64)
    killed.kill()
    killed.communicate()
    machine.run("manage", "backup")
    kill_while_it_fills(machine, "rehearse")
    machine.run("rehearse")
    assert machine.databases() == []


def test_a_rehearsal_shows_what_the_backup_holds_and_leaves_no_copy(machine):
    machine.rename("Bea")
    before = everything(machine)
    said = machine.run("rehearse")
    assert "1 letters" in said
    assert "THE REHEARSAL WENT WELL" in said
    of_the_copy = said.partition("Of the copy, not of the site:")[2]
    assert "Email is paused" in of_the_copy
    assert everything(machine) == before
    assert not machine.asked.exists()


def test_on_a_disk_that_is_nearly_full_nothing_begins_and_the_site_runs_on(machine):
    before = everything(machine)
    machine.program("df", "echo Avail; echo '   30'")
    said = machine.fail("restore")
    assert re.search(r"NOT RESTORED: a restore needs \d{3} MB, and 30 MB are free", said)
    assert re.search(r"NOT REHEARSED: .* and 30 MB are free", machine.fail("rehearse"))
    assert everything(machine) == before
    assert not [line for line in machine.done_by_systemd() if line.startswith("stop")]


def test_the_backups_there_are_can_be_listed_while_the_site_runs(machine):
    assert "1 snapshots" in machine.run("restore", "--list")
    assert not machine.asked.exists()


def test_a_new_machine_takes_over_the_ledger_of_the_backup(machine):
    ledger = machine.where / "ledger"
    line = "2026-11-30 erased abcdefghijklmnopqrstuvwxyz"
    ledger.write_text(f"\n{line}")
    machine.run("manage", "backup")
    ledger.unlink()
    machine.ask(f"DROP DATABASE {machine.name} WITH (FORCE)", "postgres")
    machine.program("systemctl", f'echo "$@" >> {machine.asked}; [ "$1" = stop ]')
    said = machine.run("restore")
    assert "What was there before" not in said
    assert machine.databases() == []
    assert line in ledger.read_text()
    assert machine.done_by_systemd() == ["stop runaways*"]


def test_a_new_machine_that_began_with_a_key_of_its_own_takes_over_once_it_has_the_old_one(machine):
    ledger = machine.where / "ledger"
    ledger.unlink()
    machine.write_settings(SECRET_KEY="y" * 60)
    machine.run("manage", "deliver", "--new-database")
    assert "of another SECRET_KEY" in machine.fail("restore")
    machine.write_settings()
    assert "RESTORED" in machine.run("restore")
    assert machine.writers() == ["Anna"]
    assert "THE REHEARSAL WENT WELL" in machine.run("rehearse")  # the ledger is ours now


@pytest.mark.promise(17)
def test_a_database_of_an_older_release_gets_the_tables_of_the_one_that_runs(machine):
    older = ("manage", "migrate", "-v0", "tasks", "0001")
    machine.run(*older)
    assert "Settled: the site runs." in machine.run("restore", "--settle")
    assert "No planned" in machine.run("manage", "migrate", "--plan")
    machine.run("restore")
    (before,) = machine.databases()
    machine.run(*older, DATABASE=before)
    assert "RESTORED" in machine.run("restore", "--back", before)
    assert "No planned" in machine.run("manage", "migrate", "--plan")


def test_a_database_that_somebody_put_back_is_settled(machine):
    said = machine.run("restore", "--settle")
    assert "Settled: the site runs." in said
    assert machine.ask("SELECT paused FROM outbox_mailsettings") == [True]
    machine.write_settings(LEDGER="")  # it has none: what follows says so
    assert "No ledger was given" in machine.say("restore", "--settle")[1]
    machine.write_settings()
    machine.asked.unlink()
    (machine.where / "ledger").write_text("Dear Anna")
    said = machine.fail("restore", "--settle")  # after its tables became this release's
    assert "Nothing was settled." in said
    assert "NOT SETTLED: the site and its email stay stopped. Its tables may be those" in said
    assert machine.done_by_systemd() == ["stop runaways*"]


def test_on_a_platform_an_empty_database_is_filled_and_no_other(machine):
    machine.rename("Bea")
    before = everything(machine)
    said = machine.fail("manage", "restore")
    assert f"The database {machine.name} is not empty" in said
    assert everything(machine) == before
    copy = f"{machine.name}_empty"
    machine.ask(f"CREATE DATABASE {copy} OWNER {ROLE}", "postgres")
    assert "restic failed" in machine.fail("manage", "restore", "0123abcd", DATABASE=copy)
    said = machine.run("manage", "restore", DATABASE=copy)
    assert f"The database {copy} holds the backup of" in said
    assert machine.writers(copy) == ["Anna"]
    assert "is not empty" in machine.fail("manage", "restore", DATABASE=copy)
