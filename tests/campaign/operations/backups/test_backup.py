"""Making backups: complete or not there, never over another, and the old ones deleted."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campaign import ledger, retention
from campaign.operations.backups import BackupError
from campaign.operations.backups.archive import Manifest, opened
from campaign.operations.backups.backup import make
from campaign.operations.backups.restore import check_fits, check_secret
from campaign.operations.models import CompletedJob
from campaign.release import VERSION
from tests.campaign.operations.backups.conftest import NOON

pytestmark = pytest.mark.django_db


def sentence(*arguments, **options) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("backup", *arguments, stdout=StringIO(), **options)
    return str(caught.value)


def test_in_a_folder_a_backup_is_named_for_its_time_and_its_age_is_known(two_tables, tmp_path):
    made = make(tmp_path, now=NOON)
    assert made.path == tmp_path / "runaways-20261124-120000.backup"
    assert [path.name for path in tmp_path.iterdir()] == [made.path.name]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.rows == 403
    assert CompletedJob.objects.last_at("backup") == NOON


def test_the_command_says_where_the_backup_is_how_large_and_whether_encrypted(
    two_tables, tmp_path, settings
):
    output = StringIO()
    call_command("backup", str(tmp_path / "site.backup"), stdout=output)
    assert "site.backup: 403 rows, " in output.getvalue()
    assert "MB, not encrypted: set BACKUP_KEY." in output.getvalue()
    call_command("backup", new_key=tmp_path / "key", stdout=(output := StringIO()))
    settings.BACKUP_KEY = output.getvalue().split("'")[1]
    call_command("backup", str(tmp_path), stdout=output)
    assert "MB, encrypted." in output.getvalue()


def test_only_old_backups_are_deleted_from_the_folder(two_tables, tmp_path, backup_file):
    kept = retention.BACKUPS_KEPT
    old = backup_file("old.backup", made_at=NOON - kept)
    young = backup_file("young.backup", made_at=NOON - kept + dt.timedelta(minutes=1))
    abandoned = backup_file("x.backup.part", made_at=NOON - dt.timedelta(days=2))
    (tmp_path / "notes.txt").write_text("Not a backup")
    (tmp_path / "folder").mkdir()
    made = make(tmp_path, now=NOON)
    assert made.pruned == 2
    assert not old.exists()
    assert not abandoned.exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        young.name, "notes.txt", "folder", made.path.name,
    }  # fmt: skip


def test_the_first_backup_makes_a_ledger_to_restore_it_with(two_tables, tmp_path, settings):
    make(tmp_path, now=NOON)
    assert settings.LEDGER.read_text() == ""
    settings.LEDGER = tmp_path / "a file" / "ledger"
    (tmp_path / "a file").write_text("")
    output = sentence(str(tmp_path))
    assert output.startswith(
        f"The backup is made, but the ledger {settings.LEDGER} cannot be written"
    )


def test_a_backup_never_takes_the_place_of_a_file(two_tables, tmp_path):
    path = tmp_path / "site.backup"
    path.write_text("Another")
    assert "a backup is never overwritten" in sentence(str(path))
    assert path.read_text() == "Another"


def test_a_backup_that_cannot_be_made_is_explained_in_one_sentence(two_tables, tmp_path, settings):
    missing = tmp_path / "none" / "site.backup"
    assert sentence(str(missing)) == f"{missing} cannot be written: No such file or directory."
    assert sentence() == "Name the file, or the folder, to which the backup goes."
    settings.BACKUP_KEY = "nonsense"
    assert sentence(str(tmp_path)).startswith("BACKUP_KEY is not a public key")
    assert not list(tmp_path.iterdir())


def test_a_backup_that_fails_half_way_leaves_no_file_and_no_record(
    two_tables, tmp_path, monkeypatch
):
    def fail(self, to):
        raise BackupError("pg_dump failed: the server is gone")

    monkeypatch.setattr("tests.campaign.operations.backups.conftest.TwoTables.dump", fail)
    assert sentence(str(tmp_path)) == "pg_dump failed: the server is gone"
    assert not list(tmp_path.iterdir())
    assert CompletedJob.objects.last_at("backup") is None


def test_a_backup_of_a_newer_release_is_not_restored(backup_file):
    made = backup_file(release="7.2", migrations=[["letters", "0099_from_tomorrow"]])
    with opened(made) as archive, pytest.raises(BackupError) as refused:
        check_fits(archive.manifest)
    newer = str(refused.value)
    assert newer.startswith("This backup was made by release 7.2, which is newer than this one (")
    assert newer.endswith("Update the site first.")


@pytest.mark.skipif(connection.vendor == "postgresql", reason="needs another database")
def test_sqlite_is_neither_backed_up_nor_restored_and_why_is_said(tmp_path, backup_file):
    assert sentence(str(tmp_path)).startswith("Backups are of PostgreSQL, and DATABASE_URL leads")
    with pytest.raises(CommandError, match=r"Backups are of PostgreSQL.*Nothing was changed"):
        call_command("restore", str(backup_file()), no_input=True)


def test_a_restore_with_another_secret_key_which_would_forget_nobody_is_refused(settings):
    def manifest(mark):
        return Manifest(NOON, VERSION, connection.vendor, [], {}, secret_mark=mark)

    made_here = manifest(ledger.secret_mark())
    check_secret(made_here)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next one"
    check_secret(made_here)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BackupError, match="made with another SECRET_KEY, so the ledgers"):
        check_secret(made_here)
    check_secret(manifest(""))  # of release 1.0, which did not say
