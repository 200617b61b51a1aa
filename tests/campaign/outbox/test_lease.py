"""No two senders hold the same message, and each attempt waits longer than the last."""

import os
import statistics

import psycopg
import pytest
from django.db import connection

from campaign.outbox.lease import LONGEST_WAIT, Lease, wait_after
from campaign.outbox.models import MailSettings, MessageState
from tests.campaign.outbox.emails import again

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


def test_email_cancelled_after_it_was_claimed_is_not_sent(queue, live, mail_server, smtp_log):
    message = queue()
    lease = Lease()
    [claimed], _ = lease.claim(10, MailSettings.current())
    assert again(message).state == MessageState.SENDING
    assert message.cancel()
    assert lease.mark_data_started(claimed) is False


def test_two_senders_never_claim_the_same_email(queue, live, mail_server):
    for number in range(4):
        queue(f"letter:{number}")
    lease, other_lease = Lease(), Lease()
    first, _ = lease.claim(2, MailSettings.current())
    second, _ = other_lease.claim(10, MailSettings.current())
    assert len(first) == len(second) == 2
    assert not {message.pk for message in first} & {message.pk for message in second}


def test_claimed_email_not_handed_over_goes_back_to_the_queue(queue, live, mail_server, now):
    message = queue()
    lease = Lease()
    lease.claim(10, MailSettings.current())
    lease.release()
    assert again(message).state == MessageState.QUEUED
    assert (message.lease, message.attempts) == ("", 0)


@pytest.mark.promise(20)
def test_email_that_a_person_is_waiting_for_goes_ahead_of_letters(queue, live, mail_server):
    queue("letter:1")
    confirm = queue("confirm:1:1", "anna@home.example", "confirm")
    claimed, _ = Lease().claim(1, MailSettings.current())
    assert claimed == [confirm]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 60), (2, 120), (5, 960), (9, LONGEST_WAIT), (29, LONGEST_WAIT)]
)
def test_each_retry_waits_twice_as_long_give_or_take_a_half_up_to_a_limit(attempts, seconds):
    waits = [wait_after(attempts).total_seconds() for _ in range(400)]
    assert seconds / 2 <= min(waits) < 0.6 * seconds
    assert 1.4 * seconds < max(waits) <= 1.5 * seconds
    assert statistics.median(waits) == pytest.approx(seconds, rel=0.2)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="on SQLite workers take turns")
@pytest.mark.django_db(transaction=True)
def test_a_claim_skips_rows_that_another_sender_has_locked(queue):
    MailSettings(live=True, per_council_an_hour=0).save()
    for number in range(4):
        queue(f"confirm:{number}", purpose="confirm")
    facts = connection.get_connection_params()
    options = {name: facts[name] for name in ("host", "port", "user", "dbname", "password")
               if facts.get(name)}  # fmt: skip
    with psycopg.connect(**options) as another, connection.cursor() as cursor:
        locked = another.execute(
            "SELECT id FROM outbox_outgoingmessage ORDER BY id LIMIT 2 FOR UPDATE"
        )
        locked = {pk for (pk,) in locked}
        cursor.execute("SET lock_timeout = '2s'")
        claimed, _ = Lease().claim(10, MailSettings.current())
        cursor.execute("SET lock_timeout = 0")
    assert len(claimed) == 2
    assert not locked & {message.pk for message in claimed}
