"""Every email about a letter: a table of those to its writer, and the one that carries it.

Anybody can type anybody's address, so no email to one that is not confirmed carries a word that
somebody typed, not even a name: otherwise anybody could send anything to anyone through this site.
The letter is read on our page.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.text import capfirst

from campaign import retention
from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters.composition import compose
from campaign.letters.recipient import Recipient
from campaign.outbox.mime import format_address, from_header, header_text
from campaign.outbox.models import subject_line
from campaign.pages.email_footer import (
    AUTO_GENERATED,
    RULE,
    contact,
    organisation_lines,
    reply_headers,
    with_footer,
)
from campaign.purposes import Purpose
from councils.dates import format_date, format_local_date
from councils.email_addresses import ascii_address
from councils.names import with_article
from councils.record import closed_on, record_on
from councils.record.snapshot import pauses
from councils.safeguarding.helplines import FOR_CHILDREN

if TYPE_CHECKING:
    from campaign.letters.models import Letter


class Email(NamedTuple):
    """An email to the writer of a letter. What stands in braces is in ``WORDS``, or given."""

    purpose: Purpose
    subject: str
    text: str


NOT_YOU = """You didn’t write a letter? Then somebody typed your address by mistake. You don’t \
need to do anything: without the code nothing is sent. Here you can cancel it, and tell us never \
to write to you:
{not_me}"""
OTHER_WAYS = "You can send it another way. This page shows the ways we know:\n\n{page}"
SEND_IT_YOURSELF = """You can send it yourself: copy it, print it, or put it in an email of your \
own. This page shows the ways we know:

{page}

{letter}"""
CAN_BE_STOPPED = """you can stop it on its page as long as our mail service hasn’t taken it:

{page}"""

EMAILS = {
    # Before it is sent: no word that somebody typed
    "confirm": Email(
        Purpose.CONFIRM,
        "{code} is your code. Your letter to {short} hasn’t gone yet",
        """Hello,

Your letter to {council} hasn’t gone yet. To send it, type this code on the page where you wrote \
it:

{code}

Closed the page? Open this one instead, and select “Confirm and send”:
{confirm}

The code works until the end of {until}. After that we delete the letter and your \
address.

Keep this email to yourself, because the link opens your letter.

"""
        + NOT_YOU
        + """

If you don’t use it, we’ll remind you once. It hasn’t put you on a list. If a child is in danger \
now, call 999.""",
    ),
    "asks_again": Email(
        Purpose.CONFIRM,
        "Something changed at {short}: shall your letter still go?",
        """Hello,

Your letter to {council} was waiting, and hasn’t gone yet. Meanwhile something changed there. Our \
list says now: {status}

Please read your letter again. You can change it, send it as it is, or leave it:
{confirm}

If you do nothing, it isn’t sent, and we delete it after {until}.""",
    ),
    "reminder": Email(
        Purpose.REMINDER,
        "{code} is your code. Your letter to {short} still waits",
        """Hello,

You wrote a letter to {council}{asked}, and it hasn’t gone yet, so the council knows nothing of \
it. To send it, open this page and select “Confirm and send”:
{confirm}

Or type this code on the page where you wrote it:

{code}

The code works until the end of {until}. After that we delete the letter and your address. We \
won’t remind you again.

"""
        + NOT_YOU,
    ),
    "closed": Email(
        Purpose.FAILED,
        "Your letter to {short} hasn’t been sent",
        """Somebody gave us this address for a letter to {council}. Nobody confirmed it, so it \
wasn’t sent. {why_stopped}

If it wasn’t you, you don’t need to do anything.""",
    ),
    # Once it is confirmed
    "copy": Email(
        Purpose.COPY,
        "Your copy of your letter to {short}",
        """You confirmed your letter to {council}{confirmed}. {waits}Here’s your copy. This page \
shows what became of it:

{page}

{letter}""",
    ),
    "held": Email(
        Purpose.FAILED,
        "We read this one before it goes: your letter to {short}",
        """Your letter to {council} is confirmed, and hasn’t gone yet, because {held_for}. A \
person here reads letters like that first, and changes nothing. You don’t need to do anything. \
Your letter’s page:

{page}""",
    ),
    "turned_down": Email(
        Purpose.FAILED,
        "We haven’t sent your letter to {short}",
        "We’re not going to send your letter to {council}, because {why_not}. "
        + SEND_IT_YOURSELF
        + """

If you think we’re wrong, write to us. {contact} We’ll delete our copy after {days} days.""",
    ),
    # What became of it, some by the state that it has reached
    "failed": Email(
        Purpose.FAILED,
        "Your letter to {short} couldn’t be sent",
        """Your letter to {council} couldn’t be sent: the mail service refused it{outcome}. It \
hasn’t gone to the council. That isn’t your mistake. A person will look into it.

"""
        + OTHER_WAYS
        + "\n\n{letter}",
    ),
    "bounced": Email(
        Purpose.FAILED,
        "Your letter to {short} came back",
        """Your letter to {council} came back{bounced}. {reason} That isn’t your mistake. A \
person will look into it.

"""
        + OTHER_WAYS
        + "\n\n{letter}",
    ),
    "cancelled": Email(
        Purpose.FAILED,
        "Your letter to {short} hasn’t been sent",
        """Your letter to {council} was stopped{cancelled}, before it went. The council knows \
nothing of it. {why_stopped}

"""
        + SEND_IT_YOURSELF,
    ),
    "queued": Email(
        Purpose.FAILED,
        "We’re sending your letter to {short} again",
        """We told you that your letter to {council} couldn’t be sent. A person has looked into \
it, and is sending it again now. So you don’t need to send it yourself.

If you’ve sent it already, and it shouldn’t go a second time, """
        + CAN_BE_STOPPED,
    ),
    "followup": Email(
        Purpose.FOLLOW_UP,
        "Did {short} answer your letter?",
        """We handed your letter to {council} to our mail service{outcome}. It hasn’t come back.

Did the council answer? Please tell us on your letter’s page. You only need to select a button:

{page}

If it hasn’t answered two weeks from now, you can write once more from there, and copy in your \
ward councillor. We begin the letter for you.

{show_us}We won’t ask again. The same page says when your letter and your details are deleted.""",
    ),
    # A council's replies, passed on
    "answer": Email(
        Purpose.REPLY,
        "{answer}",
        """{author} has answered your letter to {council}. The answer came to us, so we are \
passing it on. If you reply to this email, your reply goes to {sender}, not to us.

We keep a copy for {days} days at most, so that a person here can see what the council says. We \
show it to nobody else.{files}

"""
        + RULE
        + "\n{reply}",
    ),
    "auto": Email(
        Purpose.REPLY,
        "A reply to your letter to {short}",
        """A reply to your letter to {council} came to us. Here it is. It seems to be automatic, \
so it may be that nobody has seen your letter yet. If you reply to this email, your reply goes to \
{sender}, not to us.{files}

"""
        + RULE
        + "\n{reply_subject}\n\n{reply}",
    ),
}

BOUNCE_REASONS = {
    True: "The address we had doesn’t work.",
    False: (
        "The mail system there refused it, its mailbox is full, or it couldn’t be reached for days."
        " That says nothing about you or your words."
    ),
}
"""Why a letter came back, by whether its address is gone."""


# What fills the braces


def on(moment: str) -> Callable[["Letter"], str]:
    """Return what says “ on” and the day of one of a letter's moments; "" if it is not known."""

    def words(letter: "Letter") -> str:
        at: dt.datetime | None = getattr(letter, moment)
        return f" on {format_local_date(at)}" if at else ""

    return words


def link(letter: "Letter", url_name: str) -> str:
    """Return the full address of one of the pages that the letter's token opens."""
    return settings.SITE_URL + reverse(f"letters:{url_name}", args=[letter.token])


def council_name(letter: "Letter") -> str:
    """Return the council's official name inside a sentence: the City of York Council."""
    return with_article(letter.council.name)


def short_name(letter: "Letter") -> str:
    """Return the council's short name inside a sentence: the Isle of Wight."""
    return with_article(letter.council.short_name)


def spaced(code: str) -> str:
    return f"{code[:3]} {code[3:]}"


def copy_of(letter: "Letter") -> str:
    """Return the letter as an email to its writer quotes it."""
    return f"This is your letter.\n\n{RULE}\n{letter.subject}\n\n{signed_text(letter).strip()}"


def waits(letter: "Letter") -> str:
    """Say that a confirmed letter was read, and that letters to its council are paused."""
    pause = pauses(record_on()).get(letter.council_id)
    read = "We’ve read it, and it goes now. " if letter.held_for else ""
    if pause is None:
        return read
    return f"{read}{pause.sentence_for(capfirst(short_name(letter)))} It goes by itself then. "


def why_stopped(letter: "Letter") -> str:
    """Say why a letter was stopped: the campaign has closed, or else a person decided it."""
    if closed := closed_on():
        return (
            f"This campaign closed on {format_date(closed)} and sends no more letters. What we hold"
            f" about you is deleted by {format_date(closed + retention.AFTER_CLOSING)}."
        )
    return f"A person who runs this site did that.\n\nWould you like to know why? {contact()}"


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


def status(letter: "Letter") -> str:
    row = record_on().by_id[letter.council_id]
    return f"{row.status_words} {row.when_words}"


WORDS: dict[str, Callable[["Letter"], str]] = {
    "council": council_name,
    "short": short_name,
    "code": lambda letter: spaced(letter.code),
    "until": lambda letter: format_date(letter.until) if letter.until else "",
    "confirm": lambda letter: link(letter, "confirm"),
    "not_me": lambda letter: f"{link(letter, 'confirm')}#not-me",
    "page": lambda letter: link(letter, "private"),
    "letter": copy_of,
    "waits": waits,
    "why_stopped": why_stopped,
    "show_us": show_us,
    "status": status,
    "held_for": lambda letter: letter.get_held_for_display(),
    "why_not": attrgetter("why_not"),
    "asked": on("asked_at"),
    "confirmed": on("confirmed_at"),
    "outcome": on("outcome_at"),
    "bounced": on("bounced_at"),
    "cancelled": on("cancelled_at"),
    "contact": lambda letter: contact(),
    "days": lambda letter: str(retention.TEXTS_AFTER_OUTCOME.days),
}
"""What each word in braces stands for."""


class Words(dict[str, str]):
    """The words of one email: those that are given, and the others as they are asked for."""

    def __init__(self, letter: "Letter", given: dict[str, str]) -> None:
        super().__init__(given)
        self.letter = letter

    def __missing__(self, word: str) -> str:
        return WORDS[word](self.letter)


def to_writer(name: str, letter: "Letter", **given: str) -> EmailMessage:
    """Return one of the emails above to the writer of a letter, with our footer."""
    words = Words(letter, given)
    subject = subject_line(EMAILS[name].subject.format_map(words))
    return with_footer(letter.email, subject, EMAILS[name].text.format_map(words), AUTO_GENERATED)


def reply(name: str, letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    """Pass on a council's reply, in its name; replies to it go to the original sender."""
    sender, files = arrival.sender, ", ".join(arrival.attachment_names)
    email = to_writer(
        name,
        letter,
        sender=sender,
        author=f"{header_text(arrival.sender_name)} ({sender})" if arrival.sender_name else sender,
        answer=arrival.subject or f"{capfirst(short_name(letter))} answered your letter",
        reply_subject=arrival.subject,
        reply=arrival.text,
        files=f"\n\nWe left out these files: {files}. You can read them in the original email,"
        " which the council has: reply to this email to ask for them."
        if files
        else "",
    )
    email.from_email = from_header(letter.council.name)
    with suppress(ValueError):  # an address that no email can be sent to; the text gives it
        email.reply_to = [ascii_address(sender)]
    return email


def letter_links(letters: list["Letter"]) -> EmailMessage:
    """Send a writer the links to all the letters from their email address."""
    links = "\n\n".join(
        f"To {council_name(letter)}, written on {format_local_date(letter.created_at)}:"
        f" {letter.get_state_display()}.\n"
        f"{link(letter, 'private' if letter.is_confirmed else 'confirm')}"
        for letter in letters
    )
    return with_footer(
        letters[0].email,
        subject_line("The links to your letters"),
        f"""You asked for the links to your letters. Each is for you alone.

{links}

Wasn’t it you? Then somebody typed your address, and saw nothing. You don’t need to do anything.""",
        AUTO_GENERATED,
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


# The one that carries a letter to a council


def letter(letter: "Letter", to: Recipient) -> EmailMessage:
    """Return the letter itself: from our address in the writer's name, with replies to them."""
    return EmailMessage(
        subject=header_text(letter.subject),
        body=letter_body(letter),
        from_email=from_header(letter.name),
        to=[format_address(f"{to.role}, {to.council}", to.mailbox)],
        reply_to=[format_address(letter.name, letter.email)],
    )


def signed_text(letter: "Letter") -> str:
    """Return the letter with who it is from, and what stands below: as its page showed it."""
    row = record_on().by_id[letter.council_id]
    return compose.signed_text(row, letter.text, letter.sender)


def letter_body(letter: "Letter") -> str:
    """Return the text of the email: the letter, and at its foot who sent it and how to object."""
    name = header_text(letter.name)
    change = f"{reverse('sign_up:sign')}?council={letter.council.slug}&kind=letters"
    return f"""{signed_text(letter)}
{RULE}
This letter is from {name}, who wrote it on {settings.SITE_URL} and asked us to send it. We’ve \
checked that {letter.email} is the writer’s own address.

To answer, just reply: your reply goes to {name}, and not to us. Please pass on the writer’s \
details only to those who need them to answer.

{organisation_lines()}

Would you like at most so many letters a day, or get them at another address, or have us hold them \
until a day? Tell us: {settings.SITE_URL}{change}

Is something wrong with this letter, or don’t you want letters through us? {contact()}
"""
