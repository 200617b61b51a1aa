"""Emails that tell a writer what became of a letter, and ask whether the council answered."""

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage

from campaign import retention
from campaign.inbox.parsed_mail import MailKind
from campaign.letters.emails.parts import copy_of, council_name, link, short_name, to_writer
from campaign.pages.email_footer import contact
from councils.dates import format_date, format_local_date
from councils.record import closed_on, record_on
from councils.record.paused_letters import Pause, pauses

if TYPE_CHECKING:
    import datetime as dt

    from campaign.letters.models import Letter

BOUNCE_REASONS = {
    MailKind.BAD_ADDRESS: "The address we had does not work.",
    MailKind.MAILBOX_FULL: "The mailbox there is full.",
    MailKind.REFUSED: (
        "The mail system there refused it. That says nothing about you or your words."
    ),
    MailKind.GAVE_UP: "The council’s mail server could not be reached for days.",
}


def own_copy(letter: "Letter") -> EmailMessage:
    """Give the writer a copy of a letter that was confirmed: the address is known to be theirs."""
    pause = pauses(record_on()).get(letter.council_id)
    waits = f"{pause.sentence} It leaves by itself after that day. " if pause else ""
    if letter.held_for:
        waits = f"We’ve read it, and it goes now. {waits}"
    return to_writer(
        letter,
        f"Your copy of your letter to {short_name(letter)}",
        f"""You confirmed your letter to {council_name(letter)}{on(letter.confirmed_at)}. \
{waits}Here is your copy. This page shows what became of it:

{link(letter, "letters:private")}

{copy_of(letter)}""",
    )


def waits_to_be_read(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"We read this one before it goes: your letter to {short_name(letter)}",
        f"""Your letter to {council_name(letter)} is confirmed, and hasn’t gone yet, because \
{letter.get_held_for_display()}. A person here reads letters like that first, and changes nothing. \
You don’t need to do anything. Your letter’s page:

{link(letter, "letters:private")}""",
    )


def turned_down(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"We haven’t sent your letter to {short_name(letter)}",
        f"""We’re not going to send your letter to {council_name(letter)}, because \
{letter.why_not}. You can send it yourself: copy it, print it, or put it in an email of your own. \
This page shows the ways we know:

{link(letter, "letters:private")}

{copy_of(letter)}

If you think we’re wrong, write to us. {contact()} We’ll delete our copy after \
{retention.TEXTS_AFTER_OUTCOME.days} days.""",
    )


def refused(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} could not be sent",
        f"""Your letter to {council_name(letter)} could not be sent: the mail service refused \
it{on(letter.outcome_at)}. It has not gone to the council. This is not your mistake. A person will \
look into it.

{other_ways(letter)}

{copy_of(letter)}""",
    )


def bounced(letter: "Letter", kind: MailKind) -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} came back",
        f"""Your letter to {council_name(letter)} came back{on(letter.bounced_at)}. \
{BOUNCE_REASONS[kind]} This is not your mistake. A person will look into it.

{other_ways(letter)}

{copy_of(letter)}""",
    )


def stopped_by_staff(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} has not been sent",
        f"""Your letter to {council_name(letter)} was stopped{on(letter.cancelled_at)}, before it \
was sent. The council knows nothing of it. {why_stopped()}

You can send it yourself: copy it, print it, or put it in an email of your own. This page shows \
the ways we know:

{link(letter, "letters:private")}

{copy_of(letter)}""",
    )


def why_stopped() -> str:
    """Say why a letter was stopped: the campaign has closed, or else a person decided it."""
    if closed := closed_on():
        return (
            f"This campaign closed on {format_date(closed)} and sends no more letters. What we hold"
            f" about you is deleted by {format_date(closed + retention.AFTER_CLOSING)}."
        )
    return f"A person who runs this site did that.\n\nWould you like to know why? {contact()}"


def never_confirmed(letter: "Letter") -> EmailMessage:
    """Tell the writer that a letter nobody confirmed will not be sent: the campaign has closed."""
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} has not been sent",
        f"""Somebody gave us this address for a letter to {council_name(letter)}. Nobody confirmed \
it, so it was not sent. {why_stopped()}

If it was not you, you do not need to do anything.""",
    )


def sent_again(letter: "Letter") -> EmailMessage:
    """Tell the writer that staff are sending a letter that we had said was refused."""
    return to_writer(
        letter,
        f"We are sending your letter to {short_name(letter)} again",
        f"""We told you that your letter to {council_name(letter)} could not be sent. A person has \
looked into it, and is sending it again now. So you do not need to send it yourself.

If you have sent it already, and it should not go a second time, you can stop it on its page as \
long as our mail service has not taken it:

{link(letter, "letters:private")}""",
    )


def goes_to_new_address(letter: "Letter", note: str) -> EmailMessage:
    """Tell the writer, in the words of staff, that a letter goes to a new address."""
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} goes to a new address",
        f"""{note.strip()}

If it should not go, you can stop it on its page as long as our mail service has not taken it:

{link(letter, "letters:private")}""",
    )


def paused(letter: "Letter", pause: Pause) -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} waits until {format_date(pause.until)}",
        f"""Letters to {council_name(letter)} are paused until {format_date(pause.until)}. Yours \
has not gone yet. It waits, and leaves by itself after that day. You do not need to do anything.

You can see where it stands, or stop it, on its page:

{link(letter, "letters:private")}""",
    )


def follow_up_question(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"Did {short_name(letter)} answer your letter?",
        f"""We handed your letter to {council_name(letter)} to our mail \
service{on(letter.outcome_at)}. It has not come back.

Did the council answer? Please tell us on your letter’s page. You only need to select a button:

{link(letter, "letters:private")}

If it has not answered, you can write once more from there. We begin the letter for you.

{show_us(letter)}We will not ask again. The same page says when your letter and your details are \
deleted.""",
    )


def other_ways(letter: "Letter") -> str:
    return (
        "You can send it another way. This page shows the ways we know:\n\n"
        f"{link(letter, 'letters:private')}"
    )


def show_us(letter: "Letter") -> str:
    """Say how a writer can show us what the council answered; "" once that is over."""
    if not letter.accepts_answers:
        return ""
    address = letter.answers_to
    forward = f"you can forward the answer to {address}, or" if address else "you can"
    return (
        f"If it has, {forward} show it to us on the same page. A person reads it, and may put what"
        " the council says it will do on its page.\n\n"
    )


def on(moment: "dt.datetime | None") -> str:
    """Return “ on” and the day of a moment, or "" if it is not known."""
    return f" on {format_local_date(moment)}" if moment else ""
