"""What is done once a night: all of it, though one part breaks, and safe to do again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaign.operations.management.commands import nightly
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
