"""What the guard cannot read of an email, and a person must: another language, a recording, a scan.

Whoever sent it may be a child, in England with little English, or who rang: staff are shown it at
once, as what may be a call.
"""

from email.message import Message

from django.conf import settings

from campaign.inbox import mime
from campaign.inbox.hearing import (
    MOST_SHOWN,
    is_pdf,
    quotes_a_call,
    without_ours,
    words_of_ours,
)
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from councils.email_addresses import domain_of, mailbox, registrable
from councils.models import Contact
from councils.safeguarding.languages import is_in_another_language, without_foot

IN_ANOTHER_LANGUAGE = (
    "[It isn’t in English, so our program couldn’t tell whether it is a call for help. Ask somebody"
    " who can read it.]"
)
WITH_FILES = (
    "[Our program can’t hear this: {}. So it couldn’t tell whether it is a call for help. We keep"
    " no files: ask whoever sent it.]"
)
CAME_WITH_IT = "[With it came: {}. We keep no files: ask whoever sent it.]"
MOST_NAMES = 10
ROOM_FOR_NAMES = 1000
OFFICES = ".gov.uk"
"""What a council says in five languages at the foot of an email is no call. Of other offices that
we write to, such as a children's trust, the foot alone is left out."""
HARDLY_ANYTHING = 40
"""Words beside a scanned letter or a film, up to which it is what somebody has to say."""


def unread_in(
    email: Message,
    texts: list[str],
    of_pdfs: list[str],
    mail: ParsedMail,
    message: OutgoingMessage | None,
) -> str:
    """Return what of an email staff must read, with why; "" where the guard has read all.

    ``texts`` are what it says, ``of_pdfs`` what its PDFs alone do; ``message`` is the message of
    ours that it is about, if any.
    """
    is_of_an_office = domain_of(mail.sender).endswith(OFFICES)
    if mail.kind not in (MailKind.PERSON, MailKind.AUTOMATIC) or is_of_an_office:
        return ""
    ours = words_of_ours(mail, message)
    # Its files apart: among the bytes of an old one stand words of no language.
    typed = without_ours(f"{mail.subject}\n{mail.text}", ours)
    why = why_unread(email, typed, of_pdfs, mail, message)
    if not why or quotes_a_call(mail, message):
        return ""
    said = [without_ours(text, ours) for text in texts]
    return "\n\n".join([why, *filter(None, said)])[:MOST_SHOWN]


def with_file_names(words: str, mail: ParsedMail) -> str:
    """Return the words of a call, and below them the names of the files that came with it."""
    if not mail.attachment_names:
        return words
    names = ", ".join(mail.attachment_names[:MOST_NAMES])
    return f"{words[: MOST_SHOWN - ROOM_FOR_NAMES]}\n\n{CAME_WITH_IT.format(names)}"


def why_unread(
    email: Message,
    typed: str,
    of_pdfs: list[str],
    mail: ParsedMail,
    message: OutgoingMessage | None,
) -> str:
    """Return why a person must read it, in words for staff; "" if nobody must."""
    is_by_a_person = mail.kind == MailKind.PERSON and mail.may_be_answered
    if is_by_a_person and is_in_another_language(typed_above_foot(typed, mail.sender)):
        return IN_ANOTHER_LANGUAGE
    if message:
        return ""  # staff and the letter's writer are shown its files' names
    unheard = recordings(email)
    if is_by_a_person and len(typed.split()) <= HARDLY_ANYTHING:
        unheard += films(email) + silent_pdfs(email, of_pdfs)
    if not unheard:
        return ""
    names = ", ".join(mime.file_name(part) or mime.content_type(part) for part in unheard)
    return WITH_FILES.format(names)


def typed_above_foot(typed: str, sender: str) -> str:
    """Return what was typed, and of an office that we write to without its offer to translate."""
    foot_left_out = without_foot(typed)
    if foot_left_out == typed or not is_of_an_office_we_write_to(sender):
        return typed
    return foot_left_out


def is_of_an_office_we_write_to(sender: str) -> bool:
    """Whether an address is at the domain of a council's contact, or is one where it is shared."""
    addresses = Contact.objects.exclude(email="").values_list("email", flat=True)
    if mailbox(sender) in map(mailbox, addresses):
        return True
    domain = registrable(domain_of(sender))
    domains = {registrable(domain_of(address)) for address in addresses}
    return domain in domains - settings.PUBLIC_MAIL


def recordings(email: Message) -> list[Message]:
    """Return the recordings in an email: telephones send what somebody said to them, too."""
    return [part for part in mime.parts(email) if is_file_of(part, "audio/", mime.RECORDINGS)]


def films(email: Message) -> list[Message]:
    return [part for part in mime.parts(email) if is_file_of(part, "video/", mime.FILMS)]


def is_file_of(part: Message, type_begins: str, name_ends: tuple[str, ...]) -> bool:
    """Whether a part is such a file by its type or its name: many telephones say only "data"."""
    if mime.content_type(part).startswith(type_begins):
        return True
    return mime.file_name(part).lower().endswith(name_ends)


def silent_pdfs(email: Message, of_pdfs: list[str]) -> list[Message]:
    """Return the PDFs of an email if they say nothing: somebody scanned or locked them."""
    if any(text.strip() for text in of_pdfs):
        return []
    return [part for part in mime.parts(email) if is_pdf(part)]
