"""No log holds a token: each opens somebody's letter."""

import http.client
import logging
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gunicorn.config import Config

from campaign.confirmation import new_token
from campaign.gunicorn import MaskedLog
from campaign.http.log_masking import MaskingFormatter, mask_tokens, request_id

ROOT = Path(__file__).parents[3]


@pytest.mark.promise(31)
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
        ("/safeguarding/take/{}/", "/safeguarding/take/…/"),
        ("/safeguarding/confirm/{}/", "/safeguarding/confirm/…/"),
        ("/LETTERS/{}/", "/LETTERS/…/"),
        ("/Councils/Kent/Write/{}/", "/Councils/Kent/Write/…/"),
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


def test_gunicorn_writes_no_token_and_nothing_of_a_broken_request_to_its_log(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = new_token()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi"],
        cwd=ROOT, stderr=subprocess.PIPE,
        env=os.environ | {
            "DEBUG": "on", "PORT": str(port), "WEB_WORKERS": "1",
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
                connection.request("HEAD", "/health/live/")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
            finally:
                connection.close()
        with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
            raw.sendall(f"GET /letters/{token}/?q=CT16 1HE HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            raw.recv(1000)
    finally:
        server.terminate()
        said = server.communicate(timeout=60)[1]
    lines = said.decode().splitlines()
    assert not [line for line in lines if token in line or "evil" in line]
    (refused,) = [line for line in lines if " WARNING " in line]
    assert refused.endswith("gunicorn.error: Invalid request: Invalid HTTP Version")


def test_an_error_that_reaches_gunicorn_is_logged_without_what_was_asked(capfd):
    log, token, typed = MaskedLog(Config()), new_token(), "Anna"
    try:
        raise ValueError(typed)
    except ValueError:
        log.exception("Error handling request %s", f"/letters/{token}/?q={typed}")
    said = capfd.readouterr().err
    assert "Error handling request /letters/…/" in said and "builtins.ValueError" in said
    assert typed not in said and token not in said


def failed_row():
    """What psycopg raises for a row that a constraint refuses, within another exception."""
    try:
        try:
            raise ValueError(
                'null value in column "slug" violates not-null constraint\n'
                "DETAIL:  Failing row contains (7, Dear council,\n\nmy sister Anna ran, null)."
            )
        except ValueError as error:
            raise RuntimeError("It was not saved.") from error
    except RuntimeError:
        return logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/x/",),
            sys.exc_info(),
        )  # fmt: skip


def test_a_failed_row_is_logged_without_what_is_in_it():
    logged = MaskingFormatter().format(failed_row())
    assert "builtins.ValueError" in logged and "builtins.RuntimeError" in logged
    assert "in failed_row" in logged
    for word in ("DETAIL", "Dear council", "Anna", "Failing row"):
        assert word not in logged


FAILING = """
import threading
from django.db import DatabaseError, OperationalError
def fail(kind):
    raise kind("a row is wrong\\nDETAIL:  Failing row contains (Needlehaven).")
thread = threading.Thread(target=fail, args=[DatabaseError])
thread.start()
thread.join()
fail(OperationalError)
"""


def test_a_command_that_ends_with_an_error_says_its_kind_without_the_row():
    shell = ("manage.py", "shell", "--no-imports", "-v0", "-c", FAILING)
    ended = subprocess.run(
        [sys.executable, *shell], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1
    assert "in fail" in ended.stderr and "django.db.utils.DatabaseError" in ended.stderr
    assert "Needlehaven" not in ended.stderr


def test_a_line_has_its_time_level_and_request():
    request_id.set("abc-12345")
    line = MaskingFormatter().format(failed_row()).splitlines()[0]
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} ERROR abc-12345 django.request: ", line)


def test_nothing_in_a_message_begins_a_line_of_its_own():
    forged = "lost\r\n2026-11-28 00:00:00.000 INFO - forged: all is well\u2028\x1b[2J"
    record = logging.LogRecord(
        "site", logging.WARNING, __file__, 1, "Not found: %s", (forged,), None
    )
    line = MaskingFormatter().format(record)
    assert len(line.encode().splitlines()) == 1 and "\x1b" not in line
    assert "forged: all is well" in line
