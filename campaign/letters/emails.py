"""Every email about a letter: those to its writer (letters/emails.txt), and its carrier.

Anybody can type anybody's address, so no email to one that is not confirmed carries a word that
somebody typed, not even a name: otherwise anybody could send anything to anyone through this site.
The letter is read on our page.
"""

from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst

from campaign import retention
from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters.composition import finished
from campaign.letters.recipient import Recipient
from campaign.letters.row import LetterRow
from campaign.outbox.mime import format_address, from_header, header_text
from campaign.pages.our_emails import (
    AUTO_GENERATED,
    RULE,
    contact,
    email_to,
    organisation_line,
    reply_headers,
)
from campaign.purposes import Purpose
from councils.dates import format_local_date
from councils.email_addresses import ascii_address
from councils.names import with_article
from councils.record import record_on
from councils.record.charter_text import letter_line
from councils.record.snapshot import pause_of
from councils.safeguarding.helplines import FOR_CHILDREN

PURPOSES = {
    "confirm": Purpose.CONFIRM,
    "asks_again": Purpose.CONFIRM,
    "reminder": Purpose.REMINDER,
    "copy": Purpose.COPY,
    "followup": Purpose.FOLLOW_UP,
    "answer": Purpose.REPLY,
    "auto": Purpose.REPLY,
}
"""What an email is for, by its name in letters/emails.txt.

All others there ("held", "turned_down", "bounced", "sent_again", "closed", …) say what became of a
letter: ``WHAT_BECAME``.
"""


def purpose_of(name: str) -> Purpose:
    return PURPOSES.get(name, Purpose.WHAT_BECAME)


def to_writer(name: str, letter: LetterRow, **given: object) -> EmailMessage:
    """Return the email called ``name`` in letters/emails.txt, to a letter's writer, with our foot.

    It is filled with what is ``given``.
    """
    record = record_on()
    row = record.by_id[letter.council_id]
    short = row.short_name_in_sentence
    pause = pause_of(record, row)
    paused_until = ""
    if pause:
        paused_until = pause.sentence_for(capfirst(short))
    context = {
        "name": name,
        "letter": letter,
        "row": row,
        "council": row.name_in_sentence,
        "short": short,
        "page": settings.SITE_URL + letter.private_url,
        "finished": finished_letter(letter).strip(),
        "paused_until": paused_until,
        "contact": contact(),
        "days_to_confirm": retention.UNCONFIRMED.days,
        "is_time_to_write_again": letter.is_time_to_write_again,
        "days_text_is_kept": retention.TEXTS_AFTER_OUTCOME.days,
        "days_at_most": retention.TEXTS_AT_MOST.days,
        "days_read_within": retention.READ_WITHIN.days,
        "closing_days": retention.AFTER_CLOSING.days,
        "rule": RULE,
    }
    said = render_to_string("letters/emails.txt", context | given).strip()
    subject, _, text = said.partition("\n")
    return email_to(
        letter.email, subject=subject, text=text, headers=AUTO_GENERATED, to_visitor=True
    )


def reply(name: str, letter: LetterRow, mail: ParsedMail) -> EmailMessage:
    """Return the email that passes on a council's reply, in the council's name.

    ``name`` is "answer" or "auto" (letters/emails.txt). Replies to it go to whoever replied.
    """
    author = header_text(mail.sender_name)
    email = to_writer(name, letter, mail=mail, author=author)
    email.from_email = from_header(letter.council.name)
    with suppress(ValueError):  # an address that no email can be sent to; the text gives it
        email.reply_to = [ascii_address(mail.sender)]
    return email


def letter_links(letters: Sequence[LetterRow]) -> EmailMessage:
    """Return the email with the links to all the letters of a writer."""
    links = "\n\n".join(letter_link(letter) for letter in letters)
    return email_to(
        letters[0].email,
        subject="The links to your letters",
        text=f"""You asked for the links to your letters. Each is for you alone.

{links}

Wasn’t it you? Then somebody typed your address, and saw nothing. You don’t need to do anything.""",
        headers=AUTO_GENERATED,
        to_visitor=True,
    )


def letter_link(letter: LetterRow) -> str:
    """Return what a letter is, and under it its link: the one that confirms it, if it waits."""
    council = with_article(letter.council.name)
    written_on = format_local_date(letter.created_at)
    link = settings.SITE_URL + letter.private_url
    if not letter.is_confirmed:
        link += "confirm/"
    return f"To {council}, written on {written_on}: {letter.get_state_display()}.\n{link}"


def to_stranger(sender: str, mail: ParsedMail) -> EmailMessage:
    """Return the email that says that a reply confirms nothing, and where to get lost links."""
    lost = settings.SITE_URL + reverse("letters:lost")
    helplines = ". ".join(line.line for line in FOR_CHILDREN)
    return email_to(
        sender,
        subject="We didn’t read your email: how to send your letter",
        text=f"""You wrote to the address our emails come from. Nobody reads what is sent there, \
and a reply confirms nothing.

To send a letter that is waiting for you: open the link in the email we sent you, and select the \
button on that page.

Lost your link? This page sends it to you again: {lost}

Is it about something else? {contact()}

Do you need help yourself, now? 999 in danger. {helplines}. \
{settings.SITE_URL}/need-help/""",
        headers=reply_headers(mail.message_id),
    )


# The one that carries a letter to a council


def carrier(letter: LetterRow, to: Recipient) -> EmailMessage:
    """Return the letter itself: from our address in the writer's name, with replies to them."""
    role = letter.addressed_to or to.role
    return EmailMessage(
        subject=header_text(letter.subject),
        body=letter_body(letter),
        from_email=from_header(letter.name),
        to=[format_address(f"{role}, {to.council}", to.mailbox)],
        reply_to=[format_address(letter.name, letter.email)],
    )


def finished_letter(letter: LetterRow) -> str:
    """Return the letter with who it is from, and what stands below: as its page showed it."""
    row = record_on().by_id[letter.council_id]
    return finished.finished_text(row, letter.text, letter.sender)


def letter_body(letter: LetterRow) -> str:
    """Return the text of the email: the letter, and at its foot who sent it and how to object."""
    name = header_text(letter.name)
    objecting = f"{reverse('sign_up:sign')}?council={letter.council.slug}&kind=letters"
    return f"""{finished_letter(letter)}{RULE}
Sent for {name} by Make Runaways Safe. Reply, and it goes to {name}, not to us: we’ve checked that \
the address is theirs.
Please pass on their details only to those who need them to answer.
{letter_line(record_on(), settings.SITE_URL)}
Too many letters, the wrong inbox, or something wrong? {settings.SITE_URL}{objecting}
{organisation_line()}
"""
