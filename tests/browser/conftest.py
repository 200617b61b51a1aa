"""A real Chromium on the site as production serves it: one style sheet, the security policy.

Every page that a test opens is watched: it may not send a request to another host, nor cause an
error or a warning in the console.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.conf import settings as as_shipped
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from campaign.outbox.models import MailSettings
from campaign.pages.models import Organisation
from campaign.settings import server_at
from campaign.sign_up.models import SignUp
from campaign.staff import roles
from councils.models import Council
from tests.browser.screens import press
from tests.campaign.outbox.server import MailServer, Post
from tests.conftest import forget_everything, load_what_ships

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A request to another host would fail here, and never leave the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PHONE, DESK = (360, 740), (1280, 800)
STATUS = "Failed to load resource: the server responded with a status of 4"
"""What the console says of a page that answers with a status such as 422, which is no fault."""


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    if not shutil.which(CHROMIUM):
        pytest.skip(f"there is no browser at {CHROMIUM}")
    # The driver keeps an event loop in this thread, in which Django would refuse to use a database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(chromium, django_db_setup, live_server):
    """Pytest-django's server, started after the browser's event loop and the test database."""
    return live_server


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """Collect the static files as production serves them; return their folder."""
    root = tmp_path_factory.mktemp("static")
    storages = with_production_static(as_shipped)
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def with_production_static(settings) -> dict:
    return {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker):
    """Return a function that puts back the data that ships, which each test here empties."""
    if connection.vendor != "sqlite":
        yield load_what_ships
        return
    with closing(sqlite3.connect(":memory:")) as copy:  # put back in a tenth of a load's time
        with django_db_blocker.unblock():
            connection.ensure_connection()
            connection.connection.backup(copy)
        yield lambda: copy.backup(connection.connection)


@pytest.fixture
def site(live_server, settings, collected, shipped, request):
    """Return the address of a running site, with the data that ships."""
    settings.STORAGES = with_production_static(settings)
    settings.STATIC_ROOT = collected
    settings.STATICFILES_DIRS = [collected]  # the test server finds hashed names there
    if not Council.objects.exists():  # a test before this one has emptied every table
        shipped()
    forget_everything()
    return live_server.url


@pytest.fixture
def live(site, settings):
    """Let letters go to councils, by a mail server of ours; return what that was given."""
    post = Post()
    server = MailServer(post)
    server.start()
    settings.SMTP_URL = server.url
    settings.SMTP = server_at(server.url)
    settings.LETTERS_LIVE = True
    Organisation.objects.create(pk=1, name="The Campaign", email="us@runaways.example")
    MailSettings(live=True).save()
    yield post
    server.stop()


@pytest.fixture
def visit(chromium, site):
    """Return a function that opens the site in a new window, which is watched."""
    contexts, strays, faults = [], [], []

    def open_window(address="/", size=PHONE, **options):
        context = chromium.new_context(
            base_url=site, viewport={"width": size[0], "height": size[1]}, **options
        )
        context.on("request", lambda request: note_stray(request.url))
        context.on("console", lambda message: note_fault(message))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # milliseconds: the machine may be busy
        if address:
            page.goto(address)
        return page

    def note_stray(url):
        if urlsplit(url).netloc != urlsplit(site).netloc and not url.startswith(("data:", "blob:")):
            strays.append(url)

    def note_fault(message):
        if message.type in ("error", "warning") and not message.text.startswith(STATUS):
            faults.append(f"{message.text} at {message.location}")

    open_window.strays, open_window.faults = strays, faults
    yield open_window
    for context in contexts:
        context.close()
    assert not strays, "requests to another host"
    assert not faults, "errors and warnings in the console"


@pytest.fixture
def sign_in(visit):
    """Return a function that makes an account with a role, and signs in to it."""

    def as_role(role, size=DESK, **options):
        name = f"{role.replace(' ', '-')}@example.org"
        user = User(username=name, email=name)
        user.set_password("a long enough password")
        roles.give(user, role)
        page = visit("/admin/", size, **options)
        page.get_by_label("Email").fill(name)
        page.get_by_label("Password").fill("a long enough password")
        press(page, "Sign in")
        return page

    return as_role


@pytest.fixture(params=[PHONE, DESK], ids=["360 px", "1280 px"])
def size(request):
    return request.param


@pytest.fixture(scope="session")
def axe(chromium):
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture
def message(sheffield):
    """What Sheffield wrote by /sign/ and confirmed by its mail: it has signed."""
    message = SignUp.objects.create(
        council=sheffield, kind="signed", day="4 November 2026", evidence="Minutes, item 7",
        link="https://democracy.sheffield.gov.uk/item7", officer="Olu Ade", role="Head of service",
        email="olu@sheffield.gov.uk", asked_at=timezone.now(),
    )  # fmt: skip
    message.confirm()
    return message
