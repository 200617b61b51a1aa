"""Whoever may change where calls for help go could silence them: who may, and when it counts."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone

from campaign.inbox.process import process
from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from campaign.tasks.models import Task
from tests.campaign.safeguarding.conftest import CALL, DEPUTY, LEAD, PASSWORD, TO_US, email, sent_to
from tests.seen import fields, words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

FORM = "/admin/pages/organisation/1/change/"
EVE = "eve@evil.example"
NEW = "lena@charity.example"


@pytest.fixture
def opened(lead):
    lead.opened_at = timezone.now()
    lead.save()
    return lead


@pytest.fixture
def office(client, ada):
    """Ada’s browser, signed in."""
    client.force_login(ada)
    return client


def save(browser, **typed):
    return browser.post(FORM, fields(browser.get(FORM)) | typed, follow=True)


def link_in(address: str) -> str:
    """Return the path of the page that an email asks somebody to confirm their address on."""
    asked = OutgoingMessage.objects.filter(recipient=address).latest("pk")
    return re.search(r"/safeguarding/confirm/\S+", readable(bytes(asked.content))[1])[0]


def calls_go_to() -> str:
    number = Task.objects.count() + 1
    process(email(CALL, number=number), TO_US)
    return OutgoingMessage.objects.filter(purpose="safeguarding").latest("pk").recipient


@pytest.mark.parametrize("field", ["safeguarding_email", "deputy_email"])
@pytest.mark.parametrize("address", [EVE, ""])
def test_an_editors_open_session_changes_neither_address(staff, opened, field, address):
    page = staff.get(FORM)
    assert LEAD in words(page) and field not in fields(page)
    save(staff, **{field: address, "own_password": PASSWORD, "name": "We"})
    opened.refresh_from_db()
    assert (opened.safeguarding_email, opened.deputy_email, opened.name) == (LEAD, DEPUTY, "We")
    assert opened.safeguarding_asked == opened.deputy_asked == ""
    assert calls_go_to() == LEAD


@pytest.mark.parametrize("own", [{}, {"own_password": ""}, {"own_password": "eleven herons"}])
@pytest.mark.parametrize("address", [EVE, ""])
def test_nor_does_an_administrators_without_their_password(office, opened, own, address):
    page = save(office, deputy_email=address, **own)
    assert "the password with which you signed in." in words(page)
    assert not OutgoingMessage.objects.exists()
    assert Organisation.current().deputy_email == DEPUTY


def test_a_new_address_counts_once_somebody_there_says_yes_and_everybody_is_told(office, opened):
    page = save(office, safeguarding_email=NEW, own_password=PASSWORD)
    assert f"We’ve written to {NEW}" in words(page)
    assert calls_go_to() == LEAD
    assert any("ada@example.org has asked for" in told for told in sent_to(LEAD))
    assert any("ada@example.org has asked for" in told for told in sent_to("ada@example.org"))
    link = link_in(NEW)
    assert f"Do you read {NEW}?" in words(office.get(link))
    assert calls_go_to() == LEAD  # opening the link changes nothing
    assert f"calls for help come to {NEW}" in words(office.post(link))
    assert calls_go_to() == NEW
    assert any(f"{NEW} was confirmed" in told for told in sent_to(LEAD))
    assert office.post(link).status_code == 404  # once


def test_a_deputys_new_address_follows_the_same_rule(office, opened):
    save(office, deputy_email=NEW, own_password=PASSWORD)
    assert Organisation.current().deputy_email == DEPUTY
    office.post(link_in(NEW))
    assert Organisation.current().deputy_email == NEW


def test_an_older_links_address_does_not_come_back(office, opened):
    save(office, safeguarding_email=EVE, own_password=PASSWORD)
    first = link_in(EVE)
    save(office, safeguarding_email=NEW, own_password=PASSWORD)
    assert office.post(first).status_code == 404
    office.post(link_in(NEW))
    assert office.post(first).status_code == 404
    assert calls_go_to() == NEW


def test_a_link_is_over_after_a_week_and_a_made_up_one_is_none(office, opened, today_is):
    save(office, safeguarding_email=NEW, own_password=PASSWORD)
    link = link_in(NEW)
    assert office.post(link[:-3] + "xx/").status_code == 404
    assert office.post(link.replace("confirm", "take")).status_code == 404
    assert office.post(link, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert calls_go_to() == LEAD


def test_while_the_site_is_open_it_cannot_be_empty(office, opened):
    page = save(office, safeguarding_email="", own_password=PASSWORD)
    assert "While the site is open somebody must be told of calls for help" in words(page)
    assert calls_go_to() == LEAD


def test_the_deputy_is_not_the_one_who_hears_first(office, opened):
    page = save(office, deputy_email=LEAD.upper(), own_password=PASSWORD)
    assert "This is the other address for calls for help" in words(page)
    assert "is asked whether" not in words(page)


@pytest.mark.parametrize("first", ["safeguarding_email", "deputy_email"])
def test_the_two_do_not_become_one_by_a_confirmation_that_waits(office, opened, first):
    [second] = {"safeguarding_email", "deputy_email"} - {first}
    save(office, **{first: NEW}, own_password=PASSWORD)
    page = save(office, **{second: NEW.upper()}, own_password=PASSWORD)
    assert "This is the other address for calls for help, or was asked to be." in words(page)
    asked = Organisation.objects.values_list("safeguarding_asked", "deputy_asked").get()
    assert sorted(asked) == ["", NEW]


def test_an_open_site_without_an_address_is_unwell_and_says_so_before_it_starts(
    client, opened, settings
):
    Organisation.objects.update(safeguarding_email="")
    health = client.get("/health/")
    assert health.status_code == 503
    assert health.json()["safeguarding"] == "unwell"
    with pytest.raises(SystemCheckError, match="nobody has confirmed the address"):
        call_command("check", deploy=True)
    assert calls_go_to() == "hello@charity.example"  # rather than nobody


def test_with_nobody_named_at_all_administrators_are_told_without_the_words(lead, ada):
    lead.delete()
    process(email(CALL), TO_US)
    [told] = sent_to(ada.email)
    assert "nobody is named to read it" in told
    assert "nowhere to go" not in told


def test_a_page_that_was_opened_before_saves_nothing_over_a_confirmed_address(office, opened):
    old_form = fields(office.get(FORM))
    save(office, safeguarding_email=NEW, own_password=PASSWORD)
    office.post(link_in(NEW))
    office.post(FORM, old_form | {"name": "We"})
    assert calls_go_to() == NEW
