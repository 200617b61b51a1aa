"""Sentences of a letter's screens that depend on where the letter and its council stand."""

from enum import StrEnum
from typing import NamedTuple

from campaign import retention
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import suggested_email
from campaign.letters.models import Letter, State
from councils.dates import format_date, format_local_date
from councils.names import number_word
from councils.record import CouncilOnDay


def until_then(row: CouncilOnDay, before: list[CouncilOnDay]) -> str:
    """Say who gets a letter until a council that is forming begins."""
    names = " and ".join(council.name_in_sentence for council in before)
    runs = "runs" if len(before) == 1 else "run"
    return (
        f"Until then {names} {runs} children’s services there. Your letter can go there now. It"
        f" asks them to tell {row.name_in_sentence} about the charter."
    )


# Screen 2


class ScreenMessage(NamedTuple):
    """What a letter's screen says of the act that was tried; an alert if it has a heading."""

    text: str = ""
    heading: str = ""
    asks_about_email: bool = False


def notice_after(act: str, draft: DraftContext) -> ScreenMessage:
    """Return what to say on the letter's screen after an ``act``, worked out from the letter."""
    find = NOTICES.get(act)
    return find(draft) if find else ScreenMessage()


def after_send(draft: DraftContext) -> ScreenMessage:
    if draft.status_has_changed:
        return ScreenMessage()  # the screen says so itself, whatever was tried
    if not draft.is_deliverable:
        return ScreenMessage(
            heading="We can’t send your letter after all",
            text=f"We don’t have a checked address for {draft.row.short_name_in_sentence} any more."
            " Nothing has been sent, and your letter is here. Go on, and send it yourself.",
        )
    if suggested_email(draft.letter.email):
        return ScreenMessage(asks_about_email=True)
    if draft.letter.confirmations_sent:
        return ScreenMessage()
    return ScreenMessage(
        heading="Please select “Go on to send it” once more",
        text="Nothing has been sent yet, and everything you wrote is here.",
    )


def after_new_status(draft: DraftContext) -> ScreenMessage:
    if draft.status_has_changed:
        return ScreenMessage()
    return ScreenMessage("Good. Your letter hasn’t been sent yet: select “Go on to send it”.")


def after_move(draft: DraftContext) -> ScreenMessage:
    if draft.text_is_generated:
        return ScreenMessage()
    return ScreenMessage(
        f"Your letter goes to {draft.row.name} now. Please change the old council’s name in it."
    )


def after_code(draft: DraftContext) -> ScreenMessage:
    return ScreenMessage(
        heading="This code doesn’t work any more",
        text="Your letter was changed after we sent the code. It hasn’t been sent. Select “Go on"
        " to send it”, and we send you a new one.",
    )


NOTICES = {
    "send": after_send,
    "fit_status": after_new_status,
    "as_it_is": after_new_status,
    "move": after_move,
    "code": after_code,
}


def how_long_kept(letter: Letter) -> str:
    if letter.state == State.AWAITING and letter.until:
        until = format_date(letter.until)
        return f"Your letter waits here until {until}, for you to confirm it."
    days = number_word(retention.DRAFTS.days)
    return f"Your letter is kept here for {days} days, then it’s deleted."


# Screen 3: check your email


class CheckEmailText(NamedTuple):
    """What the screen says of the code, of an earlier letter, and of when it is deleted."""

    lead: str
    detail: str
    code_hint: str
    sent_by_hand: str
    deletion: str


def check_email_text(letter: Letter) -> CheckEmailText:
    until = format_date(letter.until) if letter.until else ""
    return CheckEmailText(
        lead="Your letter hasn’t gone." if letter.is_late() else "Your letter hasn’t gone yet.",
        detail=about_code(letter, until),
        code_hint=f"It works until the end of {until}. The link in the email works too.",
        sent_by_hand=sent_by_hand(letter),
        deletion=unless_confirmed(letter, until),
    )


def about_code(letter: Letter, until: str) -> str:
    if letter.is_late():
        return f"The code was good until {until}. Ask for a new one."
    if letter.code_is_dead or letter.confirmation_bounced:
        return ""
    return (
        f"We’re sending a six-digit code to {letter.email}, so that nobody can write in your name."
        " It’s in the subject of the email."
    )


def sent_by_hand(letter: Letter) -> str:
    """Warn a writer who has sent the letter themselves, before it goes a second time."""
    if letter.self_sent_at is None:
        return ""
    return (
        f"You told us on {format_local_date(letter.self_sent_at)} that you sent it yourself."
        " Confirm it only if it should go a second time."
    )


def unless_confirmed(letter: Letter, until: str) -> str:
    if letter.is_late():
        return "If you do nothing, your letter isn’t sent. It’s deleted in the night that follows."
    is_last = letter.reminded_at or letter.self_sent_at or letter.is_address_dead
    reminder = "" if is_last else "We’ll remind you once. "
    return f"If you do nothing, your letter isn’t sent. {reminder}It’s deleted after {until}."


# Screen 3: send it yourself


CLEARED = "Your letter is gone from this device"


class Cleared(StrEnum):
    """What is left of a letter that was deleted from a device, in a sentence."""

    NOTHING = "It hasn’t been sent, and we’ve deleted it."
    SELF_SENT = (
        "We’ve deleted what you wrote and who you are. That you sent a letter yourself still"
        " counts: tonight it’s added to the number."
    )
    CANCELLED = (
        "It wasn’t sent, and we’ve deleted it. The code and the link in our email don’t work any"
        " more."
    )


# From the email


class ConfirmText(NamedTuple):
    """What the page behind the link in an email says of where the letter goes, or why not."""

    lead: str
    why_not: str
    sent_by_hand: str


def confirm_text(draft: DraftContext, *, can_be_sent: bool) -> ConfirmText:
    to, row = draft.recipient, draft.row
    goes = can_be_sent and not draft.status_has_changed
    where = "the test mailbox" if to.test_mailbox else f"the {to.role} at {row.name}"
    return ConfirmText(
        lead=f"Select the button, and it goes to {where}." if goes else "",
        why_not=f"{row.name} doesn’t run children’s services now."
        if to.mailbox
        else f"we don’t have a checked address for {row.short_name_in_sentence} any more.",
        sent_by_hand=sent_by_hand(draft.letter),
    )


class NotConfirmable(NamedTuple):
    """Why the link in an email confirms nothing any more."""

    heading: str
    detail: str


def not_confirmable(letter: Letter, row: CouncilOnDay) -> NotConfirmable:
    if letter.confirmed_at:
        return NotConfirmable(
            f"You confirmed this letter on {format_local_date(letter.confirmed_at)}",
            "That was enough. Nothing was sent a second time.",
        )
    if letter.state == State.CANCELLED:
        return NotConfirmable(
            "This letter was cancelled", "It wasn’t sent, and its words are deleted."
        )
    if letter.state == State.DRAFT:
        return NotConfirmable(
            "This letter was changed after we sent you this email",
            "It hasn’t been sent. When you select “Go on to send it” on the page where you write"
            " it, you get a new email.",
        )
    deleted = "is deleted in the night that follows" if letter.text else "it is deleted"
    until = format_date(letter.until) if letter.until else ""
    return NotConfirmable(
        f"This link was good until {until}",
        f"Your letter wasn’t sent, and {deleted}, as promised.",
    )


def not_me_text(letter: Letter, row: CouncilOnDay, *, is_never: bool) -> tuple[str, str]:
    """Return the heading and the words of the page for who did not write a letter."""
    if letter.state == State.CANCELLED:
        never = " We won’t write to you again." if is_never else ""
        return (
            "The letter is cancelled",
            f"It wasn’t sent. Its words and your address are deleted.{never}",
        )
    if letter.confirmed_at:
        return (
            f"This letter was confirmed on {format_local_date(letter.confirmed_at)}",
            "Whoever confirmed it could read the email we sent to this address. If that wasn’t you,"
            " please tell us, and change the password of your email.",
        )
    return (
        "You didn’t write this letter?",
        "Then somebody typed your email address on our site, perhaps by mistake. Nothing has been"
        f" sent to {row.short_name_in_sentence}.",
    )


# The private page

ANSWERS = {"yes": "Yes", "no": "No", "not_yet": "Not yet"}
TOLD = {
    "yes": "You told us that it answered. Thank you.",
    "no": "You told us that it didn’t answer. Thank you.",
    "not_yet": "You told us that it hasn’t answered yet. Thank you.",
}
TOO_LATE = {
    "cancel": ScreenMessage(
        heading="It was too late to stop it",
        text="Your letter is with our mail service, or on its way there.",
    ),
    "delete": ScreenMessage(
        heading="Your letter is on its way just now",
        text="Stop it first, or delete it here when it has been handed over. That takes a few"
        " minutes.",
    ),
}


def said_of_answer(letter: Letter) -> str:
    return TOLD.get(letter.answered, "")


def what_is_deleted(letter: Letter) -> str:
    """Say what of a letter is deleted here, and when."""
    if not letter.text_deleted_by or not letter.details_deleted_by:
        if letter.text:
            return "What you wrote here is deleted by itself, in the night that follows."
        return "What you wrote here is deleted."
    words = "The words of your letter are deleted here."
    if letter.text:
        by = format_local_date(letter.text_deleted_by)
        words = f"The words of your letter are deleted here by {by}."
    by = format_local_date(letter.details_deleted_by)
    details = f"Your name, email address and where you live are deleted by {by}."
    counts = letter.state != State.CANCELLED and not letter.is_test
    number = "After that only a number is left. " if counts else ""
    return f"{words} {details} {number}This page is then gone."
