"""For balancers and monitors."""

import datetime as dt
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaign import heartbeat
from campaign.operations.models import CompletedJob
from campaign.operations.views import PARTS
from campaign.outbox.models import MailMayRun, OutgoingMessage
from campaign.release import VERSION
from campaign.wsgi import application
from councils.models import RecordVersion


@pytest.fixture
def health(client, db, settings):
    """Return a function by which somebody with the token asks how the site is."""
    settings.METRICS_TOKEN = "a long and secret token"
    return lambda: client.get(
        "/health/", headers={"Authorization": "Bearer a long and secret token"}
    )


@pytest.mark.promise(34)
def test_health_is_well_with_a_database(health):
    response = health()
    assert response.status_code == 200
    body = response.json()
    assert body["well"] is True
    assert body["database"] == "well"
    assert body["version"] == VERSION


def test_a_database_without_the_version_of_the_record_is_not_well(health):
    RecordVersion.objects.all().delete()
    response = health()
    assert response.status_code == 503
    assert response.json()["database"] == "unwell"


def test_health_says_when_it_looked_and_is_never_cached(health, today_is):
    response = health()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["at"]


def test_a_process_is_alive_while_it_answers_whatever_else_is_wrong(client):
    response = client.get("/health/live/")  # without any database
    assert response.status_code == 200
    assert response.content == b"alive\n"


@pytest.mark.parametrize("address", ["/health/", "/health/live/", "/metrics"])
def test_monitors_get_an_answer_over_plain_http(client, db, settings, address):
    settings.SECURE_SSL_REDIRECT, settings.METRICS_TOKEN = True, "a token"
    assert client.get(address, headers={"Authorization": "Bearer a token"}).status_code == 200


@pytest.mark.parametrize("address", ["/health/", "/health/live/"])
def test_health_checks_refuse_a_post(client, db, address):
    assert client.head(address).status_code in (200, 503)
    assert client.post(address).status_code == 405


def test_balancers_ask_by_an_address_of_their_own_or_by_no_name(open_connection, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for host in ("10.0.0.7", "nobody.example", ""):
        environ = RequestFactory().get("/health/live/").environ | {"HTTP_HOST": host}
        said = []
        application(environ, lambda status, headers, said=said: said.append(status))
        assert said == ["200 OK"], host


def test_a_site_without_worker_or_nights_work_is_not_well(health, settings):
    settings.WORKER_EXPECTED, settings.NIGHT_WITHIN = True, 36
    body = health().json()
    assert (body["well"], body["worker"], body["night"]) == (False, "unwell", "unwell")
    assert "No worker is running." in body["machine"]["problem"]
    MailMayRun.note()
    call_command("nightly", stdout=StringIO())
    with CaptureQueriesContext(connection) as queries:
        assert health().json()["well"]
    counted = [query["sql"] for query in queries if 'FROM "mail_may_run"' in query["sql"]]
    assert len(counted) == 1
    MailMayRun.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=4))
    CompletedJob.objects.update(at=timezone.now() - dt.timedelta(hours=37))
    body = health().json()
    assert (body["worker"], body["night"]) == ("unwell", "unwell")
    assert "not all done for 36 hours" in body["machine"]["problem"]


@pytest.mark.parametrize("full", ["the site's", "the ledger's"])
def test_a_disk_that_is_nearly_full_is_not_well(health, monkeypatch, settings, full):
    free = {settings.BASE_DIR: 10**9, settings.LEDGER.parent: 10**9}
    free[settings.BASE_DIR if full == "the site's" else settings.LEDGER.parent] = 7_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free[path]))
    body = health().json()
    assert body["space"] == "unwell"
    assert "7 MB are free on the disk. Make room." in body["machine"]["problem"]


def test_a_ledger_that_cannot_be_written_is_not_well(health, settings, tmp_path):
    assert health().json()["ledger"] == "well"
    settings.LEDGER = tmp_path  # a folder is in its place
    body = health().json()
    assert (body["well"], body["ledger"]) == (False, "unwell")
    assert "Nobody can be erased or unsubscribe." in body["machine"]["problem"]


def test_a_site_without_a_ledger_or_restored_without_one_says_that_there_is_none(health, settings):
    assert health().json()["ledger"] == "well"
    CompletedJob.objects.record("bare_restore", timezone.now())
    assert health().json()["ledger"] == "none"
    CompletedJob.objects.all().delete()
    settings.LEDGER = None
    body = health().json()
    assert (body["well"], body["ledger"]) == (True, "none")


def test_the_public_learns_of_each_part_whether_it_is_well_and_no_more(client, db, settings):
    settings.METRICS_TOKEN = "a long and secret token"
    for token in ("", "Bearer ", "Bearer a long"):
        body = client.get("/health/", headers={"Authorization": token}).json()
        assert body.pop("well") is True and body.pop("at")
        assert body.keys() == set(PARTS)
        assert set(body.values()) <= {"well", "unwell", "none"}
    settings.METRICS_TOKEN = ""
    assert "mail" not in client.get("/health/", headers={"Authorization": "Bearer "}).json()


def test_the_figures_are_for_whoever_has_the_token(client, db, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a long and secret token"
    assert client.get("/metrics").status_code == 404
    wrong = client.get("/metrics", headers={"Authorization": "Bearer a long"})
    assert wrong.status_code == 404
    for ago, late in ((1, 3), (2, 3), (3, 60), (4, 4)):
        due = timezone.now() - dt.timedelta(hours=ago)
        began = due + dt.timedelta(seconds=late)
        email = EmailMessage("A", "B", "a@example.org", ["b@example.org"])
        message = OutgoingMessage.objects.queue("confirm", f"{ago}", "b@example.org", email)
        OutgoingMessage.objects.filter(pk=message.pk).update(
            state="accepted", due_at=due, data_started_at=began, outcome_at=began
        )
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"})
    figures = dict(line.split() for line in answer.content.decode().splitlines())
    assert figures["runaways_well_database"] == "1"
    assert figures["runaways_mail_handed_over_in_a_day"] == "4"
    assert figures["runaways_mail_handed_over_soon_percent"] == "75"


def test_a_monitor_elsewhere_hears_of_the_nights_work_and_only_if_asked_for(db, settings, caplog):
    asked = []

    class Monitor(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            if self.path == "/nonsense":
                self.wfile.write(b"What?\r\n")
                return
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    call_command("nightly", stdout=StringIO())
    with HTTPServer(("127.0.0.1", 0), Monitor) as monitor:
        threading.Thread(target=monitor.serve_forever, daemon=True).start()
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{monitor.server_port}/alive/7"
        call_command("nightly", stdout=StringIO())
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{monitor.server_port}/nonsense"
        heartbeat.ping()
        monitor.shutdown()
    assert asked == ["/alive/7", "/nonsense"]
    heartbeat.ping()  # a monitor that is gone stops nothing
    settings.HEARTBEAT_URL = "monitor.example"
    heartbeat.ping()
    assert len(caplog.records) == 3
