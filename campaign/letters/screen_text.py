"""Sentences of a letter's screens that depend on where the letter and its council stand."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.text import capfirst

from campaign import retention
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import suggested_email
from campaign.letters.models import Letter, State
from campaign.letters.recipient import Recipient
from campaign.outbox.models import CouncilRate
from councils.dates import format_date, format_local_date
from councils.names import number_word
from councils.record import CouncilOnDay

# Screen 1


def how_it_will_go(to: Recipient, row: CouncilOnDay) -> str:
    """Say how this council takes letters, before anything is written."""
    name = row.short_name_in_sentence
    if to.email and (most := CouncilRate.most_a_day(row.code)):
        letters = "one letter" if most == 1 else f"{most} letters"
        way = (
            f"{capfirst(name)} takes {letters} a day from us, so yours may wait a day or two once"
            " you have confirmed it."
        )
    elif to.email:
        way = f"{capfirst(name)} takes letters by email. We send yours, once you have confirmed it."
    elif to.test_mailbox:
        way = (
            f"Test: your letter goes to the test mailbox, not to {name}. We have no checked address"
            " for it yet."
        )
    elif to.form:
        way = (
            f"{capfirst(name)} takes letters through a form on its website. You will copy yours"
            " there."
        )
    elif to.postal:
        way = f"{capfirst(name)} takes letters by post. You will print yours."
    else:
        way = (
            f"We do not know a checked address for {name} {'now' if to.bouncing_since else 'yet'}."
            " You will copy or print your letter, and we show you where to look."
        )
    if to.bouncing_since:
        bounced = format_date(to.bouncing_since)
        return (
            f"On {bounced} a letter to the address we had did not arrive. A person is checking it."
            f" {way}"
        )
    return way


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
            heading="We cannot send your letter after all",
            text=f"We have no checked email address for {draft.row.short_name_in_sentence} any"
            " more. Nothing has been sent. Your letter is here: you can copy it or print it.",
        )
    if suggested_email(draft.letter.email):
        return ScreenMessage(asks_about_email=True)
    if draft.letter.confirmations_sent:
        return ScreenMessage()
    return ScreenMessage(
        heading="Please select “Send my letter” once more",
        text="Nothing has been sent yet, and everything you wrote is here.",
    )


def after_another_wording(draft: DraftContext) -> ScreenMessage:
    if draft.text_is_generated or draft.letter.follows_id:
        return ScreenMessage()
    return ScreenMessage("You have changed this letter, so we left it as it is.")


def after_new_status(draft: DraftContext) -> ScreenMessage:
    if draft.status_has_changed:
        return ScreenMessage()
    button = "Send my letter" if draft.is_deliverable else "My letter is ready"
    return ScreenMessage(f"Good. Your letter has not been sent yet: select “{button}”.")


def after_move(draft: DraftContext) -> ScreenMessage:
    if draft.text_is_generated:
        return ScreenMessage()
    return ScreenMessage(
        f"Your letter goes to {draft.row.name} now. Please change the old council’s name in it."
    )


def after_code(draft: DraftContext) -> ScreenMessage:
    return ScreenMessage(
        heading="This code no longer works",
        text="Your letter was changed after we sent the code. It has not been sent. Select “Send my"
        " letter”, and we send you a new one.",
    )


NOTICES = {
    "send": after_send,
    "another_wording": after_another_wording,
    "fit_status": after_new_status,
    "as_it_is": after_new_status,
    "move": after_move,
    "code": after_code,
}


def how_long_kept(letter: Letter) -> str:
    if letter.state == State.AWAITING and letter.until:
        until = format_date(letter.until)
        return f"Your letter waits at this address until {until}, for you to confirm it."
    return f"Your letter is kept at this address for {retention.DRAFTS.days} days."


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
        lead="Your letter has not been sent."
        if letter.is_late()
        else "Your letter has not been sent yet.",
        detail=about_code(letter, until),
        code_hint=f"It works until {until}, {number_word(retention.UNCONFIRMED.days)} days after"
        " you asked for it. The link in the email works too.",
        sent_by_hand=sent_by_hand(letter),
        deletion=unless_confirmed(letter, until),
    )


def about_code(letter: Letter, until: str) -> str:
    if letter.is_late():
        return f"The code was good until {until}. Ask for a new one."
    if letter.code_is_dead or letter.confirmation_bounced:
        return ""
    return f"We are sending a six-digit code to {letter.email}. It is in the subject line."


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
        return (
            "If you do nothing, your letter is not sent. It is deleted in the night that follows."
        )
    is_last = letter.reminded_at or letter.self_sent_at or letter.is_address_dead
    reminder = "" if is_last else "We remind you once. "
    return f"If you do nothing, your letter is not sent. {reminder}It is deleted after {until}."


# Screen 3: send it yourself


def ways_to_send(to: Recipient, row: CouncilOnDay) -> str:
    name = row.short_name_in_sentence
    if to.email:
        return f"Send it to {name} in one of these ways."
    if to.form:
        return f"{capfirst(name)} takes letters through a form on its website: copy yours there."
    if to.postal:
        return f"{capfirst(name)} takes letters by post: print yours and send it."
    return f"We have no checked address for {name}, so you choose the way."


class Cleared(StrEnum):
    """What is left of a letter that was cleared from a device, in a sentence."""

    NOTHING = "It has not been sent, and we have deleted it."
    WAITING = (
        "It has not been sent. It still waits for you: open the link in our email to you. If you"
        " do nothing, it is never sent."
    )
    SELF_SENT = (
        "We have deleted what you wrote and who you are. That you sent a letter yourself still"
        " counts: tonight it is added to the number."
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
        why_not=f"{row.name} does not run children’s services now."
        if to.mailbox
        else f"we have no checked email address for {row.short_name_in_sentence} any more.",
        sent_by_hand=sent_by_hand(draft.letter),
    )


class NotConfirmable(NamedTuple):
    """Why the link in an email confirms nothing any more."""

    title: str
    heading: str
    detail: str


def not_confirmable(letter: Letter, row: CouncilOnDay) -> NotConfirmable:
    not_sent = "Your letter was not sent"
    if letter.confirmed_at:
        return NotConfirmable(
            "Your letter was confirmed",
            f"You confirmed this letter on {format_local_date(letter.confirmed_at)}",
            "That was enough. Nothing was sent a second time.",
        )
    if letter.state == State.CANCELLED:
        return NotConfirmable(
            not_sent, "This letter was cancelled", "It was not sent, and its words are deleted."
        )
    if letter.state == State.DRAFT:
        return NotConfirmable(
            not_sent,
            "This letter was changed after we sent you this email",
            "It has not been sent. When you select “Send my letter” on the page where you write"
            " it, you get a new email.",
        )
    deleted = "is deleted in the night that follows" if letter.text else "it is deleted"
    until = format_date(letter.until) if letter.until else ""
    return NotConfirmable(
        not_sent,
        f"This link was good until {until}",
        f"Your letter was not sent, and {deleted}, as promised.",
    )


# The private page

ANSWERS = {"yes": "Yes", "no": "No", "not_yet": "Not yet"}
TOLD = {
    "yes": "You told us that it answered. Thank you.",
    "no": "You told us that it did not answer. Thank you.",
    "not_yet": "You told us that it has not answered yet. Thank you.",
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
