import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def mail_dir(settings, tmp_path):
    """Where mail is written as files."""
    settings.MAIL_DIR = tmp_path / "mail"
    settings.MAIL_DIR.mkdir()
    settings.DEFAULT_FROM_EMAIL = "Make Runaways Safe <letters@runaways.example>"
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    return settings.MAIL_DIR


@pytest.fixture
def desk(editor):
    """Ed's browser, signed in, beside that of a visitor."""
    browser = Client()
    browser.force_login(editor)
    return browser
