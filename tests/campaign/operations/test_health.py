"""What balancers, monitors and the desk are told of each part of the site."""

import datetime as dt
import os
import re
import shutil
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from campaign.operations.models import CompletedJob
from campaign.outbox.models import MailMayRun, MailSettings
from campaign.release import COMMIT, VERSION
from campaign.wsgi import application
from councils.models import RecordVersion
from tests.seen import words

TOKEN = {"Authorization": "Bearer a long and secret token"}


@pytest.fixture
def health(client, db, settings):
    """Return a function by which somebody with the token asks how the site is."""
    settings.METRICS_TOKEN = "a long and secret token"

    def ask():
        answer = client.get("/health/", headers=TOKEN)
        body = answer.json()
        assert answer.status_code == (200 if body["well"] else 503)
        assert body["well"] is (body["problems"] == [])
        assert answer.headers["Cache-Control"] == "no-store" and body["at"]
        return body

    return ask


@pytest.mark.promise(34)
def test_a_site_is_well_and_without_its_record_it_is_not(health):
    body = health()
    assert (body["well"], body["database"], body["release"]) == (True, "well", VERSION)
    RecordVersion.objects.all().delete()
    assert health()["database"] == "unwell"


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="PostgreSQL can be a standby",
)
def test_a_database_that_is_read_only_says_so_and_no_worker_is_blamed(health, settings):
    settings.SERVES = True
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    read_only = "The database is read-only: pages are shown, and nothing can be kept."
    assert health()["problems"] == [read_only]


def test_a_process_is_alive_while_it_answers_whatever_is_wrong_and_whoever_asks(
    open_connection, settings
):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["127.0.0.1"]
    for host in ("10.0.0.7", "nobody.example", ""):
        environ = RequestFactory().get("/health/live/").environ | {"HTTP_HOST": host}
        said = []
        application(environ, lambda status, headers, said=said: said.append(status))
        assert said == ["200 OK"], host


def test_a_site_without_worker_night_or_backup_says_so_in_sentences(health, settings):
    settings.SERVES = True
    wrong = [
        "No worker is running. Start one: manage.py deliver --watch.",
        "The night’s jobs were not all done for 36 hours. Run manage.py nightly.",
        "No backup was made for 36 hours. Make one: manage.py backup.",
    ]
    assert health()["problems"] == wrong
    MailMayRun.note()
    call_command("nightly")
    CompletedJob.objects.record("backup", timezone.now() - dt.timedelta(hours=35))
    assert health()["well"]
    MailMayRun.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=4))
    CompletedJob.objects.update(at=timezone.now() - dt.timedelta(hours=37))
    body = health()
    assert body["problems"] == wrong
    assert (body["worker"], body["night"], body["backup"]) == ("unwell", "unwell", "unwell")


def test_a_clock_that_jumped_hides_neither_a_dead_worker_nor_a_missed_night(health, settings):
    settings.SERVES = True
    call_command("nightly")
    CompletedJob.objects.record("backup", timezone.now())
    for ahead, is_well in ((dt.timedelta(seconds=20), True), (dt.timedelta(days=1), False)):
        MailMayRun.objects.update(seen_at=timezone.now() + ahead)
        CompletedJob.objects.update(at=timezone.now() + ahead)
        body = health()
        assert {body["worker"] == "well", body["night"] == "well", body["well"]} == {is_well}
    assert "The worker was last seen at a time to come." in body["problems"][0]


@pytest.mark.parametrize("full", ["the site's", "the ledger's"])
def test_a_disk_that_is_nearly_full_is_not_well(health, monkeypatch, settings, full):
    the_full_one = settings.BASE_DIR if full == "the site's" else settings.LEDGER.parent

    def disk(free):
        sizes = {settings.BASE_DIR: 10**9, settings.LEDGER.parent: 10**9, the_full_one: free}
        usage = lambda path: SimpleNamespace(free=sizes[path], total=10**10)  # noqa: E731
        monkeypatch.setattr(shutil, "disk_usage", usage)
        return health()

    assert disk(10**9)["space"] == "well"
    assert disk(940_000_000)["problems"] == ["91 % of the disk are used. Make room."]
    body = disk(7_000_000)
    assert (body["space"], body["problems"]) == (
        "unwell",
        ["7 MB are free on the disk. Make room."],
    )


def test_a_mailbox_that_nobody_could_read_and_a_long_pause_are_not_well(health, settings):
    assert health()["mailbox"] == "none"
    settings.SERVES, settings.IMAP = True, {"host": "imap.example"}
    MailMayRun.note()
    for name in ("nightly", "backup"):
        CompletedJob.objects.record(name, timezone.now())
    assert health()["mailbox"] == "unwell"
    CompletedJob.objects.record("fetch", timezone.now() - dt.timedelta(minutes=29))
    assert health()["well"]
    CompletedJob.objects.record("fetch", timezone.now() - dt.timedelta(minutes=31))
    assert "bounces and answers wait there" in health()["problems"][0]
    settings.IMAP = None
    MailSettings(paused=True).save()
    assert health()["well"]
    MailSettings.objects.update(paused_at=timezone.now() - dt.timedelta(hours=25))
    mail = MailSettings.current()
    mail.busy_until = timezone.now()
    mail.save()  # another switch does not begin the time anew
    body = health()
    assert body["problems"] == [
        "All email has been paused for more than a day. Let it leave again, on the desk."
    ]


def test_a_ledger_that_cannot_be_written_is_not_well_and_none_is_none(health, settings, tmp_path):
    assert health()["ledger"] == "well"
    CompletedJob.objects.record("bare_restore", timezone.now())
    assert health()["ledger"] == "none"
    settings.LEDGER = tmp_path  # a folder is in its place
    body = health()
    assert body["ledger"] == "unwell"
    assert body["problems"][0].startswith("The ledger cannot be written: Is a directory.")
    settings.LEDGER = None
    body = health()
    assert (body["well"], body["ledger"]) == (True, "none")


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer a long"])
def test_the_public_learns_of_each_part_whether_it_is_well_and_no_more(client, db, settings, token):
    for settings.METRICS_TOKEN in ("a long and secret token", ""):
        body = client.get("/health/", headers={"Authorization": token}).json()
        assert body.pop("well") is True and body.pop("at")
        assert (body.pop("release"), body.pop("commit")) == (VERSION, COMMIT)
        assert set(body.values()) <= {"well", "unwell", "none"}
        assert client.get("/metrics", headers={"Authorization": token}).status_code == 404


def test_whoever_has_the_token_reads_figures(client, db, settings):
    settings.METRICS_TOKEN, settings.SECURE_SSL_REDIRECT = "a long and secret token", True
    answer = client.get("/metrics", headers=TOKEN)
    figures = dict(line.split() for line in answer.content.decode().splitlines())
    assert figures["runaways_database_well"] == "1"
    assert figures["runaways_outbox_waiting"] == "0"
    assert int(figures["runaways_space_free_megabytes"]) > 0
    assert 0 < int(figures["runaways_space_used_percent"]) <= 100
    assert figures["runaways_outbox_paused_seconds"] == "0"


def test_the_example_of_alerts_asks_for_figures_that_there_are(client, db, settings):
    settings.METRICS_TOKEN = "a long and secret token"
    CompletedJob.objects.record("backup", timezone.now())
    names = {line.split()[0] for line in page_of_figures(client)}
    example = (settings.BASE_DIR / "docs/deploy/alerts.yml").read_text()
    parts = re.search(r"runaways_\((.*)\)_well", example)[1].split("|")
    asked = {f"runaways_{part}_well" for part in parts}
    asked |= set(re.findall(r"\brunaways_[a-z]+_[a-z_]+\b(?!\()", example))
    assert asked <= names
    assert {name for name in names if name.endswith("_well")} <= asked


def page_of_figures(client):
    return client.get("/metrics", headers=TOKEN).content.decode().splitlines()


def test_the_desk_says_when_the_last_backup_was_made_and_when_one_was_restored(staff, today_is):
    today_is("2026-11-24")
    CompletedJob.objects.record("backup", timezone.now() - dt.timedelta(hours=9))
    CompletedJob.objects.record("bare_restore", timezone.now())
    page = words(staff.get("/admin/"))
    assert "Last backup: 24 November 2026, 03:00" in page
    assert "Restored without a ledger, so people may be back: 24 November 2026, 12:00" in page
