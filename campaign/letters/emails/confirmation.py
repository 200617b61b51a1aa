"""Emails to a writer before a letter is sent, and the links to their letters.

Anybody can type anybody's address. So none of these carries a word that somebody typed, not even a
name: otherwise anybody could send anything to anyone through this site. The letter is read on our
page.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign import retention
from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters.emails.parts import council_name, link, short_name, to_writer
from campaign.pages.email_footer import contact, reply_headers, with_footer
from councils.dates import format_date, format_local_date
from councils.safeguarding.helplines import FOR_CHILDREN

if TYPE_CHECKING:
    from campaign.letters.models import Letter


def confirmation(letter: "Letter") -> EmailMessage:
    """Ask the writer to confirm a letter. The subject begins with the code."""
    return to_writer(
        letter,
        f"{letter.code} confirms your letter to {short_name(letter)}: it has not been sent yet",
        f"""Your letter to {council_name(letter)} has not been sent yet.

To send it, enter this code on the page where you wrote it:

    {letter.code}

Or open this page, read your letter, and select the button there:

{link(letter, "letters:confirm")}

Both work for {retention.UNCONFIRMED.days} days, until {last_day(letter)}. If you do nothing, \
your letter is not sent, and we delete it after that.{written_before(letter)}

{not_you(letter)}

Keep this email. Once you have confirmed, we send you a copy, and the same link shows what became \
of your letter. It is for you alone.""",
    )


def reminder(letter: "Letter") -> EmailMessage:
    """Remind the writer, once, that a letter has not been confirmed."""
    written = f" on {format_local_date(letter.asked_at)}" if letter.asked_at else ""
    return to_writer(
        letter,
        f"{letter.code} is still needed: your letter to {short_name(letter)} has not been sent",
        f"""You wrote a letter to {council_name(letter)}{written}, and you have not confirmed it. \
So it has not been sent, and the council knows nothing of it.

To send it, open this page, read it, and select the button there:

{link(letter, "letters:confirm")}

Or enter this code on the page where you wrote it:

    {letter.code}

Both work until {last_day(letter)}. If you do nothing, your letter is not sent, and we delete it \
after that. We will not remind you again.

{not_you(letter)}""",
    )


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

Was this not you? Then somebody entered your address, and saw nothing. You do not need to do \
anything.""",
    )


def lost_link(sender: str, arrival: ParsedMail) -> EmailMessage:
    """Say that a reply confirms nothing, and where to get the links to one's letters."""
    lost = settings.SITE_URL + reverse("letters:lost")
    return with_footer(
        sender,
        "Your email to us was not read: how to send your letter",
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
        f"\n\nYou have written to {council_name(letter)} before: that letter was confirmed on"
        f" {format_date(earlier.confirmed_on)}. This is another one. It is fine to send both."
    )


def not_you(letter: "Letter") -> str:
    return (
        "Was this not you? Then somebody entered your address on our site. Nothing is sent without"
        " you. Here you can cancel this letter, and tell us never to write to you again:\n\n"
        f"{link(letter, 'letters:not_me')}"
    )
