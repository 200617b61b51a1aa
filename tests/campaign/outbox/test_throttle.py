"""No council is swamped, even after a pause or by retries."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.outbox.lease import Lease
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage, Throttle
from tests.campaign.outbox.emails import again

KENT = "council:KEN"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def to_kent(queue):
    """Return a function that queues a number of letters to Kent."""

    def put(number):
        first = OutgoingMessage.objects.count()
        return [queue(f"letter:{first + n}", throttle_key=KENT) for n in range(number)]

    return put


def waits():
    """Return how many minutes each waiting email is postponed by, soonest first."""
    due = OutgoingMessage.objects.waiting().order_by("due_at").values_list("due_at", flat=True)
    return [round((at - timezone.now()) / MINUTE) for at in due]


@pytest.mark.promise(20)
def test_a_council_gets_ten_letters_at_once_and_then_its_hourly_rate(
    queue, deliver, live, mail_server, smtp_log, now
):
    MailSettings.objects.update(per_council_an_hour=30)
    for number in range(40):
        queue(f"letter:{number}", throttle_key="council:KEN")
    other = queue("letter:other", throttle_key="council:SHF")
    deliver()
    assert len(smtp_log.accepted) == 11
    assert again(other).state == MessageState.ACCEPTED
    now(minutes=20)
    deliver()
    assert len(smtp_log.accepted) == 21
    for _ in range(2):
        now(minutes=20)
        deliver()
    assert len(smtp_log.accepted) == 41
    assert max(smtp_log.accepted.values()) == 1


def test_a_council_can_have_its_own_rate(queue, deliver, live, mail_server, smtp_log, now):
    MailSettings.objects.update(per_council_an_hour=60)
    Throttle.objects.create(key="council:KEN", per_hour=1)
    for number in range(12):
        queue(f"letter:{number}", throttle_key="council:KEN")
    deliver()
    assert len(smtp_log.accepted) == 10
    now(minutes=59)
    deliver()
    assert len(smtp_log.accepted) == 10
    now(minutes=2)
    deliver()
    assert len(smtp_log.accepted) == 11


def test_all_email_together_keeps_to_the_overall_rate(
    queue, deliver, live, mail_server, smtp_log, now
):
    MailSettings.objects.update(per_minute=20)
    for number in range(60):
        queue(f"confirm:{number}", "anna@home.example", "confirm")
    deliver()
    assert len(smtp_log.accepted) == 10
    now(seconds=9)
    deliver()
    assert len(smtp_log.accepted) == 13
    now(minutes=1)
    deliver()
    assert 23 <= len(smtp_log.accepted) <= 33


@pytest.fixture
def one_a_minute(live):
    """The default rate for a council: one letter a minute."""
    pace = MailSettings._meta.get_field("per_council_an_hour").default
    MailSettings.objects.update(per_council_an_hour=pace)


def test_a_letter_keeps_its_slot(to_kent, deliver, one_a_minute, mail_server, now):
    to_kent(200)
    deliver()
    before = waits()
    assert before == list(range(1, 191))
    for _ in range(6):
        now(minutes=5)
        deliver()
    assert waits() == before[:160]


@pytest.mark.fault  # hours of sending
def test_letters_resume_at_their_usual_rate_after_a_pause(
    to_kent, deliver, one_a_minute, mail_server, smtp_log, now
):
    to_kent(200)
    deliver()
    assert len(smtp_log.accepted) == 10
    MailSettings.objects.update(paused=True)
    now(hours=4)
    deliver()
    MailSettings.objects.update(paused=False)
    deliver()
    assert len(smtp_log.accepted) == 20
    assert waits() == list(range(1, 181))
    now(minutes=5)
    deliver()
    assert len(smtp_log.accepted) == 25


@pytest.mark.fault  # hours of sending
def test_letters_resume_at_their_usual_rate_after_an_outage(
    to_kent, deliver, one_a_minute, mail_server, smtp_log, now
):
    to_kent(60)
    deliver()
    for _ in range(30):  # the server accepts no email: letters are claimed and released
        now(minutes=2)
        smtp_log.next_refusals = [("MAIL", "530 5.7.0 Authentication required")]
        with pytest.raises(Exception, match="Authentication"):
            deliver()
    deliver()
    assert len(smtp_log.accepted) == 20
    now(minutes=5)
    deliver()
    assert len(smtp_log.accepted) == 25
    for _ in range(6):
        now(minutes=10)
        deliver()
    assert len(smtp_log.accepted) == 60


@pytest.mark.fault  # hours of sending
def test_letters_deferred_together_are_not_retried_together(
    to_kent, deliver, live, mail_server, smtp_log, now
):
    MailSettings.objects.update(per_council_an_hour=6)
    to_kent(40)
    smtp_log.temporary = 1
    for _ in range(36):
        deliver()
        now(minutes=10)
    assert {message.state for message in OutgoingMessage.objects.all()} == {MessageState.DEFERRED}
    now(hours=6)
    smtp_log.temporary = 0
    deliver()
    assert len(smtp_log.accepted) <= 10
    now(minutes=60)
    deliver()
    assert len(smtp_log.accepted) <= 16


def test_a_released_letter_keeps_its_slot_for_a_while(to_kent, one_a_minute, mail_server, now):
    to_kent(10)
    for _ in range(3):
        lease = Lease()
        assert len(lease.claim(50, MailSettings.current())[0]) == 10
        lease.release()
        now(minutes=1)
    assert Throttle.objects.get(key=KENT).used_until == now() + 7 * MINUTE
