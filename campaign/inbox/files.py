"""What a file says that came with an email: as far as it can be read plainly, and within bounds.

Word’s and OpenDocument’s files are zips of markup. What older programs make (a .doc, a .msg, the
winmail.dat of Exchange, an email signed as one file) keeps its words in the open among its bytes.
"""

import html
import io
import re
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from campaign.inbox import mime

UNHEARD = ("image/", "audio/", "video/")
"""Types of files that hold no words."""
ZIP = b"PK\x03\x04"
READ_IN_A_ZIP = (".xml", ".txt", ".htm", ".html", ".xhtml", ".rtf")
MOST_FILES = 20
"""Files of a zip that are read."""
MOST_OF_A_FILE = 300_000
"""Bytes of each that are read, once it is unpacked."""

END_OF_A_LINE = re.compile(r"<(?:/\w+:(?:p|h)|\w+:(?:br|line-break)\s*/)>")
END_OF_A_CELL = re.compile(r"</\w+:tc>|</si>|<\w+:(?:tab|s)\s*/>")
TAG = re.compile(r"<[^<>]*>")

LEAST = 16
"""Characters in a row that can be words: bytes that mean something else seldom have as many."""
WORDS = re.compile(rb"[\t\r\n -~\x85\x91-\x97\xa3]{%d,}" % LEAST)
WIDE_WORDS = re.compile(rb"(?:[\t\r\n -~]\x00|[\x13\x14\x18\x19\x1c\x1d]\x20){%d,}" % LEAST)
"""Words of one byte a letter, and of two."""
SPACES = 2
"""Spaces that words have at least: a name of a font or a long code has none."""


def words_of_file(data: bytes) -> str:
    """Return the words of a file that is no plain text; "" if none can be read."""
    if data.startswith(ZIP):
        return mime.attempt(lambda: "\n".join(texts_in_zip(data)), "")
    return "\n".join(words_among_bytes(data))


def texts_in_zip(data: bytes) -> Iterator[str]:
    """Yield the text of each file of a zip that holds words. Raises what ``zipfile`` raises."""
    with ZipFile(io.BytesIO(data)) as book:
        files = [one for one in book.infolist() if is_read(one)]
        for one in files[:MOST_FILES]:
            with book.open(one) as file:
                text = file.read(MOST_OF_A_FILE).decode("utf-8", "replace")
            if text.lstrip().startswith("<"):
                text = words_of_markup(text)
            yield text


def is_read(file: ZipInfo) -> bool:
    return file.filename.lower().endswith(READ_IN_A_ZIP)


def words_of_markup(text: str) -> str:
    """Return what the markup of Word, OpenDocument and their kind says: a line for a paragraph.

    A word may be cut by tags anywhere: Word does so at each correction.
    """
    text = END_OF_A_LINE.sub("\n", text.replace("\n", " "))
    text = END_OF_A_CELL.sub(" ", text)
    return html.unescape(TAG.sub("", text))


def words_among_bytes(data: bytes) -> Iterator[str]:
    """Yield the words that stand in the open among the bytes of a file."""
    for found in WORDS.finditer(data):
        if found[0].count(b" ") >= SPACES:
            yield found[0].decode("cp1252", "replace")
    for found in WIDE_WORDS.finditer(data):
        if found[0].count(b" \0") >= SPACES:
            yield found[0].decode("utf-16-le", "replace")
