"""Write a PDF anew from its pages alone, in a process of its own.

What a page shows is copied by the names below, whatever else the file holds: no script, no action,
no form, no attachment, no outline, no metadata is on the list. Of what somebody can select, links
to other sites stay. A PDF that shows more than its pages is refused.

The file may be made to harm, so a process with little time and memory reads it: run as a module,
this reads standard input and writes the new PDF, or a sentence for whoever chose it.
"""

import io
import math
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.filters import ASCII85Decode, ASCIIHexDecode, RunLengthDecode
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

SECONDS, BYTES = 10, 700_000_000
"""What a PDF may take to read."""
MOST_PAGES = 1000
MOST_PIXELS = 100_000_000
"""Pixels of one picture: a page scanned in black and white at 600 dots an inch has 35 million."""
MOST_UNPACKED = 100_000_000
"""Bytes of one stream when it is unpacked; of all of them, five times as many."""
MORE_THAN_PAGES = "This PDF {}. Print it to a new PDF, and choose that."
LOCKED = MORE_THAN_PAGES.format("is protected with a password")
FORM = MORE_THAN_PAGES.format("is a form, or a collection of files")
FIELDS = MORE_THAN_PAGES.format("has notes, fields or films on its pages")
LAYERS = MORE_THAN_PAGES.format("has layers that can be hidden")
TOO_LARGE = MORE_THAN_PAGES.format("has too many pages, or unpacks to too much")
UNKNOWN = MORE_THAN_PAGES.format("is packed in a way that we do not take")
NO_PAGES = "This PDF has no pages."
ROUND = "The pages of this PDF lead back into themselves. Print it to a new PDF, and choose that."

NAMED = ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Shading", "/XObject")
"""What a page's resources name: each name is the file's own."""
OWN_NAMES = ("/CharProcs", "/Colorants")
"""Other entries whose names are the file's own."""
DRAWN = """
Filter DecodeParms Predictor Columns Colors BitsPerComponent EarlyChange K EndOfLine Rows
EncodedByteAlign EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform Type Subtype
Width Height ColorSpace Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte FormType
BBox Matrix Group S CS I

BaseFont Name FirstChar LastChar Widths FontDescriptor Encoding ToUnicode BaseEncoding Differences
FontBBox FontMatrix DescendantFonts CIDSystemInfo Registry Ordering Supplement DW W DW2 W2 WMode
CIDToGIDMap CMapName UseCMap FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent
Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2
FontFile3 CharSet CIDSet Length1 Length2 Length3

N Alternate Range WhitePoint BlackPoint Gamma Process Components FunctionType Domain Size Order
BitsPerSample Encode C0 C1 Functions Bounds ShadingType Background AntiAlias Coords Function Extend
BitsPerCoordinate BitsPerFlag VerticesPerRow PatternType PaintType TilingType XStep YStep Shading
ExtGState

LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 FL SM SA BM CA ca AIS TK G BC TR TR2
"""
"""All that is copied of streams and pictures; of letters; of colours, patterns and shades; and of
how anything is drawn. It is the whole list: what is not on it is left behind."""
COPIED = frozenset(f"/{name}" for name in DRAWN.split())
UNPACKED: dict[str, Any] = {
    "/ASCII85Decode": ASCII85Decode,
    "/ASCIIHexDecode": ASCIIHexDecode,
    "/RunLengthDecode": RunLengthDecode,
}
OF_PICTURES = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
GROUPS = ("/Transparency", "/Alpha", "/Luminosity")
"""All that an entry S may say of what is drawn; elsewhere it names an action."""
OF_A_PAGE = ("/Contents", "/Group", "/Annots")
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
ELSEWHERE = re.compile(rb"https?://[\x21-\x7e]{1,2000}", re.IGNORECASE)
BEGINS_PIXELS, END_OF_PICTURE = 0xDA, 0xD9
SAYS_MORE = (0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE)
"""Segments of a JPEG with Exif, XMP, and what cameras and programs add; and comments."""
AFTER_PIXELS = re.compile(rb"\xff(?![\x00\xd0-\xd7])")
NOT_SEEN = 2 | 32
"""Flags of an annotation that is hidden."""


class RefusedError(ValueError):
    """What is not taken, in a sentence for whoever chose it."""


def clean_pdf(content: bytes) -> bytes:
    """Return a new PDF with what the pages of one show, and its links to other sites."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise RefusedError(LOCKED)
    root: Any = reader.trailer["/Root"].get_object()
    refuse_more_than_pages(root)
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    writer.metadata = None
    copy = Copy(writer)
    for number, page in enumerate(pages_of(root)):
        if number == MOST_PAGES:
            raise RefusedError(TOO_LARGE)
        add_page(copy, page)
    if not writer.pages:
        raise RefusedError(NO_PAGES)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def refuse_more_than_pages(root: Any) -> None:
    """Raise RefusedError for a PDF whose pages alone would not show what it shows."""
    form = dictionary(root, "/AcroForm")
    if "/XFA" in form or "/Collection" in root or "/NeedsRendering" in root:
        raise RefusedError(FORM)
    shown = dictionary(dictionary(root, "/OCProperties"), "/D")
    if shown.get("/OFF") or shown.get("/BaseState", "/ON") != "/ON":
        raise RefusedError(LAYERS)


def dictionary(item: Any, name: str) -> Any:
    """Return an entry that should be a dictionary; an empty one if it is none."""
    entry = item.get(name)
    entry = entry.get_object() if entry is not None else None
    return entry if isinstance(entry, DictionaryObject) else DictionaryObject()


def pages_of(root: Any) -> Iterator[dict[str, Any]]:
    """Yield each page, with what it inherits. A tree that leads back into itself is refused."""
    nodes, met = [(root["/Pages"], dict[str, Any]())], dict[int, Any]()
    while nodes:
        node, inherited = nodes.pop()
        node = node.get_object()
        if id(node) in met:
            raise RefusedError(ROUND)
        met[id(node)] = node
        own = inherited | {name: node[name] for name in INHERITED if name in node}
        if "/Kids" in node:
            nodes += [(kid, own) for kid in reversed(node["/Kids"])]
        else:
            yield own | {name: node[name] for name in OF_A_PAGE if name in node}


def add_page(copy: "Copy", page: dict[str, Any]) -> None:
    box = rectangle(page.get("/MediaBox", ())) or rectangle((0, 0, 595, 842))
    new = copy.writer.add_blank_page(100, 100)
    new[NameObject("/MediaBox")] = box
    new[NameObject("/Rotate")] = NumberObject(int(page.get("/Rotate", 0)) // 90 * 90 % 360)
    if cropped := rectangle(page.get("/CropBox", ())):
        new[NameObject("/CropBox")] = cropped
    new[NameObject("/Resources")] = copy.resources(page.get("/Resources", DictionaryObject()))
    for name in ("/Contents", "/Group"):
        if name in page:
            new[NameObject(name)] = copy.part(page[name])
    annotations = [item.get_object() for item in page.get("/Annots", ())]
    links = [link for item in annotations if (link := link_of(item))]
    if links:
        new[NameObject("/Annots")] = ArrayObject(links)


def rectangle(box: Any) -> ArrayObject | None:
    """Return four numbers as such, or None if they are not."""
    numbers = [float(number.get_object() if hasattr(number, "get_object") else number)
               for number in box]  # fmt: skip
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        return None
    return ArrayObject(FloatObject(number) for number in numbers)


def link_of(annotation: Any) -> DictionaryObject | None:
    """Return a link to another site, made anew; None for one that leads anywhere else.

    Raises RefusedError for an annotation that shows something.
    """
    box = rectangle(annotation.get("/Rect", ()))
    is_seen = box is not None and box[0] != box[2] and box[1] != box[3]
    is_hidden = int(annotation.get("/F", 0)) & NOT_SEEN or annotation.get("/Subtype") == "/Popup"
    if is_hidden or not is_seen:
        return None
    if annotation.get("/Subtype") != "/Link":
        raise RefusedError(FIELDS)
    action = dictionary(annotation, "/A")
    address = action.get("/URI", "") if action.get("/S") == "/URI" else ""
    typed = address.original_bytes if isinstance(address, TextStringObject) else bytes(
        address if isinstance(address, ByteStringObject) else b""
    )  # fmt: skip
    if not ELSEWHERE.fullmatch(typed):
        return None
    leads = {"/S": NameObject("/URI"), "/URI": ByteStringObject(typed)}
    link = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Link"),
        "/Rect": box,
        "/Border": ArrayObject(NumberObject(0) for _ in range(3)),
        "/A": DictionaryObject({NameObject(name): value for name, value in leads.items()}),
    }
    return DictionaryObject({NameObject(name): value for name, value in link.items()})


class Copy:
    """Copies what is drawn from one PDF to another, each thing once."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.done: dict[int, tuple[Any, IndirectObject]] = {}
        """Each thing that was copied, by its id, with the thing itself, so that it keeps its id."""
        self.unpacked = 0

    def once(self, item: Any, new: Any, fill: Any) -> Any:
        """Return the copy of a thing. It is there before it is filled, so that circles end."""
        if id(item) not in self.done:
            self.done[id(item)] = item, self.writer._add_object(new)
            fill(item, new)
        return self.done[id(item)][1]

    def part(self, item: Any) -> Any:
        """Return the copy of anything that is drawn, or of a part of it."""
        is_indirect, item = isinstance(item, IndirectObject), item.get_object()
        if item is None:  # a reference to nothing
            return NullObject()
        if isinstance(item, StreamObject):
            return self.once(item, StreamObject(), self.fill_stream)
        new: Any
        if isinstance(item, DictionaryObject):
            new, fill = DictionaryObject(), self.fill
        elif isinstance(item, ArrayObject):
            new, fill = ArrayObject(), self.fill_array
        else:
            return item
        if is_indirect:
            return self.once(item, new, fill)
        fill(item, new)
        return new

    def resources(self, item: Any) -> Any:
        return self.once(item.get_object(), DictionaryObject(), self.fill_resources)

    def fill_resources(self, item: Any, new: Any) -> None:
        for name in NAMED:
            if name in item:
                new[NameObject(name)] = self.named(item[name])

    def named(self, item: Any) -> DictionaryObject:
        """Return the copy of a dictionary whose names are the file's own."""
        parts = {NameObject(name): self.part(item.raw_get(name)) for name in item}
        return DictionaryObject(parts)

    def fill(self, item: Any, new: Any) -> None:
        for name in item:
            if name == "/Resources":
                new[NameObject(name)] = self.resources(item[name])
            elif name in OWN_NAMES:
                new[NameObject(name)] = self.named(item[name])
            elif name in COPIED and (name != "/S" or item[name] in GROUPS):
                new[NameObject(name)] = self.part(item.raw_get(name))

    def fill_array(self, item: Any, new: Any) -> None:
        new.extend(self.part(one) for one in list.__iter__(item))

    def fill_stream(self, item: Any, new: Any) -> None:
        """Copy a stream; take out of a picture what tells more than its pixels."""
        if item.get("/Subtype") == "/PS" or "/Ref" in item:  # a program, or another file
            raise RefusedError(UNKNOWN)
        self.fill(item, new)
        if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > MOST_PIXELS:
            raise RefusedError(TOO_LARGE)
        named = item.get("/Filter", ArrayObject())
        filters = list(named) if isinstance(named, list) else [named]
        new._data, packed = item._data, unpacked(item._data, filters)
        self.unpacked += len(packed)
        if self.unpacked > 5 * MOST_UNPACKED:
            raise RefusedError(TOO_LARGE)
        if filters and filters[-1] in ("/DCTDecode", "/JPXDecode"):
            is_jpeg = filters[-1] == "/DCTDecode"
            new._data = without_exif(packed) if is_jpeg else without_boxes(packed)
            new[NameObject("/Filter")] = NameObject(filters[-1])
            new.pop(NameObject("/DecodeParms"), None)
        elif b"Exif\0" in packed:  # a photograph within the text of a page
            raise RefusedError(UNKNOWN)


def unpacked(data: bytes, filters: list[Any]) -> bytes:
    """Unpack a stream up to where it is a picture’s own form, or plain; refuse what grows large."""
    for place, name in enumerate(filters):
        if name == "/FlateDecode":
            data = inflated(data)
        elif name in UNPACKED:
            data = UNPACKED[name].decode(data)
        elif name not in OF_PICTURES or place != len(filters) - 1:
            raise RefusedError(UNKNOWN)
    return data


def inflated(data: bytes) -> bytes:
    """Unpack what zlib packed, as far as it is sound."""
    stream, parts, size = zlib.decompressobj(), [], 0
    with suppress(zlib.error):
        while data:
            parts.append(stream.decompress(data, 1_000_000))
            size += len(parts[-1])
            if size > MOST_UNPACKED:
                raise RefusedError(TOO_LARGE)
            data = stream.unconsumed_tail
    return b"".join(parts)


def without_exif(jpeg: bytes) -> bytes:
    """Drop the segments of a JPEG that say something of it, and what stands behind its end.

    Those that say how its pixels are coloured stay. Telephones put a second picture behind it.
    """
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg):
        marker, length = jpeg[at + 1], 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at] != 0xFF or marker == 0xFF:
            raise RefusedError(UNKNOWN)
        if marker == END_OF_PICTURE:
            break
        if 0xC0 <= marker <= 0xC3:
            height, width = (int.from_bytes(jpeg[at + place : at + place + 2]) for place in (5, 7))
            if height * width > MOST_PIXELS:
                raise RefusedError(TOO_LARGE)
        segment = jpeg[at : at + length]
        if marker not in SAYS_MORE and (marker != 0xE2 or segment[4:15] == b"ICC_PROFILE"):
            kept += segment
        at += length
        if marker == BEGINS_PIXELS:
            end = AFTER_PIXELS.search(jpeg, at)
            pixels = jpeg[at : end.start() if end else len(jpeg)]
            kept += pixels
            at += len(pixels)
    return bytes(kept + b"\xff\xd9")


def without_boxes(jp2: bytes) -> bytes:
    """Drop the boxes of a JPEG 2000 that say something of it; not its pixels."""
    if jp2[4:8] != b"jP  ":
        return jp2
    kept, at = bytearray(), 0
    while at + 8 <= len(jp2):
        length, kind = int.from_bytes(jp2[at : at + 4]), jp2[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(jp2[at + 8 : at + 16])
        length = max(length, 8) if length else len(jp2) - at
        if kind not in (b"xml ", b"uuid", b"uinf"):
            kept += jp2[at : at + length]
        at += length
    return bytes(kept)


def main() -> None:
    """Clean what standard input holds, with little time and memory."""
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES)):
        with suppress(ValueError, OSError):  # a system that knows no such limit
            resource.setrlimit(what, (most, most))
    try:
        sys.stdout.buffer.write(clean_pdf(sys.stdin.buffer.read()))
    except RefusedError as error:
        sys.stdout.write(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
