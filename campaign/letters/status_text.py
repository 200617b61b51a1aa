"""Where a letter stands, in plain words, and never more than is known."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.letters.daily_counts import COMES_BACK_WITHIN
from campaign.letters.models import ON_THE_WAY, Letter, State
from campaign.outbox.health import is_held_up
from campaign.outbox.models import CouncilRate, MailSettings, OutgoingMessage
from councils.dates import format_local_date
from councils.models import Pause
from councils.record import CouncilOnDay, record_on
from councils.record.paused_letters import is_quiet, pause_of

TWO_ARE_HARDER = "A letter from someone who lives there is hard to put aside. Two are harder."
IS_WELL = (*ON_THE_WAY, State.ACCEPTED)
"""States in which nothing is known to have gone wrong."""
NOT_AGAIN = "It can’t be sent a second time from here."
HELD_UP = (
    "Our email is held up just now. Your letter goes as soon as it can, and you don’t need to do"
    " anything."
)
DEFERRED = (
    "It couldn’t be delivered yet. We try again by ourselves, for some days, and you don’t need to"
    " do anything."
)
MAILBOX_FULL = (
    "The council’s mailbox is full, so your letter hasn’t got in yet. We try again every twelve"
    " hours, for up to three days, and you don’t need to do anything."
)
READ_FIRST = "We read this one before it goes"
WHILE_HANDED_OVER = (
    "We can’t tell whether it arrived, because the connection broke, or our machine stopped, at the"
    " very moment it was handed over."
)
RESTORED = (
    "We lost some data, and went back to a copy from before your letter had left. So it may have"
    " gone after that copy was made, or not."
)
ASK_AFTER = dt.timedelta(weeks=4)
"""After this, one email asks the supporter whether the council answered."""

AGAIN_AFTER = dt.timedelta(weeks=6)
"""After this, a supporter without an answer is helped to write again."""


@dataclass(slots=True)
class StatusText:
    """The heading of a letter's private page, the letter's state, and what happens next."""

    heading: str
    state: str
    is_well: bool = True
    """Whether it is on its way, or has arrived: shown as a lit window."""
    steps: list[str] = field(default_factory=list)
    """What happens next, each with its day."""
    send_it_yourself: bool = False


def status_text(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return where a letter stands, in words for its writer."""
    return for_paused_council(letter, row, unpaused_status_text)


def unpaused_status_text(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return where a letter stands whose council is not quiet."""
    if letter.state in IS_WELL and goes_nowhere(letter):
        return describe_not_live(letter, row)
    if letter.answer_received_at and letter.state in (State.ACCEPTED, State.BOUNCED, State.UNSURE):
        return describe_answered(letter, row)
    return DESCRIBE.get(State(letter.state), describe_expired)(letter, row)


def status_text_for_anyone(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return what anybody who uses this device may know: neither the writer nor what went wrong."""
    if letter.is_anonymised:
        return StatusText(
            "This letter was deleted",
            "Its words and its writer’s details are gone from this site.",
            is_well=False,
        )
    if letter.state == State.CANCELLED:
        not_sent = f"It hasn’t gone to {row.short_name_in_sentence}."
        return StatusText("This letter was cancelled", not_sent, is_well=False)
    if not letter.is_confirmed:
        expired = "Nobody confirmed it in time, so it’s deleted, as promised."
        return StatusText("Your letter wasn’t sent", expired, is_well=False)
    return for_paused_council(letter, row, confirmed_status_text_for_anyone)


def confirmed_status_text_for_anyone(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return what anybody may know of a letter that was confirmed."""
    confirmed = f"You confirmed it on {day_of(letter.confirmed_at)}."
    if letter.state == State.HELD:
        return StatusText(READ_FIRST, f"{confirmed} It hasn’t gone yet.", is_well=False)
    if letter.state not in IS_WELL:
        heading = f"Thank you for writing to {row.short_name_in_sentence}"
        return StatusText(heading, f"{confirmed} {NOT_AGAIN}", is_well=False)
    if goes_nowhere(letter):
        described = describe_not_live(letter, row)
        return StatusText(described.heading, f"{confirmed} {described.state}")
    if letter.state in (State.QUEUED, State.DEFERRED) and is_held_up():
        return StatusText(thanks_on_its_way(row), f"{confirmed} {HELD_UP} {NOT_AGAIN}")
    is_delivered = letter.state == State.ACCEPTED and (
        letter.taken_at is not None or came_through(letter)
    )
    heading = thanks_written(row) if is_delivered else thanks_on_its_way(row)
    return StatusText(heading, f"{confirmed} {NOT_AGAIN}")


def self_sent_status_text(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Return where a letter stands that its writer sent without us."""
    text = StatusText(
        thanks_written(row),
        TWO_ARE_HARDER,
    )
    return without_thanks(text, row) if is_quiet(record_on(), row) else text


def again_on(sent_at: dt.datetime | None) -> dt.date:
    """Return the day on which a writer without an answer can write again."""
    return timezone.localdate(sent_at or timezone.now()) + AGAIN_AFTER


# Parts of the texts


def for_paused_council(
    letter: Letter, row: CouncilOnDay, describe: Callable[[Letter, CouncilOnDay], StatusText]
) -> StatusText:
    """Return what ``describe`` says, but that it waits, or without thanks, while a pause lasts."""
    pause = pause_of(record_on(), row)
    if pause and letter.state in (State.QUEUED, State.DEFERRED):
        return describe_paused(row, pause)
    text = describe(letter, row)
    return without_thanks(text, row) if pause and pause.is_quiet else text


def thanks_on_its_way(row: CouncilOnDay) -> str:
    return f"Thank you. Your letter is on its way to {row.short_name_in_sentence}."


def thanks_written(row: CouncilOnDay) -> str:
    """Return the heading once nothing has come back in time."""
    return f"Thank you. You’ve asked {row.short_name_in_sentence}."


def day_of(moment: dt.datetime | None) -> str:
    """Return the day of a moment in words; "" if there is none."""
    return format_local_date(moment) if moment else ""


def came_through(letter: Letter) -> bool:
    """Return whether a letter has been gone for so long that it no longer comes back."""
    gone_at = letter.outcome_at
    return gone_at is not None and timezone.now() >= gone_at + COMES_BACK_WITHIN


def goes_nowhere(letter: Letter) -> bool:
    """Return whether a confirmed letter goes to a file here, or waits: the site is not live."""
    return letter.is_test or (letter.state != State.ACCEPTED and not MailSettings.current().is_live)


def next_steps(letter: Letter, row: CouncilOnDay, since: dt.datetime | None) -> list[str]:
    """Return what happens next to a letter that is on its way, with days."""
    steps = []
    if letter.email and letter.accepts_answers:
        steps.append(f"If it comes back, we’ll tell you at once, at {letter.email}.")
    steps.append(f"{capfirst(row.name_in_sentence)} answers you, and not us.")
    will_be_asked = letter.answered in ("", "not_yet") and not letter.followed_up_at
    if since and will_be_asked and timezone.now() < since + ASK_AFTER:
        # The four weeks begin when it is handed over: until then the day is the earliest.
        or_later = "" if letter.state == State.ACCEPTED else " or soon after"
        day = format_local_date(since + ASK_AFTER)
        steps.append(f"On {day}{or_later} we’ll ask you once, by email, whether it answered.")
    return steps


def without_thanks(text: StatusText, row: CouncilOnDay) -> StatusText:
    """Return a text that neither thanks nor offers links to share, for a council that is quiet."""
    if not text.heading.startswith("Thank you"):
        return text
    _, _, rest = text.heading.partition(". ")
    heading = rest or f"Your letter to {row.short_name_in_sentence}"
    return replace(text, heading=heading, is_well=False)


# One text for each state


def describe_paused(row: CouncilOnDay, pause: Pause) -> StatusText:
    """Say that a confirmed letter waits, as letters to its council are paused."""
    name = row.short_name_in_sentence
    return StatusText(
        f"Your letter to {name} waits",
        f"{pause.sentence_for(capfirst(name))} Yours is safe, and goes then.",
        is_well=False,
        send_it_yourself=True,
        steps=[
            "You don’t need to do anything. If you’d rather not wait, you can send it yourself, and"
            " stop this one."
        ],
    )


def describe_not_live(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Thank the writer while the site is tried out, and say that the letter went nowhere."""
    heading = "Thank you. This site isn’t live yet, so your letter"
    if letter.state != State.ACCEPTED and not MailSettings.current().may_mail_councils:
        return StatusText(
            f"{heading} waits",
            f"It hasn’t gone to {row.short_name_in_sentence}. It goes when the site is live.",
            steps=["You can stop it, as long as it waits."],
        )
    return StatusText(
        f"{heading} doesn’t go to {row.short_name_in_sentence}",
        "It’s written to a file here, so that the site can be tried out. The council didn’t get it,"
        " and won’t.",
        steps=[
            "Nothing more. Once the site is live, you can write to"
            f" {row.short_name_in_sentence} again."
        ],
    )


def describe_answered(letter: Letter, row: CouncilOnDay) -> StatusText:
    """Say that it arrived, whatever mail servers say about it: somebody has answered."""
    state = f"It was answered: an answer came to us on {day_of(letter.answer_received_at)}."
    return StatusText(thanks_written(row), state)


def describe_on_its_way(letter: Letter, row: CouncilOnDay) -> StatusText:
    message = letter.message()
    if letter.state == State.SENDING:
        state = "Being handed to our mail service now."
    elif letter.state == State.QUEUED:
        state = turn_of(message, row)
        state = f"{state} {HELD_UP}" if is_held_up() else state
    else:
        state = MAILBOX_FULL if message and message.full_since else DEFERRED
    steps = next_steps(letter, row, letter.confirmed_at)
    return StatusText(thanks_on_its_way(row), state, steps=steps)


def turn_of(message: OutgoingMessage | None, row: CouncilOnDay) -> str:
    """Say when a letter that waits goes, as far as is known: a council gets a few at a time."""
    said, name = "Next in line.", row.short_name_in_sentence
    if message is None:
        return said
    if ahead := OutgoingMessage.objects.ahead_of(message):
        letters = "one letter" if ahead == 1 else f"{ahead} letters"
        said = f"It waits its turn: {letters} to {name} {'goes' if ahead == 1 else 'go'} before it."
    if most := CouncilRate.most_a_day(message.council):
        letters = "one letter" if most == 1 else f"{most} letters"
        said = f"{capfirst(name)} takes at most {letters} a day."
    return said


def arrival_sentence(letter: Letter) -> str:
    """Say how far a letter has come, as far as mail servers have said; without a full stop.

    No server can know whether anybody has read it.
    """
    if letter.taken_at:
        at = timezone.localtime(letter.taken_at)
        return f"The council’s mail server took it on {format_local_date(at)} at {at:%H:%M}"
    handed_over = f"Handed to our mail service on {day_of(letter.outcome_at)}"
    if letter.relayed_at:
        return f"{handed_over}, and passed on by it; beyond there we can’t see"
    return handed_over


def describe_accepted(letter: Letter, row: CouncilOnDay) -> StatusText:
    arrival = arrival_sentence(letter)
    if letter.answered == "yes":
        return StatusText(
            thanks_written(row),
            f"{arrival}. You told us that {row.short_name_in_sentence} answered.",
        )
    steps = next_steps(letter, row, letter.outcome_at)
    if letter.taken_at:
        return StatusText(thanks_written(row), f"{arrival}.", steps=steps)
    if came_through(letter):
        state = f"{arrival}. It hasn’t come back."
        return StatusText(thanks_written(row), state, steps=steps)
    end = ". Nothing has come back." if letter.relayed_at else ", and nothing has come back."
    return StatusText(thanks_on_its_way(row), f"{arrival}{end}", steps=steps)


def describe_bounced(letter: Letter, row: CouncilOnDay) -> StatusText:
    return StatusText(
        "Your letter came back",
        f"It came back on {day_of(letter.bounced_at)}: the address we had for"
        f" {row.name_in_sentence} didn’t take it. That isn’t your mistake. A person will look at"
        " why.",
        is_well=False,
        send_it_yourself=True,
    )


def describe_failed(letter: Letter, row: CouncilOnDay) -> StatusText:
    return StatusText(
        "Your letter couldn’t be sent",
        f"On {day_of(letter.outcome_at)} the mail service refused it, so it hasn’t gone to"
        f" {row.short_name_in_sentence}. That isn’t your mistake. A person will look at why.",
        is_well=False,
        send_it_yourself=True,
    )


def describe_unsure(letter: Letter, row: CouncilOnDay) -> StatusText:
    message = letter.message()
    was_handed_over = message is None or message.data_started_at
    return StatusText(
        "We don’t know whether your letter was sent",
        f"{WHILE_HANDED_OVER if was_handed_over else RESTORED} A person is checking. We don’t send"
        " it again by ourselves, so that it never goes twice.",
        is_well=False,
        steps=["You don’t need to do anything now. This page changes when we know more."],
    )


def describe_held(letter: Letter, row: CouncilOnDay) -> StatusText:
    confirmed_at = letter.confirmed_at or timezone.now()
    return StatusText(
        READ_FIRST,
        "Thank you. Your letter is confirmed, and hasn’t gone yet. We read a few letters before"
        f" they go. Yours is one, because {letter.get_held_for_display()}.",
        is_well=False,
        send_it_yourself=True,
        steps=[
            "One of us reads it on a weekday and changes nothing. You’ll get an email when it goes,"
            " or if we can’t send it.",
            f"If nobody could by {format_local_date(confirmed_at + retention.READ_WITHIN)}, you"
            " get it back.",
            "You don’t need to do anything. If you’d rather not wait, you can send it yourself.",
        ],
    )


def describe_cancelled(letter: Letter, row: CouncilOnDay) -> StatusText:
    day = day_of(letter.cancelled_at)
    if letter.why_not:
        return StatusText(
            f"We haven’t sent your letter to {row.short_name_in_sentence}",
            f"We’re not going to send it, because {letter.why_not}. You can send it yourself.",
            is_well=False,
            send_it_yourself=True,
        )
    ending = (
        f"stopped on {day}, before it was sent" if letter.is_confirmed else f"cancelled on {day}"
    )
    return StatusText(
        "This letter was cancelled",
        f"It was {ending}. It hasn’t gone to {row.short_name_in_sentence}.",
        is_well=False,
        send_it_yourself=bool(letter.text),
    )


def describe_expired(letter: Letter, row: CouncilOnDay) -> StatusText:
    return StatusText(
        "This letter wasn’t sent",
        f"Nobody confirmed it within {retention.UNCONFIRMED.days} days, so it hasn’t gone to"
        f" {row.short_name_in_sentence}.",
        is_well=False,
        send_it_yourself=bool(letter.text),
    )


DESCRIBE: dict[State, Callable[[Letter, CouncilOnDay], StatusText]] = {
    **dict.fromkeys(ON_THE_WAY, describe_on_its_way),
    State.HELD: describe_held,
    State.ACCEPTED: describe_accepted,
    State.BOUNCED: describe_bounced,
    State.FAILED: describe_failed,
    State.UNSURE: describe_unsure,
    State.CANCELLED: describe_cancelled,
}
