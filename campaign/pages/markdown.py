"""Turn the Markdown that staff write into HTML that is safe to show."""

import re
from functools import cache

from django.conf import settings
from django.db import models
from django.utils import timezone
from markdown_it import MarkdownIt


@cache
def parser() -> MarkdownIt:
    """Return the library's parser, which lets no HTML and no link to a script through.

    Pictures of other sites would be asked for by every visitor's browser.
    """
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def rendered(text: str) -> str:
    """Return the HTML of a Markdown text, with anchors on headings, and none the page's first."""
    html = re.sub(r"<h1>(.*?)</h1>", r"<h2>\1</h2>", parser().render(text), flags=re.DOTALL)
    return re.sub(r"<(h[23])>(.*?)</\1>", with_anchor, html, flags=re.DOTALL)


def paper(name: str) -> tuple[str, str]:
    """Return the title and the HTML of a paper that ships in docs/."""
    text = (settings.BASE_DIR / "docs" / name).read_text("utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n")
    return title, rendered(rest)


def with_anchor(heading: re.Match[str]) -> str:
    """Return a heading with an ID made of its words, for links to it."""
    tag, words = heading.groups()
    anchor = "-".join(re.sub(r"<[^>]+>|&\w+;|[^\w\s-]", "", words).lower().split())
    return f'<{tag} id="{anchor}">{words}</{tag}>'


class HasMarkdown(models.Model):
    """A text in Markdown."""

    body: "models.TextField[str, str]"
    made_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def html(self) -> str:
        return rendered(self.body)
