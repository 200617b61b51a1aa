"""What people paste into a page or an item of news, as Markdown, and what is asked about it."""

import re

WRITTEN_OTHERWISE = (
    (r"\x0b(?=[^\r\n])", "  \n"),  # a line that was broken on purpose
    (r"\r\n?|\x0b", "\n"),
    ("[\xa0\u2007\u202f]", " "),
    ("[\xad\u200b\ufeff]", ""),
    (r"(?m)^[ \t]*[•·▪■◦‣➢➤✓✔❖§o*–—\uf0b7\uf0a7\uf0d8\uf0fc-][ \t]*\t[ \t]*", "- "),
    (r"(?m)^[ \t]*[•·▪■◦‣➢➤✓✔❖\uf0b7\uf0a7\uf0d8\uf0fc] +(?=\S)", "- "),
    (r"(?m)^[ \t]*[o§] {2,}(?=\S)", "- "),
    (r"(?m)^[ \t]*(\d+)[.)]\t[ \t]*", r"\1. "),
    # Markdown counts in figures alone, so a letter stays beside its point: somebody may name it.
    (r"(?m)^[ \t]*(\(?(?:[a-zA-Z]|[ivxIVX]{2,4})[.)])\t[ \t]*", r"- \1 "),
    # A web address alone becomes a link; one that stands in a link already stays as it is.
    (r"(?<![(<\w\"'/.])(https?://[^\s<>()\"“”]+[^\s<>()\"“”.,;:!?’])", r"<\1>"),
    (r"(?<![\w(<\[\"'/.@:])(www\.[^\s<>()\"“”]+[^\s<>()\"“”.,;:!?’])", r"[\1](https://\1)"),
)
"""What a word processor leaves in a text, and what Markdown has instead."""


def as_markdown(text: str) -> str:
    """Return a text with what a word processor leaves in it as Markdown has it.

    Lines of cells parted by tabs become a table. The text ends with one line break.
    """
    for found, instead in WRITTEN_OTHERWISE:
        text = re.sub(found, instead, text)
    text = paragraphs_in(tables_in(text)).strip()
    return f"{text}\n" if text else ""


MARKED = re.compile(r"(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>|\||```|~~~|[-=*_]{3,}\s*$)")
"""Begins a line that is a heading, a point of a list, a quotation, a table or a rule."""
ITEM = re.compile(r"[-*+]\s|\d{1,3}[.)]\s")
WRAPPED_FROM = 60
"""Characters from which a line that ends within a sentence was broken by an email program."""
ENDS = ".!?:;”\"’')]*"


def paragraphs_in(text: str) -> str:
    """Return a text in which each line of a word processor is a paragraph of its own.

    Markdown would run it on with the line before, and into the last point of a list.
    """
    done = [""]
    for line in text.split("\n"):
        before = done[-1]
        if not MARKED.match(line.lstrip()) and not ITEM.match(before.lstrip()):
            line = line.lstrip()  # the indent of a first line, which Markdown takes for code
        if begins_a_paragraph(before, line):
            done.append("")
        done.append(line)
    return "\n".join(done[1:])


def begins_a_paragraph(before: str, line: str) -> bool:
    """Whether a line is a paragraph of its own, though no empty line stands before it."""
    if not before.strip() or not line.strip():
        return False
    if MARKED.match(line.lstrip()) or line[0].isspace() or line[0].islower():
        return False
    if before.endswith(("  ", "\\")):  # a line break on purpose
        return False
    if MARKED.match(before.lstrip()) and not ITEM.match(before.lstrip()):
        return False
    is_wrapped = len(before) >= WRAPPED_FROM and before.rstrip()[-1] not in ENDS
    return not is_wrapped


def tables_in(text: str) -> str:
    """Return a text in which two or more lines of as many cells, parted by tabs, are a table."""
    done: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        cells = [cell.strip() for cell in line.split("\t")]
        is_row = len(cells) > 1 and any(cells)
        if is_row and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            continue
        done.extend(table_of(rows))
        rows = [cells] if is_row else []
        if not is_row:
            done.append(line)
    done.extend(table_of(rows))
    return "\n".join(done)


def table_of(rows: list[list[str]]) -> list[str]:
    """Return rows as the lines of a Markdown table; a single row as the line that it was."""
    if len(rows) < 2:
        return ["\t".join(row) for row in rows]
    lines = ["", row_in_bars(rows[0]), row_in_bars(["---"] * len(rows[0]))]
    lines.extend(row_in_bars(row) for row in rows[1:])
    return [*lines, ""]


def row_in_bars(cells: list[str]) -> str:
    escaped = [cell.replace("|", r"\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"


VAGUE_LINK = re.compile(
    r"\[\s*((?:(?:click|tap|press|go) )?here(?: for more| to read)?|read more|more|this link|link"
    r"|this page|this)\s*[.!:…]?\s*\]\(",
    re.IGNORECASE,
)
PICTURE = re.compile(r"!\[[^\]]*\]\(")
HEADING = re.compile(r"(?m)^(#{1,6})\s+(.+?)\s*#*$")
ALONE = re.compile(r"[A-Z][^\n.!?:;|]{3,60}")
"""A paragraph that may be a heading."""
SHORT = re.compile(r"[A-Z0-9][^\n.!?:;|]{1,60}")
"""A line of an address, or of whoever signs: it stands among others like it."""
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def questions_about(body: str) -> list[str]:
    """Return what a careful editor would ask about a text, each in a sentence."""
    asked = []
    for found in VAGUE_LINK.finditer(body):
        asked.append(
            f"The link “{found[1]}” says nothing to whoever hears a list of links: put words there"
            " that say where it leads."
        )
    if PICTURE.search(body):
        asked.append(
            "A picture within the text is not shown. An item of news has a field for one, and for"
            " what it shows in words."
        )
    before = 1
    for marks, words in HEADING.findall(body):
        level = max(len(marks), 2)
        if level > before + 1:
            asked.append(
                f"“{words}” is a heading of level {level} under one of level {before}: use"
                f" {'#' * (before + 1)} for it."
            )
        before = level
    for line in may_be_headings(body):
        asked.append(f"Is “{line}” a heading? Then put ## before it.")
    return asked


def may_be_headings(body: str) -> list[str]:
    """Return the short lines that stand alone before a text: not those of an address.

    A line right above a list stands alone too.
    """
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    found = []
    for number, paragraph in enumerate(paragraphs):
        line, _, below = paragraph.partition("\n")
        beside = paragraphs[max(number - 1, 0) : number]
        if not ITEM.match(below):
            line = paragraph
            beside += paragraphs[number + 1 : number + 2]
            if number + 1 == len(paragraphs):
                continue
        is_among_others = any(SHORT.fullmatch(other) for other in beside)
        if ALONE.fullmatch(line) and not is_among_others and not POSTCODE.search(line):
            found.append(line)
    return found
