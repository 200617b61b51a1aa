"""Letters wait while staff keep a council quiet, or it rests from them: none is lost."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from councils.models import AskedBy, Pause
from councils.record import record_version
from tests.campaign.letters.typed import text_of
from tests.seen import words

HELD = (
    "We’re not sending letters to Kent until 9 December 2026, because something terrible has"
    " happened there."
)
UNTIL = "Letters are paused until 8 December 2026."


def read(response) -> str:
    """Return the words of a page as they are read: a day in bold stands close to its comma."""
    return words(response).replace(" ,", ",")


@pytest.fixture
def pause(kent):
    """Return a function with which staff keep Kent quiet until 8 December."""

    def keep(asked_by=AskedBy.US, **facts):
        period = Pause(
            **{
                "council": kent,
                "asked_by": asked_by,
                "until": dt.date(2026, 12, 8),
                "reason": "Something terrible has happened there.",
                **facts,
            }
        ).update()
        record_version.forget()
        return period

    return keep


def due() -> list[str]:
    messages = OutgoingMessage.objects.sendable(MailSettings.current())
    return sorted(messages.values_list("purpose", flat=True))


@pytest.fixture
def confirmed(waiting, browser):
    """Anna's letter to Kent, confirmed, and not yet on its way."""
    browser.press("code", code=waiting.code)
    OutgoingMessage.objects.exclude(purpose="letter").delete()
    waiting.refresh_from_db()
    return waiting


def test_its_page_promises_no_email_that_never_comes(confirmed, pause, client):
    pause()
    said = words(client.get(confirmed.private_url))
    assert "Yours is safe, and goes by itself then." in said
    assert "This page shows what happens to it." in said
    assert "We email you" not in said


def test_a_confirmed_letter_waits_its_page_says_so_and_it_leaves_after_the_last_day(
    confirmed, pause, client, today_is
):
    assert due() == ["letter"]
    pause()
    assert due() == []
    page = read(client.get(confirmed.private_url))
    assert f"{HELD} Yours is safe" in page
    assert "Ask a friend to write too" not in page
    today_is("2026-12-08")
    assert "letter" not in due()
    today_is("2026-12-09")
    assert "letter" in due()
    assert "paused" not in words(client.get(confirmed.private_url))


@pytest.mark.promise(16)
def test_whoever_sends_a_paused_letter_themselves_is_believed_and_it_never_goes_twice(
    confirmed, pause, browser, mails, today_is
):
    pause()
    page = words(browser.go(confirmed.private_url))
    assert "Send it yourself instead" in page
    said = words(browser.press("self-sent"))
    assert "Thank you. You told us that you sent it yourself." in said
    assert "This letter was cancelled" in said
    assert mails("letter")[0].state == "cancelled"
    today_is("2026-12-09")
    assert "letter" not in due()


@pytest.mark.promise(16)
def test_whoever_says_so_as_it_is_being_handed_over_is_told_that_it_goes(
    confirmed, pause, browser, today_is
):
    pause()
    browser.go(confirmed.private_url)
    today_is("2026-12-09")
    taken = OutgoingMessage.objects.filter(purpose="letter")
    taken.update(state="sending", attempts=1, data_started_at=timezone.now())
    assert "It was too late to stop it" in words(browser.press("self-sent"))
    assert Letter.objects.get().self_sent_at is None


def test_a_council_that_takes_so_many_a_day_is_named_before_one_confirms(waiting, browser, kent):
    kent.letters_a_day = 5
    kent.correct("It asked us.")
    page = words(browser.go(f"/councils/kent/write/{waiting.draft_token}/check/"))
    assert "Kent takes 5 letters a day from us, so yours may wait a day or two." in page


def test_a_letter_begun_before_can_be_confirmed_and_waits(waiting, pause, browser, mails):
    pause()
    page = read(browser.go(f"/councils/kent/write/{waiting.draft_token}/check/"))
    assert f"{HELD} Confirm yours now, and it goes by itself on that day." in page
    browser.press("code", code=waiting.code)
    assert Letter.objects.get().state == "queued"
    assert f"{HELD} It goes by itself then" in " ".join(text_of(mails("copy")[0]).split())
    assert "letter" not in due()


def test_a_quiet_councils_page_keeps_record_and_help_and_offers_nothing_to_share(
    client, kent, pause
):
    before = words(client.get("/councils/kent/"))
    assert "Know someone next door?" in before
    period = pause(AskedBy.COUNCIL)
    resting = words(client.get("/councils/kent/"))
    assert UNTIL in resting
    assert "Know someone next door?" in resting
    period.asked_by = AskedBy.US
    period.update()
    record_version.forget()
    page = words(client.get("/councils/kent/"))
    assert UNTIL in page
    assert "How sure are we?" in page
    assert "Know someone next door?" not in page
    for address in ("/councils/kent/", "/embed/kent/"):
        assert "/kent/write/" not in client.get(address).content.decode()


def test_nobody_is_told_that_a_quiet_council_signed_until_it_is_no_longer_quiet(
    sheffield, sign, pause, today_is
):
    today_is("2026-11-24")
    row = wishes.record_on().by_id[sheffield.pk]
    wishes.request(row, "anna@example.org")
    alert = Wish.objects.get()
    alert.confirm()
    sign(sheffield, "2026-11-24")
    pause(council=sheffield)
    assert wishes.night() == {}
    today_is("2026-12-09")
    assert wishes.night() == {"told that it signed": 1}


def test_nobody_is_asked_meanwhile_whether_a_quiet_council_answered(
    letter_of, kent, pause, today_is
):
    today_is("2026-11-24")
    letter_of("accepted", days_ago=30, council=kent)
    pause()
    assert nightly.ask_whether_answered() == 0
    today_is("2026-12-09")
    assert nightly.ask_whether_answered() == 1


def test_a_pause_ends_by_itself_within_eight_weeks_or_when_staff_end_it(confirmed, pause, today_is):
    with pytest.raises(ValidationError, match="at the latest"):
        pause(until=dt.date(2027, 2, 1))
    row = pause()
    row.is_on = False
    row.update()
    record_version.forget()
    assert "letter" in due()
