"""No council is swamped, and bulk never delays a person."""

import pytest

from campaign.outbox.models import CouncilRate, MailSettings, MessageState, OutgoingMessage
from tests.campaign.outbox.emails import again

pytestmark = pytest.mark.usefixtures("live", "mail_server")


@pytest.fixture
def to_kent(queue):
    """Return a function that queues a number of letters to Kent."""

    def put(number):
        return [queue(f"letter:{n}", council="KEN") for n in range(number)]

    return put


@pytest.mark.promise(20)
def test_a_council_gets_so_many_letters_an_hour_and_another_ones_do_not_wait(
    queue, to_kent, deliver, smtp_log, now
):
    MailSettings.objects.update(per_council_an_hour=30)
    to_kent(70)
    other = queue("letter:other", council="SHF")
    deliver()
    assert len(smtp_log.accepted) == 31
    assert again(other).state == MessageState.ACCEPTED
    now(minutes=59)
    deliver()
    assert len(smtp_log.accepted) == 31
    now(minutes=2)
    deliver()
    assert len(smtp_log.accepted) == 61
    assert max(smtp_log.accepted.values()) == 1


@pytest.mark.parametrize("most", [60, 0])
def test_a_council_can_have_its_own_rate(to_kent, deliver, smtp_log, now, most):
    MailSettings.objects.update(per_council_an_hour=most)
    CouncilRate.objects.create(council="KEN", per_hour=2)
    to_kent(5)
    for went in (2, 4, 5):
        deliver()
        assert len(smtp_log.accepted) == went
        now(minutes=61)


def test_a_council_that_asks_for_so_many_a_day_gets_no_more(to_kent, deliver, smtp_log, now):
    CouncilRate.objects.create(council="KEN", per_day=2)
    to_kent(5)
    for hours, went in ((0, 2), (12, 2), (13, 4), (25, 5)):
        now(hours=hours)
        deliver()
        assert len(smtp_log.accepted) == went


def test_all_email_together_keeps_to_the_overall_rate(queue, deliver, smtp_log, now):
    MailSettings.objects.update(per_minute=20)
    for number in range(60):
        queue(f"confirm:{number}", "anna@home.example", "confirm")
    for went in (20, 40, 60):
        deliver()
        assert len(smtp_log.accepted) == went
        now(seconds=61)


@pytest.mark.promise(20)
def test_what_a_person_waits_for_goes_before_letters_and_these_before_bulk(
    queue, deliver, smtp_log, now
):
    alert = queue("alert:1", "ben@home.example", "alert")
    now(minutes=1)
    letter = queue("letter:1", council="KEN")
    now(minutes=1)
    code = queue("confirm:1", "anna@home.example", "confirm")
    deliver()
    assert list(smtp_log.accepted) == [code.message_id, letter.message_id, alert.message_id]


def test_an_email_to_a_council_that_is_held_waits_and_leaves_by_itself(
    queue, deliver, smtp_log, kent, today_is
):
    from councils.models import Pause

    today_is("2026-11-24")
    Pause().update(council=kent, until="2026-11-25", reason="A child has died.")
    letter = queue("letter:1", council="KEN")
    deliver()
    assert again(letter).state == MessageState.QUEUED
    today_is("2026-11-26")
    deliver()
    assert again(letter).state == MessageState.ACCEPTED
    assert OutgoingMessage.objects.count() == 1
