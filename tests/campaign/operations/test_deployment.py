"""The site is put on a bare Debian by the commands in docs/deploy.md, used, updated and restored.

Run by hand, as root: ``./dev test -n 0 -x -s -m long`` and this file. It takes some minutes, and
deploys what is committed. The tests follow the page, one on another.
"""

import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.campaign.letters.conftest import Browser
from tests.campaign.operations.deployment.machine import (
    NEEDED,
    ROOT,
    Block,
    Machine,
    Network,
    blocks,
    call,
)
from tests.campaign.operations.deployment.visitor import Visitor
from tests.seen import words

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        os.geteuid() != 0 or not all(map(shutil.which, NEEDED)),
        reason=f"needs root and {', '.join(NEEDED)}",
    ),
]
KEPT = ("/", "/councils/", "/councils/leeds/")
BACK = Block("root", "", "update --back")
ANNA, LEAD, DUTY = "anna@example.org", "lead@council.example", "you@example.org"
OPEN = f"""
import datetime as dt
from campaign.outbox.models import MailSettings
from campaign.pages.models import Organisation
from django.utils import timezone
from councils.models import Contact, Council
today = dt.date.today()
Organisation(name="A test", charity_number="1", email="us@runaways.example",
             postal_address="1 Test Street", safeguarding_email="{DUTY}",
             opened_at=timezone.now()).save()
Contact(
    council=Council.objects.get(slug="kent"), role="lead_member", channel="email", email="{LEAD}",
    source="https://www.kent.example/cabinet", checked_on=today,
    check_again_on=today + dt.timedelta(days=180)).update()
MailSettings(live=True).save()
"""
WHEELS = """
cd /mnt
git -C /srv/runaways/repository archive main requirements-production.txt | tar -x
python3 -m venv pip
pip/bin/pip download --quiet --require-hashes --dest wheels -r requirements-production.txt
printf '[global]\nno-index = true\nfind-links = /mnt/wheels\n' > /etc/pip.conf
"""
WORLD = f"""
postconf -e 'virtual_mailbox_domains = council.example, example.org' \\
    'virtual_mailbox_maps = inline:{{{ANNA}=anna, {LEAD}=lead, {DUTY}=duty}}' \\
    'virtual_mailbox_base = /var/boxes' 'virtual_minimum_uid = 1' \\
    'virtual_uid_maps = static:65534' 'virtual_gid_maps = static:65534'
install -d -o nobody -g nogroup /var/boxes
systemctl restart postfix
"""
"""The mailboxes of everybody else, which a test keeps on the same machine."""


@pytest.fixture(scope="module")
def folder():
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def code(folder):
    """The repository that the page calls git.example: what is committed here."""
    code = folder / "runaways.git"
    call("git", "clone", "--bare", "--no-hardlinks", "-q", ROOT, code)
    here = call("git", "-C", ROOT, "rev-parse", "HEAD").strip()
    call("git", "-C", code, "update-ref", "refs/heads/main", here)
    call("git", "-C", code, "symbolic-ref", "HEAD", "refs/heads/main")
    return code


@pytest.fixture(scope="module")
def network():
    network = Network()
    yield network
    network.close()


@pytest.fixture(scope="module")
def first(folder, code, network):
    """A machine that has what the page says to install, seen by visitors."""
    machine = Machine(folder / "first", "first", "10.0.0.1")
    began = time.monotonic()
    machine.make(code)
    told("a bare Debian", began)
    began = time.monotonic()
    machine.prepare("root", blocks("Install")[0].commands.partition("\ncd /root")[0])
    machine.prepare("root", WHEELS)  # the booted machine is in a network without the internet
    told("packages and code", began)
    network.join(machine.netns, machine.address)
    machine.boot()
    with network.inside(network.name):
        yield machine
    machine.stop()


@pytest.fixture(scope="module")
def anna():
    """A visitor, who comes through nginx."""
    return Visitor("10.0.0.1")


def told(what, began):
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)


def wait_until(is_so, seconds=60):
    end = time.monotonic() + seconds
    while not (value := is_so()):
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.1)
    return value


def shell(machine, code):
    machine.run(f"cat > /tmp/code.py <<'END'\n{code}\nEND\n"
                "manage shell --no-imports -v0 -c \"$(cat /tmp/code.py)\"")  # fmt: skip


def block_on(page, bold):
    """Return the block of commands that follows bold words on another page of docs/."""
    text = (ROOT / f"docs/{page}.md").read_text().partition(f"\n**{bold}")[2]
    return text.split("```\n")[1]


def mailbox(machine, name):
    path = machine.folder / "var" / name
    return path.read_text(errors="replace") if path.exists() else ""


def test_the_page_leads_from_a_bare_debian_to_a_site_that_is_well(first, anna):
    began = time.monotonic()
    packages, site, web = blocks("Install")
    first.run("host=runaways.example" + packages.commands[packages.commands.index("\ncd /root") :])
    first.run("sed -i \"s#^SMTP_URL=.*#SMTP_URL='smtp://localhost:25'#\" /etc/runaways/environment;"
              "echo \"LETTERS_LIVE='on'\" >> /etc/runaways/environment")  # fmt: skip
    assert "Password, shown this once" in first.follow([site])
    assert '"well": true' in first.follow([web])
    told("the site, from the database to well", began)
    assert (first.folder / "var/backups/runaways/config").exists()
    units = "/etc/systemd/system/runaways*"
    assert first.run(f"systemd-analyze verify --man=no {units} 2>&1") == ""
    assert "0 loaded units" in first.run("systemctl --failed")
    for path in KEPT:
        answer = anna.get(path)
        assert (answer.status_code, answer.headers["X-Cache"]) == (200, "MISS")


def test_a_letter_goes_from_the_box_to_the_councils_mailbox_and_is_answered(first, anna):
    first.run(block_on("email", "Postfix") + WORLD)
    shell(first, OPEN)
    browser = Browser(anna)
    found = anna.post("/find/", {"q": "CT16 1HE"})
    assert found.url.startswith("/councils/kent/")
    confirm(browser, first)
    letter = wait_until(lambda: mailbox(first, "boxes/lead"))
    assert "Runaways" in letter
    sender = re.search(r"^Return-Path: <(.*)>$", letter, re.MULTILINE)[1]
    first.run(f"printf 'From: {LEAD}\\nSubject: RE: Your letter\\n\\nWe will look at it.\\n'"
              f" | sendmail -f {LEAD} {sender}")  # fmt: skip
    wait_until(lambda: "We will look at it." in mailbox(first, "boxes/anna"))
    log = mailbox(first, "log/nginx/runaways.log")
    assert "/councils/kent/write/.../send/" in log
    assert browser.address.split("/")[4] not in log


def confirm(browser, machine):
    """Draft a letter, and type the code that is emailed."""
    browser.go("/councils/kent/write/")
    browser.press("words", topics=["talk", "count"], own_line="My niece lives here.")
    typed = {"name": "Anna Smith", "email": ANNA, "postal_address": "Dover"}
    browser.press("send", text="Dear Lead Member,\n\nPlease sign.\n\nThank you.", **typed)
    assert browser.address.endswith("/check/"), words(browser.page)
    email = wait_until(lambda: mailbox(machine, "boxes/anna"))
    code = re.search(r"type (\d{3} ?\d{3}) on", email)[1]
    browser.press("code", code=code)
    assert "on its way" in words(browser.page) or "queue" in words(browser.page)


def test_an_update_and_the_way_back(first, anna, folder, code):
    copy = folder / "copy"
    call("git", "clone", "-q", code, copy)
    (copy / "NEWS").write_text("A release.\n")
    call("git", "-C", copy, "add", "NEWS")
    us = ("-c", "user.name=A", "-c", "user.email=a@b.example")
    call("git", "-C", copy, *us, "commit", "-q", "-m", "Release")
    call("git", "-C", copy, "push", "-q", first.folder / "mnt/runaways.git", "HEAD:main")
    for steps, is_there in ((blocks("Update"), True), ([BACK], False), ([BACK], True)):
        first.follow(steps)
        assert (first.folder / "srv/runaways/current/NEWS").exists() is is_there
        assert anna.get("/letters/lost/").status_code == 200


def test_a_backup_that_fails_is_told_to_root(first):
    first.run("mv /var/backups/runaways /var/backups/away; systemctl start runaways-backup || true;"
              "mv /var/backups/away /var/backups/runaways")  # fmt: skip
    wait_until(lambda: "runaways-backup.service failed" in mailbox(first, "boxes/duty"))
    first.run("systemctl start runaways-backup")


def test_a_restore_is_rehearsed_beside_the_site(first):
    assert "THE REHEARSAL WENT WELL" in first.run(block_on("operations", "Once a quarter"))
    assert "rehearsal" not in first.run("runuser -u postgres -- psql -lqt")


def test_with_a_wrong_password_of_the_backups_all_stays_and_is_said(first, anna):
    settings = "/etc/runaways/environment"
    first.run(
        f"cp {settings} /root/kept; sed -i 's/^RESTIC_PASSWORD=.*/RESTIC_PASSWORD=x/' {settings}"
    )
    assert "THE REHEARSAL FAILED" in first.run("rehearse 2>&1 || true")
    assert "NOT RESTORED" in first.run("restore 2>&1 || true")
    first.run(f"cat /root/kept > {settings}")
    assert "runaways_" not in first.run("runuser -u postgres -- psql -lqt")
    assert anna.get("/letters/lost/").status_code == 200


def test_a_restart_under_traffic_refuses_nobody(first, anna):
    """How long it takes is printed: with nothing else to do, some two seconds."""
    answers, stop = [], threading.Event()

    def visit():
        while not stop.is_set():
            answers.append(anna.get("/letters/lost/").status_code)
            time.sleep(0.2)

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    try:
        for unit in ("runaways", "runaways-email"):
            began = time.monotonic()
            first.run(f"systemctl restart {unit}")
            print(f"a restart of {unit}: {time.monotonic() - began:.1f} s", flush=True)
        wait_until(lambda: len(answers) > 8)
    finally:
        stop.set()
        for visitor in visitors:
            visitor.join()
    assert set(answers) == {200}


def test_the_newest_backup_is_restored_twice_in_a_row(first, anna):
    began = time.monotonic()
    for number in (1, 2):
        assert "RESTORED. Email is paused" in first.follow(blocks("Restore"))
        kept = first.run("runuser -u postgres -- psql -lqt | grep -c runaways_before_")
        assert int(kept) == number
    told("the restore", began)
    assert anna.get("/letters/lost/").status_code == 200
    assert anna.get("/health/").status_code == 200
    shell(first, "from campaign.outbox.models import MailSettings\nMailSettings(live=True).save()")
