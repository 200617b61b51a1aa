"""PDFs made for these tests: a page that says something, and what somebody would hide in it."""

import io
import zlib

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

SCRIPT = "runScript"


def pdf_object(value):
    """Return a value as a PDF has it: a word that begins with / is a name."""
    if isinstance(value, PdfObject):
        return value
    if isinstance(value, dict):
        return DictionaryObject({NameObject(name): pdf_object(it) for name, it in value.items()})
    if isinstance(value, list):
        return ArrayObject(pdf_object(it) for it in value)
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return FloatObject(value) if isinstance(value, float) else NumberObject(value)


def stream(content, **entries):
    made = DecodedStreamObject()
    made.set_data(content)
    made.update({NameObject(f"/{name}"): pdf_object(it) for name, it in entries.items()})
    return made


RUNS = {"/S": "/JavaScript", "/JS": SCRIPT}
LAUNCHES = {"/S": "/Launch", "/F": "calc.exe", "/Win": {"/F": "calc.exe"}}
HELLO = b"BT /F1 12 Tf 20 100 Td (The council signed) Tj ET"


def document(change=lambda writer, page: None, content=HELLO):
    """Return a PDF of one page that says “The council signed”, changed by a function."""
    writer, written = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    page[NameObject("/Resources")] = pdf_object({"/Font": {"/F1": font}})
    page[NameObject("/Contents")] = writer._add_object(stream(content))
    change(writer, page)
    writer.write(written)
    return written.getvalue()


def put(item, **entries):
    item.update({NameObject(f"/{name}"): pdf_object(it) for name, it in entries.items()})


def link(action, **entries):
    box = {"/Rect": [10, 10, 90, 30]}
    return {"/Type": "/Annot", "/Subtype": "/Link", "/A": action, **box, **entries}


def packed(size, fill=b"\0"):
    """Return zlib's packing of very many bytes alike."""
    packer, block = zlib.compressobj(9), fill * 1_000_000
    parts = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*parts, packer.flush()])


def raw(*objects, root=1):
    """Return a PDF written by hand, of the text of its objects in their order."""
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, root, start,
    )  # fmt: skip
