"""The journeys in the two other engines: Firefox, and WebKit, which is Safari's."""

import re
import subprocess

import pytest
from django.contrib.auth.models import User

from campaign.letters.models import Letter
from campaign.staff import roles
from campaign.supporters.models import Wish
from tests.browser.other_browsers import ENTER, SHIFT, Elsewhere, Firefox, WebKit, named
from tests.browser.screens import reachable_kent
from tests.campaign.outbox.emails import delivered

pytestmark = pytest.mark.browser

AWAY = "https://www.bbc.co.uk/weather"
ANNA = "anna@example.org"
PASSWORD = "a long enough password"


@pytest.fixture(params=[Firefox, WebKit], ids=lambda kind: kind.name)
def browser(request, elsewhere, site):
    """A new window of one of them, with no cookie."""
    missing = request.param.missing()
    if missing:
        pytest.skip(missing)
    browser = request.param(elsewhere)
    browser.resize(1280, 850)
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """Every other host, as the browsers see it."""
    file = tmp_path_factory.mktemp("elsewhere") / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=www.bbc.co.uk", "-keyout", file, "-out", file.with_suffix(".public")],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + file.with_suffix(".public").read_text())
    server = Elsewhere(file)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def mailbox(site, settings):
    """Return a function that lets the worker deliver, and returns the last email to Anna."""
    settings.SITE_URL = site

    def last():
        return delivered(ANNA)[-1].get_content()

    return last


def test_somebody_finds_a_council_by_a_name_from_the_list(browser, site):
    browser.go(f"{site}/")
    browser.write("main [name=q]", "hudders")
    browser.click(named("*[@role='option']", "Huddersfield, West Yorkshire"))
    browser.see("Huddersfield is in Kirklees.")
    assert "/councils/kirklees/" in browser.address
    browser.back()
    browser.until(lambda: browser.address == f"{site}/")


@pytest.mark.promise(13)
def test_a_letter_goes_from_the_box_to_its_page(browser, site, mailbox):
    reachable_kent()
    browser.go(f"{site}/")
    browser.write("main [name=q]", f"CT16 1HE{ENTER}")
    browser.until(lambda: "/councils/kent/" in browser.address)
    browser.go(f"{site}/councils/kent/write/")
    browser.write("#id_own_line", "My niece lives in Dover.")
    browser.write("#id_name", "Anna Example")
    browser.write("#id_email", ANNA)
    browser.write("#id_postal_address", f"1 High Street, Dover{ENTER}")
    browser.until(lambda: browser.find("[name=code]"))
    code = re.search(r"Or type (\d{3} \d{3}) on", mailbox())[1]
    browser.write("[name=code]", f"{code}{ENTER}")
    browser.until(lambda: Letter.objects.get().confirmed_at)
    browser.see("Kent")
    assert "My niece lives in Dover." in Letter.objects.get().text


def test_an_alert_is_asked_for_and_confirmed(browser, site, mailbox):
    browser.go(f"{site}/alerts/?council=sheffield")
    browser.write("main [type=email]", f"{ANNA}{ENTER}")
    browser.see("Check your email")
    browser.go(re.search(rf"{site}/alerts/confirm/\S+", mailbox())[0])
    browser.click(named("button", "Yes, tell me"))
    browser.see("We’ll tell you when Sheffield signs")
    assert Wish.objects.get().is_confirmed


@pytest.mark.promise(24)
@pytest.mark.parametrize("way", ["link", "three times Shift"])
def test_exit_leaves_at_once_and_takes_the_place_of_the_page(browser, elsewhere, site, way):
    elsewhere.requests.clear()
    browser.go(f"{site}/")
    browser.go(f"{site}/need-help/")
    browser.until(lambda: browser.run("return document.readyState") == "complete")
    pages = browser.run("return history.length")
    if way == "link":
        browser.click("[data-exit]")
    else:
        for _ in range(3):
            browser.press(SHIFT)
    browser.see("Weather")
    assert browser.address == AWAY
    (asked,) = [asked for asked in elsewhere.requests if "\nGET /weather " in asked]
    assert asked.startswith("www.bbc.co.uk:443\n")
    assert "\nreferer:" not in asked.lower() and "localhost" not in asked
    assert browser.run("return history.length") == pages
    browser.back()
    browser.until(lambda: browser.address == f"{site}/")  # and not to the page that was left


def test_the_menu_leads_to_every_page_on_a_narrow_screen(browser, site):
    browser.resize(460, 800)
    browser.go(f"{site}/")
    browser.click("a.menu")
    browser.until(lambda: browser.run(
        "const top = document.querySelector('#menu').getBoundingClientRect().top;"
        "return top > -5 && top < innerHeight"))  # fmt: skip
    assert browser.address == f"{site}/#menu"
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    browser.click("#menu a")
    browser.until(lambda: not browser.address.endswith("#menu"))


def test_staff_sign_in_and_see_what_waits(browser, site, sheffield):
    ed = User(username="ed@example.org", email="ed@example.org")
    ed.set_password(PASSWORD)
    roles.give(ed, "editor")
    browser.go(f"{site}/admin/")
    browser.write("#id_username", "ed@example.org")
    browser.write("#id_password", f"{PASSWORD}{ENTER}")
    browser.see("Record a signature")
    browser.go(f"{site}/admin/record/")
    browser.until(lambda: browser.find("main form, form[method=post]"))
