"""How the nightly jobs grow with the number of letters and alerts: figures for docs/performance.md.

Run by hand: ``pytest -n 0 -s -m long tests/test_growth.py``, with DATABASE_URL for PostgreSQL.
"""

import datetime as dt
import time
from collections import Counter

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from campaign.letters import daily_counts
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.supporters import alerts
from campaign.supporters.models import Alert
from campaign.supporters.suppression import address_hash
from campaign.tokens import new_token
from councils.record import record_on

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SIZES = (5_000, 20_000)
LETTERS = (*SIZES, 200_000)
ALERTS = (*SIZES, 100_000)


def timed(name, number, job):
    """Print how long a job takes, in all and of the processor, and its queries; return seconds."""
    queries = Counter()

    def count(execute, *query):
        queries["all"] += 1
        return execute(*query)

    began, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        job()
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"| {name} | {number:,} | {took:.0f} s | {cpu:.1f} s | {queries['all']:,} |")
    return cpu


def letters(number):
    councils = [row.id for row in record_on().councils]
    at = timezone.now() - dt.timedelta(days=9)
    Letter.objects.bulk_create(
        Letter(
            council_id=councils[turn % len(councils)], status_at_drafting="not_signed",
            state="accepted", token=new_token(), draft_token=new_token(), asked_at=at,
            confirmed_at=at, outcome_at=at, name=f"Anna {turn}", email=f"anna{turn}@example.org",
            text="Please sign.", created_at=at, changed_at=at,
        )
        for turn in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("number", LETTERS)
def test_counting_letters(number):
    letters(number)
    assert timed("count letters", number, daily_counts.count) < number / 400


@pytest.mark.parametrize("number", LETTERS)
def test_forgetting_writers_with_as_many_emails_of_links(number):
    letters(number)
    OutgoingMessage.objects.queue_all(
        "lost_link",
        [(f"l:{turn}", to := f"anna{turn}@example.org", EmailMessage("A", "B", to=[to]), "")
         for turn in range(number)],
    )  # fmt: skip
    assert timed("forget writers", number, Letter.objects.all().erase) < number / 250


@pytest.mark.parametrize("number", ALERTS)
def test_telling_who_waits_that_a_council_signed(number, sheffield, sign):
    Alert.objects.bulk_create(
        Alert(council=sheffield, email=f"anna{turn}@example.org", wording=2, source="/alerts/",
              address_hash=address_hash(f"anna{turn}@example.org"), confirmed_at=timezone.now())
        for turn in range(number)
    )  # fmt: skip
    sign(sheffield)
    assert timed("tell of a signature", number, alerts.send_due) < number / 250
    assert OutgoingMessage.objects.count() == number
