"""A new user with nothing but ./dev run has a letter delivered, with a contact and without one."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import DESK
from tests.browser.screens import press

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
ED = "ed@example.org"
ARABIC = """السيدة عضوة المجلس المسؤولة عن خدمات الأطفال،

أنا جارة لكم وأعمل مع العائلات. أرجو أن يوقّع المجلس على ميثاق الأطفال الذين يهربون من بيوتهم.

مع خالص الشكر"""


@pytest.fixture
def first_run(tmp_path_factory):
    """Start a site for the first time, as ./dev run does; yield its address and Ed's password."""
    tmp_path = tmp_path_factory.mktemp("first_run")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = os.environ | {
        "DEBUG": "on",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "SITE_URL": f"http://{where}",
    }
    for name in ("SMTP_URL", "LETTERS_LIVE"):
        environment.pop(name, None)
    server = subprocess.Popen(
        [sys.executable, "manage.py", "start", where],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(f"http://{where}/health/live/", server)
        account = subprocess.run(
            [sys.executable, "manage.py", "staff", ED, "--role", "editor"],
            cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        yield f"http://{where}", re.search(r"once: (\S+)", account)[1]
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=60)


def wait_for(address, server):
    until = time.monotonic() + 240
    while time.monotonic() < until and server.poll() is None:
        try:
            return urllib.request.urlopen(address, timeout=5).read()
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
    raise TimeoutError("The site did not start.")


def open_email_to(page, site, recipient):
    """Open the newest email to somebody at /dev/mail/, as soon as it is there."""
    for _ in range(60):
        page.goto(f"{site}/dev/mail/")
        link = page.locator("main li", has_text=recipient).get_by_role("link")
        if link.count():
            link.first.click()
            page.wait_for_url("**/dev/mail/*/")
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"No email to {recipient} came.")


def send_and_confirm(page, site, name, email):
    """Sign and send a letter, and confirm it from the test mailbox."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your email").fill(email)
    page.get_by_label("Your street or postcode").fill("Crookes, Sheffield")
    page.wait_for_timeout(3000)
    press(page, "Go on to send it")
    assert page.get_by_text("Your letter hasn’t gone yet.").is_visible()
    page.get_by_role("link", name="Read it here").click()
    open_email_to(page, site, email)
    page.get_by_role("link", name="/confirm/").first.click()
    press(page, "Confirm and send")
    assert re.search(r"/letters/\w+/$", page.url)


def write_in_arabic_to_a_council_without_an_address(chromium, site):
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{site}/councils/kent/write/")
    assert page.get_by_text("Test: this site sends no email yet.").is_visible()
    press(page, "Change any of these words")
    page.get_by_label("Your letter").fill(ARABIC)
    send_and_confirm(page, site, "ليلى حداد", "layla@example.org")
    private = page.url
    assert page.get_by_role("heading", name="Thank you.").is_visible()
    open_email_to(page, site, "kent@test-mailbox.invalid")
    seen = page.locator("main").inner_text()
    assert "kent@test-mailbox.invalid" in seen
    assert "Kent County Council" in seen
    assert ARABIC.splitlines()[2] in seen
    page.goto(private)
    state = page.locator(".letter-said").inner_text()
    assert "doesn’t go to Kent" in state
    assert "We’re only trying the site out" in state
    page.get_by_role("link", name="the test mailbox").click()
    assert page.get_by_role("heading", name="Email", exact=True).is_visible()


def record_a_contact_and_write_to_it(chromium, site, password):
    staff = chromium.new_context(viewport={"width": DESK[0], "height": DESK[1]}).new_page()
    staff.goto(f"{site}/admin/councils/contact/add/")
    staff.fill("#id_username", ED)
    staff.fill("#id_password", password)
    staff.locator("[type=submit]").click()
    staff.wait_for_url("**/contact/add/")
    staff.fill("#id_council", "Sheffield")
    staff.fill("#id_email", "lead.member@sheffield.example")
    staff.fill("#id_source", "its website")
    staff.fill("#id_checked_on", time.strftime("%Y-%m-%d"))
    staff.locator("[name=_save]").click()
    staff.wait_for_url("**/contact/")

    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{site}/councils/sheffield/write/")
    page.get_by_label("Why it matters to you").fill("My niece lives here.")
    send_and_confirm(page, site, "Anna Smith", "anna@example.org")
    private = page.url
    assert page.get_by_role("heading", name="Thank you.").is_visible()

    open_email_to(page, site, "lead.member@sheffield.example")
    seen = page.locator("main").inner_text()
    for part in (
        "Anna Smith via Make Runaways Safe <site@localhost>",
        "Anna Smith <anna@example.org>",
        "Sheffield",
        "My niece lives here.",
        "bounces+",
    ):
        assert part in seen, part
    page.goto(private)
    assert page.get_by_text("We’re only trying the site out").first.is_visible()


def test_a_new_site_delivers_a_letter_without_a_contact_and_with_one(chromium, first_run):
    """One test, since a first start reads every postcode of the country."""
    site, password = first_run
    write_in_arabic_to_a_council_without_an_address(chromium, site)
    record_a_contact_and_write_to_it(chromium, site, password)
