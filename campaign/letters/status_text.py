"""Where a letter stands, in people's words and never more than is known."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.letters.daily_counts import COMES_BACK_WITHIN
from campaign.letters.models import Letter, State
from campaign.outbox.health import is_held_up
from campaign.outbox.models import MailSettings
from councils.dates import format_local_date
from councils.record import CouncilOnDay

ON_ITS_WAY = (State.QUEUED, State.SENDING, State.DEFERRED, State.ACCEPTED)
"""States in which nothing is known to have gone wrong."""
NOT_AGAIN = "It cannot be sent a second time from here."
HELD_UP = "Our mail is held up just now. It goes by itself as soon as it can; you need do nothing."
ASK_AFTER = dt.timedelta(weeks=4)
"""After this, one mail asks the supporter whether the council answered."""


@dataclass(slots=True)
class StatusText:
    """The heading of a letter's private page, its true state, and the one next step."""

    heading: str
    state: str
    is_well: bool = True
    """Whether it is on its way: shown as a lit window. If not, nothing glows."""
    steps: list[str] = field(default_factory=list)
    """What happens next, each with its day."""
    send_it_yourself: bool = False


def status_text(letter: Letter, row: CouncilOnDay, now: dt.datetime | None = None) -> StatusText:
    """Return how a letter stands towards its council, in words for its writer."""
    if letter.state in ON_ITS_WAY and goes_nowhere(letter):
        return tell_not_live(letter, row, letter.name)
    if letter.answer_received_at and letter.state in (State.ACCEPTED, State.BOUNCED, State.UNSURE):
        return tell_answered(letter, row)
    return TELL.get(letter.state, tell_open)(letter, row, now or timezone.now())


def status_text_for_anyone(
    letter: Letter, row: CouncilOnDay, now: dt.datetime | None = None
) -> StatusText:
    """Return what whoever uses this device may know: neither the writer nor what went wrong."""
    if letter.is_anonymised:
        gone = "Its words and its writer’s details are gone from this site."
        return StatusText("This letter was deleted", gone, is_well=False)
    if letter.state == State.CANCELLED:
        not_gone = f"It has not gone to {row.short_name_in_sentence}."
        return StatusText("This letter was cancelled", not_gone, is_well=False)
    if not letter.is_confirmed:
        late = "Nobody confirmed it in time. Your own copy is in the mail we sent you."
        return StatusText("Your letter was not sent", late, is_well=False)
    once = f"You confirmed it on {format_local_date(letter.confirmed_at)}."
    if letter.state not in ON_ITS_WAY:
        heading = f"Thank you for writing to {row.short_name_in_sentence}"
        return StatusText(heading, f"{once} {NOT_AGAIN}", is_well=False)
    if goes_nowhere(letter):
        told = tell_not_live(letter, row)
        return StatusText(told.heading, f"{once} {told.state}")
    if letter.state in (State.QUEUED, State.DEFERRED) and is_held_up(now):
        return StatusText(thanks(row), f"{once} {HELD_UP} {NOT_AGAIN}")
    handed = letter.state == State.ACCEPTED and letter.outcome_at
    is_over = handed and (now or timezone.now()) >= handed + COMES_BACK_WITHIN
    return StatusText((thanks_later if is_over else thanks)(row), f"{once} {NOT_AGAIN}")


def self_sent_status_text(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return how a letter stands that its writer has sent without us."""
    return StatusText(
        f"Thank you{letter.name and f', {letter.name}'}. You have written to {row.short_name_in_sentence}",
        f"You told us on {format_local_date(letter.self_sent_at)} that you sent it yourself.",
        steps=[
            "It is one of the letters that people sent themselves."
            if letter.self_sent_counted_at
            else "Tonight it is added to the number of letters that people sent themselves.",
            f"{capfirst(row.name_in_sentence)} answers you, not us.",
        ],
    )


def thanks(row: CouncilOnDay, name: str = "") -> str:
    return f"Thank you{name and f', {name}'}. Your letter is on its way to {row.short_name_in_sentence}"


def thanks_later(row: CouncilOnDay, name: str = "") -> str:
    """Once nothing has come back in time, it is on its way no more."""
    return f"Thank you{name and f', {name}'}. You have written to {row.short_name_in_sentence}"


def goes_nowhere(letter: Letter) -> bool:
    """Whether a confirmed letter went to a file here, or will, or waits: the site is not live."""
    return letter.is_test or (letter.state != State.ACCEPTED and not MailSettings.current().is_live)


def tell_not_live(letter: Letter, row: CouncilOnDay, name: str = "") -> StatusText:
    """While the site is tried out: thanks, and that the letter went nowhere."""
    thanked = f"Thank you{name and f', {name}'}. This site is not live yet, so your letter"
    if letter.state != State.ACCEPTED and not MailSettings.current().may_mail_councils:
        return StatusText(
            f"{thanked} waits",
            f"It has not gone to {row.short_name_in_sentence}. It goes when the site is live.",
            steps=["You can stop it, as long as it waits."],
        )
    return StatusText(
        f"{thanked} does not go to {row.short_name_in_sentence}",
        "It is written to a file here, so that the site can be tried out. The council did not get"
        " it, and will not.",
        steps=[
            f"Nothing more. Once the site is live, you can write to {row.short_name_in_sentence} again."
        ],
    )


def next_days(letter: Letter, row: CouncilOnDay, since: dt.datetime, now: dt.datetime) -> list[str]:
    """Return what a supporter can expect of a letter that is on its way, with days."""
    steps = []
    if letter.email and letter.accepts_answers:
        steps.append(f"If it comes back, we tell you at once, at {letter.email}.")
    steps.append(f"{capfirst(row.name_in_sentence)} answers you, not us.")
    will_be_asked = letter.answered in ("", "not_yet") and not letter.followed_up_at
    if will_be_asked and now < since + ASK_AFTER:
        # Until it has gone the day is the earliest: the four weeks begin then.
        soon = "" if letter.state == State.ACCEPTED else " or soon after"
        asked_on = format_local_date(since + ASK_AFTER)
        steps.append(f"On {asked_on}{soon} we ask you once, by email, whether it answered.")
    return steps


def tell_queued(letter, row, now):
    state = "Next in line."
    if is_held_up(now):
        state = f"Next in line. {HELD_UP}"
    return StatusText(
        thanks(row, letter.name), state, steps=next_days(letter, row, letter.confirmed_at, now)
    )


def tell_sending(letter, row, now):
    return StatusText(
        thanks(row, letter.name),
        "Being handed to our mail service now.",
        steps=next_days(letter, row, letter.confirmed_at, now),
    )


def tell_deferred(letter, row, now):
    return StatusText(
        thanks(row, letter.name),
        "The mail service asked us to wait. We try again by ourselves; you need do nothing.",
        steps=next_days(letter, row, letter.confirmed_at, now),
    )


def tell_accepted(letter, row, now):
    handed = format_local_date(letter.outcome_at)
    steps = next_days(letter, row, letter.outcome_at, now)
    if letter.answered == "yes":
        return StatusText(
            thanks_later(row, letter.name),
            f"Handed to our mail service on {handed}. You told us that {row.short_name_in_sentence} answered.",
        )
    if now >= letter.outcome_at + COMES_BACK_WITHIN:
        state = f"Handed to our mail service on {handed}. It has not come back."
        return StatusText(thanks_later(row, letter.name), state, steps=steps)
    state = f"Handed to our mail service on {handed}; nothing has come back."
    return StatusText(thanks(row, letter.name), state, steps=steps)


def tell_answered(letter: Letter, row: CouncilOnDay) -> StatusText:
    """It arrived, whatever mail servers say of it: somebody has answered."""
    came = (
        f"It was answered: an answer came to us on {format_local_date(letter.answer_received_at)}."
    )
    return StatusText(thanks_later(row, letter.name), came)


def tell_bounced(letter, row, now):
    return StatusText(
        "Your letter came back",
        f"It came back on {format_local_date(letter.bounced_at)}: {row.name_in_sentence} did not take it at the address"
        " we had. This is not your mistake. A person will look at why.",
        is_well=False,
        send_it_yourself=True,
    )


def tell_failed(letter, row, now):
    return StatusText(
        "Your letter could not be sent",
        f"On {format_local_date(letter.outcome_at)} the mail service refused it, so it has not gone to"
        f" {row.short_name_in_sentence}. This is not your mistake. A person will look at why.",
        is_well=False,
        send_it_yourself=True,
    )


def tell_unsure(letter, row, now):
    return StatusText(
        "We do not know whether your letter went",
        "We cannot tell whether it arrived; a person is checking. The line broke at the very moment"
        " it was handed over. We do not send it again by ourselves, so that it never goes twice.",
        is_well=False,
        steps=["You need do nothing now. This page changes when we know more."],
    )


def tell_cancelled(letter, row, now):
    cancelled = format_local_date(letter.cancelled_at)
    return StatusText(
        "This letter was cancelled",
        f"It was stopped on {cancelled}, before it went. It has not gone to {row.short_name_in_sentence}."
        if letter.is_confirmed
        else f"It was cancelled on {cancelled}. It has not gone to {row.short_name_in_sentence}.",
        is_well=False,
        send_it_yourself=bool(letter.text),
    )


def tell_expired(letter, row, now):
    return StatusText(
        "This letter was not sent",
        f"Nobody confirmed it within {retention.UNCONFIRMED.days} days, so it has not gone to"
        f" {row.short_name_in_sentence}.",
        is_well=False,
        send_it_yourself=bool(letter.text),
    )


def tell_open(letter, row, now):
    if letter.is_late(now):
        return tell_expired(letter, row, now)
    return StatusText(
        "Your letter has not been sent yet",
        "It waits for you to confirm it. The link and the numbers are in our email to you.",
        is_well=False,
    )


TELL = {
    State.QUEUED: tell_queued,
    State.SENDING: tell_sending,
    State.DEFERRED: tell_deferred,
    State.ACCEPTED: tell_accepted,
    State.BOUNCED: tell_bounced,
    State.FAILED: tell_failed,
    State.UNSURE: tell_unsure,
    State.CANCELLED: tell_cancelled,
    State.EXPIRED: tell_expired,
}
