"""The settings as each environment makes them."""

import os
import re
import runpy
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from campaign.environment import Environment, Variables

ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghij-KLMNOPQRST-uvwxyz-not-for-use-anywhere",
    "SITE_URL": "https://runaways.example",
    "ALLOWED_HOSTS": "runaways.example",
    "SMTP_URL": "smtp+tls://site:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Make Runaways Safe <letters@runaways.example>",
    "TRUSTED_PROXIES": "10.0.0.0/8",
    "RESTIC_REPOSITORY": "sftp:backups@elsewhere.example:runaways",
}
WRONG_DATABASE = "DATABASE_URL must read postgres://user:password@host/name"
OURS = ("DEBUG", "PAGE_CACHE", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LEDGER", *PRODUCTION)


def python(*args, **variables):
    """Run Python where nothing is set but what is given; return what came of it."""
    around = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *args],
        cwd=ROOT, env=around | variables, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.fixture
def made(monkeypatch, tmp_path):
    """Return a function that makes the settings where nothing is set but what is given."""

    def make(**variables):
        monkeypatch.setattr(Environment, "ENVIRON", Variables())  # which remembers files
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        database = {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
        for name, value in (database | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "campaign" / "settings.py"))

    return make


def test_a_secret_comes_from_the_file_that_a_vault_writes(made, tmp_path):
    file = tmp_path / "key"
    file.write_text("from the vault, with = and a space\n")
    assert made(SECRET_KEY_FILE=str(file))["SECRET_KEY"] == "from the vault, with = and a space"
    file.unlink()
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read: No such file"):
        made(SECRET_KEY_FILE=str(file))


def test_production_settings_pass_djangos_own_check(tmp_path):
    rest = {"LEDGER": f"{tmp_path}/ledger", "HSTS_SECONDS": "31536000"}
    rest["DATABASE_URL"] = f"sqlite:///{tmp_path}/site.sqlite3"
    result = python("manage.py", "check", "--deploy", **PRODUCTION, **rest)
    assert result.returncode != 0
    assert "The database is SQLite, which is for development: use PostgreSQL." in result.stderr
    assert re.findall(r"\((\w+\.\w+)\)", result.stderr) == ["operations.E010"]  # SQLite


def test_what_suits_a_try_out_and_no_real_site_is_said_in_sentences(db, settings, tmp_path):
    def said():
        return " ".join(found.msg for found in run_checks(include_deployment_checks=True))

    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["other.example"], []
    settings.SITE_URL, settings.SMTP_URL = "https://runaways.example", ""
    settings.RESTIC_REPOSITORY, settings.LEDGER = "", tmp_path  # a folder
    for sentence in (
        "Neither TRUSTED_PROXIES nor PROXIES is set",
        "SITE_URL is at runaways.example, which ALLOWED_HOSTS does not have",
        "SMTP_URL is not set",
        "RESTIC_REPOSITORY is not set",
        f"The ledger {tmp_path} cannot be written",
    ):
        assert sentence in said()
    settings.LEDGER, settings.SMTP_URL = None, "smtp://mail.example"
    settings.DEFAULT_FROM_EMAIL = "Make Runaways Safe <site@localhost>"
    settings.RESTIC_REPOSITORY = "/var/backups/runaways"
    assert "LEDGER is not set" in said()
    assert "RESTIC_REPOSITORY is a folder of this machine" in said()
    assert "email would come from an address at localhost" in said()


@pytest.mark.large
def test_a_database_that_is_silent_is_given_up():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgres://u:hidden@127.0.0.1:{silent.getsockname()[1]}/n"
        result = python("manage.py", "migrate", "--check", DEBUG="on", DATABASE_URL=url)
    assert "The database: connection timeout expired" in result.stderr


@pytest.mark.promise(34)
@pytest.mark.parametrize(
    ("database", "sentence"),
    [
        ("postgres://u:hidden@127.0.0.1:1/n", "The database: connection failed"),
        ("mysql://u:hidden@h/n", WRONG_DATABASE),
    ],
)
def test_what_stops_a_command_is_one_sentence(database, sentence):
    result = python("manage.py", "migrate", "--check", DEBUG="on", DATABASE_URL=database)
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert "hidden" not in result.stderr


@pytest.mark.promise(34)
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgres://u:hidden@h:port/n"}, WRONG_DATABASE),
        ({"SMTP_URL": "smtp://u:hidden@h:port"}, "SMTP_URL must read smtp+tls://user:password@"),
        ({"SMTP_URL": "mail.example"}, "SMTP_URL must read smtp+tls://user:password@host:587."),
        ({"SMTP_URL": "smtp://h", "SMTP_TIMEOUT": "soon"}, "SMTP_TIMEOUT must be a number;"),
        ({"PROXIES": "-1"}, "PROXIES must be a number; it is '-1'."),
        ({"LETTERS_LIVE": "onn"}, "LETTERS_LIVE must be on or off; it is 'onn'."),
        ({"SITE_URL": "runaways.example"}, "SITE_URL must read https://host; it is 'runaways.ex"),
        ({"SITE_URL": "https://a.example/b"}, "SITE_URL must read https://host; it is 'https://a"),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "such as 10.0.0.0/8: 10.0.0.1/8 has host bits set."),
        ({"DEFAULT_FROM_EMAIL": "Us <us@>"}, "DEFAULT_FROM_EMAIL must read Make Runaways Safe <"),
        ({"BOUNCE_DOMAIN": "bounces example"}, "BOUNCE_DOMAIN must be a domain; it is 'bounces e"),
    ],
)
def test_a_wrong_setting_is_one_sentence(made, variables, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        made(DEBUG="on", **variables)
    assert sentence in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_what_stops_the_web_server_is_one_sentence_and_is_not_tried_again():
    serve = ("-m", "gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi")
    result = python(*serve, DEBUG="on", PORT="0", WEB_WORKERS="1", DATABASE_URL="mysql://h/n")
    assert WRONG_DATABASE in result.stderr
    assert "Reason: Worker failed to boot." in result.stderr
    assert "Traceback" not in result.stderr


def test_the_defaults_are_safe_and_without_debug_a_key_is_required(made):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        made()
    safe = made(SECRET_KEY=PRODUCTION["SECRET_KEY"])
    assert (safe["DEBUG"], safe["SECURE_PROXY_SSL_HEADER"]) == (False, None)
    assert safe["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


def test_an_https_address_makes_cookies_and_redirects_secure(made):
    site = made(**PRODUCTION)
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert site[name] is True
    assert site["SECURE_HSTS_SECONDS"] > 0
    assert site["SECURE_PROXY_SSL_HEADER"][1] == "https"
    cookies = (site["SESSION_COOKIE_NAME"], site["CSRF_COOKIE_NAME"])
    assert cookies == ("__Host-staff", "__Host-csrf")


def test_hosts_may_have_spaces_between_them(made):
    hosts = {"ALLOWED_HOSTS": "a.example, b.example", "REDIRECT_HOSTS": "www.a.example ,"}
    told = made(DEBUG="on", **hosts)["ALLOWED_HOSTS"]
    assert told == ["a.example", "b.example", "www.a.example"]


@pytest.mark.promise(29)
def test_nothing_may_be_loaded_run_or_framed_from_another_site(settings):
    csp = {name: set(map(str, sources)) for name, sources in settings.SECURE_CSP.items()}
    assert csp["default-src"] == {"'none'"}
    assert csp["script-src"] == csp["style-src"] == csp["connect-src"] == {"'self'"}
    assert csp["form-action"] == {"'self'"}
    assert csp["frame-ancestors"] == csp["base-uri"] == {"'none'"}
    assert not [source for sources in csp.values() for source in sources if "unsafe" in source]
    assert settings.SECURE_REFERRER_POLICY == "same-origin"


def test_security_headers_are_sent_with_every_page(client, db):
    for address in ("/", "/councils/kent/", "/councils/kent/write/", "/find/", "/no-such-page/"):
        headers = client.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
