"""No council is swamped, and bulk never delays a person."""

import pytest

from campaign.outbox.models import MessageState
from councils.models import Council, Pause
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
    queue, to_kent, deliver, smtp_log, now, settings
):
    settings.LETTERS_AN_HOUR = 30
    to_kent(70)
    other = queue("letter:other", council="SHF")
    deliver()
    assert again(other).state == MessageState.ACCEPTED
    for minutes, went in ((0, 31), (59, 31), (2, 61)):
        now(minutes=minutes)
        deliver()
        assert len(smtp_log.accepted) == went
    assert max(smtp_log.accepted.values()) == 1


def test_a_council_that_asks_for_so_many_a_day_gets_no_more(to_kent, deliver, smtp_log, now, kent):
    Council.objects.filter(pk=kent.pk).update(letters_a_day=2)
    to_kent(5)
    for hours, went in ((0, 2), (12, 2), (13, 4), (25, 5)):
        now(hours=hours)
        deliver()
        assert len(smtp_log.accepted) == went


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
    queue, deliver, kent, today_is
):
    today_is("2026-11-24")
    Pause(council=kent, until="2026-11-25", reason="A child has died.").update()
    letter = queue("letter:1", council="KEN")
    deliver()
    assert again(letter).state == MessageState.QUEUED
    today_is("2026-11-26")
    deliver()
    assert again(letter).state == MessageState.ACCEPTED
