"""A query that takes its time is not taken for a silent server."""

import psycopg
import pytest
from django.db import OperationalError, connection

from campaign.postgresql import silence
from councils.models import Council

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


@pytest.fixture
def watch(monkeypatch):
    monkeypatch.setattr(silence, "SUSPICIOUS", 0.1)
    watch = silence.Watch()
    watch.is_on = True
    return watch


def test_a_long_query_goes_on_as_the_server_answers_meanwhile(db, watch, monkeypatch):
    tests = []
    monkeypatch.setattr(silence, "answers", lambda parameters: tests.append(parameters) or True)
    parameters = connection.get_connection_params()
    with psycopg.connect(**parameters) as own:
        watch.over(own, parameters)
        assert own.execute("SELECT pg_sleep(0.4), 'done'").fetchone()[1] == "done"
    assert tests
    watch.refuse_if_silent()


def test_a_server_that_lets_us_write_or_says_why_not_answers(db):
    parameters = connection.get_connection_params()
    assert silence.answers(parameters)
    assert silence.answers(parameters | {"options": "-c default_transaction_read_only=on"})
    assert silence.answers(parameters | {"dbname": "no such database"})


def test_nothing_is_asked_while_the_server_is_silent(db, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(silence.watch, "is_silent", True)
        with pytest.raises(OperationalError, match="the database is silent"):
            Council.objects.count()
