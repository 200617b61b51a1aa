"""No log holds a token: each opens somebody's letter."""

import http.client
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from campaign.http.log_masking import MaskingFormatter, mask_tokens
from campaign.tokens import new_token

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/letters/{}/", "/letters/…/"),
        ("/letters/{}/confirm/", "/letters/…/confirm/"),
        ("/letters/{}", "/letters/…"),
        ("/councils/kent/write/{}/check/?see=sent", "/councils/kent/write/…/check/?see=sent"),
        ("GET /letters/{}/not-me/ HTTP/1.1", "GET /letters/…/not-me/ HTTP/1.1"),
        ("/alerts/confirm/{}/", "/alerts/confirm/…/"),
        ("/alerts/stop/{}/", "/alerts/stop/…/"),
        ("/letters/lost/", "/letters/lost/"),
        ("/councils/kent/write/", "/councils/kent/write/"),
        (
            "/councils/bournemouth-christchurch-and-poole/",
            "/councils/bournemouth-christchurch-and-poole/",
        ),
    ],
)
def test_an_address_is_logged_without_its_token(address, logged):
    token = new_token()
    assert mask_tokens(address.format(token)) == logged
    assert token[:20] not in mask_tokens(address.format(token[:20]))


def test_an_error_is_logged_without_the_token_in_its_traceback():
    token = new_token()
    try:
        raise ValueError(f"Nothing at /letters/{token}/")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "%s: %s",
            ("Internal Server Error", f"/letters/{token}/confirm/"), sys.exc_info(),
        )  # fmt: skip
    logged = MaskingFormatter().format(record)
    assert token not in logged
    assert "/letters/…/confirm/" in logged


def test_gunicorn_writes_no_token_to_its_access_log(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log, token = tmp_path / "access.log", new_token()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi"],
        cwd=ROOT, stderr=subprocess.DEVNULL,
        env=os.environ | {
            "DEBUG": "on", "PORT": str(port), "WEB_WORKERS": "1", "ACCESS_LOG": str(log),
            "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        },
    )  # fmt: skip
    try:
        for _ in range(150):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                connection.request(
                    "GET",
                    f"/letters/{token}/confirm/?see={token}",
                    # Only a proxy may set these, and ours does not.
                    headers={"PATH_INFO": "/evil/", "SCRIPT_NAME": "/evil"},
                )
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
            finally:
                connection.close()
    finally:
        server.terminate()
        server.wait(timeout=60)
    text = log.read_text()
    assert "GET /letters/…/confirm/" in text
    assert "evil" not in text
    assert token not in text


def test_a_request_for_another_host_is_answered_but_not_logged(client, db, capfd, monkeypatch):
    log = logging.getLogger("django.security.DisallowedHost")
    ours = [
        handler for handler in log.handlers if type(handler).__module__ == "logging"
    ]  # not pytest's
    monkeypatch.setattr(log, "handlers", ours)
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert "evil.example" not in "".join(capfd.readouterr())
