"""Ada signs in with a password and an app, as production asks it."""

import base64
import re
import time

import pytest
from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.staff import roles
from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import follow, press

pytestmark = pytest.mark.browser


def code_of(device, steps=0):
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def sign_in(page, code=""):
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_label("Code from your app").fill(code)
    press(page, "Sign in")


def test_ada_sets_up_a_second_factor_and_signs_in_with_it(visit, site, settings, axe):
    settings.SECOND_FACTOR = True
    ada = User(username="ada@example.org", email="ada@example.org")
    ada.set_password("a long enough password")
    roles.give(ada, "administrator")
    page = visit("/admin/", PHONE)
    sign_in(page)
    picture = page.locator("svg.qr-code").bounding_box()
    assert 150 < picture["width"] <= 300
    assert page.locator("svg.qr-code").get_attribute("viewBox")  # else its edge is cut off
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).violations_count == 0
    key = page.locator(".key").inner_text().replace(" ", "")
    begun = TOTPDevice(key=base64.b32decode(key + "=" * (-len(key) % 8)).hex())
    page.get_by_label("The code that it shows").fill(code_of(begun))
    press(page, "Finish")
    recovery = page.locator(".codes li").first.inner_text()
    assert re.fullmatch("[0-9a-f]{5}(-[0-9a-f]{5}){3}", recovery)
    follow(page, "I have kept them: go on")
    assert page.get_by_text("There is one administrator.").is_visible()
    other = visit("/admin/councils/council/", DESK)
    sign_in(other, recovery)
    assert other.url.endswith("/admin/councils/council/")
    press(other, "Log out")
    other.goto("/admin/")
    sign_in(other, code_of(TOTPDevice.objects.get(), steps=1))
    assert other.get_by_role("heading", name="The desk").is_visible()
