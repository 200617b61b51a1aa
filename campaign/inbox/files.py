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
NO_WORDS = (
    ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".heic", ".webp", ".ttf",
    *mime.RECORDINGS, *mime.FILMS,
)  # fmt: skip
"""Ends of the names of files in a zip that hold no words."""
DEEPEST = 1
"""A Word file that somebody zipped is a zip in a zip."""
MOST_FILES = 20
"""Files of a zip that are read."""
MOST_OF_A_FILE = 300_000
"""Bytes of each that are read, once it is unpacked."""
MOST_OF_A_ZIP = 6_000_000
"""Bytes of all of them together."""

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
    left = MOST_OF_A_ZIP
    for content in files_in_zip(data):
        yield words_of_one(content)
        left -= len(content)
        if left <= 0:
            return


def files_in_zip(data: bytes, deep: int = 0) -> Iterator[bytes]:
    """Yield the files of a zip that may hold words; those of a zip within it as well."""
    with ZipFile(io.BytesIO(data)) as book:
        files = [one for one in book.infolist() if may_hold_words(one)]
        for one in files[:MOST_FILES]:
            with book.open(one) as file:
                content = file.read(MOST_OF_A_FILE)
            if content.startswith(ZIP) and deep < DEEPEST:
                yield from files_in_zip(content, deep + 1)
            else:
                yield content


def may_hold_words(file: ZipInfo) -> bool:
    return not file.filename.lower().endswith(NO_WORDS)


def words_of_one(content: bytes) -> str:
    if b"\0" in content:
        return "\n".join(words_among_bytes(content))
    text = content.decode("utf-8", "replace")
    return words_of_markup(text) if text.lstrip().startswith("<") else text


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
