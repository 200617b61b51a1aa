"""Pages shown when something is broken: they need no database and lose nothing typed."""

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client

from campaign.http.log_masking import request_id
from campaign.pages.models import Organisation
from campaign.staff import roles
from councils.record import record_version, version
from tests.seen import words

OWN = "My brother ran away last year. Nobody asked him why."


@pytest.fixture
def visitor(db):
    return Client(raise_request_exception=False)


@pytest.fixture
def broken(monkeypatch):
    """Return a function that breaks whatever asks for the record."""

    def breaks(error):
        def fail():
            raise error

        record_version.forget()
        monkeypatch.setattr(version, "fresh_value", fail)
        monkeypatch.setattr(version, "STALE_AT_MOST", 0.0)

    return breaks


@pytest.mark.promise(13)
@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("gone"), 503), (ZeroDivisionError(), 500)]
)
def test_what_was_typed_is_given_back(visitor, broken, error, status):
    broken(error)
    page = visitor.post("/councils/sheffield/tell-us/", {"text": OWN, "email": "a@example.org"})
    assert (page.status_code, page.headers["Cache-Control"]) == (status, "no-store")
    assert page.headers.get("Retry-After", "never") == ("60" if status == 503 else "never")
    assert OWN in page.content.decode() and "116 000" in words(page)
    assert "a@example.org" in page.content.decode()


@pytest.fixture
def read_only(db):
    """A database that answers and takes nothing, as after a disk has failed."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
    yield
    if is_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


def test_a_read_only_database_is_read_and_gives_back_what_was_typed(visitor, read_only):
    assert visitor.get("/councils/sheffield/").status_code == 200
    page = visitor.post("/councils/sheffield/write/", {"own_line": OWN, "keep": ""})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert OWN in page.content.decode()


@pytest.mark.parametrize("error", [OperationalError("gone"), ZeroDivisionError()])
def test_a_page_for_a_fault_says_how_to_go_on_by_hand_and_has_the_number_of_the_log_line(
    visitor, broken, error
):
    organisation = Organisation(pk=1)
    organisation.email = "hello@runaways.example"
    organisation.save()
    visitor.get("/councils/")  # each process remembers who runs the site
    broken(error)
    request_id.set("2c880d3daff3")
    said = words(visitor.post("/councils/sheffield/tell-us/", {"text": OWN}))
    assert "You can write to your council by hand" in said
    assert "give us this number: 2c880d3daff3" in said
    if isinstance(error, OperationalError):  # the other breaks what says who runs the site, too
        assert "( hello@runaways.example ), give us this number" in said


def test_secrets_and_what_nobody_typed_are_not_shown(visitor, broken):
    broken(ZeroDivisionError())
    hidden = ("password", "code", "website_2", "seen", "page", "draft", "_version", "next")
    sent = {"text": OWN} | dict.fromkeys(hidden, "xyzzy")
    page = visitor.post("/councils/sheffield/tell-us/", sent)
    assert "xyzzy" not in page.content.decode()
    assert OWN in page.content.decode()


def test_a_printed_page_has_its_address_and_day_at_the_foot_but_no_private_page(
    client, db, today_is, settings
):
    today_is("2026-11-24")
    foot = '<p class="on-paper paper-foot">'
    page = client.get("/councils/kent/").content.decode()
    assert f"{foot}{settings.SITE_URL}/councils/kent/ · 24 November 2026</p>" in page
    assert foot not in client.get("/councils/kent/write/", follow=True).content.decode()


def test_staff_are_told_that_their_account_does_not_allow_it(client, db):
    rita = User(username="rita@example.org")
    roles.give(rita, "reader")
    client.force_login(rita)
    page = client.get("/admin/closing/")
    assert page.status_code == 403
    assert "You don’t have access to this" in words(page)
    assert "another website" not in words(page)


def test_a_form_of_another_site_does_nothing_and_says_so(db):
    page = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "rita@example.org"})
    assert page.status_code == 403
    assert "It came from another website, so we did nothing with it." in words(page)


def test_a_form_opened_before_one_signed_in_again_gives_back_what_was_typed(db):
    old = {"quote": OWN, "csrfmiddlewaretoken": "a" * 64}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    page = Client(enforce_csrf_checks=True).post("/admin/record/", old, headers=headers)
    assert page.status_code == 403
    assert "You opened that form before you last signed in, so we did nothing with it." in words(
        page
    )
    assert "another website" not in words(page)
    assert OWN in page.content.decode()
    assert "a" * 64 not in page.content.decode()
