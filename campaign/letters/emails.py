"""Every email about a letter: one function each, which returns it ready to be queued."""

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.text import capfirst

from campaign import retention
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters.composition.compose import small_print
from campaign.letters.composition.printable import signed
from campaign.letters.recipient import Recipient
from campaign.outbox.mime import format_address, from_header, header_text
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import (
    AUTO_GENERATED,
    RULE,
    contact,
    organisation_lines,
    reply_headers,
    with_footer,
)
from councils.dates import format_date, format_local_date
from councils.email_addresses import ascii_address
from councils.models import Pause
from councils.names import with_article
from councils.record import closed_on, record_on
from councils.record.paused_letters import pauses
from councils.safeguarding.helplines import FOR_CHILDREN

if TYPE_CHECKING:
    from campaign.letters.models import Letter


# What several have in common


def to_writer(letter: "Letter", subject: str, text: str) -> EmailMessage:
    """Return an email to the writer of a letter, with our footer."""
    return with_footer(letter.email, subject_line(subject), text, AUTO_GENERATED)


def signed_text(letter: "Letter") -> str:
    """Return the letter with who it is from, and what stands below: as its page showed it."""
    sender = (letter.name, letter.postal_address, letter.email)
    row = record_on().by_id[letter.council_id]
    return f"{signed(letter.text, sender)}\n—\n{small_print(row)}\n"


def copy_of(letter: "Letter") -> str:
    """Return the letter as an email to its writer quotes it."""
    return f"This is your letter.\n\n{RULE}\n{letter.subject}\n\n{signed_text(letter).strip()}"


def link(letter: "Letter", url_name: str) -> str:
    """Return the full address of one of the pages that the letter's token opens."""
    return settings.SITE_URL + reverse(url_name, args=[letter.token])


def council_name(letter: "Letter") -> str:
    """Return the council's official name inside a sentence: the City of York Council."""
    return with_article(letter.council.name)


def short_name(letter: "Letter") -> str:
    """Return the council's short name inside a sentence: the Isle of Wight."""
    return with_article(letter.council.short_name)


# To a writer before a letter is sent, and the links to their letters. Anybody can type anybody's
# address, so none of these carries a word that somebody typed, not even a name: otherwise anybody
# could send anything to anyone through this site. The letter is read on our page.


def confirmation(letter: "Letter") -> EmailMessage:
    """Ask the writer to confirm a letter. The subject begins with the code."""
    return to_writer(
        letter,
        f"{spaced(letter.code)} is your code. Your letter to {short_name(letter)} hasn’t gone yet",
        f"""Hello,

Your letter to {council_name(letter)} hasn’t gone yet. To send it, type this code on the page \
where you wrote it:

{spaced(letter.code)}

Closed the page? Open this one instead, and select “Confirm and send”:
{link(letter, "letters:confirm")}

The code works until the end of {last_day(letter)}. After that we delete the letter and your \
address.{written_before(letter)}

Keep this email to yourself, because the link opens your letter.

{not_you(letter)}

If you don’t use it, we’ll remind you once. It hasn’t put you on a list. If a child is in danger \
now, call 999.""",
    )


def asks_again(letter: "Letter") -> EmailMessage:
    """Ask the writer of a letter that waited whether it still fits: its council has changed."""
    row = record_on().by_id[letter.council_id]
    return to_writer(
        letter,
        f"Something changed at {short_name(letter)}: shall your letter still go?",
        f"""Hello,

Your letter to {council_name(letter)} was waiting, and hasn’t gone yet. Meanwhile something \
changed there. Our list says now: {row.status_words} {row.when_words}

Please read your letter again. You can change it, send it as it is, or leave it:
{link(letter, "letters:confirm")}

If you do nothing, it isn’t sent, and we delete it after {last_day(letter)}.""",
    )


def reminder(letter: "Letter") -> EmailMessage:
    """Remind the writer, once, that a letter has not been confirmed."""
    written = f" on {format_local_date(letter.asked_at)}" if letter.asked_at else ""
    return to_writer(
        letter,
        f"{spaced(letter.code)} is your code. Your letter to {short_name(letter)} still waits",
        f"""Hello,

You wrote a letter to {council_name(letter)}{written}, and it hasn’t gone yet, so the council \
knows nothing of it. To send it, open this page and select “Confirm and send”:
{link(letter, "letters:confirm")}

Or type this code on the page where you wrote it:

{spaced(letter.code)}

The code works until the end of {last_day(letter)}. After that we delete the letter and your \
address. We won’t remind you again.

{not_you(letter)}""",
    )


def spaced(code: str) -> str:
    return f"{code[:3]} {code[3:]}"


def letter_links(letters: list["Letter"]) -> EmailMessage:
    """Send a writer the links to all the letters from their email address."""
    links = "\n\n".join(
        f"To {council_name(letter)}, written on {format_local_date(letter.created_at)}:"
        f" {letter.get_state_display()}.\n"
        f"{link(letter, 'letters:private' if letter.is_confirmed else 'letters:confirm')}"
        for letter in letters
    )
    return to_writer(
        letters[0],
        "The links to your letters",
        f"""You asked for the links to your letters. Each is for you alone.

{links}

Wasn’t it you? Then somebody typed your address, and saw nothing. You don’t need to do anything.""",
    )


def lost_link(sender: str, arrival: ParsedMail) -> EmailMessage:
    """Say that a reply confirms nothing, and where to get the links to one's letters."""
    lost = settings.SITE_URL + reverse("letters:lost")
    return with_footer(
        sender,
        "We didn’t read your email: how to send your letter",
        f"""You wrote to the address our emails come from. Nobody reads what is sent there, \
and a reply confirms nothing.

To send a letter that is waiting for you: open the link in the email we sent you, and select the \
button on that page.

Lost your link? This page sends it to you again: {lost}

Is it about something else? {contact()}

Do you need help yourself, now? 999 in danger. {". ".join(line.line for line in FOR_CHILDREN)}. \
{settings.SITE_URL}/need-help/""",
        reply_headers(arrival.message_id),
    )


def last_day(letter: "Letter") -> str:
    return format_date(letter.until) if letter.until else ""


def written_before(letter: "Letter") -> str:
    """Say that this is not the writer's first letter; "" if it is. No page says so."""
    earlier = letter.earlier()
    if earlier is None or earlier.confirmed_on is None:
        return ""
    return (
        f"\n\nYou’ve written to {council_name(letter)} before: you confirmed that letter on"
        f" {format_date(earlier.confirmed_on)}. This is another one. It’s fine to send both."
    )


def not_you(letter: "Letter") -> str:
    return (
        "You didn’t write a letter? Then somebody typed your address by mistake. You don’t need to"
        " do anything: without the code nothing is sent. Here you can cancel it, and tell us never"
        f" to write to you:\n{link(letter, 'letters:not_me')}"
    )


# The one that carries a letter to a council


def letter(letter: "Letter", to: Recipient) -> EmailMessage:
    """Return the letter itself: from our address in the writer's name, with replies to them."""
    return EmailMessage(
        subject=header_text(letter.subject),
        body=letter_body(letter),
        from_email=from_header(letter.name),
        to=[recipient_header(to)],
        reply_to=[format_address(letter.name, letter.email)],
    )


def recipient_header(to: Recipient) -> str:
    """Return the To header: the role, the council and the address."""
    return format_address(f"{to.role}, {to.council}", to.mailbox)


def letter_body(letter: "Letter") -> str:
    """Return the text of the email: the letter, who wrote it, and our footer."""
    return f"{signed_text(letter)}\n{footer(letter)}"


def footer(letter: "Letter") -> str:
    """Say who sent the letter, how to answer, how to treat the writer, and how to object."""
    name = header_text(letter.name)
    change = f"{reverse('sign_up:sign')}?council={letter.council.slug}&kind=letters"
    return f"""{RULE}
This letter is from {name}, who wrote it on {settings.SITE_URL} and asked us to send it. We’ve \
checked that {letter.email} is the writer’s own address.

To answer, just reply: your reply goes to {name}, and not to us. Please pass on the writer’s \
details only to those who need them to answer.

{organisation_lines()}

Would you like at most so many letters a day, or get them at another address, or have us hold them \
until a day? Tell us: {settings.SITE_URL}{change}

Is something wrong with this letter, or don’t you want letters through us? {contact()}
"""


# What became of a letter, and whether the council answered

BOUNCE_REASONS = {
    MailKind.BAD_ADDRESS: "The address we had doesn’t work.",
    MailKind.MAILBOX_FULL: "The mailbox there is full.",
    MailKind.REFUSED: (
        "The mail system there refused it. That says nothing about you or your words."
    ),
    MailKind.GAVE_UP: "The council’s mail server couldn’t be reached for days.",
}


def own_copy(letter: "Letter") -> EmailMessage:
    """Give the writer a copy of a letter that was confirmed: the address is known to be theirs."""
    pause = pauses(record_on()).get(letter.council_id)
    waits = (
        f"{pause.sentence_for(capfirst(short_name(letter)))} It goes by itself then. "
        if pause
        else ""
    )
    if letter.held_for:
        waits = f"We’ve read it, and it goes now. {waits}"
    return to_writer(
        letter,
        f"Your copy of your letter to {short_name(letter)}",
        f"""You confirmed your letter to {council_name(letter)}{on(letter.confirmed_at)}. \
{waits}Here’s your copy. This page shows what became of it:

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
        f"Your letter to {short_name(letter)} couldn’t be sent",
        f"""Your letter to {council_name(letter)} couldn’t be sent: the mail service refused \
it{on(letter.outcome_at)}. It hasn’t gone to the council. That isn’t your mistake. A person will \
look into it.

{other_ways(letter)}

{copy_of(letter)}""",
    )


def bounced(letter: "Letter", kind: MailKind) -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} came back",
        f"""Your letter to {council_name(letter)} came back{on(letter.bounced_at)}. \
{BOUNCE_REASONS[kind]} That isn’t your mistake. A person will look into it.

{other_ways(letter)}

{copy_of(letter)}""",
    )


def stopped_by_staff(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} hasn’t been sent",
        f"""Your letter to {council_name(letter)} was stopped{on(letter.cancelled_at)}, before it \
went. The council knows nothing of it. {why_stopped()}

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
        f"Your letter to {short_name(letter)} hasn’t been sent",
        f"""Somebody gave us this address for a letter to {council_name(letter)}. Nobody confirmed \
it, so it wasn’t sent. {why_stopped()}

If it wasn’t you, you don’t need to do anything.""",
    )


def sent_again(letter: "Letter") -> EmailMessage:
    """Tell the writer that staff are sending a letter that we had said was refused."""
    return to_writer(
        letter,
        f"We’re sending your letter to {short_name(letter)} again",
        f"""We told you that your letter to {council_name(letter)} couldn’t be sent. A person has \
looked into it, and is sending it again now. So you don’t need to send it yourself.

If you’ve sent it already, and it shouldn’t go a second time, you can stop it on its page as \
long as our mail service hasn’t taken it:

{link(letter, "letters:private")}""",
    )


def goes_to_new_address(letter: "Letter", note: str) -> EmailMessage:
    """Tell the writer, in the words of staff, that a letter goes to a new address."""
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} goes to a new address",
        f"""{note.strip()}

If it shouldn’t go, you can stop it on its page as long as our mail service hasn’t taken it:

{link(letter, "letters:private")}""",
    )


def paused(letter: "Letter", pause: Pause) -> EmailMessage:
    return to_writer(
        letter,
        f"Your letter to {short_name(letter)} waits",
        f"""{pause.sentence_for(capfirst(council_name(letter)))} Yours is safe, and goes by itself \
then. You don’t need to do anything.

If you’d rather not wait, you can send it yourself, and stop this one, on its page:

{link(letter, "letters:private")}""",
    )


def follow_up_question(letter: "Letter") -> EmailMessage:
    return to_writer(
        letter,
        f"Did {short_name(letter)} answer your letter?",
        f"""We handed your letter to {council_name(letter)} to our mail \
service{on(letter.outcome_at)}. It hasn’t come back.

Did the council answer? Please tell us on your letter’s page. You only need to select a button:

{link(letter, "letters:private")}

If it hasn’t answered two weeks from now, you can write once more from there, and copy in your \
ward councillor. We begin the letter for you.

{show_us(letter)}We won’t ask again. The same page says when your letter and your details are \
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
        f"If it has, {forward} show it to us on the same page. We read it, and may put what the"
        " council says it will do on its page.\n\n"
    )


def on(moment: "dt.datetime | None") -> str:
    """Return “ on” and the day of a moment, or "" if it is not known."""
    return f" on {format_local_date(moment)}" if moment else ""


# A council's replies, passed on to the writer of the letter they answer


def automatic_reply(letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    """Pass on an automatic reply, or one that seems to be automatic."""
    if arrival.is_guess:
        subject = f"A reply to your letter to {short_name(letter)}"
        introduction = f"""A reply to your letter to {council_name(letter)} came to us. Here it \
is. It seems to be automatic, so it may be that nobody has seen your letter yet. If you reply to \
this email, your reply goes to {arrival.sender}, not to us.{files_left_out(arrival)}"""
    else:
        subject = f"An automatic reply to your letter to {short_name(letter)}"
        introduction = f"""An automatic reply to your letter to {council_name(letter)} came to us. \
Here it is. A machine wrote it, so it may be that nobody has seen your letter yet."""
    quoted = f"{RULE}\n{arrival.subject}\n\n{arrival.text}"
    email = to_writer(letter, subject, f"{introduction}{form_hint(letter, arrival)}\n\n{quoted}")
    return as_from_council(email, letter, arrival)


def answer(letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    sender = arrival.sender
    author = f"{header_text(arrival.sender_name)} ({sender})" if arrival.sender_name else sender
    email = to_writer(
        letter,
        arrival.subject or f"{capfirst(short_name(letter))} answered your letter",
        f"""{author} has answered your letter to {council_name(letter)}. The answer came to us, \
so we are passing it on. If you reply to this email, your reply goes to {sender}, not to us.

We keep a copy for {retention.TEXTS_AFTER_OUTCOME.days} days at most, so that a person here can \
see what the council says. We show it to nobody else.{files_left_out(arrival)}

{RULE}
{arrival.text}""",
    )
    return as_from_council(email, letter, arrival)


def form_hint(letter: "Letter", arrival: ParsedMail) -> str:
    """Say that the council seems to prefer its own form; "" if it does not."""
    if not arrival.wants_form:
        return ""
    return (
        "\n\nIt seems to ask people to use a form instead. If you like, send your letter through"
        f" that form. You can copy it from its page:\n\n{link(letter, 'letters:private')}"
    )


def files_left_out(arrival: ParsedMail) -> str:
    """Say which files of a reply were left out and where they can be read; "" if none were."""
    if not arrival.attachment_names:
        return ""
    files = ", ".join(arrival.attachment_names)
    return (
        f"\n\nWe left out these files: {files}. You can read them in the original email, which the"
        " council has: reply to this email to ask for them."
    )


def as_from_council(email: EmailMessage, letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    """Give an email the council's name as its sender.

    Replies to it go to the original sender if a person wrote it, or may have.
    """
    email.from_email = from_header(letter.council.name)
    if arrival.kind == MailKind.ANSWER or arrival.is_guess:
        with suppress(ValueError):  # an address that no email can be sent to; the text gives it
            email.reply_to = [ascii_address(arrival.sender)]
    return email
