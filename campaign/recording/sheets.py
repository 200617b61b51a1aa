"""A file that somebody brings, as sheets of CSV text: it is CSV already, or an Excel file."""

import codecs
import io
import json
import struct
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from councils import apart

MOST_UNPACKED = 30_000_000
"""Bytes to which an Excel file may unpack."""
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NO_LISTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf")
"""How pictures, PDFs and rich text begin: chosen by mistake, they are no list."""
TOO_MUCH = (
    "This spreadsheet unpacks to too much to read. Copy the lines that matter into a new one, and"
    " bring that."
)
UNREADABLE = "This cannot be read as a spreadsheet. Save it as CSV or as Excel (.xlsx)"


class Sheet(NamedTuple):
    """A sheet of a file; one of CSV, or of what was pasted, has no name."""

    name: str
    text: str
    """What it says, as CSV."""


def sheets_of_file(data: bytes) -> list[Sheet]:
    """Return the sheets of a file that say something: at least one.

    Raises ValueError for an Excel file that cannot be read, and for a picture or a document.
    CSV is UTF-8, UTF-16 (Excel's "Unicode text"), or else what Excel on Windows writes.
    """
    if data.startswith((ZIP, OLD_EXCEL)):
        return sheets_of_workbook(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [Sheet("", data.decode("utf-16", errors="replace"))]
    if data.startswith(NO_LISTS):
        raise ValueError("This file is a picture or a document. Choose the list itself.")
    try:
        return [Sheet("", data.decode("utf-8-sig"))]
    except UnicodeDecodeError:
        return [Sheet("", data.decode("cp1252", errors="replace"))]


def sheets_of_workbook(data: bytes) -> list[Sheet]:
    """Return the sheets of an Excel file that say something. Raises ValueError if none does."""
    refuse_what_unpacks_to_too_much(data)
    try:
        # Without lxml, whatever is installed here: its parser would expand what it is told to.
        read = apart.read_apart("campaign.recording.workbook", data, OPENPYXL_LXML="False")
    except apart.TooMuchError as error:
        raise ValueError(TOO_MUCH) from error
    except apart.RefusedApartError as error:
        raise ValueError(f"{UNREADABLE}.") from error
    sheets = [Sheet(name, text) for name, text in json.loads(read)]
    if not sheets:
        raise ValueError("There is nothing in this spreadsheet.")
    return sheets


def refuse_what_unpacks_to_too_much(data: bytes) -> None:
    """Raise ValueError if its directory says that a zip unpacks to too much; unpack nothing.

    A directory that gives too small a size does no harm: no more than that is unpacked later, and
    the file is refused as broken.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
    except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ValueError(f"{UNREADABLE}.") from error
    if sum(sizes) > MOST_UNPACKED:
        raise ValueError(TOO_MUCH)
