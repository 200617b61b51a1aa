"""What of an email may be a call for help: heard before anybody knows what kind of email it is.

All that it says is heard, in whatever part and below whatever line. Only what we said ourselves is
left out, where it would be heard: what people quote, and the letter in a bounce, is ours.
"""

import base64
import codecs
import html
import re
from collections.abc import Iterator
from email.message import Message
from itertools import chain
from urllib.parse import unquote_plus

from campaign.inbox import files, mime
from campaign.inbox.parsed_mail import ParsedMail
from campaign.inbox.pdf_words import words_of_pdfs
from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage, OutgoingMessageQuerySet
from campaign.purposes import QUOTING_CALLS, Purpose
from councils.safeguarding import call_for_help

MOST_OF_ONE = 20_000
"""Characters that are heard at the beginning of one text, and as many at its end."""
MOST_OF_ALL = 400_000
"""Characters that are heard of all texts together."""
MOST_PDFS = 3
"""PDFs of one email that are read."""
MOST_SHOWN = 2 * MOST_OF_ONE
"""Characters shown to the person responsible: what was heard, before the rest."""
DEEPEST = 5
"""Emails within emails, as files: more are nobody's."""
LONG = 2
"""An email of more sentences than this is a long one."""
PLAINER = 1.2
"""How much plainer a single sentence of a long one must be, to be heard."""
LEAST_OURS = 3
"""Words of a line that can be known as ours: fewer are anybody's."""
LATELY = 20
"""Of the emails that we sent to somebody, how many of the newest are looked through."""

QUOTE_MARKS = re.compile(r"^[>|\s]+", re.MULTILINE)
QUOTATION_MARKS = re.compile("[“”„«»\"]|(?<!\\w)['‘]|['’](?!\\w)")
WRAPPED = re.compile(r"(?m)^([^\n]{60,}[^\n.!?…])\n(?=\S)")
"""A full line that goes on in the next: many programs break lines at about 72 characters."""
LINK = re.compile(r"<?https?://[^\s>]+>?", re.IGNORECASE)
NO_WORD = re.compile(r"[\W_]+")
MARKUP = re.compile(r"\s*<(!doctype|html|head|body|div|p|meta)\b", re.IGNORECASE)
UNSHOWN = re.compile(
    r"""\b(?:alt|title|value|aria-label|placeholder)\s?=\s?("[^"<>]{1,500}"|'[^'<>]{1,500}')"""
    r"""|<title\b[^<>]*>([^<>]{1,500})""",
    re.IGNORECASE,
)
"""Words that stand for a picture, in a field or in a tip, or as the title of a page."""
DOTS = re.compile(r"(?<=\w)(?:\.{2,}|…)(?=\w)")
"""Between two words, as some write instead of a space."""
SIGN_OFF = re.compile(
    r"^[^\w\n]*(?:(?:with |very |all )*(?:kind|warm|best|good)(?:e?st)? (?:regards|wishes)|regards"
    r"|yours \w+|please keep me (?:informed|posted|updated)"
    r"|(?:(?:dear|hi|hello)\b[^,\n]{0,30}, *)?i(?:[’']m| am) (?:currently |now )?away)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that says nothing by itself: a child wishes for what is warm as well, and may be away.
The end of an email, or all that an automatic reply says."""
DOTTED = re.compile(r"\b\w+(?:\.\w+){3,}")
"""Words with one dot between any two: on a telephone it is beside the space."""
BASE64_LINES = re.compile(r"(?m)^(?:[A-Za-z0-9+/]{60,76}\n)*[A-Za-z0-9+/]{20,}={0,2}$")
"""Encoded text that nothing says is encoded, as where a server quotes an email that came back."""
JSON = re.compile(r"\s*[\[{]")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
TAG = re.compile(r"<[^<>]*>")
LEAST_OF_A_NAME = 4
"""Words in the name of a sender or a file that can be a call: a form may put one there."""
ENCODED = ("base64", "quoted-printable")
ENCLOSING = ("message/rfc822", "message/global")
"""Types of an email within another. The second is that of addresses in any script (RFC 6532)."""
SAVED_EMAILS = (".eml", ".mht", ".mhtml")


def call_in(texts: list[str], envelope: ParsedMail, message: OutgoingMessage | None) -> str:
    """Return the words of an email that may be a call for help; "" if it is none.

    Where they are very many, those that were heard come first.

    ``texts`` are what it says (``distinct_texts``); ``message`` is the message of ours whose token
    it came to, if any.
    """
    if not has_a_call(texts):
        return ""
    if quotes_a_call(envelope, message):
        return ""
    ours = words_of_ours(envelope, message)
    texts = [without_ours(text, ours) for text in texts]
    if not has_a_call(texts):
        return ""
    if sum(map(len, texts)) > MOST_SHOWN:
        texts.sort(key=is_call, reverse=True)
    return "\n\n".join(filter(None, texts))[:MOST_SHOWN]


def has_a_call(texts: list[str]) -> bool:
    """Whether one of these texts may be a call, or all together: a subject goes on below."""
    for text in texts:
        if is_call(text):
            return True
    return is_call("\n\n".join(texts))


def is_call(text: str) -> bool:
    """Whether a text of an email may be a call for help: what it puts in quotation marks as well.

    Whoever passes a child's words on puts them there.
    """
    text = DOTS.sub(" ", QUOTATION_MARKS.sub(" ", text))
    text = DOTTED.sub(lambda found: found[0].replace(".", " "), text)
    text = WRAPPED.sub(r"\1 ", SIGN_OFF.sub("", QUOTE_MARKS.sub("", text)))
    is_long = len(call_for_help.pieces_of(text)) > LONG
    how_plain = PLAINER if is_long else 1
    return call_for_help.sounds_like_a_call_for_help(text, how_plain)


# What an email says


def distinct_texts(email: Message, of_pdfs: list[str]) -> list[str]:
    """Return every text of an email once, its lines as far as none before had them.

    ``of_pdfs`` is what its PDFs say (``texts_of_pdfs``).
    """
    seen: set[str] = set()
    texts: list[str] = []
    left = MOST_OF_ALL
    for text in chain(texts_in(email), of_pdfs):
        lines = new_lines(mime.edges(text, MOST_OF_ONE), seen)
        if lines.strip():
            texts.append(lines.strip()[:left])
            left -= len(texts[-1])
        if left <= 0:
            break
    return texts


def new_lines(text: str, seen: set[str]) -> str:
    """Return the lines of a text that are not among those seen, and add them there."""
    lines = []
    for line in text.split("\n"):
        words = in_words(line)
        if not words or words not in seen:
            lines.append(line)
            seen.add(words)
    return "\n".join(lines)


def texts_in(part: Message, deep: int = 0) -> Iterator[str]:
    """Yield the subject of an email and each of its texts; of the emails within it as well.

    Its names come last, where they can be sentences: that of its sender, and of a file.
    """
    if deep > DEEPEST:
        return
    subject = mime.field(part, "Subject")
    if subject:
        yield subject
    yield from outside_parts(part)
    inner = enclosed_mail(part)
    if inner:
        yield from texts_in(inner, deep + 1)
    elif mime.children(part):
        for child in mime.children(part):
            yield from texts_in(child, deep)
    else:
        yield text_of(part)
    for name in (mime.name_in(part, "From"), mime.file_name(part)):
        words = NO_WORD.sub(" ", name)
        if len(words.split()) >= LEAST_OF_A_NAME:
            yield words


def outside_parts(part: Message) -> Iterator[str]:
    """Yield what stands above the first and below the last part of an email of several."""
    for text in (part.preamble, part.epilogue):
        if text:
            yield mime.storable(text)


def enclosed_mail(part: Message) -> Message | None:
    """Return the email that a part holds as a file, or in an encoding that no standard allows."""
    kind = mime.content_type(part)
    is_encoded = mime.field(part, "Content-Transfer-Encoding").lower() in ENCODED
    if kind in ENCLOSING and is_encoded:
        # The parser takes the encoded lines for the email: they are decoded as those of a file.
        coded = Message()
        coded["Content-Transfer-Encoding"] = mime.field(part, "Content-Transfer-Encoding")
        coded.set_payload(mime.content(part).decode("ascii", "replace").strip())
        return mime.parse(mime.content(coded))
    is_saved = mime.file_name(part).lower().endswith(SAVED_EMAILS)
    if kind not in ENCLOSING and is_saved:
        return mime.parse(mime.content(part))
    return None


def text_of(part: Message) -> str:
    """Return what a part says, whatever type it claims; "" for a picture or a sound."""
    kind = mime.content_type(part)
    data = mime.content(part)
    if not kind.startswith(("text/", "multipart/")) and not is_text(data):
        if kind.startswith(files.UNHEARD):
            return ""
        return files.words_of_file(data)
    text = BASE64_LINES.sub(in_the_open, mime.part_text(part))
    if kind == "text/html" or MARKUP.match(text):
        return as_typed(text_of_markup(text))
    if kind == "text/calendar" or text.startswith("BEGIN:V"):
        text = unfolded(text)
    return as_typed(text)


def in_the_open(found: re.Match[str]) -> str:
    """Return what lines of base64 say; the lines as they are, where that is no text."""
    data = mime.attempt(lambda: base64.b64decode(found[0]), b"")
    is_words = b" " in data and is_text(data)
    if not is_words:
        return found[0]
    return data.decode("utf-8", "replace")


def unfolded(text: str) -> str:
    """Return a calendar or a card without the breaks that its lines have anywhere (RFC 5545).

    Outlook says all of it in markup as well.
    """
    text = re.sub(r"\n[ \t]", "", text).replace("\\n", "\n").replace("\\", "")
    return TAG.sub("\n", text)


def texts_of_pdfs(email: Message) -> list[str]:
    """Return what the first PDFs of an email say, and those of the emails within it."""
    none: list[Message] = []
    parts = mime.attempt(lambda: list(email.walk()), none)
    found = [mime.content(part) for part in parts if is_pdf(part)]
    return words_of_pdfs(found[:MOST_PDFS])


def is_pdf(part: Message) -> bool:
    """Whether a part is a PDF by its name or its type, which programs get wrong."""
    says_so = mime.content_type(part) == "application/pdf"
    return says_so or mime.file_name(part).lower().endswith(".pdf")


def as_typed(text: str) -> str:
    """Return a text as it was typed in a form: forms send “don&#039;t”, “ran%20away”, or JSON."""
    if "%20" in text:
        text = unquote_plus(text)
    if JSON.match(text):
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\\n", "\n")
    return mime.storable(html.unescape(text))


def text_of_markup(markup: str) -> str:
    """Return what HTML says, what stands for its pictures as well.

    A part that is not shown, and that nobody closed, would hide all that follows.
    """
    markup = mime.edges(mime.without_pictures(markup), mime.MAX_HTML // 2)
    lower = markup.lower()
    for name in mime.UNSEEN:
        if f"</{name}" not in lower:
            markup = re.sub(rf"<{name}\b[^<>]*>", "", markup, flags=re.IGNORECASE)
    unshown = ["".join(found).strip("\"'") for found in UNSHOWN.findall(markup)]
    return "\n".join([mime.html_to_text(markup), *unshown])


def is_text(data: bytes) -> bool:
    """Whether the bytes of a file are text: UTF-8 without NULs, or what says that it is UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return b"\0" not in data and mime.attempt(lambda: bool(data.decode()), False)


# What of it is ours


def quotes_a_call(envelope: ParsedMail, message: OutgoingMessage | None) -> bool:
    """Whether an email came back to one that tells of calls: it quotes one, and would be the next.

    To the token of the helplines only machines write; a child who replies to them is heard.
    """
    if message:
        return message.purpose in {*QUOTING_CALLS, Purpose.HELPLINES}
    return replied_messages(envelope).filter(purpose__in=QUOTING_CALLS).exists()


def replied_messages(envelope: ParsedMail) -> OutgoingMessageQuerySet:
    ids = [f"<{message_id}>" for message_id in envelope.replied_ids[:20]]
    return OutgoingMessage.objects.filter(message_id__in=ids)


def words_of_ours(envelope: ParsedMail, message: OutgoingMessage | None) -> str:
    """Return, as words, what we sent in the conversation that an email belongs to.

    That is the message whose token it came to, those it says it replies to, and the last ones to
    whoever sends it.
    """
    messages = [message] if message else []
    messages += replied_messages(envelope)
    if envelope.sender:
        to_sender = OutgoingMessage.objects.filter(recipient__iexact=envelope.sender)
        messages += to_sender.order_by("-pk")[:LATELY]
    sent = []
    for one in messages:
        subject, text = readable(bytes(one.content))
        sent.append(in_words(f"{subject}\n{text}"))
    return f" {' | '.join(sent)} "


def without_ours(text: str, ours: str) -> str:
    """Return a text without the lines that we sent, however they are marked and broken."""
    lines = []
    for line in text.split("\n"):
        words = in_words(line)
        is_ours = len(words.split()) >= LEAST_OURS and f" {words} " in ours
        if not is_ours:
            lines.append(line)
    return "\n".join(lines)


def in_words(text: str) -> str:
    """Return a text as small words with spaces between, without links, by which lines are known."""
    return NO_WORD.sub(" ", LINK.sub(" ", text)).strip().lower()
