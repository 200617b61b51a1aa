"""Whoever hears a page hears first that something on it needs another look."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from councils.record import record_version, version

FORMS = [
    ("/find/", {"q": ""}),
    ("/alerts/?council=sheffield", {"council": "sheffield", "email": "no address"}),
    ("/councils/sheffield/tell-us/", {"text": "", "email": "no address"}),
    ("/complaints/", {"text": "", "email": "no address"}),
    ("/sign/?council=sheffield", {"council": "sheffield", "email": "no address"}),
    ("/letters/lost/", {"email": "no address"}),
    ("/admin/login/", {"username": "ed@example.org", "password": "wrong"}),
]


def title(page):
    return re.search(r"<title>\s*(.*?)\s*</title>", page.content.decode(), re.DOTALL)[1]


@pytest.mark.promise(30)
@pytest.mark.parametrize(("address", "sent"), FORMS)
def test_the_title_of_a_form_says_error_where_there_is_one_and_only_there(
    client, db, address, sent
):
    assert not title(client.get(address)).startswith("Error")
    page = client.post(address, sent, follow=True)
    assert title(page).startswith("Error: ") and title(page).count("Error") == 1
    assert "admin" in address or not client.cookies


def test_so_does_a_form_that_is_refused_and_a_form_of_staff(client, db, staff):
    refused = client.post("/complaints/", {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert title(refused).startswith("Error: ")
    assert title(client.get("/councils/?at=never")).startswith("Error: ")
    wrong = staff.post("/admin/record/", {"council": "nowhere"})
    assert title(wrong).startswith("Error: ")


def test_somebody_who_may_need_help_is_not_told_of_an_error(client, db):
    page = client.post("/find/", {"q": "my dad hits me and I ran away"})
    assert "116 000" in page.content.decode()
    assert not title(page).startswith("Error")


NO_FORMS = [
    "/no-such-page/",
    "/councils/nowhere/",
    "/embed/nowhere/",
    "/councils/timeline/?at=never",
    "/letters/cut-short/confirm/",
    "/letters/cut-short/",
    "/councils/sheffield/write/cut-short/",
    "/alerts/confirm/cut-short/",
    "/alerts/stop/cut-short/",
    "/sign/confirm/cut-short/",
]


@pytest.mark.promise(30)
@pytest.mark.parametrize("address", NO_FORMS)
def test_so_does_the_page_of_an_address_that_leads_nowhere(client, db, address):
    page = client.get(address)
    assert "<h1" in page.content.decode()
    assert title(page).startswith("Error: ") and title(page).count("Error") == 1


@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (KeyError(), 500)])
def test_so_does_the_page_of_a_fault(db, monkeypatch, error, status):
    def fail():
        raise error

    record_version.forget()
    monkeypatch.setattr(version, "fresh_value", fail)
    visitor = Client(raise_request_exception=False)
    page = visitor.get("/councils/sheffield/")
    assert page.status_code == status
    assert title(page).startswith("Error: ") and title(page).count("Error") == 1
    assert not title(visitor.get("/need-help/")).startswith("Error")
