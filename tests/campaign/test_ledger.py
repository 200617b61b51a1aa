"""The ledger: each line is on the disk before what it is about is committed, and goes in time."""

import datetime as dt
import os
import subprocess
import threading
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.confirmation import new_token
from campaign.ledger import ledger
from campaign.ledger.ledger import Noted
from campaign.ledger.models import WaitingLine
from campaign.letters.models import Letter
from campaign.outbox.models import MailMayRun, MailSettings
from campaign.outbox.worker import Worker
from campaign.privacy.personal_data import Person, purge_all
from campaign.supporters import suppression
from campaign.supporters.models import SuppressedAddress, Wish

ANNA, HASH = "anna@home.example", "a" * 26
DAY = dt.date(2026, 11, 24)


def lines_in(settings) -> list[ledger.LedgerLine]:
    """Return what the ledger says of others than itself."""
    lines = ledger.read([settings.LEDGER]) if settings.LEDGER.exists() else []
    return [line for line in lines if line.kind != Noted.SITE]


def kinds(settings) -> list[str]:
    return [str(line.kind) for line in lines_in(settings)]


# The file


def test_a_line_is_on_the_disk_when_the_call_returns(settings, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
    ledger.record(Noted.ERASED, HASH)
    assert settings.LEDGER.stat().st_size in synced


def test_a_line_cut_off_by_a_kill_spoils_neither_the_next_nor_the_reading(settings):
    settings.LEDGER.write_text("2026-11-2")
    ledger.record(Noted.ERASED, HASH)
    assert [line.hash for line in ledger.read([settings.LEDGER])] == [HASH]


def test_a_line_goes_with_the_last_backup_that_could_need_it(settings, today_is, db):
    first_kept = DAY - retention.BACKUPS_KEPT
    settings.LEDGER.write_text(
        f"{first_kept - dt.timedelta(days=1)} erased {HASH}\n{first_kept} erased {HASH}\n"
    )
    today_is(str(DAY))
    assert purge_all()["lines of the ledger"] == 1
    assert purge_all()["lines of the ledger"] == 0
    assert settings.LEDGER.read_text() == f"\n{first_kept} erased {HASH}"
    assert list(settings.LEDGER.parent.glob("*.new")) == []


def test_a_ledger_on_another_disk_stays_there_when_old_lines_go(settings, tmp_path, today_is, db):
    disk = tmp_path / "disk"
    disk.mkdir()
    settings.LEDGER = tmp_path / "link"
    settings.LEDGER.symlink_to(disk / "ledger")
    today_is(str(DAY))
    ledger.record(Noted.ERASED, HASH)
    today_is(str(DAY + dt.timedelta(days=400)))
    assert purge_all()["lines of the ledger"] == 1
    ledger.record(Noted.ERASED, HASH)
    assert settings.LEDGER.is_symlink()
    assert HASH in (disk / "ledger").read_text()


def test_no_line_is_lost_when_many_write_while_the_ledger_is_shortened(settings):
    def write(letter):
        for _ in range(20):
            ledger.record(Noted.ERASED, letter * 26)

    threads = [threading.Thread(target=write, args=[letter]) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for _ in range(10):
        with settings.LEDGER.open("a") as file:
            file.write(f"\n2020-01-01 erased {HASH}")
        ledger.prune()
    for thread in threads:
        thread.join()
    ledger.prune()
    assert len(kinds(settings)) == 80


def test_a_file_that_is_no_ledger_is_refused_and_an_empty_one_is_not(tmp_path):
    path = tmp_path / "notes"
    path.write_text("Dear Anna")
    with pytest.raises(ValueError, match="is not a ledger"):
        ledger.read([path])
    path.write_text("")
    assert ledger.read([path]) == []


@pytest.fixture
def of_another_site(settings, tmp_path):
    """The ledger of a site with another SECRET_KEY, which has sent many more emails."""
    ours = (settings.SECRET_KEY, settings.LEDGER)
    settings.SECRET_KEY = "the key of another site"
    settings.LEDGER = tmp_path / "another"
    ledger.sign()
    ledger.note_mails(9_000)
    ledger.note(Noted.ERASED, ANNA)
    settings.SECRET_KEY, settings.LEDGER = ours
    return tmp_path / "another"


@pytest.mark.promise(17)
def test_a_ledger_of_another_site_is_refused_however_many_emails_that_has_sent(of_another_site, db):
    MailMayRun.allow()
    MailMayRun.objects.update(sent=7)
    with pytest.raises(CommandError, match="is the ledger of another site"):
        call_command("after_restore", "--ledger", str(of_another_site))
    assert MailMayRun.objects.get().sent == 7
    assert not MailSettings.current().paused


@pytest.mark.promise(17)
def test_a_ledger_is_still_ours_after_the_secret_key_was_changed_and_months_have_passed(
    settings, today_is, db
):
    today_is("2026-03-01")
    ledger.sign()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    call_command("after_restore", "--ledger", str(settings.LEDGER))
    MailSettings.current().pause(False)
    for day in ("2026-06-01", "2026-11-24"):
        today_is(day)
        ledger.prune()
        call_command("deliver")
    assert not ledger.is_of_another_site(ledger.read([settings.LEDGER]))
    before = settings.LEDGER.read_text()
    call_command("deliver")
    assert settings.LEDGER.read_text() == before, "it is signed once"


@pytest.mark.promise(17)
def test_a_ledger_lost_under_a_worker_says_again_whose_it_is(settings, db):
    MailMayRun.allow()
    MailMayRun.objects.update(sent=7)
    worker = Worker(watch=True)
    worker.keep_house()
    settings.LEDGER.unlink()
    worker.keep_house()
    settings.SECRET_KEY = "the key of another site"
    with pytest.raises(CommandError, match="is the ledger of another site"):
        call_command("after_restore", "--ledger", str(settings.LEDGER))


@pytest.mark.promise(17)
def test_whose_secret_key_is_lost_may_use_its_old_ledger_all_the_same(of_another_site, db):
    call_command("after_restore", "--other-secret-key", "--ledger", str(of_another_site))
    assert MailSettings.current().paused


@pytest.mark.promise(17)
@pytest.mark.parametrize("lost", ["gone", "a folder"])
def test_a_ledger_that_is_lost_is_said_and_nothing_is_settled_without_it(settings, lost, db):
    if lost == "a folder":
        settings.LEDGER.mkdir()
    with pytest.raises(CommandError) as refused:
        call_command("after_restore", "--ledger", str(settings.LEDGER))
    said = str(refused.value)
    assert said.startswith(f"The ledger {settings.LEDGER} is lost: ")
    assert f"restic dump --tag runaways latest {settings.LEDGER.name}" in said
    assert said.endswith("Nothing was settled.")
    assert "Errno" not in said
    assert not MailSettings.current().paused


def test_a_ledger_that_may_not_be_read_is_said_in_one_sentence(settings, monkeypatch, db):
    settings.LEDGER.touch()

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(settings.LEDGER))

    monkeypatch.setattr(type(settings.LEDGER), "read_text", refuse)
    with pytest.raises(CommandError, match=r"Permission denied: .* Nothing was settled\.$"):
        call_command("after_restore", "--ledger", str(settings.LEDGER))


def test_the_highest_number_of_a_complaint_stays_for_good(settings, today_is):
    today_is("2026-01-10")
    for number in (3, 5, 4):
        ledger.record(Noted.COMPLAINTS, f"{number:026}")
    ledger.note_mails(12)
    today_is("2026-11-24")
    ledger.prune()
    lines = ledger.read([settings.LEDGER])
    numbers = [(line.kind, int(line.hash)) for line in lines]
    assert numbers == [("complaints", 5), ("mails", 12)]


def test_a_hash_is_known_again_after_the_secret_key_was_changed(settings):
    hashed = ledger.keyed_hash(Noted.ERASED, ANNA)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert ledger.keyed_hash(Noted.ERASED, ANNA) != hashed
    assert ledger.is_named(Noted.ERASED, ANNA, {hashed})
    assert not ledger.is_named(Noted.CANCELLED, ANNA, {hashed})


# Who writes in it


def alert_of(council, email=ANNA):
    return Wish.objects.create(
        kind="signing",
        council=council,
        email=email,
        address_hash=suppression.address_hash(email),
        wording=1,
        confirmed_at=timezone.now(),
    )


@pytest.fixture
def letter(kent):
    return Letter.objects.create(
        council=kent, status_at_drafting="signed", text="Please.", name="Anna", email=ANNA,
        state="awaiting", asked_at=timezone.now(), token=new_token(),
    )  # fmt: skip


@pytest.mark.promise(17)
def test_whoever_is_erased_unsubscribed_or_suppressed_is_in_the_ledger(settings, sheffield):
    alert_of(sheffield)
    Wish.objects.for_email(ANNA).stop()
    assert kinds(settings) == ["unsubscribed"]
    Wish.objects.for_email(ANNA).stop()  # there is nothing to delete
    suppression.suppress_address(ANNA)
    suppression.suppress_address(ANNA)
    assert kinds(settings) == ["unsubscribed", "suppressed"]
    Person("Anna@Home.example").erase()
    assert kinds(settings)[-1] == "erased"
    assert "home" not in settings.LEDGER.read_text()


def test_a_letter_that_is_deleted_is_in_the_ledger(settings, letter):
    letter.anonymise()
    assert kinds(settings) == ["erased"]


# While it cannot be written


@pytest.fixture
def health(client, settings):
    """Return a function that says what is wrong with the ledger; "" if nothing is."""
    settings.METRICS_TOKEN = "a long and secret token"

    def ask():
        token = {"Authorization": "Bearer a long and secret token"}
        body = client.get("/health/", headers=token).json()
        assert body["ledger"] == ("unwell" if body["problems"] else "well")
        return " ".join(body["problems"])

    return ask


@pytest.mark.promise(17)
@pytest.mark.parametrize(
    "broken", ["a full disk", "a folder", "a file in the way", "a lock of somebody else"]
)
def test_what_somebody_asks_is_done_at_once_and_its_line_is_written_later(
    settings, sheffield, letter, client, health, disk, tmp_path, broken
):
    wish = alert_of(sheffield)
    ours = settings.LEDGER
    if broken == "a full disk":
        disk.fill()
    elif broken == "a folder":
        settings.LEDGER = tmp_path
    elif broken == "a lock of somebody else":
        settings.LEDGER = tmp_path / "of root"
        settings.LEDGER.write_text("")
        (tmp_path / "of root.lock").mkdir()
    else:
        (tmp_path / "file").write_text("")
        settings.LEDGER = tmp_path / "file" / "ledger"
    assert health().startswith("The ledger cannot be written: ")

    stop = f"/alerts/stop/{suppression.stop_token(wish.address_hash, wish.pk)}/"
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Wish.objects.exists()
    page = f"/letters/{letter.token}/confirm/"
    assert client.post(page, {"not_me": ""}).status_code == 200
    assert not Letter.objects.filter(text="Please.").exists()
    assert SuppressedAddress.objects.exists()
    call_command("deliver")
    assert health().startswith("The ledger cannot be written: ")

    disk.empty()
    settings.LEDGER = ours
    assert health() == "Lines of the ledger wait in the database until the worker writes them."
    call_command("deliver")
    assert health() == ""
    written = kinds(settings)
    assert {"unsubscribed", "suppressed", "erased"} == set(written)
    call_command("deliver")
    assert kinds(settings) == written


@pytest.fixture
def small_disk(tmp_path):
    """A real disk of 64 kB, where whoever runs the tests may mount one."""
    where = tmp_path / "small"
    where.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(where)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield where
    subprocess.run(["umount", str(where)], check=True)


@pytest.mark.fault
@pytest.mark.promise(17)
@pytest.mark.parametrize("room_left", [0, 30, 70])
def test_on_a_disk_that_is_really_full_all_is_done_and_no_line_is_lost_or_spoilt(
    settings, sheffield, letter, client, health, small_disk, room_left, monkeypatch
):
    """It fills up in the middle of a line: what the last block has left takes 0, 30 or 70 bytes."""
    monkeypatch.setattr("campaign.operations.health.LEAST_FREE", 0)
    monkeypatch.setattr("campaign.operations.health.MOST_USED", 100)
    settings.LEDGER = small_disk / "ledger"
    ledger.record(Noted.ERASED, HASH)
    with settings.LEDGER.open("a") as file:
        file.write("\n" * (4096 - room_left - settings.LEDGER.stat().st_size))
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))

    wish = alert_of(sheffield)
    stop = f"/alerts/stop/{suppression.stop_token(wish.address_hash, wish.pk)}/"
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(f"/letters/{letter.token}/confirm/", {"not_me": ""}).status_code == 200
    assert not Wish.objects.exists()
    assert not Letter.objects.filter(text="Please.").exists()
    call_command("deliver")
    assert "The ledger cannot be written: No space left on device" in health()

    filler.unlink()
    call_command("deliver")
    assert "ledger" not in health()
    assert {"unsubscribed", "suppressed", "erased"} <= set(kinds(settings))
    assert ledger.read([settings.LEDGER])[0].hash == HASH


@pytest.mark.promise(17)
def test_a_line_that_waited_has_the_day_on_which_it_was_asked_for(
    settings, sheffield, disk, today_is
):
    today_is(str(DAY))
    alert_of(sheffield)
    disk.fill()
    Wish.objects.for_email(ANNA).stop()
    today_is(str(DAY + dt.timedelta(days=3)))
    disk.empty()
    call_command("deliver")
    assert {line.day for line in lines_in(settings)} == {DAY}


def test_to_know_whether_it_can_be_written_leaves_nothing_behind(settings, disk):
    for is_full in (False, True):
        disk.is_full = is_full
        assert bool(ledger.why_not_writable()) is is_full
        assert list(settings.LEDGER.parent.glob(f"{settings.LEDGER.name}*")) == []


def test_what_is_rolled_back_leaves_no_line_that_waits(settings, sheffield, disk):
    alert_of(sheffield)
    disk.fill()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Wish.objects.for_email(ANNA).stop()
        raise ZeroDivisionError
    assert not WaitingLine.objects.exists()


def test_of_the_numbers_of_emails_the_highest_alone_is_kept_for_good(settings, today_is, db):
    today_is(str(DAY))
    for number in (8, 9, 10):
        ledger.note_mails(number)
    ledger.record(Noted.ERASED, HASH)
    purge_all()
    assert kinds(settings) == ["mails", "erased"]
    today_is(str(DAY + dt.timedelta(days=400)))
    purge_all()
    assert kinds(settings) == ["mails"]
    assert ledger.mails_sent() == 10
