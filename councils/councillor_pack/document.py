"""The pack as a .docx file to edit, with real headings and lists."""

import io

from django.conf import settings
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from councils.councillor_pack.sources import SourcedFact
from councils.councillor_pack.wording import Pack
from councils.dates import format_date
from councils.record import closed_on

INK, LINK = RGBColor(0x1B, 0x22, 0x33), RGBColor(0x1D, 0x4B, 0x7A)
MARGIN = Cm(2.5)
SITE = "Make Runaways Safe"

TITLE, HEADING_1, HEADING_2 = "Title", "Heading 1", "Heading 2"
BULLET, NUMBERED = "List Bullet", "List Number"
"""The library's styles."""


def docx(pack: Pack) -> bytes:
    """Return the pack as the bytes of a .docx file."""
    document = empty_document(pack)
    add(document, pack.purpose, TITLE)
    status = add(document, f"{pack.status_sentence} ")
    if pack.evidence:
        add_source(status, pack.evidence)
    add(document, pack.region_note)
    if pack.first_step:
        add(document, pack.first_step)
    add_motion(document, pack)
    add_neighbours(document, pack)
    add(document, "The charter", HEADING_1)
    add_facts(document, pack.charter)
    add(document, "What the law asks already", HEADING_1)
    add_facts(document, pack.duty)
    add(document, pack.duty_note)
    add(document, "Figures", HEADING_1)
    add_facts(document, pack.figures)
    add(document, pack.figures_note)
    add_questions(document, pack)
    if closed_on() is None:
        add_afterwards(document, pack)
    add(document, pack.as_of)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def empty_document(pack: Pack) -> DocxDocument:
    """Return an empty document: A4, in the site's colours and British English."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    set_styles(document)
    set_properties(document, pack)
    footer = section.footer.paragraphs[0]
    footer.text = f"{format_date(pack.on)}. {full_address(f'{pack.council.url}pack/')}"
    footer.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return document


def set_styles(document: DocxDocument) -> None:
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        set_font(style, "Calibri" if name == "Normal" else "Georgia")
        style.font.size, style.font.color.rgb = Pt(size), INK
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")


def set_font(style: ParagraphStyle, name: str) -> None:
    """Set a style's font by name, as the theme's font differs between programs."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
    fonts.set(qn("w:hAnsi"), name)


def set_properties(document: DocxDocument, pack: Pack) -> None:
    properties = document.core_properties
    properties.title, properties.subject, properties.language = pack.title, pack.purpose, "en-GB"
    properties.author = properties.last_modified_by = SITE
    properties.comments = ""  # the library's own name


def add(document: DocxDocument, text: str, style: str | None = None) -> Paragraph:
    return document.add_paragraph(text, style)


def add_motion(document: DocxDocument, pack: Pack) -> None:
    add(document, "Draft motion", HEADING_1)
    for line in pack.people:
        add(document, line).paragraph_format.space_after = Pt(0)
    add(document, "This council notes")
    add_clauses(document, pack.notes, BULLET)
    add(document, "This council resolves")
    add_clauses(document, pack.resolutions, NUMBERED)
    words, link_words, path = pack.missing_wording
    paragraph = add(document, "")
    paragraph.add_run(f"{pack.motion_note} {words} ").italic = True
    add_link(paragraph, link_words, full_address(path))
    paragraph.add_run(f" ({full_address(path)}).")


def add_clauses(document: DocxDocument, clauses: list[str], style: str) -> None:
    """Add the clauses of one sentence as a list."""
    for clause in clauses[:-1]:
        add(document, f"{clause};", style)
    add(document, f"{clauses[-1]}.", style)


def add_neighbours(document: DocxDocument, pack: Pack) -> None:
    add(document, "Neighbours on record as signed", HEADING_1)
    add(document, pack.neighbours_note)
    for council, fact in pack.neighbour_facts:
        add_source(add(document, f"{council.name}{fact.text} ", BULLET), fact)


def add_facts(document: DocxDocument, facts: tuple[SourcedFact, ...]) -> None:
    for fact in facts:
        add_source(add(document, f"{fact.text} ", BULLET), fact)


def add_source(paragraph: Paragraph, fact: SourcedFact) -> None:
    """Add the source after a fact, as a link if it has a URL."""
    paragraph.add_run("Source: ").italic = True
    if fact.url:
        add_link(paragraph, fact.source, fact.url)
    else:
        paragraph.add_run(fact.source).italic = True


def add_link(paragraph: Paragraph, words: str, url: str) -> None:
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), target)
    run = paragraph.add_run(words)
    run.underline, run.font.color.rgb = True, LINK
    element.append(run._r)
    paragraph._p.append(element)


def add_questions(document: DocxDocument, pack: Pack) -> None:
    add(document, "Questions to ask", HEADING_1)
    for word, questions in pack.questions:
        add(document, word, HEADING_2)
        for question in questions:
            add(document, question, BULLET)
    add(document, pack.questions_note)


def add_afterwards(document: DocxDocument, pack: Pack) -> None:
    add(document, "Afterwards", HEADING_1)
    address = full_address(pack.tell_us_path)
    paragraph = add(document, "")
    add_link(paragraph, pack.afterwards, address)
    paragraph.add_run(f" ({address}). {pack.publication_note}")


def full_address(path: str) -> str:
    """Return the full URL of a path on this site."""
    return settings.SITE_URL + path
