"""Words of one person, through every form and every fault that can be provoked: in no log.

What becomes of them in tables and files is tested with their whole life (test_traces.py).
"""

import logging
import subprocess
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import Client

from campaign.http.log_masking import MaskingFormatter
from campaign.operations.management.commands import nightly
from tests.campaign.own_postgresql import PROGRAMS, PostgreSQL
from tests.campaign.privacy.life import (
    EMAIL,
    HOME,
    LINE,
    NAME,
    OWN_LINE,
    POSTCODE,
    SUBJECT,
    TIP,
    make_contact,
    needles_in,
)
from tests.campaign.served import ROOT

TYPED = {
    "q": POSTCODE, "email": EMAIL, "name": NAME, "officer": NAME, "postal_address": HOME,
    "subject": SUBJECT, "own_line": OWN_LINE, "text": f"{OWN_LINE} {TIP}", "kind": "wrong",
    "evidence": TIP, "link": f"https://needlehaven.example/{NAME}", "council": "sheffield",
    "username": EMAIL, "password": OWN_LINE, "role": NAME, "action": "sign",
}  # fmt: skip
FORMS = (
    "/find/", "/councils/kent/write/", "/alerts/?council=sheffield", "/complaints/", "/sign/",
    "/councils/leeds/tell-us/", "/letters/lost/", "/admin/login/",
)  # fmt: skip


class Failing:
    """Fails on statements of one kind, as PostgreSQL does: it quotes the row and the statement."""

    def __init__(self, verb):
        self.verb, self.failed = verb, 0

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(self.verb):
            return execute(sql, params, many, context)
        self.failed += 1
        raise IntegrityError(
            f"new row violates check constraint\nLINE 1: {sql[:9]} {params}\n"
            f"DETAIL:  Failing row contains {params}."
        )


@pytest.fixture
def log():
    """Lines of every logger, as a site writes them."""
    lines, root = [], logging.getLogger()

    class Handler(logging.Handler):
        def emit(self, record):
            lines.append(MaskingFormatter().format(record))

    handler = Handler()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.server", "campaign"))]
    for logger in loggers:
        logger.addHandler(handler)
    yield lines
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def visitor(db):
    return Client(raise_request_exception=False, REMOTE_ADDR=LINE)


@pytest.mark.promise(31)
@pytest.mark.parametrize("verb", ["INSERT", "UPDATE", "SELECT"])
def test_no_fault_of_the_database_puts_a_persons_words_in_the_log(visitor, log, verb):
    make_contact()
    failing, answers = Failing(verb), set()
    with connection.execute_wrapper(failing):
        for address in FORMS:
            answers.add(visitor.post(address, TYPED).status_code)
    assert failing.failed
    assert 500 in answers
    assert "IntegrityError" in "".join(log)
    assert needles_in("".join(log)) == set()


def test_a_job_of_the_night_that_fails_names_nobody_in_the_log(db, log, monkeypatch):
    def fail(now):
        raise IntegrityError(f"null value\nDETAIL:  Failing row contains ({NAME}, {EMAIL}).")

    monkeypatch.setattr(nightly, "NIGHTLY_JOBS", {"broken": fail})
    said = StringIO()
    with pytest.raises(CommandError, match="Not done: broken."):
        call_command("nightly", stdout=said, stderr=said)
    assert "IntegrityError" in "".join(log)
    assert needles_in("".join(log) + said.getvalue()) == set()


def test_an_exception_that_quotes_what_was_typed_is_logged_by_kind_and_place(
    visitor, log, monkeypatch
):
    def fail(typed, *args, **options):
        raise LookupError(f"Nobody knows {typed}") from ValueError(typed)

    monkeypatch.setattr("councils.search.lookup.resolve", fail)
    assert visitor.post("/find/", {"q": f"{NAME} {EMAIL}"}).status_code == 500
    said = "".join(log)
    assert "builtins.LookupError" in said and "builtins.ValueError" in said
    assert "test_canaries.py" in said and "councils/search/views.py" in said
    assert needles_in(said) == set()


postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


@postgresql
@pytest.mark.fault
@pytest.mark.skipif(not PROGRAMS, reason="needs a PostgreSQL of its own")
def test_postgresqls_own_log_names_nobody_once_it_is_set_up_as_we_say(db):
    """``docs/deploy/database.sql`` makes the user as which the site connects."""
    server = PostgreSQL()

    def fail(url, words):
        with psycopg.connect(url) as site, pytest.raises(psycopg.DataError):
            site.execute(f"SELECT CAST('{words}' AS integer)")

    psql = (PROGRAMS[-1] / "psql", server.url, "-q", "-v", "ON_ERROR_STOP=1")
    subprocess.run([*psql, "-v", "password=x", "-f", ROOT / "docs/deploy/database.sql"], check=True)
    fail(server.url.replace("site@", "runaways:x@").replace("/postgres", "/runaways"), NAME)
    fail(server.url, "of another user")
    said = server.stop()
    assert "of another user" in said
    assert needles_in(said) == set()
