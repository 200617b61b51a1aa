"""Load the pages that ship, as Markdown files in shipped/, into the database."""

import hashlib
from pathlib import Path

from campaign.pages.dressing import dressed
from campaign.pages.models import Page
from councils.safeguarding.helplines import with_helplines

SHIPPED = Path(__file__).parent / "shipped"
EASY_READ = Path(__file__).parent / "easy_read"
"""Easy Read versions of three pages: every fact in them is on the page they are a version of."""


def read(path: Path) -> tuple[dict[str, str], str]:
    """Return the fields in a page's file, and a digest of it.

    It has lines of "name: value" between two lines of ---, then Markdown.
    """
    text = path.read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    fields["body"] = body.strip() + "\n"
    return fields, hashlib.sha256(text.encode()).hexdigest()


def slugs(folder: Path = SHIPPED) -> set[str]:
    """Return the addresses of the pages that ship: each page's file is named after its address."""
    return {path.stem for path in folder.glob("*.md")}


def load() -> int:
    """Write the pages that are missing or that ship with other words; return how many.

    A page that staff have edited no longer has a digest, and is left alone.
    """
    written = 0
    for path in sorted(SHIPPED.glob("*.md")):
        fields, digest = read(path)
        page = Page.objects.filter(slug=path.stem).first() or Page(
            shipped_digest="missing", is_published=True
        )
        if page.shipped_digest in ("", digest):
            continue
        for name, value in (fields | {"shipped_digest": digest}).items():
            setattr(page, name, value)
        page.save()
        written += 1
    return written


def shipped_page(slug: str) -> dict[str, Page | str]:
    """Return a page as it ships and its HTML, by their names in templates: without the database."""
    fields, _ = read(SHIPPED / f"{slug}.md")
    page = Page(**fields)
    page.description = with_helplines(page.description)
    return {"page": page, "html": with_helplines(dressed(page.html))}
