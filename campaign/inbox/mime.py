"""Read an email's fields, parts and text from any bytes at all, without ever failing.

The standard library reads well-formed emails. What spam, old servers and attackers send makes it
raise almost any exception, so each step here falls back to something plainer.
"""

import codecs
import html
import re
from collections.abc import Callable
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from campaign.inbox import limits
from campaign.inbox.limits import MAX_FIELD, MAX_PARTS

MAX_TEXT = 20_000
"""Characters of an email's text that are kept: more than eight pages."""
MAX_HTML = 200_000

ODD_CODECS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"}
"""Python codecs that no email uses, and that are slow or do harm."""

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def parse(data: bytes) -> Message:
    """Return the parsed email; if it cannot be parsed, its fields and its body undivided."""
    try:
        return limits.parse(data)
    except Exception:  # RecursionError, ValueError, TypeError, …: see this module's docstring
        pass
    try:
        whole = parse_fields(data)
        del whole["Content-Type"], whole["Content-Transfer-Encoding"]
        body = limits.first_lines(data).partition(b"\n\n")[2]
        whole.set_payload(storable(body.decode("latin-1")))
        return whole
    except Exception:
        return Message()


def parse_fields(data: bytes) -> Message:
    """Return an email of which only the header fields are parsed."""
    return attempt(lambda: limits.parse(data, only_fields=True), Message())


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


def field(part: Message, name: str) -> str:
    """Return a header field's value on one line, decoded as far as possible; "" if missing."""
    return decoded(encoded_field(part, name))


def encoded_field(part: Message, name: str) -> str:
    return attempt(lambda: str(part.get(name, "")), "")


def decoded(value: str) -> str:
    value = value[:MAX_FIELD]  # it may have an unknown charset, broken base64, …
    return on_one_line(attempt(lambda: str(make_header(decode_header(value))), value))


def parameter(part: Message, name: str) -> str:
    """Return a parameter of Content-Type, such as report-type, in lower case."""
    return attempt(lambda: str(part.get_param(name) or "").lower(), "")


def content_type(part: Message) -> str:
    return attempt(part.get_content_type, "text/plain")


def address(value: str) -> str:
    """Return the address in a field such as ``Anna <anna@example.org>``, in lower case, or ""."""
    parsed = attempt(lambda: parseaddr(value)[1], "").strip().strip("<>").lower()
    return parsed if re.fullmatch(r"[^\s@<>]{1,200}@[^\s@<>]{1,200}", parsed) else ""


def address_in(part: Message, name: str) -> str:
    """Return the address in a header field, in lower case, or "".

    It is found before the name is decoded: the comma in an encoded “Lovelace, Ada” ends no address.
    """
    encoded = on_one_line(encoded_field(part, name)[:MAX_FIELD])
    return address(encoded) or address(field(part, name))


def name_in(part: Message, name: str) -> str:
    """Return the display name beside the address in a header field, or ""."""
    value = on_one_line(encoded_field(part, name)[:MAX_FIELD])
    return decoded(attempt(lambda: parseaddr(value)[0].strip(), ""))[:120]


def children(part: Message) -> list[Message]:
    """Return the parts directly inside a part, or the email that it encloses."""
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)]


def enclosed_mail(part: Message) -> list[Message]:
    """Return a list of the email that a part encloses; an empty list for any other part."""
    return children(part)[:1] if content_type(part) == "message/rfc822" else []


def parts(mail: Message) -> list[Message]:
    """Return an email's parts in order, at most MAX_PARTS, without those of enclosed emails."""
    unvisited, visited = [mail], list[Message]()
    while unvisited and len(visited) < MAX_PARTS:
        part = unvisited.pop()
        visited.append(part)
        if not content_type(part).startswith("message/"):
            unvisited.extend(reversed(children(part)))
    return visited


def has_empty_return_path(mail: Message) -> bool:
    """Whether the envelope sender is empty, as in every bounce and many automatic replies."""
    return field(mail, "Return-Path").replace(" ", "") == "<>"


def content(part: Message) -> bytes:
    """Return a part's decoded bytes; for a part that holds others, their bytes as they came."""
    try:
        if part.is_multipart():
            return b"\n".join(child.as_bytes() for child in children(part))
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    except Exception:
        return b""


def part_text(part: Message) -> str:
    """Return a part's text, decoded by the charset it claims, else as UTF-8, else as Latin-1."""
    data = content(part)[: 4 * MAX_HTML]
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


def readable_text(mail: Message) -> str:
    """Return what a person would read: the plain text, else the HTML without its tags.

    Where there is neither, it is in a file: phone companies make that of a text message.
    """
    bodies = [part for part in parts(mail) if not file_name(part)]
    text = plain_text(bodies)
    if not text:
        marked_up = [part_text(part) for part in bodies if content_type(part) == "text/html"]
        text = "\n\n".join(html_to_text(body) for body in marked_up)
    return (text.strip() or plain_text(parts(mail)))[:MAX_TEXT]


def plain_text(bodies: list[Message]) -> str:
    plain = [part_text(part) for part in bodies if content_type(part) == "text/plain"]
    return "\n\n".join(body.strip() for body in plain if body.strip())


BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"}
UNSEEN = {"style", "script", "head", "title"}


def html_to_text(markup: str) -> str:
    """Return the text of HTML: a line for each paragraph, and each link's target beside it.

    Takes time linear in the length of the markup.
    """
    words, inside, leads_to = [], "", ""
    markup = re.sub(r"\s+", " ", markup[:MAX_HTML])
    for piece in re.split(r"(<[^<>]*>)", markup):
        if not (piece.startswith("<") and piece.endswith(">")):
            words.append("" if inside else piece)
            continue
        match = re.match(r"</?([a-z0-9]{1,20})", piece.lower())
        name = match[1] if match else ""
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
MAX_LINK = 1000


def link_in(tag: str) -> str:
    """Return the web address that an HTML tag links to, or ""."""
    match = LINK.search(tag)
    target = "".join(match.groups("")).strip() if match else ""
    is_page = re.match("https?://", target, re.IGNORECASE) and len(target) <= MAX_LINK
    return target if is_page else ""


def file_name(part: Message) -> str:
    """Return the name of an attached file without a path; "" for a part that is not a file."""
    path = decoded(attempt(lambda: str(part.get_filename() or ""), "")).replace("\\", "/")
    name = path.rpartition("/")[2]
    name = re.sub(r"[\x00-\x1f\x7f\"<>|:*?]", "_", name).strip(". ")[-60:]
    if name:
        return name
    disposition = field(part, "Content-Disposition").lower()
    return "attachment" if disposition.startswith("attachment") else ""
