"""Write a PDF anew from its pages alone, in a process of its own.

A PDF acts from its catalogue, pages, annotations, outline and fields. None of them is copied: a new
page gets what is drawn on the old one. A PDF that shows more than its pages is refused, in a
sentence that says how to get one that does not.

The file may be made to harm, so a process with little time and memory reads it: run as a module,
this reads standard input and writes the new PDF, or a sentence for whoever chose it.
"""

import io
import sys
from contextlib import suppress
from itertools import count
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from councils import apart

SECONDS, BYTES = 10, 700_000_000
"""What a PDF may take to read."""
MOST_PAGES = 1000
MOST_PIXELS = 100_000_000
"""Pixels of one picture: a page scanned in black and white at 600 dots an inch has 35 million."""
MOST_WRITTEN = 20_000_000
"""Bytes of the new PDF, which is kept: what was packed together stands in it one by one."""
MORE_THAN_PAGES = "This PDF {}. Print it to a new PDF, and choose that."
LOCKED = MORE_THAN_PAGES.format("is protected with a password")
FORM = MORE_THAN_PAGES.format("is a form, or a collection of files")
FIELDS = MORE_THAN_PAGES.format("has notes, fields or films on its pages")
LAYERS = MORE_THAN_PAGES.format("has layers that can be hidden")
TOO_LARGE = MORE_THAN_PAGES.format("has no pages, or too many, or unpacks to too much")
UNKNOWN = MORE_THAN_PAGES.format("is packed in a way that we do not take")

OF_A_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/Group", "/Contents", "/Resources")
LEFT_BEHIND = (
    "/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/Alternates", "/Measure", "/PtData",
    "/AF", "/EF", "/Ref", "/Parent", "/Annots", "/Properties", "/OC", "/StructParent",
    "/StructParents", "/AA", "/JS", "/OpenAction", "/Names", "/Outlines", "/AcroForm", "/Pages",
)  # fmt: skip
"""What hangs on drawings, letters and pictures and is not drawn: who made them and where, other
files, and the way back to the rest of this one."""
OF_PICTURES = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
SAYS_MORE = (0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE)
"""Segments of a JPEG with Exif, XMP, and what cameras and programs add; and comments."""
NOT_SEEN = 2 | 32
"""Flags of an annotation that is hidden."""


class RefusedError(ValueError):
    """What is not taken, in a sentence for whoever chose it."""


def clean_pdf(content: bytes) -> bytes:
    """Return a new PDF with what the pages of one show."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise RefusedError(LOCKED)
    refuse_more_than_pages(reader.root_object)
    if not 1 <= len(reader.pages) <= MOST_PAGES:
        raise RefusedError(TOO_LARGE)
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    for page in reader.pages:
        add_page(writer, page)
    clean_streams(streams_of(writer))
    written = io.BytesIO()
    writer.write(written)
    if written.tell() > MOST_WRITTEN:
        raise RefusedError(TOO_LARGE)
    return written.getvalue()


def refuse_more_than_pages(root: DictionaryObject) -> None:
    """Raise RefusedError for a PDF whose pages alone would not show what it shows."""
    if "/XFA" in root.get("/AcroForm", {}) or "/Collection" in root or "/NeedsRendering" in root:
        raise RefusedError(FORM)
    shown = root.get("/OCProperties", {}).get("/D", {})
    if shown.get("/OFF") or shown.get("/BaseState", "/ON") != "/ON":
        raise RefusedError(LAYERS)


def add_page(writer: PdfWriter, page: DictionaryObject) -> None:
    """Draw a page anew. Raises RefusedError for one with an annotation that shows something."""
    new = writer.add_blank_page(595, 842)
    for name in OF_A_PAGE:
        if name in page:
            new[NameObject(name)] = page.raw_get(name).clone(writer, False, LEFT_BEHIND)
    for item in page.get("/Annots", ()):
        annotation = item.get_object()
        left, bottom, right, top = annotation.get("/Rect", (0, 0, 0, 0))
        is_hidden = int(annotation.get("/F", 0)) & NOT_SEEN or left == right or bottom == top
        if not is_hidden and annotation.get("/Subtype") not in ("/Link", "/Popup"):
            raise RefusedError(FIELDS)


def streams_of(writer: PdfWriter) -> list[StreamObject]:
    """Return every stream of a new PDF, whose objects are numbered from 1 without a gap."""
    streams = []
    with suppress(IndexError):  # behind the last one
        for number in count(1):
            item = writer.get_object(number)
            if isinstance(item, StreamObject):
                streams.append(item)
    return streams


def clean_streams(streams: list[StreamObject]) -> None:
    """Take out of the pictures what tells more than their pixels; refuse what grows too large."""
    for item in streams:
        if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > MOST_PIXELS:
            raise RefusedError(TOO_LARGE)
        # As it stands in the file: its own class would unpack it, pictures too.
        packed = StreamObject.get_data(item)
        named = item.get("/Filter", [])
        filters = list(named) if isinstance(named, list) else [named]
        plain = unpacked(packed, filters)
        if filters[-1:] == ["/DCTDecode"]:
            plain = without_exif(plain)
            StreamObject.set_data(item, plain)
            item[NameObject("/Filter")] = NameObject("/DCTDecode")
            item.pop("/DecodeParms", None)
        # A program, or a file of the reader’s own, or a place.
        if item.get("/Subtype") == "/PS" or "/F" in item or tells_more(plain, filters):
            raise RefusedError(UNKNOWN)


def unpacked(data: bytes, filters: list[Any]) -> bytes:
    """Unpack a stream up to where it is a picture’s own form, or plain.

    pypdf unpacks 75 million bytes of one at most, and raises an error for more.
    """
    stream = StreamObject()
    stream.set_data(data)
    packed = [name for name in filters if name not in OF_PICTURES]
    stream[NameObject("/Filter")] = ArrayObject(packed)
    return decode_stream_data(stream)


def tells_more(plain: bytes, filters: list[Any]) -> bool:
    """Return whether a photograph still says where it was taken: also one within a page’s text."""
    marks = (b"uuid", b"xml ") if "/JPXDecode" in filters else (b"Exif\0", b"ns.adobe.com/xap")
    return any(mark in plain for mark in marks)


def without_exif(jpeg: bytes) -> bytes:
    """Drop the segments of a JPEG that say something of it, and what stands behind its end.

    Those that say how its pixels are coloured stay. Telephones put a second picture behind it.
    """
    kept, at = jpeg[:2], 2
    while jpeg[at : at + 2] not in (b"\xff\xda", b""):
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] not in SAYS_MORE and b"MPF\0" not in jpeg[at : at + 8]:
            kept += jpeg[at:end]
        at = end
    return kept + jpeg[at:].partition(b"\xff\xd9")[0] + b"\xff\xd9"


def main() -> None:
    """Clean what standard input holds, with little time and memory."""
    apart.limit(SECONDS, BYTES)
    try:
        sys.stdout.buffer.write(clean_pdf(sys.stdin.buffer.read()))
    except RefusedError as error:
        sys.stdout.write(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
