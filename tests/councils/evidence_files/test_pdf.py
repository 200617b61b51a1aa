"""A PDF that shows a fact holds its pages and nothing else, whatever it was made to do."""

import io
import time
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from councils import apart
from councils import evidence_files as cleaning
from councils import evidence_pdf as pdf
from tests.councils.evidence_files.made_to_harm import (
    LAUNCHES,
    RUNS,
    SCRIPT,
    document,
    link,
    packed,
    pdf_object,
    put,
    raw,
    stream,
)

BAD = (
    b"JavaScript", b"/JS", b"Launch", b"calc.exe", SCRIPT.encode(), b"OpenAction", b"/AA",
    b"AcroForm", b"XFA", b"Outlines", b"EmbeddedFile", b"/Names", b"secret", b"Metadata",
    b"GoToR", b"SubmitForm", b"ImportData", b"RichMedia", b"file:", b"javascript:", b"/Annots",
)  # fmt: skip
SEEN = "The council signed"


def seen(content):
    """Return the words on the pages of a PDF."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def everything(content):
    """Return a PDF's bytes, and each of its parts unpacked, so that nothing hides from a test."""
    parts, writer = [content], PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    parts += [repr(item).encode() for item in writer._objects]
    parts += [item.get_data() for item in writer._objects if hasattr(item, "get_data")
              and "/Width" not in item]  # fmt: skip
    return b"\n".join(parts)


def assert_harmless(content):
    cleaned = pdf.clean_pdf(content)
    assert seen(cleaned) == SEEN
    assert [bad for bad in BAD if bad in everything(cleaned)] == []
    return cleaned


def opens_with_a_script(writer, page):
    put(writer.root_object, OpenAction=RUNS)


def leads_to_a_script_or_a_file(writer, page):
    addresses = ("javascript:app.alert(1)", "file:///etc/passwd", "secret.pdf", "//calc.exe",
                 "https://a b/secret", " javascript:1", "data:text/html,secret")  # fmt: skip
    put(page, Annots=[
        *(link({"/S": "/URI", "/URI": address}) for address in addresses),
        link({"/S": "/GoToR", "/F": "secret.pdf"}), link({"/S": "/SubmitForm", "/F": "secret"}),
        link({"/S": "/ImportData", "/F": "secret"}), link({"/S": "/Named", "/N": "/secret"}),
    ])  # fmt: skip


def has_files(writer, page):
    writer.add_attachment("secret.txt", b"secret")
    put(writer.root_object, AF=[{"/Type": "/Filespec", "/F": "secret"}])
    put(page, AF=[{"/Type": "/Filespec", "/F": "secret"}])


def says_who_made_it(writer, page):
    writer.add_metadata({"/Author": "secret"})
    metadata = writer._add_object(stream(b"secret", Type="/Metadata", Subtype="/XML"))
    for item in (writer.root_object, page, page["/Resources"]["/Font"]["/F1"]):
        put(
            item, Metadata=metadata, PieceInfo={"/A": {"/Private": "secret"}}, LastModified="secret"
        )
    put(page, VP=[{"/Measure": {"/GPTS": [51.4, -2.5]}, "/Name": "secret"}])


def hides_actions_among_fonts_and_pictures(writer, page):
    font = page["/Resources"]["/Font"]["/F1"]
    put(font, JS=SCRIPT, OpenAction=RUNS, AA={"/O": LAUNCHES})
    drawn = stream(b"", Type="/XObject", Subtype="/Form", BBox=[0, 0, 1, 1], AA={"/O": RUNS},
                   Resources={"/XObject": {}, "/Properties": {"/P": RUNS}, "/JS": SCRIPT},
                   AF=[{"/F": "secret"}])  # fmt: skip
    page["/Resources"][NameObject("/XObject")] = pdf_object({"/X": writer._add_object(drawn)})


def draws_another_file(writer, page):
    drawn = stream(b"", Subtype="/Form", Ref={"/F": "calc.exe", "/Page": 0})
    put(page["/Resources"], XObject={"/X": writer._add_object(drawn)})


def names_its_catalogue_as_a_picture(writer, page):
    """So that copying what is drawn brings everything along."""
    put(writer.root_object, Names={"/JavaScript": {"/Names": ["a", RUNS]}}, OpenAction=RUNS,
        AcroForm={"/Fields": [{"/A": RUNS}]}, Outlines={"/First": {"/A": LAUNCHES}})  # fmt: skip
    put(page["/Resources"], XObject={"/X": writer.root_object.indirect_reference})


def has_what_nobody_sees(writer, page):
    box = {"/Rect": [0, 0, 0, 0]}
    put(page, Annots=[
        {"/Subtype": "/Widget", "/A": RUNS, "/T": "secret", **box},
        {"/Subtype": "/Text", "/F": 2, "/Contents": "secret", "/Rect": [1, 1, 9, 9]},
        {"/Subtype": "/Popup", "/Contents": "secret", "/A": RUNS, "/Rect": [1, 1, 9, 9]},
        {},
    ])  # fmt: skip


@pytest.mark.promise(33)
@pytest.mark.parametrize("change", [
    opens_with_a_script, leads_to_a_script_or_a_file, has_files, says_who_made_it,
    hides_actions_among_fonts_and_pictures, draws_another_file, names_its_catalogue_as_a_picture,
    has_what_nobody_sees,
])  # fmt: skip
def test_a_pdf_keeps_its_page_and_nothing_that_acts_or_tells(change):
    harmful = document(change)
    assert [bad for bad in BAD if bad in everything(harmful)] != []
    assert_harmless(harmful)


def is_a_form(writer, page):
    xml = writer._add_object(stream(b"<xdp><script>app.alert(1)</script></xdp>"))
    put(writer.root_object, AcroForm={"/Fields": [], "/XFA": ["template", xml]})


def has_a_field(writer, page):
    field = {"/Subtype": "/Widget", "/FT": "/Tx", "/V": "signed", "/Rect": [1, 1, 9, 9],
             "/AA": {"/K": RUNS}}  # fmt: skip
    put(writer.root_object, AcroForm={"/Fields": [field]})
    put(page, Annots=[field])


def hides_a_layer(writer, page):
    put(writer.root_object, OCProperties={"/D": {"/OFF": [{"/Type": "/OCG", "/Name": "x"}]}})


def draws_with_postscript(writer, page):
    drawn = writer._add_object(stream(b"(x) run", Type="/XObject", Subtype="/PS"))
    put(page["/Resources"], XObject={"/X": drawn})


def hides_where_a_photograph_was_taken_behind_filling(writer, page):
    """A JPEG may fill up with any number of FF before a segment."""
    whole = photograph()
    content = whole[:2] + b"\xff\xd8\xff\xff" + whole[2:]
    drawn = stream(content, Subtype="/Image", Width=8, Height=4, Filter="/DCTDecode")
    put(page["/Resources"], XObject={"/X": writer._add_object(drawn)})


def has_a_photograph_in_the_text_of_its_page(writer, page):
    put(page, Contents=writer._add_object(stream(
        b"BI /W 8 /H 4 /CS /RGB /BPC 8 /F /DCT ID " + photograph() + b" EI")))  # fmt: skip


def is_locked(writer, page):
    writer.encrypt("", "owner", algorithm="RC4-128")  # everybody can read it


def has_no_page(writer, page):
    put(writer.root_object["/Pages"], Kids=[], Count=0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (is_a_form, "is a form"),
        (has_a_field, "has notes, fields"),
        (hides_a_layer, "layers"),
        (draws_with_postscript, "packed in a way"),
        (hides_where_a_photograph_was_taken_behind_filling, "packed in a way"),
        (has_a_photograph_in_the_text_of_its_page, "packed in a way"),
        (is_locked, "protected with a password"),
        (has_no_page, "has no pages, or too many"),
    ],
)
def test_a_pdf_that_is_more_than_its_pages_is_refused_in_words(change, says):
    with pytest.raises(ValueError, match=says) as refused:
        cleaning.clean(document(change))
    assert "\n" not in str(refused.value)


def photograph(marker=b"secret"):
    image, written = Image.new("RGB", (8, 4), "navy"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = marker.decode()
    image.save(written, "JPEG", exif=exif, comment=marker, xmp=marker)
    return written.getvalue()


@pytest.mark.parametrize(
    ("filters", "content"),
    [
        (["/DCTDecode"], photograph()),
        (["/DCTDecode"], photograph() + photograph()),  # a telephone's second picture behind it
        (["/FlateDecode", "/DCTDecode"], zlib.compress(photograph())),
        (["/ASCIIHexDecode", "/DCTDecode"], photograph().hex().encode() + b">"),
    ],
)
def test_a_picture_on_a_page_does_not_tell_where_it_was_taken(filters, content):
    def shows(writer, page):
        drawn = stream(content, Subtype="/Image", Width=8, Height=4, BitsPerComponent=8,
                       ColorSpace="/DeviceRGB", Filter=filters)  # fmt: skip
        put(page["/Resources"], XObject={"/X": writer._add_object(drawn)})

    cleaned = assert_harmless(document(shows))
    image = PdfReader(io.BytesIO(cleaned)).pages[0]["/Resources"]["/XObject"]["/X"]
    assert b"secret" not in image._data
    assert image._data[:2] == photograph()[:2]
    assert image["/Filter"] == filters[-1]


# Made to wear the site out


def leads_round_in_circles():
    return raw(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
    )


def unpacks_without_end():
    bomb = packed(2_000_000_000)
    return document(lambda writer, page: put(page, Contents=writer._add_object(
        stream(bomb, Filter="/FlateDecode"))))  # fmt: skip


def is_an_immense_picture():
    return document(lambda writer, page: put(page["/Resources"], XObject={"/X": writer._add_object(
        stream(b"", Subtype="/Image", Width=10**9, Height=10**9))}))  # fmt: skip


def is_nested_too_deep():
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 500_000)


@pytest.mark.promise(33)
@pytest.mark.parametrize("made", [
    leads_round_in_circles, is_an_immense_picture, is_nested_too_deep,
    pytest.param(unpacks_without_end, marks=pytest.mark.large),  # for ten seconds
])  # fmt: skip
def test_a_pdf_made_to_wear_the_site_out_is_refused_soon_and_in_words(made):
    content = made()
    assert len(content) <= cleaning.LARGEST
    began = time.monotonic()
    with pytest.raises(ValueError, match=r"\. (Print|Save) it") as refused:
        cleaning.clean(content)
    assert time.monotonic() - began < apart.WAIT + 5
    assert "Traceback" not in str(refused.value)
