"""What is done once a night: all of it, though one part breaks, and safe to do again."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.operations.management.commands import nightly
from campaign.supporters import emails
from campaign.supporters.models import Wish
from councils.models import DailyLetterCount

pytestmark = pytest.mark.django_db


def run():
    out, err = StringIO(), StringIO()
    call_command("nightly", stdout=out, stderr=err)
    return out.getvalue()


def test_nightly_says_what_it_did_and_does_nothing_more_when_run_again():
    first, second = run(), run()
    assert "letters counted" in first
    assert first == second
    assert not DailyLetterCount.objects.exists()


@pytest.mark.promise(34)
def test_one_job_that_fails_does_not_keep_the_others_from_running(monkeypatch):
    def fail(now):
        raise ZeroDivisionError

    monkeypatch.setattr(nightly, "NIGHTLY_JOBS", {"broken": fail, **nightly.NIGHTLY_JOBS})
    out = StringIO()
    with pytest.raises(CommandError, match="Not done: broken. The others were."):
        call_command("nightly", stdout=out, stderr=StringIO())
    assert "letters counted" in out.getvalue()


def test_what_must_be_forgotten_is_gone_before_the_night_writes_to_anybody(
    sheffield, sign, monkeypatch, today_is
):
    today_is("2026-11-24")
    old = timezone.now() - dt.timedelta(days=400)
    Letter.objects.create(
        council=sheffield, status_at_drafting="not_signed", text="Mine", changed_at=old
    )
    Wish.objects.create(
        kind="signing", council=sheffield, email="ben@home.example", wording=1,
        address_hash="b" * 26, asked_at=timezone.now(), confirmed_at=timezone.now(),
    )  # fmt: skip
    sign(sheffield, "2026-11-23")
    left = []
    compose = emails.compose

    def watched(*args, **options):
        left.append(Letter.objects.count())
        return compose(*args, **options)

    monkeypatch.setattr(emails, "compose", watched)
    run()
    assert left == [0]
