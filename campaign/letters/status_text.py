"""Where a letter stands, in plain words, and never more than is known."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.letters.models import (
    AGAIN_AFTER,
    ASK_AFTER,
    COMES_BACK_WITHIN,
    ON_THE_WAY,
    Letter,
    State,
)
from campaign.outbox.health import is_held_up
from campaign.outbox.models import MailSettings, OutgoingMessage
from councils.dates import format_local_date
from councils.record import CouncilOnDay, record_on
from councils.record.snapshot import is_quiet, pause_of

IS_WELL = (*ON_THE_WAY, State.ACCEPTED)
"""States in which nothing is known to have gone wrong."""


@dataclass(frozen=True, slots=True)
class StatusText:
    """The heading of a letter's private page, the letter's state, and what happens next."""

    heading: str
    state: str
    steps: tuple[str, ...] = ()
    """What happens next, each with its day."""
    is_well: bool = False
    """Whether it is on its way, or has arrived: shown as a lit window."""
    send_it_yourself: bool = False


TRAVELS = ("on its way", "arrived")
"""Cases in which the letter says how far it has come, and what happens next."""
WRITTEN = "Thank you. You’ve asked {short}."
NOT_LIVE = "Thank you. This site isn’t live yet, so your letter"
NOT_AGAIN = "It can’t be sent a second time from here."
HELD_UP = (
    "Our email is held up just now. Your letter goes as soon as it can, and you don’t need to do"
    " anything."
)
DEFERRED = (
    "It couldn’t be delivered yet. We try again by ourselves, for some days, and you don’t need to"
    " do anything."
)
HANDED_OVER = (
    "We can’t tell whether it arrived, because the connection broke, or our machine stopped, at the"
    " very moment it was handed over."
)
RESTORED = (
    "We lost some data, and went back to a copy from before your letter had left. So it may have"
    " gone after that copy was made, or not."
)

TEXTS = {
    "on its way": StatusText(
        "Thank you. Your letter is on its way to {short}.", "{how_far}", is_well=True
    ),
    "arrived": StatusText(WRITTEN, "{how_far}", is_well=True),
    "answered": StatusText(
        WRITTEN, "It was answered: an answer came to us on {answered}.", is_well=True
    ),
    "waits until live": StatusText(
        f"{NOT_LIVE} waits",
        "It hasn’t gone to {short}. It goes when the site is live.",
        ("You can stop it, as long as it waits.",),
        is_well=True,
    ),
    "stays here": StatusText(
        f"{NOT_LIVE} doesn’t go to {{short}}",
        "It stays here, so that the site can be tried out. The council didn’t get it, and won’t.",
        ("Nothing more. Once the site is live, you can write to {short} again.",),
        is_well=True,
    ),
    "paused": StatusText(
        "Your letter to {short} waits",
        "{pause} Yours is safe, and goes then.",
        (
            "You don’t need to do anything. If you’d rather not wait, you can send it yourself, and"
            " stop this one.",
        ),
        send_it_yourself=True,
    ),
    State.HELD: StatusText(
        "We read this one before it goes",
        "Thank you. Your letter is confirmed, and hasn’t gone yet. We read a few letters before"
        " they go. Yours is one, because {held_for}.",
        (
            "One of us reads it on a weekday and changes nothing. You’ll get an email when it goes,"
            " or if we can’t send it.",
            "If nobody could by {read_by}, you get it back.",
            "You don’t need to do anything. If you’d rather not wait, you can send it yourself.",
        ),
        send_it_yourself=True,
    ),
    State.BOUNCED: StatusText(
        "Your letter came back",
        "It came back on {bounced}: the address we had for {council} didn’t take it. That isn’t"
        " your mistake. A person will look at why.",
        send_it_yourself=True,
    ),
    State.FAILED: StatusText(
        "Your letter couldn’t be sent",
        "On {outcome} the mail service refused it, so it hasn’t gone to {short}. That isn’t your"
        " mistake. A person will look at why.",
        send_it_yourself=True,
    ),
    State.UNSURE: StatusText(
        "We don’t know whether your letter was sent",
        "{unsure} A person is checking. We don’t send it again by ourselves, so that it never goes"
        " twice.",
        ("You don’t need to do anything now. This page changes when we know more.",),
    ),
    "turned down": StatusText(
        "We haven’t sent your letter to {short}",
        "We’re not going to send it, because {why_not}. You can send it yourself.",
        send_it_yourself=True,
    ),
    State.CANCELLED: StatusText(
        "This letter was cancelled",
        "It was stopped on {cancelled}, before it was sent. It hasn’t gone to {short}.",
        send_it_yourself=True,
    ),
    "late": StatusText(
        "This letter wasn’t sent",
        "Nobody confirmed it in time, so it hasn’t gone to {short}.",
        send_it_yourself=True,
    ),
}
"""What is said of a letter in each state, or in what is special."""


def status_text(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return where a letter stands, in words for its writer."""
    case, confirmed_at = case_of(letter, row), letter.confirmed_at or timezone.now()
    pause, message = pause_of(record_on(), row), letter.message()
    is_checked = message is None or message.data_started_at
    words = {
        "short": row.short_name_in_sentence,
        "council": row.name_in_sentence,
        "pause": pause.sentence_for(capfirst(row.short_name_in_sentence)) if pause else "",
        "how_far": how_far(letter, row, message) if case in TRAVELS else "",
        "unsure": HANDED_OVER if is_checked else RESTORED,
        "held_for": letter.get_held_for_display(),
        "why_not": letter.why_not,
        "read_by": format_local_date(confirmed_at + retention.READ_WITHIN),
        "bounced": day_of(letter.bounced_at),
        "outcome": day_of(letter.outcome_at),
        "cancelled": day_of(letter.cancelled_at),
        "answered": day_of(letter.answer_received_at),
    }
    text = TEXTS[case]
    text = replace(
        text,
        heading=text.heading.format_map(words),
        state=text.state.format_map(words),
        steps=next_steps(letter, row)
        if case in TRAVELS
        else tuple(step.format_map(words) for step in text.steps),
    )
    if pause and pause.is_quiet and text.is_well:  # no thanks, and no links to share
        return replace(text, heading=f"Your letter to {words['short']}", is_well=False)
    return text


def case_of(letter: Letter, row: CouncilOnDay) -> str:
    """Return which of the texts is true of a letter."""
    state = State(letter.state)
    if state in (State.QUEUED, State.DEFERRED) and pause_of(record_on(), row):
        return "paused"
    if state in IS_WELL and goes_nowhere(letter):
        waits = state != State.ACCEPTED and not MailSettings.current().may_mail_councils
        return "waits until live" if waits else "stays here"
    if letter.answer_received_at and state in (State.ACCEPTED, State.BOUNCED, State.UNSURE):
        return "answered"
    if state in IS_WELL:
        is_gone = state == State.ACCEPTED and letter.outcome_at
        arrived = is_gone and (letter.answered == "yes" or letter.taken_at or came_through(letter))
        return "arrived" if arrived else "on its way"
    if letter.why_not:
        return "turned down"
    return state if state in TEXTS else "late"


def status_text_for_anyone(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return what anybody who uses this device may know: neither the writer nor what went wrong."""
    name = row.short_name_in_sentence
    if letter.is_anonymised:
        deleted = "Its words and its writer’s details are gone from this site."
        return StatusText("This letter was deleted", deleted)
    if letter.state == State.CANCELLED:
        return StatusText("This letter was cancelled", f"It hasn’t gone to {name}.")
    text, more = status_text(letter, row), NOT_AGAIN
    if letter.state == State.HELD:
        more = "It hasn’t gone yet."
    elif letter.state not in IS_WELL:
        is_kept_quiet = is_quiet(record_on(), row)
        heading = f"Your letter to {name}" if is_kept_quiet else f"Thank you for writing to {name}"
        text = StatusText(heading, "")
    elif text.send_it_yourself:  # a pause holds it
        return text
    elif goes_nowhere(letter):
        more = text.state
    state = f"You confirmed it on {day_of(letter.confirmed_at)}. {more}"
    return StatusText(text.heading, state, is_well=text.is_well)


def self_sent_status_text(row: CouncilOnDay) -> StatusText:
    """Return where a letter stands that its writer sent without us."""
    two = "A letter from someone who lives there is hard to put aside. Two are harder."
    short = row.short_name_in_sentence
    if is_quiet(record_on(), row):
        return StatusText(f"Your letter to {short}", two)
    return StatusText(WRITTEN.format(short=short), two, is_well=True)


def again_on(sent_at: dt.datetime | None) -> dt.date:
    """Return the day on which a writer without an answer can write again."""
    return timezone.localdate(sent_at or timezone.now()) + AGAIN_AFTER


# Parts of the texts


def day_of(moment: dt.datetime | None) -> str:
    """Return the day of a moment in words; "" if there is none."""
    return format_local_date(moment) if moment else ""


def came_through(letter: Letter) -> bool:
    """Return whether a letter has been gone for so long that it no longer comes back."""
    gone_at = letter.outcome_at
    return gone_at is not None and timezone.now() >= gone_at + COMES_BACK_WITHIN


def goes_nowhere(letter: Letter) -> bool:
    """Return whether a confirmed letter stays here, or waits: the site is not live."""
    return letter.is_test or (letter.state != State.ACCEPTED and not MailSettings.current().is_live)


def how_far(letter: Letter, row: CouncilOnDay, message: OutgoingMessage | None) -> str:
    """Say how far a letter has come, as far as mail servers have said.

    No server can know whether anybody has read it.
    """
    if letter.state == State.ACCEPTED:
        said = f"Handed to our mail service on {day_of(letter.outcome_at)}"
        end = ". It hasn’t come back." if came_through(letter) else ", and nothing has come back."
        if letter.taken_at:
            at = timezone.localtime(letter.taken_at)
            said, end = f"The council’s mail server took it on {day_of(at)} at {at:%H:%M}", "."
        if letter.answered == "yes":
            end = f". You told us that {row.short_name_in_sentence} answered."
        return said + end
    if letter.state == State.SENDING:
        return "Being handed to our mail service now."
    if letter.state == State.DEFERRED:
        return DEFERRED
    said = "Next in line."
    if ahead := OutgoingMessage.objects.ahead_of(message) if message else 0:
        letters = "one letter" if ahead == 1 else f"{ahead} letters"
        goes = f"{letters} to {row.short_name_in_sentence} {'goes' if ahead == 1 else 'go'}"
        said = f"It waits its turn: {goes} before it."
    return f"{said} {HELD_UP}" if is_held_up() else said


def next_steps(letter: Letter, row: CouncilOnDay) -> tuple[str, ...]:
    """Return what happens next to a letter that is on its way, with days."""
    is_gone = letter.state == State.ACCEPTED
    if is_gone and letter.answered == "yes":
        return ()
    steps = [f"{capfirst(row.name_in_sentence)} answers you, and not us."]
    if letter.email and letter.accepts_answers:
        steps.insert(0, f"If it comes back, we’ll tell you at once, at {letter.email}.")
    since = letter.outcome_at if is_gone else letter.confirmed_at
    will_be_asked = letter.answered in ("", "not_yet") and not letter.followed_up_at
    if since and will_be_asked and timezone.now() < since + ASK_AFTER:
        # The four weeks begin when it is handed over: until then the day is the earliest.
        or_later = "" if is_gone else " or soon after"
        day = format_local_date(since + ASK_AFTER)
        steps.append(f"On {day}{or_later} we’ll ask you once, by email, whether it answered.")
    return tuple(steps)
