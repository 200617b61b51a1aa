"""The settings as each environment makes them, in a process of its own."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.checks import check_settings

ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghij-KLMNOPQRST-uvwxyz-not-for-use-anywhere",
    "SITE_URL": "https://runaways.example",
    "ALLOWED_HOSTS": "runaways.example",
    "SMTP_URL": "smtp+tls://site:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Make Runaways Safe <letters@runaways.example>",
    "TRUSTED_PROXIES": "10.0.0.0/8",
    "RESTIC_REPOSITORY": "/backups",
}
WRONG_OPTION = "postgres://u:hidden@127.0.0.1:1/n?patience=3"
WRONG_DATABASE = "DATABASE_URL must read postgres://user:password@host/name"
OURS = ("DEBUG", "PAGE_CACHE", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LEDGER", *PRODUCTION)


def python(*args, **variables):
    """Run Python where nothing is set but what is given; return what came of it."""
    around = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *args],
        cwd=ROOT, env=around | variables, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def manage(*args, **variables):
    return python("manage.py", *args, **variables)


def printed(expression, **variables) -> str:
    code = f"from django.conf import settings; print({expression})"
    result = manage("shell", "--no-imports", "-c", code, **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_a_secret_comes_from_the_file_that_a_vault_writes(tmp_path):
    secrets = {"SECRET_KEY": "from the vault, with = and a space", "METRICS_TOKEN": "as well"}
    for name, value in secrets.items():
        (tmp_path / name).write_text(f"{value}\n")
    files = {f"{name}_FILE": str(tmp_path / name) for name in secrets}
    rest = {name: value for name, value in PRODUCTION.items() if name not in secrets}
    both = "(settings.SECRET_KEY, settings.METRICS_TOKEN)"
    assert printed(both, **rest, **files) == str(tuple(secrets.values()))
    (tmp_path / "SECRET_KEY").unlink()
    refused = manage("check", **rest, **files).stderr
    assert "SECRET_KEY_FILE cannot be read: No such file" in refused


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/site.sqlite3"


def test_production_settings_pass_djangos_own_check(database, tmp_path):
    variables = {
        **PRODUCTION,
        "DATABASE_URL": database,
        "LEDGER": f"{tmp_path}/ledger",
        "HSTS_SECONDS": "31536000",
    }
    result = manage("check", "--deploy", **variables)
    assert result.returncode != 0
    assert "The database is SQLite, which is for development: use PostgreSQL." in result.stderr
    assert re.findall(r"\((\w+\.\w+)\)", result.stderr) == ["operations.E010"]  # SQLite


def test_what_suits_a_try_out_and_no_real_site_is_said_in_sentences(settings, tmp_path):
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["other.example"], []
    settings.SITE_URL, settings.SMTP_URL = "https://runaways.example", ""
    settings.RESTIC_REPOSITORY, settings.LEDGER = "", tmp_path  # a folder
    said = " ".join(warning.msg for warning in check_settings(None))
    for sentence in (
        "Neither TRUSTED_PROXIES nor PROXIES is set",
        "SITE_URL is at runaways.example, which ALLOWED_HOSTS does not have",
        "SMTP_URL is not set",
        "RESTIC_REPOSITORY is not set",
        f"The ledger {tmp_path} cannot be written",
    ):
        assert sentence in said
    settings.LEDGER = None
    assert "LEDGER is not set" in " ".join(warning.msg for warning in check_settings(None))


def test_a_database_that_is_silent_is_given_up():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgres://u:hidden@127.0.0.1:{silent.getsockname()[1]}/n"
        result = manage("migrate", "--check", DEBUG="on", DATABASE_URL=url)
    assert "The database: connection timeout expired" in result.stderr


@pytest.mark.promise(34)
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgres://u:hidden@127.0.0.1:1/n"}, "The database: connection failed"),
        ({"DATABASE_URL": WRONG_OPTION}, 'The database: invalid connection option "patience"'),
        ({"DATABASE_URL": "mysql://u:hidden@h/n"}, WRONG_DATABASE),
        ({"DATABASE_URL": "postgres://u:hidden@h:port/n"}, WRONG_DATABASE),
        ({"SMTP_URL": "smtp://u:hidden@h:port"}, "SMTP_URL must read smtp+tls://user:password@"),
        ({"SMTP_URL": "mail.example"}, "SMTP_URL must read smtp+tls://user:password@host:587."),
        ({"SMTP_URL": "smtp://h", "SMTP_TIMEOUT": "soon"}, "SMTP_TIMEOUT must be a number;"),
        ({"PROXIES": "-1"}, "PROXIES must be a number; it is '-1'."),
        ({"LETTERS_LIVE": "onn"}, "LETTERS_LIVE must be on or off; it is 'onn'."),
        ({"SITE_URL": "runaways.example"}, "SITE_URL must read https://host; it is 'runaways.ex"),
        ({"SITE_URL": "https://a.example/b"}, "SITE_URL must read https://host; it is 'https://a"),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "such as 10.0.0.0/8: 10.0.0.1/8 has host bits set."),
    ],
)
def test_what_stops_a_command_is_one_sentence(database, variables, sentence):
    result = manage("migrate", "--check", **{"DEBUG": "on", "DATABASE_URL": database, **variables})
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert "hidden" not in result.stderr


def test_what_stops_the_web_server_is_one_sentence_and_is_not_tried_again():
    serve = ("-m", "gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi")
    result = python(*serve, DEBUG="on", PORT="0", WEB_WORKERS="1", DATABASE_URL="mysql://h/n")
    assert WRONG_DATABASE in result.stderr
    assert "Reason: Worker failed to boot." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_sender_at_localhost_fails_the_check_for_production(database):
    forgotten = {**PRODUCTION, "DEFAULT_FROM_EMAIL": "Make Runaways Safe <site@localhost>"}
    result = manage("check", "--deploy", DATABASE_URL=database, **forgotten)
    assert result.returncode != 0
    assert "Set DEFAULT_FROM_EMAIL" in result.stderr


def test_a_start_without_debug_or_secret_key_is_refused_and_names_the_key(database):
    result = manage("check", DATABASE_URL=database)
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_the_defaults_are_safe(database):
    few = {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATABASE_URL": database}
    values = printed(
        "settings.DEBUG, settings.ALLOWED_HOSTS, settings.SECURE_PROXY_SSL_HEADER", **few
    )
    assert values == "False ['localhost', '127.0.0.1', '[::1]'] None"


def test_an_https_address_makes_cookies_and_redirects_secure(database):
    values = printed(
        "settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE,"
        " settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0,"
        " settings.SECURE_PROXY_SSL_HEADER[1], settings.PAGE_CACHE,"
        " settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME",
        DATABASE_URL=database, **PRODUCTION,
    )  # fmt: skip
    assert values == "True True True True https True __Host-staff __Host-csrf"


def test_hosts_may_have_spaces_between_them(database):
    hosts = {"ALLOWED_HOSTS": "a.example, b.example", "REDIRECT_HOSTS": "www.a.example ,"}
    told = printed("settings.ALLOWED_HOSTS", DEBUG="on", DATABASE_URL=database, **hosts)
    assert told == "['a.example', 'b.example', 'www.a.example']"


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
