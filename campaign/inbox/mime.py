"""Read an email's fields, parts and text from any bytes at all, without ever failing.

The standard library reads well-formed emails. What spam, old servers and attackers send makes it
raise almost any exception, or take quadratic time, so every size is limited and each step here
falls back to something plainer. In ordinary emails the limits cut off only large files.
"""

import codecs
import html
import re
from collections.abc import Callable
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parseaddr
from functools import partial
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
"""Only this much of a larger email is read: where it arrives, and here."""
END_BYTES = 512 * 1024
"""So much of that is its end: phones put words below large photographs."""
RECORDINGS = (".aac", ".amr", ".caf", ".m4a", ".mp3", ".ogg", ".opus", ".qta", ".wav", ".wma")
"""Ends of the names of files in which somebody may be heard."""
FILMS = (".3gp", ".avi", ".m4v", ".mov", ".mp4", ".webm")
"""Ends of the names of films."""
MAX_LINES = 100_000
"""More lines than an encoded file of five megabytes has."""
MAX_PARTS = 100
"""Parts of an email that are read."""
MAX_FIELDS = 500
"""Header fields of each that are read."""
MAX_FIELD = 2000
"""Characters of a header field."""
MAX_TEXT = 20_000
"""Characters of an email's text that are kept: more than eight pages."""
MAX_HTML = 200_000
"""Characters of HTML that are read."""
ODD_CODECS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"}
"""Python codecs that no email uses, and that are slow or do harm."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WIDE = re.compile(rb"(?:[\t\r\n -~]\0){8}")
"""Begins a text of two bytes a letter that does not say so."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
PICTURE = re.compile(r"data:[\w/+.-]{0,100};base64,[\w+/=%\s-]*")
"""A picture that stands in the markup itself, and can be longer than all that is read of it."""
BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"}
CELLS = {"td", "th"}
UNSEEN = {"style", "script", "head", "title"}
LINK = re.compile(
    r"""\shref\s*=\s*(?:"(https?://[^"]{1,990})"|'(https?://[^']{1,990})'|(https?://[^\s>]{1,990}))""",
    re.IGNORECASE,
)


class CutFields(Compat32):
    """A policy that keeps the first MAX_FIELD characters of each header field, however folded."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:MAX_FIELD], value[:MAX_FIELD]


class CutMessage(Message):
    """A part of an email that keeps only its first MAX_FIELDS header fields."""

    def set_raw(self, name: str, value: Any) -> None:
        if len(self) < MAX_FIELDS:
            super().set_raw(name, value)


def parse(data: bytes) -> Message:
    """Return an email within the limits; of one that cannot be parsed, what had been read of it."""
    made = [CutMessage()]

    def make(policy: Any) -> CutMessage:
        if len(made) > MAX_PARTS:
            raise OverflowError
        made.append(CutMessage(policy=policy))
        return made[-1]

    data = shortened(data).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if data.count(b"\n") > MAX_LINES:
        data = b"\n".join(data.split(b"\n", MAX_LINES)[:MAX_LINES])
    rules = CutFields(message_factory=make)
    parser = BytesParser(policy=rules)
    # RecursionError, ValueError, TypeError, …: see this module's docstring
    whole = attempt(partial(parser.parsebytes, data), None)
    if whole is not None:
        return whole
    as_far_as_read = made[1:2] or made
    return as_far_as_read[0]


def shortened(data: bytes) -> bytes:
    """Return the first and the last bytes of a large email, or all of a smaller one."""
    if len(data) <= MAX_BYTES:
        return data
    return data[: MAX_BYTES - END_BYTES] + b"\n" + data[-END_BYTES:]


def attempt[T](read: Callable[[], T], otherwise: T) -> T:
    """Return what the library reads, or ``otherwise`` whatever it raises."""
    try:
        return read()
    except Exception:
        return otherwise


def storable(text: str) -> str:
    """Return a text with U+FFFD for each character that PostgreSQL or UTF-8 cannot hold."""
    return UNSTORABLE.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    return " ".join(storable(text).split())


def raw_field(part: Message, name: str) -> str:
    return attempt(lambda: str(part.get(name, "")), "")[:MAX_FIELD]


def field(part: Message, name: str) -> str:
    """Return a header field's value on one line, decoded as far as possible; "" if missing."""
    return decoded(raw_field(part, name))


def decoded(value: str) -> str:
    """Return a field’s words decoded; those in a charset that does not exist as UTF-8."""
    none: list[tuple[Any, Any]] = []
    pieces = attempt(lambda: decode_header(value), none)
    known = [(words, known_charset(charset)) for words, charset in pieces]
    return on_one_line(attempt(lambda: str(make_header(known)), value))


def known_charset(name: str | None) -> str | None:
    """Return a charset, or UTF-8 in the place of one that does not exist; None for none."""
    if name is None or attempt(partial(codecs.lookup, name), None):
        return name
    return "utf-8"


def parameter(part: Message, name: str) -> str:
    """Return a parameter of Content-Type, such as report-type, in lower case."""
    return attempt(lambda: str(part.get_param(name) or "").lower(), "")


def content_type(part: Message) -> str:
    return attempt(part.get_content_type, "text/plain")


def address(value: str) -> str:
    """Return the address in a field such as ``Anna <anna@example.org>``, in lower case, or ""."""
    parsed = attempt(lambda: parseaddr(value)[1], "").strip().strip("<>").lower()
    if not re.fullmatch(r"[^\s@<>]{1,200}@[^\s@<>]{1,200}", parsed):
        return ""
    return parsed


def address_in(part: Message, name: str) -> str:
    """Return the address in a header field, in lower case, or "".

    It is found before the name is decoded: the comma in an encoded “Lovelace, Ada” ends no address.
    """
    return address(on_one_line(raw_field(part, name))) or address(field(part, name))


def name_in(part: Message, name: str) -> str:
    """Return the display name beside the address in a header field, or ""."""
    value = on_one_line(raw_field(part, name))
    return decoded(attempt(lambda: parseaddr(value)[0].strip(), ""))[:120]


def children(part: Message) -> list[Message]:
    """Return the parts directly inside a part, or the email that it encloses."""
    if not part.is_multipart():
        return []
    return [child for child in part.get_payload() if isinstance(child, Message)]


def enclosed_mail(part: Message) -> list[Message]:
    """Return a list of the email that a part encloses; an empty list for any other part."""
    if content_type(part) != "message/rfc822":
        return []
    return children(part)[:1]


def parts(email: Message) -> list[Message]:
    """Return an email's parts in order, without those of enclosed emails."""
    if content_type(email).startswith("message/"):
        return [email]
    found = [email]
    for child in children(email):
        found += parts(child)
    return found


def has_empty_return_path(email: Message) -> bool:
    """Whether the envelope sender is empty, as in every bounce and many automatic replies."""
    return field(email, "Return-Path").replace(" ", "") == "<>"


def content(part: Message) -> bytes:
    """Return a part's decoded bytes; for a part that holds others, their bytes as they came."""
    if part.is_multipart():
        return attempt(partial(bytes_of_children, part), b"")
    data: Any = attempt(partial(part.get_payload, decode=True), None)
    if not isinstance(data, bytes):
        return b""
    return data


def bytes_of_children(part: Message) -> bytes:
    return b"\n".join(child.as_bytes() for child in children(part))


def edges(text: str, most: int) -> str:
    """Return the first and the last ``most`` characters of a text, or all of a shorter one."""
    if len(text) <= 2 * most:
        return text
    return f"{text[:most]}\n[…]\n{text[-most:]}"


def part_text(part: Message) -> str:
    """Return a part's text, decoded by the charset it claims, else as UTF-8, else as Latin-1."""
    data = content(part)
    claimed = parameter(part, "charset") or "utf-8"
    if data.startswith(UTF_16):
        claimed = "utf-16"  # a file of Windows’ Notepad, whatever its part claims
    elif WIDE.match(data):
        claimed = "utf-16-le"
    for charset in (claimed, "utf-8", "latin-1"):
        codec = attempt(partial(codecs.lookup, charset), None)
        if codec and codec.name.replace("-", "_") not in ODD_CODECS:
            text = attempt(partial(data.decode, charset), None)
            if isinstance(text, str):
                return storable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return ""


def readable_text(email: Message) -> str:
    """Return what a person would read: the plain text, else the HTML without its tags.

    Where there is neither, it is in a file: phone companies make that of a text message.
    """
    bodies = [part for part in parts(email) if not file_name(part)]
    text = plain_text(bodies) or text_of_html(bodies) or plain_text(parts(email))
    return text[:MAX_TEXT]


def plain_text(bodies: list[Message]) -> str:
    plain = []
    for part in bodies:
        if content_type(part) == "text/plain":
            plain.append(part_text(part).strip())
    return "\n\n".join(filter(None, plain))


def text_of_html(bodies: list[Message]) -> str:
    texts = []
    for part in bodies:
        if content_type(part) == "text/html":
            texts.append(html_to_text(part_text(part)))
    return "\n\n".join(texts).strip()


def without_pictures(markup: str) -> str:
    return PICTURE.sub("data:", markup)


def html_to_text(markup: str) -> str:
    """Return the text of HTML: a line for each paragraph, and each link's target beside it.

    Of long markup the first and the last part are read, in time linear in their length.
    """
    reader = MarkupReader()
    markup = re.sub(r"\s+", " ", edges(without_pictures(markup), MAX_HTML // 2))
    for piece in re.split(r"(<[^<>]*>)", markup):
        is_tag = piece.startswith("<") and piece.endswith(">")
        if is_tag:
            reader.take_tag(piece)
        elif not reader.unseen:
            reader.words.append(piece)
    text = storable(html.unescape("".join(reader.words)))
    lines = [on_one_line(line) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class MarkupReader:
    """What was read of some markup, up to the piece that comes next."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.unseen = ""
        """The element within which nothing is shown, if so."""
        self.leads_to = ""
        """Where the link leads whose words are being read."""

    def take_tag(self, tag: str) -> None:
        match = re.match(r"</?([a-z0-9]{1,20})", tag.lower())
        name = match[1] if match else ""
        is_end = tag.startswith("</")
        if self.unseen:
            if is_end and name == self.unseen:
                self.unseen = ""
        elif name in UNSEEN:
            self.unseen = "" if is_end else name
        elif name in BREAKS:
            self.words.append("\n")
        elif name in CELLS:
            self.words.append(" ")
        elif name == "a" and is_end:
            self.end_link()
        elif name == "a":
            self.leads_to = link_in(tag)

    def end_link(self) -> None:
        """Put a link's target beside its words, unless it is among them."""
        is_said = bool(self.words) and self.leads_to in self.words[-1]
        if self.leads_to and not is_said:
            self.words.append(f" <{self.leads_to}>")
        self.leads_to = ""


def link_in(tag: str) -> str:
    """Return the address to which an opening tag leads, or ""."""
    link = LINK.search(tag)
    if link is None:
        return ""
    return "".join(link.groups(""))


def file_name(part: Message) -> str:
    """Return the name of an attached file without a path; "" for a part that is not a file."""
    path = decoded(attempt(lambda: str(part.get_filename() or ""), "")).replace("\\", "/")
    name = re.sub(r"[\x00-\x1f\x7f\"<>|:*?]", "_", path.rpartition("/")[2]).strip(". ")[-60:]
    is_file = field(part, "Content-Disposition").lower().startswith("attachment")
    if is_file and not name:
        return "attachment"
    return name
