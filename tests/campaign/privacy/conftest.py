import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def our_addresses(settings):
    settings.DEFAULT_FROM_EMAIL = "Make Runaways Safe <letters@runaways.example>"
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"


@pytest.fixture
def desk(editor):
    """Ed's browser, signed in, beside that of a visitor."""
    browser = Client()
    browser.force_login(editor)
    return browser
