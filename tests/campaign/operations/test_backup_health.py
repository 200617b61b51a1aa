"""How old the last backup is: on the desk, for monitors, and before the site is opened."""

import datetime as dt

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone

from campaign.operations.backup_health import check_backups
from campaign.operations.checks import check_last_backup, check_ledger, check_settings
from campaign.operations.models import CompletedJob
from tests.seen import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def expected(settings):
    settings.BACKUP_WITHIN = 36


def made(hours_ago):
    CompletedJob.objects.record("backup", timezone.now() - dt.timedelta(hours=hours_ago))


def test_monitors_learn_of_no_backup_and_of_an_old_one(settings):
    settings.METRICS_TOKEN = "a token"
    client = Client(headers={"Authorization": "Bearer a token"})
    body = client.get("/health/").json()
    assert (body["well"], body["backup"]) == (False, "unwell")
    assert body["backups"]["problem"].startswith("No backup was ever made.")
    made(hours_ago=35)
    response = client.get("/health/")
    assert (response.status_code, response.json()["backup"]) == (200, "well")
    assert 35 * 3600 <= response.json()["backups"]["age_seconds"] < 36 * 3600
    made(hours_ago=37)
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["backups"]["problem"].startswith("The last backup is older than 36")


def test_a_site_that_expects_no_backup_has_no_problem(settings):
    settings.BACKUP_WITHIN = 0
    assert check_backups().problem == ""


def test_the_desk_says_when_the_last_backup_was_made_and_when_one_was_restored(staff, today_is):
    today_is("2026-11-24")
    page = words(staff.get("/admin/"))
    assert "No backup was ever made. Make one: manage.py backup." in page
    assert "Last backup none" in page
    made(hours_ago=9)
    CompletedJob.objects.record("restore", timezone.now())
    page = words(staff.get("/admin/"))
    assert "Last backup 24 November 2026, 03:00" in page
    assert "Restored from a backup 24 November 2026, 12:00" in page
    assert "older than" not in page
    CompletedJob.objects.record("bare_restore", timezone.now())
    page = words(staff.get("/admin/"))
    assert "24 November 2026, 12:00, without a ledger: people may be back" in page


def ids_of(messages):
    return [message.id for message in messages]


def test_check_deploy_names_a_missing_ledger_repository_or_backup(settings, tmp_path):
    settings.LEDGER, settings.RESTIC_REPOSITORY = None, ""
    assert ids_of(check_ledger(None)) == ["operations.W001"]
    assert "operations.W002" in ids_of(check_settings(None))
    settings.RESTIC_REPOSITORY = "sftp:backups@elsewhere.example:/runaways"
    assert "operations.W002" not in ids_of(check_settings(None))
    settings.LEDGER = tmp_path / "none" / "ledger"
    assert ids_of(check_ledger(None)) == ["operations.E001"]
    settings.LEDGER = tmp_path / "ledger"
    assert check_ledger(None) == []
    settings.LEDGER = tmp_path
    assert ids_of(check_ledger(None)) == ["operations.E001"]
    assert ids_of(check_last_backup(None, ["default"])) == ["operations.W003"]
    assert check_last_backup(None) == []
    messages = run_checks(include_deployment_checks=True, databases=["default"])
    assert {"operations.E001", "operations.W003"} <= set(ids_of(messages))
