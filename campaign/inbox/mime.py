"""A mail's fields, parts and words, read from any bytes at all without ever failing.

The standard library reads well-formed mail. What spam, old servers and attackers send makes it
raise nearly everything there is, so each step here falls back to something plainer.
"""

import codecs
import html
import re
from contextlib import suppress
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr

MOST_PARTS = 100
LONGEST_FIELD = 2000
LONGEST_TEXT = 20_000
"""Characters of text that are kept of a mail: more than eight pages."""
LONGEST_HTML = 200_000

ODD_CODECS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"}
"""Codecs of Python that no mail is written in, and that are slow or do harm."""

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def parse(data: bytes) -> Message:
    """Return the mail; of one that cannot be taken apart, its fields and its body as they are."""
    try:
        return message_from_bytes(data)
    except Exception:  # RecursionError, ValueError, TypeError, …: see the head of this file
        pass
    try:
        head = BytesHeaderParser().parsebytes(data)
        whole = Message()
        for name, value in head.items():
            if name.lower() not in ("content-type", "content-transfer-encoding"):
                whole.add_header(name, str(value))
        body = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[1:]
        whole.set_payload(storable(b"".join(body).decode("latin-1")))
        return whole
    except Exception:
        return Message()


def storable(text: str) -> str:
    """Return text without what PostgreSQL or UTF-8 cannot hold."""
    return UNSTORABLE.sub("\ufffd", text)


def field(part: Message, name: str) -> str:
    """Return a field's words on one line, decoded as far as they can be; "" if it is missing."""
    try:
        value = part.get(name, "")
    except Exception:
        return ""
    return decoded(str(value))


def decoded(value: str) -> str:
    value = value[:LONGEST_FIELD]
    with suppress(Exception):  # an unknown charset, broken base64, …
        value = str(make_header(decode_header(value)))
    return " ".join(storable(value).split())


def parameter(part: Message, name: str) -> str:
    """Return a parameter of Content-Type, such as report-type, in lower case."""
    try:
        return str(part.get_param(name) or "").lower()
    except Exception:
        return ""


def content_type(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:
        return "text/plain"


def address(value: str) -> str:
    """Return the address in a field such as ``Anna <anna@example.org>``, in lower case, or ""."""
    try:
        found = parseaddr(value)[1]
    except Exception:
        return ""
    found = found.strip().strip("<>").lower()
    return found if re.fullmatch(r"[^\s@<>]{1,200}@[^\s@<>]{1,200}", found) else ""


def display_name(value: str) -> str:
    try:
        return parseaddr(value)[0].strip()[:120]
    except Exception:
        return ""


def parts(mail: Message) -> list[Message]:
    """Return its parts in their order, without those of a mail that it encloses."""
    waiting, found = [mail], []
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop()
        found.append(part)
        if part.is_multipart() and not content_type(part).startswith("message/"):
            inner = [one for one in part.get_payload() if isinstance(one, Message)]
            waiting.extend(reversed(inner))
    return found


def content(part: Message) -> bytes:
    """Return a part's decoded bytes; of an enclosed mail, the mail."""
    try:
        if part.is_multipart():
            return b"\n".join(inner.as_bytes() for inner in part.get_payload())
        return part.get_payload(decode=True) or b""
    except Exception:
        return b""


def characters(part: Message) -> str:
    """Return a text part's characters, in whatever charset it claims and can be read."""
    data = content(part)[: 4 * LONGEST_HTML]
    claimed = parameter(part, "charset")
    for charset in (claimed, "utf-8", "latin-1"):
        try:
            if not charset or codecs.lookup(charset).name.replace("-", "_") in ODD_CODECS:
                continue
            text = data.decode(charset)
        except Exception:  # LookupError, UnicodeError, and what third-party codecs raise
            continue
        return storable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return ""


def text_of(mail: Message) -> str:
    """Return what a person would read: its plain text, else its HTML without the tags."""
    written = [part for part in parts(mail) if not file_name(part)]
    plain = [characters(part) for part in written if content_type(part) == "text/plain"]
    text = "\n\n".join(one.strip() for one in plain if one.strip())
    if not text:
        marked = [characters(part) for part in written if content_type(part) == "text/html"]
        text = "\n\n".join(without_tags(one) for one in marked)
    return text.strip()[:LONGEST_TEXT]


BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"}
UNSEEN = {"style", "script", "head", "title"}


def without_tags(marked: str) -> str:
    """Return the words of HTML, a line for each paragraph, and beside a link where it leads.

    Takes time in step with its length.
    """
    words, inside, leads_to = [], "", ""
    marked = re.sub(r"\s+", " ", marked[:LONGEST_HTML])
    for piece in re.split(r"(<[^<>]*>)", marked):
        if not (piece.startswith("<") and piece.endswith(">")):
            words.append("" if inside else piece)
            continue
        found = re.match(r"</?([a-z0-9]{1,20})", piece.lower())
        name = found[1] if found else ""
        if name in UNSEEN and not inside and not piece.endswith("/>"):
            inside = "" if piece.startswith("</") else name
        elif name == inside and piece.startswith("</"):
            inside = ""
        elif name in BREAKS:
            words.append("\n")
        elif name == "a" and not inside:
            if leads_to and piece.startswith("</") and leads_to not in words[-1]:
                words.append(f" <{leads_to}>")
            leads_to = "" if piece.startswith("</") else link_in(piece)
    text = html.unescape("".join(words))
    lines = [" ".join(line.split()) for line in storable(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


LINK = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
LONGEST_LINK = 1000


def link_in(tag: str) -> str:
    """Return the address of a page to which a tag of HTML leads, or ""."""
    found = LINK.search(tag)
    address = "".join(found.groups("")).strip() if found else ""
    is_a_page = re.match("https?://", address, re.IGNORECASE) and len(address) <= LONGEST_LINK
    return address if is_a_page else ""


def file_name(part: Message) -> str:
    """Return the name of an attached file without a path, or "" for a part that is no file."""
    try:
        name = part.get_filename() or ""
    except Exception:
        name = ""
    name = decoded(str(name)).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[\x00-\x1f\x7f\"<>|:*?]", "_", name).strip(". ")[-60:]
    if name:
        return name
    disposition = field(part, "Content-Disposition").lower()
    return "attachment" if disposition.startswith("attachment") else ""
