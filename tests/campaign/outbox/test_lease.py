"""No two senders hold the same message, and each attempt waits longer than the last."""

import os
import statistics

import psycopg
import pytest
from django.db import connection

from campaign.outbox.lease import LONGEST_WAIT, Lease, wait_after
from campaign.outbox.models import MailSettings, State
from tests.campaign.outbox.emails import again

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


def test_what_was_cancelled_after_it_was_claimed_is_not_sent(queue, live, mail_server, smtp_log):
    message = queue()
    lease = Lease()
    [claimed], _ = lease.claim(10, MailSettings.current())
    assert again(message).state == State.SENDING
    assert message.cancel()
    assert lease.mark_data_started(claimed) is False


def test_two_senders_never_hold_the_same_mail(queue, live, mail_server):
    for number in range(4):
        queue(f"letter:{number}")
    one, two = Lease(), Lease()
    first, _ = one.claim(2, MailSettings.current())
    second, _ = two.claim(10, MailSettings.current())
    assert len(first) == len(second) == 2
    assert not {message.pk for message in first} & {message.pk for message in second}


def test_what_was_claimed_and_not_handed_over_goes_back(queue, live, mail_server, now):
    message = queue()
    lease = Lease()
    lease.claim(10, MailSettings.current())
    lease.release()
    assert again(message).state == State.QUEUED
    assert (message.lease, message.attempts) == ("", 0)


def test_mail_that_a_person_waits_for_goes_ahead_of_letters(queue, live, mail_server):
    queue("letter:1")
    confirm = queue("confirm:1:1", "anna@home.example", "confirm")
    claimed, _ = Lease().claim(1, MailSettings.current())
    assert claimed == [confirm]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 60), (2, 120), (5, 960), (9, LONGEST_WAIT), (29, LONGEST_WAIT)]
)
def test_each_wait_is_twice_the_last_give_or_take_a_half_and_no_longer_than_hours(
    attempts, seconds
):
    waits = [wait_after(attempts).total_seconds() for _ in range(400)]
    assert seconds / 2 <= min(waits) < 0.6 * seconds
    assert 1.4 * seconds < max(waits) <= 1.5 * seconds
    assert statistics.median(waits) == pytest.approx(seconds, rel=0.2)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="on SQLite workers take turns")
@pytest.mark.django_db(transaction=True)
def test_a_claim_passes_over_what_another_is_claiming_and_waits_for_nobody(queue):
    MailSettings(live=True, per_council_an_hour=0).save()
    for number in range(4):
        queue(f"confirm:{number}", purpose="confirm")
    facts = connection.get_connection_params()
    options = {name: facts[name] for name in ("host", "port", "user", "dbname", "password")
               if facts.get(name)}  # fmt: skip
    with psycopg.connect(**options) as another, connection.cursor() as cursor:
        held = another.execute(
            "SELECT id FROM outbox_outgoingmessage ORDER BY id LIMIT 2 FOR UPDATE"
        )
        held = {pk for (pk,) in held}
        cursor.execute("SET lock_timeout = '2s'")
        claimed, _ = Lease().claim(10, MailSettings.current())
        cursor.execute("SET lock_timeout = 0")
    assert len(claimed) == 2
    assert not held & {message.pk for message in claimed}
