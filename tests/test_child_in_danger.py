"""A child in danger uses the whole site: wherever they write, help comes first."""

import logging

import pytest
from django.apps import apps

from councils.page_cache import page_store
from tests.addresses import PUBLIC
from tests.campaign.letters.conftest import Browser
from tests.seen import fields, links, words

CRY = "my stepdad hits me zyxwvut and i cant go home"
PAGES = [page for page in PUBLIC if page.endswith("/") and not page.startswith("/embed/")]
"""Public pages, but no frames for other sites: those have room only for a link to the help page."""
NUMBERS = {"tel:999", "tel:116000", "tel:08001111"}


@pytest.fixture
def remembered(caplog, capfd):
    """Return a function that returns everything stored, cached, logged or printed, as text."""
    caplog.set_level(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in ("django", "councils", "campaign")]
    for logger in loggers:  # some of these do not propagate
        logger.addHandler(caplog.handler)

    def everything():
        rows = " ".join(
            str(value)
            for model in apps.get_models()
            for row in model.objects.values_list()
            for value in row
        )
        return rows + caplog.text + "".join(capfd.readouterr()) + repr(page_store._pages)

    yield everything
    for logger in loggers:
        logger.removeHandler(caplog.handler)


@pytest.fixture
def browser(client, db):
    return Browser(client)


def main_of(page) -> str:
    body = page.content.decode()
    return body[body.index('<main id="main"') : body.index("</main>")]


def shows_help_first(page, field: str) -> bool:
    """Check that the numbers come before the field, which still holds the words."""
    main = main_of(page)
    assert NUMBERS | {"/need-help/"} <= links(page).keys()
    assert CRY in fields(page)[field]
    assert not page.cookies
    for number in NUMBERS:
        assert main.index(number) < main.index(f'name="{field}"')
    return True


@pytest.mark.promise(12)
def test_a_call_for_help_in_the_box_or_the_search_gets_help_first(client, db, remembered):
    assert shows_help_first(client.post("/find/", {"q": CRY}), "q")
    assert "zyxwvut" not in remembered()
    main = main_of(client.get("/councils/", {"q": CRY}))
    assert main.index('id="help-first"') < main.index('name="q"')


@pytest.mark.promise(11)
@pytest.mark.parametrize("typed", ["Zyxwvut Street 7, CT16 1HE", "zyxwvut", "zyxwvut" * 40])
def test_what_is_typed_in_the_box_is_remembered_nowhere(client, db, remembered, typed):
    response = client.post("/find/", {"q": typed})
    kept = remembered() + repr(response.headers)
    assert not client.cookies
    assert "zyxwvut" not in kept.lower()
    assert "CT16 1HE" not in kept


def test_a_call_for_help_in_the_first_line_of_a_letter_gets_help_first(browser, remembered):
    browser.go("/councils/sheffield/write/")
    page = browser.press("yourself", own_line=CRY)
    assert shows_help_first(page, "own_line")
    assert "zyxwvut" not in remembered()


@pytest.mark.promise(22)
@pytest.mark.parametrize("field", ["text", "subject", "name", "postal_address"])
@pytest.mark.parametrize("step", ["yourself", "keep", ""])
def test_a_call_for_help_in_any_field_of_a_letter_gets_help_whatever_button_is_used(
    browser, remembered, field, step
):
    browser.go("/councils/sheffield/write/")
    browser.press("words")
    page = browser.press(step, **{field: CRY})
    assert NUMBERS | {"/need-help/"} <= links(page).keys()
    assert 'class="help-first"' in main_of(page)
    assert "zyxwvut" not in remembered()


def test_a_call_for_help_in_a_message_to_us_gets_help_first(client, db, remembered):
    page = client.post("/councils/sheffield/tell-us/", {"kind": "wrong", "text": CRY})
    assert shows_help_first(page, "text")
    assert "zyxwvut" not in remembered()


@pytest.mark.parametrize("address", ["/alerts/?council=sheffield", "/letters/lost/"])
def test_a_call_for_help_in_a_field_for_an_address_gets_a_page_with_help(
    client, db, address, remembered
):
    page = client.post(address, {"email": CRY})
    assert page.status_code == 422
    assert NUMBERS | {"/need-help/"} <= links(page).keys()
    assert "zyxwvut" not in remembered()


def test_a_letter_that_goes_on_leaves_no_trace_once_it_is_cleared(browser, remembered):
    browser.go("/councils/sheffield/write/")
    browser.press("", own_line=CRY)
    browser.press("", go_on="1")  # "This is about the past, or about someone else"
    assert CRY in fields(browser.page)["own_line"]
    browser.press("clear")
    assert "zyxwvut" not in remembered()


def test_the_letter_has_the_numbers_the_link_to_help_and_the_exit(browser):
    page = browser.go("/councils/sheffield/write/")
    body = page.content.decode()
    assert NUMBERS | {"/need-help/"} <= links(page).keys()
    assert body.index("/need-help/") < body.index("data-exit") < body.index('<main id="main"')


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_numbers_the_link_to_help_and_the_exit(client, db, address):
    page = client.get(address)
    body = page.content.decode()
    assert NUMBERS | {"/need-help/"} <= links(page).keys()
    assert body.index("/need-help/") < body.index("data-exit") < body.index('<main id="main"')


def test_the_help_page_asks_for_nothing_and_leads_nowhere_but_to_help(client, db):
    page = client.get("/need-help/")
    assert not fields(page)
    main = main_of(page)
    assert "<form" not in main
    assert not [link for link in links(page) if link.startswith("http") and link in main]


@pytest.mark.promise(24)
@pytest.mark.parametrize("address", ["/", "/need-help/", "/need-help/poster/"])
def test_no_frightened_child_is_told_that_they_are_in_danger(client, db, address):
    page = words(client.get(address)).lower()
    assert page.count("you’re in danger now") == page.count("if you’re in danger now") > 0
