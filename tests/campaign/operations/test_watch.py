"""What is unwell is told: to root, to the administrators once a day, and to a monitor outside."""

import datetime as dt
import fcntl
import json
import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from campaign.operations import watch
from campaign.operations.health import parts
from campaign.operations.models import CompletedJob
from campaign.outbox.mime import readable
from campaign.outbox.models import MailMayRun, MailSettings, OutgoingMessage
from campaign.outbox.worker import Worker
from campaign.settings import server_at
from campaign.staff import roles
from tests.campaign.operations.deployment.scripts import Scripts
from tests.campaign.outbox.server import MailServer, Post


@pytest.fixture
def ada(db):
    """Ada, who is an administrator, and Ed, who is none."""
    for name, role in (("ada@example.org", "administrator"), ("ed@example.org", "editor")):
        roles.give(User.objects.create(username=name, email=name), role)


@pytest.fixture
def well(ada, settings):
    """A site on which all is well; return what the monitor outside was asked."""
    asked = []

    class Monitor(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Monitor)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SERVES = True
    settings.ALERT_URL = f"http://127.0.0.1:{server.server_port}/a-secret"
    settings.ON_CALL = "Ben Carter, 01632 960001"
    MailMayRun.note()
    for name in ("nightly", "backup"):
        CompletedJob.objects.record(name, timezone.now())
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def post(settings):
    """The mail server of the site, and what it took."""
    post = Post()
    server = MailServer(post)
    server.start()
    settings.SMTP = server_at(server.url)
    yield post
    server.stop()


def look(*also):
    out = StringIO()
    call_command("watch", also=[list(each) for each in also], stdout=out)
    return out.getvalue()


def age(name, **ago):
    CompletedJob.objects.record(name, timezone.now() - dt.timedelta(**ago))


def queued():
    return list(OutgoingMessage.objects.values_list("recipient", flat=True))


@pytest.mark.promise(34)
def test_administrators_are_told_what_it_means_and_whom_to_call_once_a_day(well, post):
    age("backup", hours=37)
    MailSettings(paused=True).save()  # of the outbox: this email does not wait in it
    assert look().startswith("backup: No backup was made for 36 hours.")
    look()
    ((email,), (envelope,)) = post.mails.values(), post.envelopes.values()
    subject, text = readable(email)
    assert envelope[1] == ["ada@example.org"]
    assert subject == "The site is unwell: backup"
    assert "If the machine is lost now, so is what came in since" in text
    assert "Please call Ben Carter, 01632 960001." in text
    assert well == []  # the monitor outside hears nothing, and tells
    age("told", hours=25)
    look()
    assert len(post.mails) == 2
    assert queued() == []


def test_where_the_mail_server_is_away_the_email_waits_in_the_outbox(well, settings):
    settings.SMTP = server_at("smtp://127.0.0.1:9")
    age("nightly", hours=37)
    look()
    look()
    assert queued() == ["ada@example.org"]
    assert "Please call Ben Carter" in readable(bytes(OutgoingMessage.objects.get().content))[1]


def test_a_monitor_outside_is_asked_while_all_is_well_and_its_address_is_not_logged(
    well, settings, caplog
):
    assert look() == ""
    assert well == ["/a-secret"]
    assert "queue: Stuck." in look(("queue", "Stuck."))
    assert well == ["/a-secret"]
    settings.ALERT_URL = "http://127.0.0.1:9/a-secret"
    assert look() == ""
    assert "The monitor of ALERT_URL did not answer." in caplog.text
    assert "a-secret" not in caplog.text


def test_each_part_says_what_it_means(well):
    assert {part.name for part in parts()} | {"queue", "certificate"} == set(watch.MEANS)


def test_where_no_timer_looks_the_worker_does_it_in_its_own_minute(well):
    def minute():
        Worker().keep_house()
        return len(well)

    assert minute() == 1
    assert minute() == 1  # not every minute
    age("stand_in", minutes=6)
    assert minute() == 2
    age("stand_in", minutes=6)
    look()  # the timer of a machine
    assert minute() == 3
    age("stand_in", minutes=6)
    age("look", minutes=14)
    assert minute() == 3
    age("look", minutes=16)
    assert minute() == 4


def test_what_fails_in_that_minute_keeps_no_email_back(well, monkeypatch, caplog):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr("campaign.outbox.worker.EACH_MINUTE", [fail])
    Worker().keep_house()
    assert "What is done each minute besides failed." in caplog.text


@pytest.fixture
def machine(tmp_path):
    """A machine with watch-site: what it writes to root is in a file, and all of it is well."""
    machine = Scripts(tmp_path, {})
    script = machine.here("watch-site")
    script = script.replace("/etc/nginx/certificate", str(tmp_path))
    machine.program("watch-site", script.replace("/var/lib/runaways-watch", str(tmp_path)))
    machine.program("sendmail", f"cat >> {tmp_path}/root")
    machine.program("psql", "echo postgres; echo runaways; echo runaways_before_20990101_000000;"
                    "echo runaways_before_20200101_000000")  # fmt: skip
    machine.home.mkdir()
    machine.program("dropdb", f'echo "$@" >> {tmp_path}/dropped')
    machine.program("manage", f"cat {tmp_path}/unwell; printf '%s\\n' \"$@\" >> {tmp_path}/also")
    (tmp_path / "unwell").touch()
    set_queue(machine)
    make_certificate(tmp_path, 30)
    return machine


def make_certificate(folder, days):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj",
         "/CN=x", "-keyout", folder / "key", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def set_queue(machine, *emails):
    """Let Postfix hold emails, each of so many hours, for a server."""
    lines = []
    for hours, server in emails:
        to = [{"address": f"lead@{server}"}]
        lines.append({"arrival_time": int(time.time() - hours * 3600), "recipients": to})
    text = "\n".join(map(json.dumps, lines))
    machine.program("postqueue", f"cat <<'END'\n{text}\nEND" if text else "true")


def to_root(machine):
    """Look once; return what was written to root meanwhile."""
    box = machine.where / "root"
    box.unlink(missing_ok=True)
    machine.run("watch-site")
    return box.read_text() if box.exists() else ""


def test_root_hears_of_each_thing_once_and_again_after_a_day(machine):
    assert to_root(machine) == ""
    (machine.where / "unwell").write_text("worker: No worker is running.\n")
    email = to_root(machine)
    assert "is unwell: worker" in email and "No worker is running." in email
    assert to_root(machine) == ""
    (machine.where / "unwell").write_text("worker: No worker.\nspace: 7 MB are free.\n")
    assert "is unwell: space, worker" in to_root(machine)
    (machine.where / "unwell").write_text("worker: No worker.\nspace: 6 MB are free.\n")
    assert to_root(machine) == ""
    said = machine.where / "said"
    said.write_text(
        json.dumps({name: at - 86400 for name, at in json.loads(said.read_text()).items()})
    )
    assert "6 MB are free" in to_root(machine)
    (machine.where / "unwell").write_text("")
    assert "is well again" in to_root(machine)
    assert to_root(machine) == ""


def test_a_site_that_cannot_even_look_is_told_to_root(machine):
    machine.program("manage", "echo 'SECRET_KEY is not set.' >&2; exit 1")
    assert "manage watch failed: SECRET_KEY is not set." in to_root(machine)


def test_a_stuck_queue_and_an_old_certificate_are_seen_by_root_alone(machine):
    set_queue(machine, (2, "a.example"), (2, "b.example"), (0.5, "c.example"), (23, "a.example"))
    to_root(machine)
    make_certificate(machine.where, 11)
    to_root(machine)
    assert (machine.where / "also").read_text() == "watch\nwatch\n"
    set_queue(machine, (2, "a.example"), (2, "b.example"), (2, "c.example"))
    to_root(machine)
    assert "--also\nqueue\nEmail to several places" in (machine.where / "also").read_text()
    set_queue(machine, (25, "a.example"))
    make_certificate(machine.where, 9)
    to_root(machine)
    also = (machine.where / "also").read_text()
    assert "--also\nqueue\nEmail has waited for more than a day" in also
    assert "--also\ncertificate\nThe certificate ends within 10 days" in also


def test_a_database_that_a_restore_put_aside_goes_after_35_days(machine):
    to_root(machine)
    assert (machine.where / "dropped").read_text() == "runaways_before_20200101_000000\n"


def test_the_copy_of_a_rehearsal_or_restore_that_was_killed_goes_and_of_one_at_work_stays(machine):
    machine.program("psql", "echo runaways; echo runaways_rehearsal; echo runaways_restoring")
    dropped = machine.where / "dropped"
    locks = [os.open(path, os.O_RDONLY) for path in (machine.where / "environment", machine.home)]
    for lock in locks:
        fcntl.flock(lock, fcntl.LOCK_EX)
    assert to_root(machine) == ""
    assert not dropped.exists()
    for lock in locks:
        os.close(lock)
    assert to_root(machine) == ""
    assert dropped.read_text() == "--force runaways_restoring\n--force runaways_rehearsal\n"
