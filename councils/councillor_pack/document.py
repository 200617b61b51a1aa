"""The pack as a file to edit: a .docx with real headings and lists, the same each time it is made.

A file is kept and compared by its bytes, so nothing in it may come from the clock or the machine:
its dates are the record's, and the archive's own are the first that a zip knows.
"""

import datetime as dt
import io
import zipfile

from django.conf import settings
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from councils.councillor_pack.sources import Fact
from councils.councillor_pack.wording import Pack
from councils.dates import format_date

INK = RGBColor(0x1B, 0x22, 0x33)
SITE = "Make Runaways Safe"


def docx(pack: Pack) -> bytes:
    """Return the pack as the bytes of a .docx file."""
    document = blank(pack)
    document.add_heading(pack.purpose, 0)
    standing = document.add_paragraph(f"{pack.standing} ")
    if pack.evidence:
        source(standing, pack.evidence.source, pack.evidence.url)
    document.add_paragraph(pack.region_note)
    if pack.first:
        document.add_paragraph(pack.first)
    motion(document, pack)
    neighbours(document, pack)
    document.add_heading("The charter", 1)
    with_sources(document, pack.charter)
    document.add_heading("What the law asks already", 1)
    with_sources(document, pack.duty)
    document.add_paragraph(pack.duty_note)
    document.add_heading("Figures", 1)
    with_sources(document, pack.figures)
    document.add_paragraph(pack.figures_note)
    questions(document, pack)
    afterwards(document, pack)
    return packed(document)


def blank(pack: Pack):
    """Return an empty document: A4, our ink, English of Britain, and no trace of a machine."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(
        2.5
    )
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        font(style, "Calibri" if name == "Normal" else "Georgia")
        style.font.size, style.font.color.rgb = Pt(size), INK
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")
    facts = document.core_properties
    day = dt.datetime.combine(pack.on, dt.time())
    facts.title, facts.subject, facts.language = pack.title, pack.purpose, "en-GB"
    facts.author = facts.last_modified_by = SITE
    facts.created = facts.modified = day
    facts.comments = facts.keywords = facts.category = ""
    facts.revision = 1
    without_what_the_template_brings(document)
    foot = section.footer.paragraphs[0]
    foot.text = f"{format_date(pack.on)}. {in_full(f'{pack.row.url}pack/')}"
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return document


def font(style, name: str) -> None:
    """Give a style a font by name, over the theme's, which differs from program to program."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
    fonts.set(qn("w:hAnsi"), name)


def without_what_the_template_brings(document) -> None:
    """Drop a picture of an empty page, and a note that another program had made it."""
    relations = document.part.package.rels
    kinds = ("/thumbnail", "/extended-properties")
    for key in [key for key, one in relations.items() if one.reltype.endswith(kinds)]:
        relations.pop(key)


def motion(document, pack: Pack) -> None:
    document.add_heading("Draft motion", 1)
    for line in pack.people:
        document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_paragraph("This council notes")
    for note in pack.notes:
        document.add_paragraph(ended(note, note is pack.notes[-1]), style="List Bullet")
    document.add_paragraph("This council resolves")
    for step in pack.resolves:
        document.add_paragraph(ended(step, step is pack.resolves[-1]), style="List Number")
    words, link_words, address = pack.not_found
    line = document.add_paragraph()
    line.add_run(f"{pack.motion_note} {words} ").italic = True
    link(line, link_words, in_full(address))
    line.add_run(f" ({in_full(address)}).")


def ended(words: str, is_last: bool) -> str:
    return words + ("." if is_last else ";")


def neighbours(document, pack: Pack) -> None:
    document.add_heading("Neighbours that have signed", 1)
    document.add_paragraph(pack.neighbours_note)
    for row in pack.signed_neighbours:
        when = f", {row.when_words}" if row.when_words else ""
        line = document.add_paragraph(f"{row.name}{when}. ", style="List Bullet")
        source(line, row.signature.source or row.signature.source_url, row.signature.source_url)


def with_sources(document, facts: tuple[Fact, ...]) -> None:
    for fact in facts:
        source(document.add_paragraph(f"{fact.text} ", style="List Bullet"), fact.source, fact.url)


def source(paragraph, words: str, url: str) -> None:
    """Put a source behind a fact: a link where there is one."""
    paragraph.add_run("Source: ").italic = True
    if url:
        link(paragraph, words, url)
    else:
        paragraph.add_run(words).italic = True


def link(paragraph, words: str, url: str) -> None:
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), target)
    run = paragraph.add_run(words)
    run.underline, run.font.color.rgb = True, RGBColor(0x1D, 0x4B, 0x7A)
    element.append(run._r)
    paragraph._p.append(element)


def questions(document, pack: Pack) -> None:
    document.add_heading("Questions to ask", 1)
    for word, asked in pack.questions:
        document.add_heading(word, 2)
        for question in asked:
            document.add_paragraph(question, style="List Bullet")
    document.add_paragraph(pack.questions_note)


def afterwards(document, pack: Pack) -> None:
    document.add_heading("Afterwards", 1)
    line = document.add_paragraph()
    link(line, pack.afterwards, in_full(pack.tell_us))
    line.add_run(f" ({in_full(pack.tell_us)}). {pack.will_show}")
    document.add_paragraph(pack.as_it_stands)


def in_full(address: str) -> str:
    """Return an address of ours as it must be written on paper."""
    return settings.SITE_URL + address


def packed(document) -> bytes:
    """Return the document's bytes, each part dated alike, so that equal words are equal bytes."""
    loose, fixed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(fixed, "w") as archive:
        for name in parts.namelist():
            member = zipfile.ZipInfo(name)  # of 1 January 1980
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(member, parts.read(name))
    return fixed.getvalue()
